"""Being written."""

from django.http import HttpRequest, HttpResponse


def account(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def theme(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def password_change(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")
