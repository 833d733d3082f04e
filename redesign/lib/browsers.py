"""What a browser may keep of our pages: nothing, unless a page says otherwise."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOTHING_KEPT = "private, no-store"


class NothingKept:
    """Pages are personal, and phones are shared: after signing out, the back button asks anew and finds the door shut.

    Static files are answered before this middleware and may be kept; a page with a Cache-Control of its own keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", NOTHING_KEPT)
        return response
