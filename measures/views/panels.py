"""Measures on the pages of teams, systems and cycles: fragments that those pages load by their address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from measures.actions.cycles import watch_measures
from measures.forms.cycles import WatchForm
from measures.permissions.measures import can_define_for, can_enter_somewhere
from measures.queries.cards import cards_on, waiting_in
from measures.queries.compare import to_compare
from measures.queries.measures import system_panel, team_panel, watched_by
from measures.views import fetch
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on
from teams.permissions.cycles import can_edit_cycle
from teams.permissions.teams import can_work_in
from teams.views import fetch as teams_fetch


@require_GET
def of_team(request: HttpRequest, pk: int) -> HttpResponse:
    team = teams_fetch.team_to_read(request, pk)
    context = {
        "team": team,
        "panel": team_panel(team),
        "cards": waiting_in(team, request.user),
        "may_enter": can_work_in(request.user, team) and team.is_running,
        "may_define": can_define_for(request.user, system=None, team=team) and team.is_running,
    }
    return _panel(request, "team", context, team.name)


@require_GET
def of_system(request: HttpRequest, pk: int) -> HttpResponse:
    system = teams_fetch.system_to_read(request, pk)
    context = {
        "system": system,
        "panel": system_panel(system),
        "compare": to_compare(system),
        "may_enter": can_enter_somewhere(request.user),
        "may_define": can_define_for(request.user, system=system, team=None) and system.closed_on is None,
    }
    return _panel(request, "system", context, system.name)


@require_http_methods(["GET", "POST"])
def of_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the measures that a cycle watches; POST, by its team, chooses them."""
    if request.method == "POST":
        cycle = fetch.cycle_to_edit(request, pk)
        form = WatchForm(request.POST, cycle=cycle, reader=request.user)
        if form.is_valid():
            with refusals_shown_on(form):
                watch_measures(cycle=cycle, **form.chosen())
                if not wants_fragment(request):
                    messages.success(request, "The cycle watches these measures now.")
                    return redirect("teams:cycle", cycle.pk)
    else:
        cycle = fetch.cycle_to_read(request, pk)
        form = None
    rows = watched_by(cycle, request.user)
    may_edit = can_edit_cycle(request.user, cycle) and cycle.team.is_running
    if may_edit and (form is None or not form.errors):
        watched = WatchForm.opened_with(row.pk for row in rows)
        form = WatchForm(cycle=cycle, reader=request.user, initial=watched)
    context = {"cycle": cycle, "rows": rows, "cards": cards_on(cycle, request.user), "form": form if may_edit else None}
    return _panel(request, "cycle", context, cycle.title)


def _panel(request: HttpRequest, kind: str, context: dict, title: str) -> HttpResponse:
    """The fragment; without htmx a page around it, so that the plain link leads somewhere."""
    fragment = f"measures/partials/{kind}_panel.html"
    if wants_fragment(request):
        return render(request, fragment, context)
    return render(request, "measures/panel_page.html", {**context, "fragment": fragment, "title": title})
