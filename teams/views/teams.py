"""Pages of redesign teams."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from redesign.lib.components import Crumb
from redesign.lib.dates import today
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on, refusals_told
from teams.actions.drafts import draft_spent
from teams.actions.progress import score_progress
from teams.actions.states import ask_for_state, withdraw_request
from teams.actions.teams import propose_team, write_charter
from teams.enums import PROGRESS_STEPS, TeamState
from teams.forms.teams import CharterForm, ProgressForm, ProposalForm, StateForm, TeamFilterForm
from teams.models import StateChange, Team, User
from teams.permissions.organisation import can_oversee, can_read_organisation
from teams.permissions.systems import can_edit_tree
from teams.permissions.teams import (
    can_ask_for_state,
    can_edit_members,
    can_propose_team,
    can_score_progress,
    can_work_in,
)
from teams.queries.aims import aim_sentence
from teams.queries.lacks import can_complete_charter
from teams.queries.systems import has_systems, open_system, trail_of
from teams.queries.team_page import team_page, teams_with_what_their_page_needs
from teams.queries.teams import in_order, last_score, my_teams, proposed_by, readable_teams, rows_of, waiting_change
from teams.views import fetch

A_PAGE = 25
PROPOSAL_DRAFT = "team-propose"


# -- Lists --------------------------------------------------------------------------------------------------------


@require_GET
@vary_on_headers("HX-Request")
def team_list(request: HttpRequest) -> HttpResponse:
    form = TeamFilterForm(request.GET, reader=request.user)
    asked = form.asked()
    sort = request.GET.get("sort", "")
    teams = in_order(asked.of(readable_teams(request.user)), sort)
    page = Paginator(teams, A_PAGE).get_page(request.GET.get("page"))
    template = "teams/partials/team_table.html" if wants_fragment(request) else "teams/team_list.html"
    rows = rows_of(page.object_list, linked=can_read_organisation(request.user))
    context = {"form": form, "asked": asked, "page": page, "rows": rows, "sort": sort}
    return render(request, template, {**context, "may_propose": can_propose_team(request.user)})


@require_GET
def team_mine(request: HttpRequest) -> HttpResponse:
    context = {"mine": my_teams(request.user), "proposed": proposed_by(request.user)}
    return render(request, "teams/team_mine.html", {**context, "may_propose": can_propose_team(request.user)})


# -- One team -----------------------------------------------------------------------------------------------------


@require_GET
def team_detail(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_read(request, pk, teams_with_what_their_page_needs())
    page = team_page(team, linked=can_read_organisation(request.user))
    may = _may(request.user, team)
    mends = {lack.key for lack in page.lacks if lack.by(request.user, team)}
    context = {"team": team, "page": page, "may": may, "mends": mends}
    return render(request, "teams/team_detail.html", context)


def _may(user: User, team: Team) -> dict[str, bool]:
    """What this person may do with the team as it stands: which buttons the page shows."""
    at_work, closed = team.is_running, team.state == TeamState.CLOSED
    return {
        "work": can_work_in(user, team) and at_work,
        "charter": can_complete_charter(user, team),
        "staff": can_edit_members(user, team) and not closed,
        "ask": can_ask_for_state(user, team) and at_work | (team.state == TeamState.PAUSED),
        "move": can_oversee(user) and not closed and team.state != TeamState.PROPOSED,
        "decide": can_oversee(user),
        "score": can_score_progress(user, team) and at_work,
        "oversee": can_oversee(user),
        "open": can_read_organisation(user),
    }


def crumbs(request: HttpRequest, team: Team, here: str) -> list[Crumb]:
    """The way to a page of the team."""
    address = reverse("teams:team", args=[team.pk])
    return trail_of(team.system, Crumb(team.name, address), here, linked=can_read_organisation(request.user))


# -- Proposing and chartering -------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def team_propose(request: HttpRequest) -> HttpResponse:
    fetch.proposals_open_to(request)
    form = ProposalForm(request.POST or None, initial=_proposal_opened(request))
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=PROPOSAL_DRAFT):
            team = propose_team(by=request.user, **form.cleaned_data)
            messages.success(request, "Proposed. The oversight group decides, and you will see its answer here.")
            return redirect("teams:team", team.pk)
    trail = [Crumb("Redesign teams", reverse("teams:teams")), Crumb("Propose a team")]
    context = {"form": form, "draft": PROPOSAL_DRAFT, "trail": trail, "has_systems": has_systems()}
    return render(request, "teams/team_propose.html", context | {"may_draw": can_edit_tree(request.user)})


def _proposal_opened(request: HttpRequest) -> dict[str, Any]:
    home = open_system(request.GET.get("system", ""))
    return {"system": home or request.user.works_in_id, "permanence": "temporary"}


@require_http_methods(["GET", "POST"])
def team_charter(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_charter(request, pk)
    form = CharterForm(request.POST or None, initial=CharterForm.opened_for(team))
    draft = f"charter-{team.pk}"
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=draft):
            charter = form.fields_to_change()
            write_charter(team=team, version=form.cleaned_data["version"], **charter)
            messages.success(request, "The charter is saved.")
            return redirect("teams:team", team.pk)
        form.accept_newer_version()
    context = {"form": form, "team": team, "draft": draft, "trail": crumbs(request, team, "Charter")}
    return render(request, "teams/team_charter.html", context)


# -- States and progress ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def team_state(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_ask_for(request, pk)
    form = StateForm(request.POST or None, team=team, initial={"to": request.GET.get("to", "")})
    if form.is_valid():
        with refusals_shown_on(form):
            ask_for_state(team=team, by=request.user, **form.cleaned_data)
            messages.success(request, "Asked. The oversight group decides.")
            return redirect("teams:team", team.pk)
    context = {"form": form, "team": team, "waiting": waiting_change(team)}
    return render(
        request, "teams/team_state.html", {**context, "trail": crumbs(request, team, "Ask for another state")}
    )


@require_http_methods(["GET", "POST"])
def state_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then takes back a request that waits for its decision."""
    change: StateChange = fetch.state_change_to_withdraw(request, pk)
    proposal = change.from_state == TeamState.PROPOSED
    if request.method == "POST":
        with refusals_told(request):
            withdraw_request(change=change, by=request.user)
            messages.success(request, "Withdrawn.")
        return redirect("teams:team", change.team_id)
    context = {
        "question": "Withdraw this proposal?" if proposal else "Withdraw this request?",
        "detail": "The proposed team is closed; it can be proposed again." if proposal else "The team stays as it is.",
        "ok": "Withdraw it",
        "back": reverse("teams:team", args=[change.team_id]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def team_progress(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_score(request, pk)
    last = last_score(team)
    form = ProgressForm(
        request.POST or None, initial={"scored_on": today(), "score": f"{last.score:.1f}" if last else ""}
    )
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown_on(form):
            score_progress(
                team=team,
                score=Decimal(said["score"]),
                note=said["note"],
                scored_on=said["scored_on"],
                by=request.user,
            )
            messages.success(request, f"Scored {said['score']}: {PROGRESS_STEPS[said['score']][0].lower()}.")
            return redirect("teams:team", team.pk)
    context = {"form": form, "team": team, "aim": aim_sentence(team), "trail": crumbs(request, team, "Progress score")}
    return render(request, "teams/team_progress.html", context)
