"""Drafts: what somebody has typed and not yet saved."""

from django.http import HttpRequest, HttpResponse


def draft_save(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


draft_discard = draft_save
