"""Work owed to the background, for administrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def jobs(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")
