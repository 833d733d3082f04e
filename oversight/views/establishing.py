"""The oversight group's decisions on proposals and states of teams."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from oversight.queries.establishing import decided_lately, decision_row, waiting
from oversight.views import fetch
from oversight.views.tabs import tabs
from redesign.lib.refusals import refusals_shown_on
from teams.actions.states import decide, move_team
from teams.enums import RESTING, TeamState
from teams.forms.teams import DecisionForm, EstablishForm, StateForm
from teams.models import StateChange
from teams.permissions.organisation import can_oversee
from teams.queries.lacks import lacks_of
from teams.queries.memberships import members_now
from teams.queries.states import undecided
from teams.queries.teams import waiting_change
from teams.views.fetch import staff_only
from teams.views.teams import crumbs


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    staff_only(request)
    rows = waiting()
    context = {
        "proposals": [row for row in rows if row.is_proposal],
        "requests": [row for row in rows if not row.is_proposal],
        "decided": decided_lately(),
        "may_decide": can_oversee(request.user),
        "tabs": tabs("decisions"),
    }
    return render(request, "oversight/decisions.html", context)


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    change = fetch.state_change_to_decide(request, pk)
    proposal = change.from_state == TeamState.PROPOSED
    form = _form(request, change, proposal)
    if form.is_valid():
        with refusals_shown_on(form):
            decide(change=change, by=request.user, **form.cleaned_data)
            messages.success(request, _said(change, form.cleaned_data["granted"], proposal))
            return redirect("oversight:decisions")
    team = change.team
    context = {
        "form": form,
        "change": change,
        "proposal": proposal,
        "row": decision_row(change),
        "team": team,
        "lacks": lacks_of(team, members_now(team)),
        "undecided": undecided(team) if change.to_state in RESTING else [],
        "trail": crumbs(request, team, "Decide"),
    }
    return render(request, "oversight/decision.html", context)


def _form(request: HttpRequest, change: StateChange, proposal: bool) -> DecisionForm:
    if proposal:
        return EstablishForm(request.POST or None, yes="Establish the team", no="Turn it down")
    return DecisionForm(request.POST or None)


def _said(change: StateChange, granted: bool, proposal: bool) -> str:
    name, to = change.team.name, TeamState(change.to_state).label.lower()
    if proposal:
        return f"{name} is established." if granted else f"The proposal of {name} is turned down."
    return f"{name} is {to}." if granted else f"{name} stays as it is."


@require_http_methods(["GET", "POST"])
def team_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another state at once, as the group may decide without being asked."""
    team = fetch.team_to_oversee(request, pk)
    form = StateForm(request.POST or None, team=team)
    if form.is_valid():
        with refusals_shown_on(form):
            move_team(team=team, by=request.user, **form.cleaned_data)
            messages.success(request, f"{team.name} is {TeamState(form.cleaned_data['to']).label.lower()}.")
            return redirect("teams:team", team.pk)
    context = {
        "form": form,
        "team": team,
        "waiting": waiting_change(team),
        "undecided": undecided(team),
        "trail": crumbs(request, team, "Change its state"),
        "title": "Change its state",
        "sub": "You decide for the oversight group. The team reads the reason.",
        "ok": "Change it",
    }
    return render(request, "teams/team_state.html", context)
