"""Entering a point on a phone, and putting one right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from measures.actions.annotations import annotate
from measures.actions.points import (
    add_point,
    correct_point,
    count_point,
    ghost_point,
    remove_point,
    require_fit,
    undo_entry,
)
from measures.forms.measures import ReasonForm
from measures.forms.points import CorrectForm, PointForm, WriteForm, categories_of
from measures.models import Measure, Point
from measures.periods import period_name
from measures.queries.measures import summary_or_none, trail_to, with_unit
from measures.queries.points import entry, same_entry, still_waiting, usual
from measures.queries.series import point_in_words, shown_value, takes_denominator, takes_subgroup, uses_marks
from measures.queries.tallies import sheet_kind
from measures.views import fetch
from redesign.lib.components import icon_pair
from redesign.lib.dates import day_in
from redesign.lib.fetch import named
from redesign.lib.refusals import refusals_shown_on


@require_http_methods(["GET", "POST"])
def point_new(request: HttpRequest, pk: int) -> HttpResponse:
    fetched = fetch.measure_for_point if request.method == "POST" else fetch.measure_to_enter
    measure = fetched(request, pk)
    stands = usual(measure)
    form = PointForm(fetch.posted(request), usual=stands, **_kind(measure))
    if request.method == "POST" and form.is_valid():
        given, period = form.figures(), form.cleaned_data["period"]
        with refusals_shown_on(form):
            figures = {name: given[name] for name in ("value", "denominator", "spread")}
            require_fit(measure, period=period, **figures)
            if form.is_usual(shown_value(measure, given["value"], given["denominator"])):
                point = add_point(measure=measure, by=request.user, period=period, **given)
                return _to_entered(point)
        twin = same_entry(measure, request.user, period, given) if form.has_error("period") else None
        if twin is not None:
            return _to_entered(twin)
    offer = entry(measure, day_in(request.POST.get("period") or request.GET.get("period", "")))
    form.offer(offer)
    entered = _entered(request, measure)
    if entered:
        form.stay_above()
    context = {
        "form": form,
        "measure": measure,
        "offer": offer,
        "usual": stands.told,
        "entered": entered,
        "trail": trail_to(measure, request.user, "Enter a point"),
    }
    return render(request, "measures/point_new.html", context)


def _kind(measure: Measure, point: Point | None = None) -> dict:
    """What the form asks for a point of this measure."""
    return {
        "denominators": takes_denominator(measure),
        "subgroups": takes_subgroup(measure),
        "categories": categories_of(measure, point),
        "whole": sheet_kind(measure) is not None,
    }


def _to_entered(point: Point) -> HttpResponse:
    return redirect(f"{reverse('measures:point-new', args=[point.measure_id])}?entered={point.pk}")


def _entered(request: HttpRequest, measure: Measure) -> dict | None:
    """What the page says of the point that was entered just now."""
    point = named(measure.points.all(), request.GET.get("entered", "")) if request.method == "GET" else None
    stands = summary_or_none(measure)
    if point is None or stands is None:
        return None
    return {
        "point": point,
        "shown": with_unit(measure, shown_value(measure, point.value, point.denominator)),
        "behind": point_in_words(measure, point.value, point.denominator, point.spread),
        "period": period_name(point.period, measure.frequency),
        "icons": icon_pair(stands.variation, stands.assurance, size="l"),
        "signals": stands.signals,
        "may_undo": point.entered_by_id == request.user.pk and point.version == 1,
        "waiting": still_waiting(request.user, measure),
    }


@require_POST
def point_undo(request: HttpRequest, pk: int) -> HttpResponse:
    point = fetch.point_to_mend(request, pk)
    form = ReasonForm({"why": "undo"})
    form.is_valid()
    with refusals_shown_on(form):
        undo_entry(point=point, by=request.user)
        messages.success(request, "Taken back. Enter it again when you know it.")
    for sentence in form.non_field_errors():
        messages.error(request, sentence)
    return redirect("measures:point-new", point.measure_id)


@require_http_methods(["GET", "POST"])
def point_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One page to put a point right, to ghost it, to take it out, or to write at it; `do` says which form was sent."""
    point = fetch.point_to_mend(request, pk)
    measure = point.measure
    deed = request.POST.get("do", "") if request.method == "POST" else ""
    correct = CorrectForm(
        request.POST if deed == "correct" else None,
        initial=CorrectForm.opened_with(point, categories_of(measure, point)),
        marks=uses_marks(measure),
        **_kind(measure, point),
    )
    reason = ReasonForm(request.POST if deed in SAID else None, auto_id="reason_%s")
    write = WriteForm(request.POST if deed == "write" else None, auto_id="write_%s")
    if deed == "correct" and correct.is_valid():
        with refusals_shown_on(correct):
            correct_point(
                point=point,
                version=correct.cleaned_data["version"],
                why=correct.cleaned_data["why"],
                **correct.figures(),
            )
            messages.success(request, "Put right; the history keeps what it said before.")
            return redirect("measures:measure", measure.pk)
        correct.accept_newer_version()
    if deed in SAID and reason.is_valid():
        with refusals_shown_on(reason):
            _do(deed, point, reason.cleaned_data["why"])
            messages.success(request, SAID[deed])
            return redirect("measures:measure", measure.pk)
    if deed == "write" and write.is_valid():
        with refusals_shown_on(write):
            annotate(measure=measure, by=request.user, on=point.period, text=write.cleaned_data["text"])
            messages.success(request, "It stands on the chart.")
            return redirect("measures:measure", measure.pk)
    period = period_name(point.period, measure.frequency)
    context = {
        "correct": correct,
        "reason": reason,
        "write": write,
        "deed": deed,
        "point": point,
        "measure": measure,
        "period": period,
        "shown": with_unit(measure, shown_value(measure, point.value, point.denominator)),
        "trail": trail_to(measure, request.user, period),
    }
    return render(request, "measures/point_edit.html", context)


SAID = {
    "ghost": "Ghosted: it is drawn still, and counts no more.",
    "count": "It counts again.",
    "remove": "Taken out; the history keeps it.",
}


def _do(deed: str, point: Point, why: str) -> None:
    {"ghost": ghost_point, "count": count_point, "remove": remove_point}[deed](point=point, why=why)
