"""Being built: priorities."""

from django.http import HttpRequest, HttpResponse


def priorities(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("priorities")


def priority_new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("priority_new")


def priority_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("priority_edit")


def priority_retire(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("priority_retire")


def criterion_new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("criterion_new")


def criterion_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("criterion_edit")


def criterion_retire(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("criterion_retire")
