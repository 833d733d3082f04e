"""Trying other weights: which teams would change places, before anybody saves them."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from oversight.actions.weights import weigh
from oversight.forms.weights import WeightsForm
from oversight.permissions.priorities import can_set_priorities
from oversight.queries.ranking import held
from oversight.queries.scores import moves_in_words, places
from oversight.queries.weights import seen, tried
from oversight.views import fetch
from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import Refusal


@require_GET
@vary_on_headers("HX-Request")
def weights(request: HttpRequest) -> HttpResponse:
    """Everybody who works here may try; the group saves."""
    fetch.staff_only(request)
    now = held()
    form = WeightsForm(request.GET, lines=now.lines)
    context = {
        "tried": tried(now, form.weights()),
        "sent": form.as_sent(),
        "saw": seen(),
        "may_set": can_set_priorities(request.user),
    }
    if wants_fragment(request):
        return render(request, "oversight/partials/weights_tried.html", context)
    trail = [Crumb("Priorities", reverse("oversight:priorities")), Crumb("Try other weights")]
    context |= {"criteria": form.lines(strategic=False), "priorities": form.lines(strategic=True), "trail": trail}
    return render(request, "oversight/weights.html", context)


@require_POST
def weights_save(request: HttpRequest) -> HttpResponse:
    fetch.priorities_to_set(request)
    form = WeightsForm(request.POST, lines=held().lines)
    before = places()
    try:
        changed = weigh(weights=form.weights(), saw=request.POST.get("saw", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{reverse('oversight:weights')}?{urlencode(form.as_sent())}")
    said = f"Saved. {moves_in_words(before, places())}" if changed else "These are the weights that count already."
    messages.success(request, said)
    return redirect("oversight:priorities")
