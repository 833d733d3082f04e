"""Being built: ratings."""

from django.http import HttpRequest, HttpResponse


def team_rating(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("team_rating")
