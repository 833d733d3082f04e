"""Pages of redesign teams."""

from django.http import HttpRequest, HttpResponse


def team_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def my_teams(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def team_propose(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def team_page(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def team_charter(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def team_state(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def team_progress(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()
