"""Barriers: raised by teams, answered by leaders, taken up level by level."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from oversight.actions.barriers import (
    answer_barrier,
    edit_barrier,
    escalate_barrier,
    own_barrier,
    raise_barrier,
    remove_barrier,
    withdraw_barrier,
)
from oversight.enums import NEXT_BARRIER_STATES, OPEN_BARRIER, BarrierState
from oversight.forms.barriers import (
    AnswerForm,
    BarrierFilterForm,
    EditBarrierForm,
    EscalateForm,
    OwnForm,
    RaiseForm,
    RemoveForm,
    WithdrawForm,
)
from oversight.models import Barrier
from oversight.permissions.barriers import (
    can_answer_barrier,
    can_edit_barrier,
    can_escalate_barrier,
    can_remove_barrier,
)
from oversight.queries.barriers import barrier_page, barrier_rows, is_overdue, what_stands_in_the_way
from oversight.views import fetch
from oversight.views.tabs import tabs
from redesign.lib.components import Crumb
from redesign.lib.htmx import go_to, wants_fragment
from redesign.lib.refusals import refusals_shown_on
from redesign.lib.versions import VersionedForm
from teams.models import User
from teams.permissions.organisation import can_read_organisation


@require_GET
@vary_on_headers("HX-Request")
def barriers(request: HttpRequest) -> HttpResponse:
    form = BarrierFilterForm(request.GET, reader=request.user)
    asked = form.asked()
    page, rows = barrier_rows(asked, request.user, request.GET.get("page", 1))
    template = "oversight/partials/barrier_table.html" if wants_fragment(request) else "oversight/barrier_list.html"
    context = {"form": form, "page": page, "rows": rows, "sort": asked.sort, "asked": asked}
    if can_read_organisation(request.user):
        context["tabs"] = tabs("barriers")
        context["about"] = None if wants_fragment(request) else what_stands_in_the_way()
    return render(request, template, context)


@require_GET
def barrier(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.barrier_to_read(request, pk)
    may = _may(request.user, row)
    answering = AnswerForm.on_the_page(row) if may["answer"] else None
    context = {"barrier": row, "page": barrier_page(row), "may": may, "answering": answering}
    return render(request, "oversight/barrier_detail.html", context)


def _may(user: User, row: Barrier) -> dict[str, bool]:
    """What the page offers this person: what they may do, and what the barrier's state allows."""
    following = NEXT_BARRIER_STATES[row.state]
    waits = row.state in OPEN_BARRIER
    answers, works = can_answer_barrier(user, row), can_edit_barrier(user, row)
    passed = not waits or is_overdue(row)
    return {
        "answer": waits and answers,
        "own": waits and answers,
        "edit": waits and works,
        "withdraw": works and BarrierState.WITHDRAWN in following,
        "remove": can_remove_barrier(user, row) and BarrierState.REMOVED in following,
        "escalate": (
            BarrierState.ESCALATED in following
            and row.addressed_to.parent_id is not None
            and can_escalate_barrier(user, row)
            and (answers or passed)
        ),
    }


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def barrier_raise(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_raise_for(request, pk)
    form = RaiseForm(request.POST or None, team=team)
    if form.is_valid():
        with refusals_shown_on(form):
            row = raise_barrier(team=team, by=request.user, **form.cleaned_data)
            messages.success(request, f"Raised to {row.addressed_to.name}, who will answer by {row.reply_by:%-d %B}.")
            return go_to(request, reverse("oversight:barrier", args=[row.pk]))
    fragment = wants_fragment(request)
    template = "oversight/partials/barrier_raise_form.html" if fragment else "oversight/barrier_raise.html"
    trail = [
        Crumb("Teams", reverse("teams:teams")),
        Crumb(team.name, reverse("teams:team", args=[team.pk])),
        Crumb("Raise a barrier"),
    ]
    return render(request, template, {"form": form, "team": team, "trail": trail, "fragment": fragment})


# -- The steps: each a page of its own that also comes in a dialog ---------------------------------------------------


@dataclass(frozen=True)
class StepPage:
    """One step that a person may take: how it is asked for, and what does it."""

    title: str
    sub: str
    button: str
    icon: str
    form: type[VersionedForm]
    act: Callable[..., None]
    done: str
    tone: str = "primary"


ANSWER = StepPage(
    "Answer this barrier",
    "The team reads it at once, and may take it further up if it does not help.",
    "Send the answer",
    "message-square",
    AnswerForm,
    answer_barrier,
    "Answered. The team has been told.",
)
OWN = StepPage(
    "Take it on",
    "One person whom the team can ask how it goes.",
    "Take it on",
    "user-check",
    OwnForm,
    own_barrier,
    "Saved. The team has been told whom to ask.",
)
ESCALATE = StepPage(
    "Take it further up",
    "The system above is asked next, with a new day for its answer.",
    "Take it up",
    "arrow-up",
    EscalateForm,
    escalate_barrier,
    "Taken up. Those who are asked now have been told.",
)
REMOVE = StepPage(
    "It is gone",
    "Nothing stands in the way any more.",
    "Say that it is gone",
    "circle-check",
    RemoveForm,
    remove_barrier,
    "Good. What made it go is kept for others.",
)
WITHDRAW = StepPage(
    "Withdraw this barrier",
    "The team needs no answer any more. It stays readable.",
    "Withdraw it",
    "undo-2",
    WithdrawForm,
    withdraw_barrier,
    "Withdrawn.",
    tone="danger",
)
EDIT = StepPage(
    "Word it better",
    "Those who are asked see the new words at once.",
    "Save",
    "check",
    EditBarrierForm,
    edit_barrier,
    "Saved.",
)


def _step(request: HttpRequest, row: Barrier, step: StepPage, **initial: Any) -> HttpResponse:
    form = step.form(request.POST or None, initial={"version": row.version, **initial})
    if form.is_valid():
        with refusals_shown_on(form):
            step.act(barrier=row, by=request.user, **form.cleaned_data)
            messages.success(request, step.done)
            return go_to(request, reverse("oversight:barrier", args=[row.pk]))
        form.accept_newer_version()
    fragment = wants_fragment(request)
    template = "oversight/partials/barrier_step_form.html" if fragment else "oversight/barrier_step.html"
    url = reverse("oversight:barrier", args=[row.pk])
    trail = [Crumb("Barriers", reverse("oversight:barriers")), Crumb(row.title, url), Crumb(step.title)]
    context = {"form": form, "barrier": row, "step": step, "trail": trail, "back": url, "fragment": fragment}
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def barrier_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.barrier_to_edit(request, pk)
    return _step(request, row, EDIT, **EditBarrierForm.opened_with(row))


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def barrier_own(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, fetch.barrier_to_answer(request, pk), OWN, owner=request.user)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def barrier_answer(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, fetch.barrier_to_answer(request, pk), ANSWER)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def barrier_escalate(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, fetch.barrier_to_escalate(request, pk), ESCALATE)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def barrier_remove(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, fetch.barrier_to_remove(request, pk), REMOVE)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def barrier_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, fetch.barrier_to_edit(request, pk), WITHDRAW)
