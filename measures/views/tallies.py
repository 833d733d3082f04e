"""The tally sheet, and where devices send what was tapped on it."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from measures.actions.tallies import NO_SHEET, Tap, add_taps
from measures.forms.tallies import Queue, TapForm, fresh_key, read_queue
from measures.models import Measure
from measures.permissions.measures import can_enter_points, can_read_measure
from measures.queries.measures import takes_points, trail_to
from measures.queries.points import measures_by_key
from measures.queries.tallies import Sheet, current_period, own_tally, sheet, sheet_kind, totals_of
from measures.views import fetch
from redesign.lib.dates import day_in
from redesign.lib.fetch import key_in
from redesign.lib.refusals import Refusal, refusals_shown_on
from teams.models import User


@require_http_methods(["GET", "POST"])
def tally(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet. Its buttons are a plain form; static/js/tally.js makes them count on the device first."""
    measure = fetch.measure_to_enter(request, pk)
    kind = sheet_kind(measure)
    if kind is None:
        return render(request, "measures/tally_none.html", _around(request, measure))
    form = TapForm(fetch.posted(request), kind=kind)
    undone = _own_tally(request, measure, request.POST.get("undo", ""))
    if undone is not None or (request.method == "POST" and form.is_valid()):
        taken = undone.taken_back() if undone else form.tap()
        with refusals_shown_on(form):
            done = add_taps(measure=measure, by=request.user, taps=[taken])
            if not done.refused:
                back = "" if undone else f"&tapped={taken.key}"
                return redirect(f"{reverse('measures:tally', args=[pk])}?period={taken.day.isoformat()}{back}")
            form.add_error(None, " ".join(done.refused.values()))
    shown = sheet(measure, kind, day_in(request.POST.get("day") or request.GET.get("period", "")))
    context = {
        **_around(request, measure),
        "form": form,
        "sheet": shown,
        "key": fresh_key(),
        "tapped": _own_tally(request, measure, request.GET.get("tapped", "")),
        "about": _about(request, measure, shown),
    }
    return render(request, "measures/tally.html", context)


def _around(request: HttpRequest, measure: Measure) -> dict[str, Any]:
    trail = trail_to(measure, request.user, "Tally")
    return {"measure": measure, "trail": trail, "open": takes_points(measure)}


def _about(request: HttpRequest, measure: Measure, shown: Sheet) -> dict[str, Any]:
    """What the device needs to count by itself."""
    return {
        "measure": measure.pk,
        "name": measure.name,
        "period": shown.period.isoformat(),
        "until": shown.until.isoformat() if shown.is_current else "",
        "totals": shown.totals.as_told(),
    }


def _own_tally(request: HttpRequest, measure: Measure, key: str) -> Tap | None:
    """The tap of this key, where this person made it on this sheet."""
    found = own_tally(measure, request.user, key)
    if found is None:
        return None
    return Tap(found.key, found.period, found.counted_at, found.category, found.numerator, found.denominator)


@require_http_methods(["GET", "POST"])
def tallies(request: HttpRequest) -> JsonResponse:
    """Where devices send what waits on them: POST takes it in, GET says who is signed in here and how far a count is.

    What a device sends twice is counted once; what belongs to another person than the one signed in is not taken.
    """
    if request.method == "GET":
        return JsonResponse({"person": request.user.pk, "token": get_token(request), "totals": _asked(request)})
    queue = read_queue(request.body)
    if queue is None:
        return JsonResponse({"why": "These are no counts."}, status=400)
    if queue.person != request.user.pk:
        return JsonResponse({"why": "Somebody else made these counts.", "person": request.user.pk}, status=409)
    return JsonResponse(_taken_in(request.user, queue))


def _taken_in(user: User, queue: Queue) -> dict[str, Any]:
    measures = measures_by_key(queue.taps)
    taken: list[str] = []
    refused: list[dict[str, str]] = []
    totals: dict[int, Any] = {}
    for pk, taps in queue.taps.items():
        measure = measures.get(pk)
        try:
            if measure is None:
                raise Refusal("This measure is not here any more.")
            if not can_enter_points(user, measure):
                raise Refusal(f"You may not enter points of {measure.name} any more.")
            done = add_taps(measure=measure, by=user, taps=taps)
        except Refusal as refusal:
            refused += [{"key": str(tap.key), "why": refusal.sentence} for tap in taps]
            continue
        taken += [str(key) for key in done.taken]
        refused += [{"key": str(key), "why": why} for key, why in done.refused.items()]
        totals[pk] = _told(measure, max(tap.day for tap in taps))
    at = date_format(timezone.localtime(), "H:i")
    return {"taken": taken, "refused": refused, "totals": totals, "at": at}


def _told(measure: Measure, day: dt.date) -> dict[str, Any]:
    period = current_period(measure, day)
    return {"period": period.isoformat(), **totals_of(measure, period).as_told()}


def _asked(request: HttpRequest) -> dict[str, Any] | None:
    """How far the count is of the measure that the address asks for."""
    key, day = key_in(request.GET.get("measure", "")), day_in(request.GET.get("day", ""))
    if key is None or day is None:
        return None
    measure = measures_by_key([key]).get(key)
    if measure is None or not can_read_measure(request.user, measure):
        raise Http404(NO_SHEET)
    return _told(measure, day)
