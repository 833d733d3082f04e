"""Being written."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


def organisation(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def glossary(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


@login_not_required
def demo_sign_in(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")
