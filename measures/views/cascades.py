"""A measure's parts in lower systems: the page, choosing them, and taking the measure's figures from them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from measures.actions.cascades import set_parts, take_from_parts
from measures.forms.cascades import LookForPartsForm, PartsForm
from measures.models import Measure
from measures.permissions.measures import can_define_measure
from measures.queries.cascades import cascade_of, parts_on_offer
from measures.queries.measures import trail_to
from measures.views import fetch
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import Refusal, refusals_shown_on


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """The cascade below a measure; as a fragment, what its page shows of it. POST, by its definers, chooses the parts."""
    fetched = fetch.measure_to_define if request.method == "POST" else fetch.measure_to_read
    measure = fetched(request, pk)
    form = _form(request, measure)
    if form is not None and request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            chosen = form.cleaned_data["parts"]
            set_parts(measure=measure, parts=chosen, among=[row.pk for row in form.fields["parts"].queryset])
            messages.success(request, "These measures are its parts now.")
            return redirect("measures:measure-parts", measure.pk)
    context = {"measure": measure, "cascade": cascade_of(measure, request.user), "may_define": form is not None}
    if wants_fragment(request) and request.method == "GET":
        return render(request, "measures/partials/cascade_panel.html", context)
    context |= {"form": form, "look": LookForPartsForm(request.GET), "trail": trail_to(measure, request.user, "Parts")}
    return render(request, "measures/measure_parts.html", context)


def _form(request: HttpRequest, measure: Measure) -> PartsForm | None:
    if not can_define_measure(request.user, measure):
        return None
    look = LookForPartsForm(request.GET)
    offered, now = parts_on_offer(measure, request.user, look.text())
    return PartsForm(fetch.posted(request), offered=offered, initial={"parts": now})


@require_POST
def parts_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the totals of the parts for the periods that the measure lacks."""
    measure = fetch.measure_to_define(request, pk)
    try:
        count = take_from_parts(measure=measure, by=request.user)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{count} point{'' if count == 1 else 's'} entered from its parts.")
    return redirect("measures:measure-parts", measure.pk)
