"""Being written."""

from django.http import HttpRequest, HttpResponse


def roles(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def role_grant(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def role_revoke(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")
