"""Questions about a request that htmx may have sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a part of the page: boosted links and history restores get the whole page."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the person on to a page, whether htmx or the browser itself sent the form."""
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", None) else redirect(url)
