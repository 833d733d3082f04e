"""Pages of who belongs to a team."""

from django.http import HttpRequest, HttpResponse


def member_list(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()
