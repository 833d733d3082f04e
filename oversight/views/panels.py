"""Being built: panels."""

from django.http import HttpRequest, HttpResponse


def team_panel(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("team_panel")
