"""The family of measures of a team or a system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from measures.permissions.measures import can_define_for
from measures.queries.families import Family, family_of_system, family_of_team
from redesign.lib.components import Crumb
from teams.models import System, Team
from teams.permissions.standing import standing
from teams.queries.systems import trail_of
from teams.views import fetch as teams_fetch


@require_GET
def of_team(request: HttpRequest, pk: int) -> HttpResponse:
    team = teams_fetch.team_to_read(request, pk)
    may_define = can_define_for(request.user, system=None, team=team) and team.is_running
    way = Crumb(team.name, reverse("teams:team", args=[team.pk]))
    return _page(request, family_of_team(team), team, team.system, may_define, way)


@require_GET
def of_system(request: HttpRequest, pk: int) -> HttpResponse:
    system = teams_fetch.system_to_read(request, pk)
    may_define = can_define_for(request.user, system=system, team=None) and system.closed_on is None
    way = Crumb(system.name, reverse("teams:system", args=[system.pk]))
    return _page(request, family_of_system(system), system, system.parent, may_define, way)


def _page(
    request: HttpRequest, family: Family, whose: Team | System, above: System | None, may_define: bool, way: Crumb
) -> HttpResponse:
    linked = standing(request.user).is_staff
    trail = trail_of(above, way, "Family of measures", linked=linked) if above else [way, "Family of measures"]
    key = "team" if isinstance(whose, Team) else "system"
    define = f"{reverse('measures:measure-new')}?{key}={whose.pk}"
    context = {"family": family, "whose": whose, "may_define": may_define, "trail": trail, "define_url": define}
    return render(request, "measures/family.html", context)
