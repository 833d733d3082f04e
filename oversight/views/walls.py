"""Data walls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def walls(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def wall(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def wall_tiles(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def wall_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")
