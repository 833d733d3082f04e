"""Strategic priorities and criteria: what the group holds teams against."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from oversight.actions.priorities import (
    edit_criterion,
    edit_priority,
    make_criterion,
    make_priority,
    retire_criterion,
    retire_priority,
)
from oversight.forms.priorities import CriterionForm, EditCriterionForm, EditPriorityForm, PriorityForm
from oversight.models import Criterion, StrategicPriority
from oversight.permissions.priorities import can_set_priorities
from oversight.queries.priorities import priorities_page
from oversight.queries.scores import moves_in_words, places
from oversight.views import fetch
from oversight.views.tabs import tabs
from redesign.lib.components import Crumb
from redesign.lib.dates import today
from redesign.lib.refusals import refusals_shown_on


@require_GET
def priorities(request: HttpRequest) -> HttpResponse:
    fetch.staff_only(request)
    context = {"page": priorities_page(), "may_set": can_set_priorities(request.user), "tabs": tabs("priorities")}
    return render(request, "oversight/priorities.html", context)


@require_http_methods(["GET", "POST"])
def priority_new(request: HttpRequest) -> HttpResponse:
    fetch.priorities_to_set(request)
    form = PriorityForm(request.POST or None, initial={"starts_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            made = make_priority(**form.cleaned_data)
            messages.success(
                request, f"{made.name} is a strategic priority now. Say of each team whether it serves it."
            )
            return redirect("oversight:priorities")
    return _form_page(request, form, "New strategic priority", "strategic-priority-new")


@require_http_methods(["GET", "POST"])
def priority_edit(request: HttpRequest, pk: int) -> HttpResponse:
    priority = fetch.priority_to_set(request, pk)
    form = EditPriorityForm(request.POST or None, initial=_initial(priority, EditPriorityForm))
    if form.is_valid():
        with refusals_shown_on(form):
            before = places()
            edit_priority(priority=priority, version=form.cleaned_data["version"], **form.fields_to_change())
            messages.success(request, f"Saved. {moves_in_words(before, places())}")
            return redirect("oversight:priorities")
        form.accept_newer_version()
    return _form_page(request, form, priority.name, f"strategic-priority-{pk}")


@require_http_methods(["GET", "POST"])
def priority_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retires a strategic priority, or brings a retired one back."""
    priority = fetch.priority_to_set(request, pk)
    if request.method == "POST":
        before = places()
        retire_priority(priority=priority, retired=not priority.retired)
        said = f"{priority.name} {'counts again' if priority.retired else 'is retired'}."
        messages.success(request, f"{said} {moves_in_words(before, places())}")
        return redirect("oversight:priorities")
    return _ask(request, priority.name, priority.retired, "Teams that serve it get no points for it any more.")


@require_http_methods(["GET", "POST"])
def criterion_new(request: HttpRequest) -> HttpResponse:
    fetch.priorities_to_set(request)
    form = CriterionForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            made = make_criterion(**form.cleaned_data)
            messages.success(
                request, f"{made.name} is a criterion now. It counts for a team once the team is rated by it."
            )
            return redirect("oversight:priorities")
    return _form_page(request, form, "New criterion", "criterion-new")


@require_http_methods(["GET", "POST"])
def criterion_edit(request: HttpRequest, pk: int) -> HttpResponse:
    criterion = fetch.criterion_to_set(request, pk)
    form = EditCriterionForm(request.POST or None, initial=_initial(criterion, EditCriterionForm))
    if form.is_valid():
        with refusals_shown_on(form):
            before = places()
            edit_criterion(criterion=criterion, version=form.cleaned_data["version"], **form.fields_to_change())
            messages.success(request, f"Saved. {moves_in_words(before, places())}")
            return redirect("oversight:priorities")
        form.accept_newer_version()
    return _form_page(request, form, criterion.name, f"criterion-{pk}")


@require_http_methods(["GET", "POST"])
def criterion_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retires a criterion, or brings a retired one back."""
    criterion = fetch.criterion_to_set(request, pk)
    if request.method == "POST":
        before = places()
        retire_criterion(criterion=criterion, retired=not criterion.retired)
        said = f"{criterion.name} {'counts again' if criterion.retired else 'is retired'}."
        messages.success(request, f"{said} {moves_in_words(before, places())}")
        return redirect("oversight:priorities")
    return _ask(request, criterion.name, criterion.retired, "The ratings that were made by it are kept.")


def _initial(row: StrategicPriority | Criterion, form: type[forms.Form]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}


def _form_page(request: HttpRequest, form: forms.Form, title: str, draft: str) -> HttpResponse:
    trail = [Crumb("Priorities", reverse("oversight:priorities")), Crumb(title)]
    context = {"form": form, "title": title, "trail": trail, "draft": draft, "back": reverse("oversight:priorities")}
    return render(request, "oversight/plain_form.html", context)


def _ask(request: HttpRequest, name: str, retired: bool, detail: str) -> HttpResponse:
    context = {
        "question": f"Bring {name} back?" if retired else f"Retire {name}?",
        "detail": "It counts again for all teams." if retired else detail,
        "ok": "Bring it back" if retired else "Retire it",
        "tone": "primary",
        "back": reverse("oversight:priorities"),
    }
    return render(request, "confirm.html", context)
