"""Being built: conflicts."""

from django.http import HttpRequest, HttpResponse


def conflicts(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("conflicts")


def conflict(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("conflict")


def conflict_settle(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("conflict_settle")
