"""Parts of other pages: what stands in a team's way, and what it asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from oversight.permissions.barriers import can_raise_barrier
from oversight.permissions.requests import can_ask_for_resources
from oversight.queries.barriers import barriers_of
from oversight.queries.requests import requests_of
from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment
from teams.views import fetch


@require_GET
@vary_on_headers("HX-Request")
def team_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The team's barriers, and its requests for shared resources with their answers: a part of the team's page."""
    team = fetch.team_to_read(request, pk)
    context = {
        "team": team,
        "barriers": barriers_of(team),
        "requests": requests_of(team),
        "may_raise": team.is_running and can_raise_barrier(request.user, team),
        "may_ask": team.is_running and can_ask_for_resources(request.user, team),
    }
    if wants_fragment(request):
        return render(request, "oversight/partials/team_panel.html", context)
    trail = [
        Crumb("Teams", reverse("teams:teams")),
        Crumb(team.name, reverse("teams:team", args=[pk])),
        Crumb("Barriers and requests"),
    ]
    return render(request, "oversight/team_panel.html", context | {"trail": trail})
