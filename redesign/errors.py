"""What a person sees when something broke: a page that needs no database, and says whether waiting will help."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

PATIENCE = 15  # seconds after which asking again makes sense


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 where the database cannot be reached, which passes; 500 for all else."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("errors/503.html"), status=503, headers={"Retry-After": str(PATIENCE)})
    return HttpResponse(render_to_string("errors/500.html"), status=500)
