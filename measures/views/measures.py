"""Pages of measures: the list, the page of one, defining, changing, retiring."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from measures.actions.measures import as_redefined, define_measure, redefine_measure, retire_measure, take_up_measure
from measures.enums import MeasureStatus
from measures.forms.measures import CHART_HELP, EditMeasureForm, MeasureFilterForm, NewMeasureForm, ReasonForm
from measures.models import Measure
from measures.permissions.measures import (
    can_answer_signals,
    can_define_for,
    can_define_measure,
    can_define_somewhere,
    can_enter_points,
    can_enter_somewhere,
    can_set_phase,
)
from measures.queries.cards import cards_of
from measures.queries.measures import measure_page, measures_page, takes_points, trail_to
from measures.queries.previews import preview_of
from measures.views import fetch
from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import Refusal, refusals_shown_on
from teams.actions.drafts import draft_spent

NEW_DRAFT = "measure-new"


@require_GET
@vary_on_headers("HX-Request")
def measure_list(request: HttpRequest) -> HttpResponse:
    form = MeasureFilterForm(request.GET, reader=request.user)
    asked = form.asked()
    page, rows = measures_page(asked, request.user, request.GET.get("page"))
    template = "measures/partials/measure_table.html" if wants_fragment(request) else "measures/measure_list.html"
    context = {"form": form, "asked": asked, "page": page, "rows": rows, "sort": asked.sort}
    context |= {"may_define": can_define_somewhere(request.user), "may_enter": can_enter_somewhere(request.user)}
    return render(request, template, context)


@require_GET
def measure_detail(request: HttpRequest, pk: int) -> HttpResponse:
    measure = fetch.measure_to_read(request, pk)
    retired = measure.status == MeasureStatus.RETIRED
    may_enter = can_enter_points(request.user, measure)
    context = {
        "measure": measure,
        "page": measure_page(
            measure, request.user, may_mend=may_enter and not retired, whole=request.GET.get("periods") == "all"
        ),
        "cards": cards_of(measure),
        "may_answer": can_answer_signals(request.user, measure) and takes_points(measure),
        "may_enter": may_enter,
        "may_define": can_define_measure(request.user, measure),
        "may_part": can_set_phase(request.user, measure),
        "retired": retired,
        "points_sub": "Open a period to mend its point, or to enter a missing one."
        if may_enter and not retired
        else "",
    }
    return render(request, "measures/measure_detail.html", context)


ASKED_FOR = ("type", "dimension", "compass_side")
"""What a link to a new measure may fill in beforehand: the kind that a set lacks."""


@require_http_methods(["GET", "POST"])
def measure_new(request: HttpRequest) -> HttpResponse:
    fetch.definer(request)
    first = {name: request.GET[name] for name in ("team", "system", *ASKED_FOR) if name in request.GET}
    form = NewMeasureForm(fetch.posted(request), user=request.user, initial=first)
    if request.method == "POST" and form.is_valid():
        system, team = form.place()
        if not can_define_for(request.user, system=system, team=team):
            form.add_error("team" if team else "system", f"You may not define measures for {(team or system).name}.")
        else:
            with refusals_shown_on(form), draft_spent(owner=request.user, key=NEW_DRAFT):
                measure = define_measure(by=request.user, system=system, team=team, **form.definition())
                messages.success(request, f"{measure.name} is defined. Enter its first point, or take in a file.")
                return redirect("measures:measure", measure.pk)
    return render(
        request,
        "measures/measure_new.html",
        {
            "form": form,
            "chart_help": CHART_HELP,
            "trail": [Crumb("Measures", reverse("measures:measures")), "Define a measure"],
        },
    )


@require_http_methods(["GET", "POST"])
def measure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The definition as a form. POSTed with `look`, it shows what the chart would say and saves nothing."""
    measure = fetch.measure_to_define(request, pk)
    form = EditMeasureForm(fetch.posted(request), initial=EditMeasureForm.opened_with(measure), measure=measure)
    if "look" in request.POST:
        return _look(request, measure, form)
    if request.method == "POST" and form.is_valid():
        given = form.fields_to_change()
        with refusals_shown_on(form), draft_spent(owner=request.user, key=f"measure-{measure.pk}"):
            redefine_measure(measure=measure, version=form.cleaned_data["version"], by=request.user, **given)
            messages.success(request, "The definition is changed; the history keeps the one before.")
            return redirect("measures:measure", measure.pk)
        form.accept_newer_version()
    return _edit_page(request, measure, form)


def _edit_page(request: HttpRequest, measure: Measure, form: EditMeasureForm, **more: Any) -> HttpResponse:
    trail = trail_to(measure, request.user, "Definition")
    context = {"form": form, "measure": measure, "chart_help": CHART_HELP, "trail": trail, **more}
    return render(request, "measures/measure_edit.html", context)


def _look(request: HttpRequest, measure: Measure, form: EditMeasureForm) -> HttpResponse:
    """The chart as this definition would draw it: a fragment, or the form again with the chart in it."""
    preview, problems = None, form.reading_problems()
    if not problems:
        try:
            preview = preview_of(measure, as_redefined(measure, **form.reading()))
        except Refusal as refused:
            problems = [refused.sentence]
    shown = {"preview": preview, "problems": problems}
    if wants_fragment(request):
        return render(request, "measures/partials/preview.html", shown)
    return _edit_page(request, measure, form, **shown)


@require_http_methods(["GET", "POST"])
def measure_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retires a measure in use, or takes a retired one up again."""
    measure = fetch.measure_to_define(request, pk)
    retiring = measure.status != MeasureStatus.RETIRED
    form = ReasonForm(fetch.posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            change = retire_measure if retiring else take_up_measure
            change(measure=measure, why=form.cleaned_data["why"])
            messages.success(request, f"{measure.name} is {'retired' if retiring else 'in use again'}.")
            return redirect("measures:measure", measure.pk)
    trail = trail_to(measure, request.user, "Retire" if retiring else "Take up again")
    context = {"form": form, "measure": measure, "retiring": retiring, "trail": trail}
    return render(request, "measures/measure_retire.html", context)
