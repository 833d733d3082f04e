"""The oversight group's decisions on proposals and states of teams."""

from django.http import HttpRequest, HttpResponse


def decisions(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def team_move(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()
