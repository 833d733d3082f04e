"""Being built: portfolio."""

from django.http import HttpRequest, HttpResponse


def portfolio(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("portfolio")
