"""Being written."""

from django.http import HttpRequest, HttpResponse


def people(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def person(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def person_edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def person_deactivate(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def person_reactivate(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def people_import(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")
