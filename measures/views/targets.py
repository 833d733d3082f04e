"""Changing a measure's target from a day on, and taking such a change back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from measures.actions.targets import change_target, remove_target
from measures.forms.measures import ReasonForm
from measures.forms.targets import TargetForm
from measures.permissions.measures import can_define_measure
from measures.queries.measures import trail_to
from measures.queries.targets import target_rows
from measures.views import fetch
from redesign.lib.refusals import refusals_shown_on


@require_http_methods(["GET", "POST"])
def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets as they changed, for whoever reads the measure; POST, by whoever defines it, changes the target."""
    fetched = fetch.measure_to_define if request.method == "POST" else fetch.measure_to_read
    measure = fetched(request, pk)
    form = TargetForm(fetch.posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            change_target(measure=measure, by=request.user, **form.change())
            messages.success(request, "The target is changed; points before keep the one that they had.")
            return redirect("measures:measure", measure.pk)
    context = {
        "form": form if can_define_measure(request.user, measure) else None,
        "measure": measure,
        "rows": target_rows(measure),
        "trail": trail_to(measure, request.user, "Target"),
    }
    return render(request, "measures/targets.html", context)


@require_http_methods(["GET", "POST"])
def target_remove(request: HttpRequest, pk: int) -> HttpResponse:
    target = fetch.target_to_remove(request, pk)
    form = ReasonForm(fetch.posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            remove_target(target=target, why=form.cleaned_data["why"])
            messages.success(request, "Taken back: the target before it stays in force.")
            return redirect("measures:targets", target.measure_id)
    context = {
        "question": "Take this change of the target back?",
        "detail": "The target before it then stays in force, on the chart too. The history keeps this one.",
        "ok": "Take it back",
        "form": form,
        "back": reverse("measures:targets", args=[target.measure_id]),
    }
    return render(request, "confirm.html", context)
