"""Phases and annotations of a chart."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from measures.actions.annotations import annotate, remove_annotation
from measures.actions.phases import remove_phase, start_phase
from measures.forms.measures import ReasonForm
from measures.forms.points import AnnotationForm, PhaseForm
from measures.models import Measure
from measures.queries.measures import trail_to
from measures.queries.previews import preview_of
from measures.views import fetch
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on, refusals_told


@require_http_methods(["GET", "POST"])
def phase_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new phase. POSTed with `look`, it shows what the chart would say and saves nothing."""
    measure = fetch.measure_to_part(request, pk)
    form = PhaseForm(fetch.posted(request), initial={"starts_on": request.GET.get("from", "")})
    if "look" in request.POST:
        return _look(request, measure, form)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            start_phase(measure=measure, by=request.user, **form.phase())
            messages.success(request, "A new phase: centre line and limits start anew from there.")
            return redirect("measures:measure", measure.pk)
    return _phase_page(request, measure, form)


def _phase_page(request: HttpRequest, measure: Measure, form: PhaseForm, **more: Any) -> HttpResponse:
    context = {"form": form, "measure": measure, "trail": trail_to(measure, request.user, "New phase"), **more}
    return render(request, "measures/phase_new.html", context)


def _look(request: HttpRequest, measure: Measure, form: PhaseForm) -> HttpResponse:
    """The chart with this phase: a fragment, or the form again with the chart in it."""
    proposed = form.proposed(measure)
    problems = [str(each) for name in form.READING for each in form.errors.get(name, [])]
    preview = preview_of(measure, measure, proposed) if proposed and not problems else None
    shown = {"preview": preview, "problems": problems}
    if wants_fragment(request):
        return render(request, "measures/partials/preview.html", shown)
    return _phase_page(request, measure, form, **shown)


@require_http_methods(["GET", "POST"])
def phase_remove(request: HttpRequest, pk: int) -> HttpResponse:
    phase = fetch.phase_to_remove(request, pk)
    form = ReasonForm(fetch.posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            remove_phase(phase=phase, why=form.cleaned_data["why"])
            messages.success(request, "The phase is joined to the one before it.")
            return redirect("measures:measure", phase.measure_id)
    context = {
        "question": "Take this phase away?",
        "detail": "Its points then belong to the phase before it, and limits are computed over both.",
        "ok": "Take it away",
        "form": form,
        "back": reverse("measures:measure", args=[phase.measure_id]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def annotation_new(request: HttpRequest, pk: int) -> HttpResponse:
    measure = fetch.measure_to_enter(request, pk)
    form = AnnotationForm(fetch.posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            annotate(measure=measure, by=request.user, **form.cleaned_data)
            messages.success(request, "It stands on the chart.")
            return redirect("measures:measure", measure.pk)
    context = {"form": form, "measure": measure, "trail": trail_to(measure, request.user, "Annotate")}
    return render(request, "measures/annotation_new.html", context)


@require_http_methods(["GET", "POST"])
def annotation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    annotation = fetch.annotation_to_remove(request, pk)
    if request.method == "POST":
        with refusals_told(request):
            remove_annotation(annotation=annotation)
            messages.success(request, "Taken off the chart.")
        return redirect("measures:measure", annotation.measure_id)
    context = {
        "question": "Take this off the chart?",
        "detail": annotation.text,
        "ok": "Take it off",
        "back": reverse("measures:measure", args=[annotation.measure_id]),
    }
    return render(request, "confirm.html", context)
