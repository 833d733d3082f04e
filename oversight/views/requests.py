"""Being built: requests."""

from django.http import HttpRequest, HttpResponse


def request_new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("request_new")


def request_load(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("request_load")


def request_page(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("request_page")


def request_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("request_edit")


def request_withdraw(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("request_withdraw")


def request_settle(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("request_settle")
