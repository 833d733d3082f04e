"""Being written."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def setup(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def checklist(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def checklist_hide(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")
