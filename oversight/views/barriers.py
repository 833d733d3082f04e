"""Barriers: raised by teams, answered by leaders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def barriers(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def barrier(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def barrier_raise(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def barrier_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def barrier_own(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def barrier_answer(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def barrier_escalate(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def barrier_remove(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")


def barrier_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "base.html")
