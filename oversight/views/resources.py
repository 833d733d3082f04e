"""Being built: resources."""

from django.http import HttpRequest, HttpResponse


def resources(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("resources")


def resource_new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("resource_new")


def resource(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("resource")


def resource_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("resource_edit")


def capacity_set(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("capacity_set")


def capacity_clear(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("capacity_clear")
