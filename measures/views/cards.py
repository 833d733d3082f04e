"""Pages of signals: the list, one with its answer, and taking an answer back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from measures.actions.answers import answer_card, withdraw_answer
from measures.enums import CardState
from measures.forms.cards import AnswerForm, CardFilterForm
from measures.forms.measures import ReasonForm
from measures.permissions.measures import can_answer_signals
from measures.queries.cards import card_row, cards_page
from measures.queries.measures import takes_points, trail_to
from measures.views import fetch
from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on


@require_GET
@vary_on_headers("HX-Request")
def card_list(request: HttpRequest) -> HttpResponse:
    form = CardFilterForm(request.GET, reader=request.user)
    asked = form.asked()
    page, rows = cards_page(asked, request.user, request.GET.get("page"))
    template = "measures/partials/card_table.html" if wants_fragment(request) else "measures/card_list.html"
    trail = [Crumb("Measures", reverse("measures:measures")), "Signals"]
    context = {"form": form, "asked": asked, "page": page, "rows": rows, "sort": asked.sort, "trail": trail}
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """A signal, with the form that answers it for whoever may; the fragment is the form alone."""
    found = (fetch.card_to_answer if request.method == "POST" else fetch.card_to_read)(request, pk)
    measure = found.measure
    form = AnswerForm(fetch.posted(request), card=found)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            answer_card(card=found, by=request.user, **form.cleaned_data)
            messages.success(request, "Answered: it stands on the chart.")
            return redirect(f"{reverse('measures:measure', args=[measure.pk])}#signals")
        form.accept_newer_version()
    may = can_answer_signals(request.user, measure) and found.state != CardState.GONE and takes_points(measure)
    context = {"card": found, "row": card_row(found), "measure": measure, "form": form if may or form.errors else None}
    if wants_fragment(request) and request.method == "GET":
        return render(request, "measures/partials/answer_form.html", context)
    return render(request, "measures/card.html", {**context, "trail": trail_to(measure, request.user, "Signal")})


@require_http_methods(["GET", "POST"])
def card_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch.card_to_answer(request, pk)
    form = ReasonForm(fetch.posted(request))
    back = f"{reverse('measures:measure', args=[found.measure_id])}#signals"
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            withdraw_answer(card=found, why=form.cleaned_data["why"])
            messages.success(request, "Taken back: the signal asks again.")
            return redirect(back)
    context = {
        "question": "Take this answer back?",
        "detail": f"‘{found.answer}’ leaves the chart, and the signal waits for an answer again."
        if found.answer
        else "",
        "ok": "Take it back",
        "form": form,
        "back": back,
    }
    return render(request, "confirm.html", context)
