"""The history of one thing: who changed what, when and why."""

from django.http import HttpRequest, HttpResponse


def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    return HttpResponse("History")
