"""Change ideas of a team, and the ramp of one."""

from django.http import HttpRequest, HttpResponse


def idea_list(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Ideas")


idea_page = idea_new = idea_edit = idea_list
