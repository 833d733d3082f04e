"""PDSA cycles: the list, the page of one, planning, noting, studying, deciding."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from redesign.lib.dates import today
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on
from redesign.lib.versions import VersionedForm
from teams.actions.cycles import (
    add_note,
    change_plan,
    decide_cycle,
    give_up_plan,
    larger,
    move_cycle,
    plan_cycle,
    record_do,
    record_study,
)
from teams.actions.drafts import draft_spent
from teams.enums import ActDecision, Scale, Step
from teams.forms.cycles import (
    ActForm,
    CycleFilter,
    CycleNewForm,
    DoForm,
    MoveForm,
    NoteForm,
    PlanForm,
    StudyForm,
    WhyForm,
)
from teams.models import Cycle, Team
from teams.permissions.cycles import can_edit_cycle
from teams.permissions.organisation import can_read_organisation
from teams.queries.cycles import calibration_of, cycle_page, cycle_rows, in_order, readable_cycles
from teams.queries.ideas import idea_of
from teams.queries.systems import trail_of
from teams.queries.teams import readable_teams
from teams.views import fetch

A_PAGE = 25
ONWARD = {Step.DO: "Start the test", Step.STUDY: "The test is over: study it", Step.ACT: "Studied: go on to decide"}
SAID = {
    Step.DO: "The test has begun. The prediction now stays as it is.",
    Step.STUDY: "The test is over. Hold the result against what you predicted.",
    Step.ACT: "Studied. Now decide: adopt, adapt or abandon.",
}


# -- The list -----------------------------------------------------------------------------------------------------


@require_GET
@vary_on_headers("HX-Request")
def cycle_list(request: HttpRequest) -> HttpResponse:
    form = CycleFilter(request.GET, teams=readable_teams(request.user))
    asked = form.asked()
    sort = request.GET.get("sort", "")
    cycles = in_order(asked.of(readable_cycles(request.user, mine=asked.mine)), sort)
    page = Paginator(cycles, A_PAGE).get_page(request.GET.get("page"))
    template = "teams/partials/cycle_table.html" if wants_fragment(request) else "teams/cycle_list.html"
    context = {"form": form, "asked": asked, "page": page, "rows": cycle_rows(page.object_list), "sort": sort}
    if asked.team is not None:
        context["team_url"] = _address("team", asked.team.pk)
    return render(request, template, context)


# -- One cycle ----------------------------------------------------------------------------------------------------


@require_GET
def cycle_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, fetch.cycle_to_read(request, pk))


def _page(
    request: HttpRequest, cycle: Cycle, form: forms.Form | None = None, note: NoteForm | None = None
) -> HttpResponse:
    """The cycle's page with the present step's form, or with the one that came back."""
    form = form or _form_of(cycle)
    writes = can_edit_cycle(request.user, cycle)
    linked = can_read_organisation(request.user)
    team = (cycle.team.name, _address("team", cycle.team_id))
    trail = trail_of(cycle.team.system, linked=linked)
    context = {
        "cycle": cycle,
        "page": cycle_page(cycle),
        "trail": [*trail, team, (cycle.idea.title, _address("idea", cycle.idea_id)), f"Cycle {cycle.number}"],
        "form": form,
        "note": note or NoteForm(),
        "doing": next((step for step, kind in FORMS.items() if type(form) is kind), cycle.step),
        "onward": [(step, ONWARD[step]) for step in cycle.next_steps],
        "writes": writes and cycle.team.is_running,
        "may_note": writes and cycle.team.is_running and cycle.step in {Step.DO, Step.STUDY},
        "stands_still": writes and not cycle.team.is_running,
        "scales": list(Scale.labels),
    }
    return render(request, "teams/cycle_detail.html", context)


FORMS: dict[str, type[forms.Form]] = {Step.DO: DoForm, Step.STUDY: StudyForm, Step.ACT: ActForm}


def _form_of(cycle: Cycle, data: Any = None) -> forms.Form | None:
    """The form of the cycle's present step; the plan has a page of its own, a decided cycle has none."""
    if cycle.step not in FORMS or cycle.is_decided:
        return None
    return _bound(FORMS[cycle.step], cycle, data)


def _bound(kind: type[forms.Form], cycle: Cycle, data: Any = None) -> forms.Form:
    initial = {name: getattr(cycle, name) for name in kind.base_fields if hasattr(cycle, name)}
    more = {"cycle": cycle} if kind is StudyForm else {}
    return kind(data, initial=initial | {"next_scale": larger(cycle.scale)}, **more)


# -- Planning -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def cycle_new(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_work_in(request, pk)
    key = f"cycle-new-{team.pk}"
    initial = {"idea": idea_of(team, request.GET.get("idea", "")), "starts_on": today()}
    form = CycleNewForm(request.POST or None, initial=initial, team=team)
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=key):
            cycle = plan_cycle(team=team, by=request.user, **form.cleaned_data)
            messages.success(request, "Planned. Choose the measures it watches, then start the test.")
            return redirect("teams:cycle", cycle.pk)
    trail = [*_trail_of_team(request, team), "Plan a cycle"]
    context = {"form": form, "team": team, "trail": trail, "draft_key": key, "so_far": _so_far(team)}
    return render(request, "teams/cycle_new.html", context)


def _so_far(team: Team) -> str:
    """How the team's predictions fared by how sure it was: what one sets the next confidence by."""
    return calibration_of(team).by_sureness


@require_http_methods(["GET", "POST"])
def cycle_plan(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch.cycle_to_edit(request, pk)
    if request.method == "GET" and cycle.step != Step.PLAN:
        messages.info(request, "The test has begun, so the plan and its prediction stay as they were made.")
        return redirect("teams:cycle", cycle.pk)
    key = f"cycle-plan-{cycle.pk}"
    form = _bound(PlanForm, cycle, request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=key):
            changed = change_plan(cycle=cycle, **form.cleaned_data)
            messages.success(request, SAID.get(changed.step, "The plan is saved."))
            return redirect("teams:cycle", cycle.pk)
        form.accept_newer_version()
    trail = [*_trail_of_team(request, cycle.team), (cycle.title, _address("cycle", cycle.pk)), "Plan"]
    context = {"form": form, "cycle": cycle, "trail": trail, "draft_key": key, "so_far": _so_far(cycle.team)}
    return render(request, "teams/cycle_plan.html", context)


@require_http_methods(["GET", "POST"])
def cycle_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, then takes the plan away."""
    cycle = fetch.cycle_to_edit(request, pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            give_up_plan(cycle=cycle, by=request.user, why=form.cleaned_data["why"])
            messages.success(
                request, "Given up. The history of the team keeps what was planned, and why it was not done."
            )
            return redirect("teams:idea", cycle.idea_id)
    context = {"question": f"Give up the plan of ‘{cycle.title}’?", "ok": "Give it up", "form": form, "tone": "danger"}
    context |= {"detail": "Nothing of it has been tested. The idea stays.", "back": _address("cycle", cycle.pk)}
    return render(request, "confirm.html", context)


# -- Doing, studying, deciding ------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def cycle_note(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch.cycle_to_edit(request, pk)
    if request.method == "GET":
        return redirect("teams:cycle", cycle.pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=f"cycle-note-{cycle.pk}"):
            add_note(cycle=cycle, by=request.user, **form.cleaned_data)
            if wants_fragment(request):
                return _notes(request, cycle, NoteForm())
            messages.success(request, "Noted.")
            return redirect("teams:cycle", cycle.pk)
    return _notes(request, cycle, form) if wants_fragment(request) else _page(request, cycle, note=form)


def _notes(request: HttpRequest, cycle: Cycle, form: NoteForm) -> HttpResponse:
    context = {
        "cycle": cycle,
        "page": cycle_page(cycle),
        "note": form,
        "may_note": True,
        "just_noted": not form.is_bound,
    }
    return render(request, "teams/partials/cycle_notes.html", context)


@require_http_methods(["GET", "POST"])
def cycle_do(request: HttpRequest, pk: int) -> HttpResponse:
    return _record(request, pk, step=Step.DO, record=record_do)


@require_http_methods(["GET", "POST"])
def cycle_study(request: HttpRequest, pk: int) -> HttpResponse:
    return _record(request, pk, step=Step.STUDY, record=record_study)


def _record(request: HttpRequest, pk: int, *, step: Step, record: Any) -> HttpResponse:
    """Save the form of this step, and take the cycle on where the button said so."""
    cycle = fetch.cycle_to_edit(request, pk)
    if request.method == "GET":
        return redirect("teams:cycle", cycle.pk)
    form = _bound(FORMS[step], cycle, request.POST)
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=f"cycle-{step}-{cycle.pk}"):
            changed = record(cycle=cycle, **form.cleaned_data)
            messages.success(request, "Saved." if changed.step == step else SAID[changed.step])
            return redirect("teams:cycle", cycle.pk)
    return _returned(request, pk, form)


@require_http_methods(["GET", "POST"])
def cycle_act(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch.cycle_to_edit(request, pk)
    if request.method == "GET":
        return redirect("teams:cycle", cycle.pk)
    form = _bound(ActForm, cycle, request.POST)
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=f"cycle-act-{cycle.pk}"):
            following = decide_cycle(cycle=cycle, by=request.user, **form.cleaned_data)
            if following is not None:
                messages.success(request, f"Adapted. This is cycle {following.number}: make its prediction anew.")
                return redirect("teams:cycle-plan", following.pk)
            adopted = form.cleaned_data["decision"] == ActDecision.ADOPT
            messages.success(request, "Adopted." if adopted else "Abandoned, and what was learnt is kept.")
            return redirect("teams:cycle", cycle.pk)
    return _returned(request, pk, form)


@require_http_methods(["GET", "POST"])
def cycle_move(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch.cycle_to_edit(request, pk)
    if request.method == "GET":
        return redirect("teams:cycle", cycle.pk)
    form = MoveForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            moved = move_cycle(cycle=cycle, to=form.cleaned_data["to"])
            messages.success(request, SAID[moved.step])
            return redirect("teams:cycle", cycle.pk)
    for sentences in form.errors.values():
        messages.error(request, " ".join(sentences))
    return redirect("teams:cycle", cycle.pk)


def _returned(request: HttpRequest, pk: int, form: forms.Form) -> HttpResponse:
    """The page as it is now, around the form that was refused: nothing typed is lost."""
    if isinstance(form, VersionedForm):
        form.accept_newer_version()
    return _page(request, fetch.cycle_to_edit(request, pk), form)


# -- The way here -------------------------------------------------------------------------------------------------


def _trail_of_team(request: HttpRequest, team: Team) -> list[Any]:
    trail = trail_of(team.system, linked=can_read_organisation(request.user))
    return [*trail, (team.name, _address("team", team.pk))]


def _address(name: str, pk: int) -> str:
    return reverse(f"teams:{name}", args=[pk])
