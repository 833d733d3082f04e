"""Pages of the tree of systems."""

from django.http import HttpRequest, HttpResponse


def system_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def system_page(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def system_new(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def system_import(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def system_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def system_move(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def system_close(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()
