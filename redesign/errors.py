"""What a person sees when something broke: a page that needs no database, says whether waiting will help, and holds what
was typed, so that it can be sent again.
"""

import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

PATIENCE = 15  # seconds after which asking again makes sense
PROGRAMS = "/api/"
AWAY = "The database cannot be reached just now. Send this again in a moment; nothing of it was saved."
BROKEN = "Something went wrong on our side. It has been written down; nothing of what was sent was saved."


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 where the database cannot be reached, which passes; 500 for all else."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    headers = {"Retry-After": str(PATIENCE)} if away else {}
    status = 503 if away else 500
    if request.path.startswith(PROGRAMS):
        told = {"detail": AWAY if away else BROKEN, "errors": []}
        return JsonResponse(told, status=status, headers=headers)
    context = {"typed": what_was_typed(request), "sent": request.method == "POST"}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status, headers=headers)


def what_was_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form, to be sent once more; none where there was a file or a password, which no page may hold."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (UnreadablePostError, SuspiciousOperation):
        return []
    if request.FILES or any("password" in name for name, _ in fields):
        return []
    return fields
