"""Being written."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


def invitations(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def invite(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def invitation_resend(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


def invitation_withdraw(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")


@login_not_required
def invitation(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("Soon.")
