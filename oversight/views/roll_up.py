"""What rolls up the tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def roll_up(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def system_panel(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")
