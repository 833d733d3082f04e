"""Teams' requests for shared resources: asked by leads, settled by the oversight group."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods

from oversight.actions.requests import ask, change_request, settle, withdraw_request
from oversight.enums import LIVE_REQUEST, NEXT_REQUEST_STATES, RequestState
from oversight.forms.requests import EditRequestForm, PreviewForm, RequestForm, SettleForm, WithdrawForm
from oversight.models import ResourceRequest
from oversight.permissions.requests import can_change_request, can_settle_requests
from oversight.queries.conflicts import proposed_for
from oversight.queries.loads import this_week
from oversight.queries.requests import (
    LoadPreview,
    load_preview,
    request_of,
    request_row,
)
from oversight.views import fetch
from redesign.lib.components import Crumb, badge
from redesign.lib.fetch import key_in
from redesign.lib.refusals import refusals_shown_on
from teams.models import Team


@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_ask_in_the_name_of(request, pk)
    form = RequestForm(request.POST or None, initial=_asked_for(request))
    if form.is_valid():
        with refusals_shown_on(form):
            made = ask(team=team, by=request.user, **form.cleaned_data)
            messages.success(request, "Asked. The oversight group decides; the answer comes here and by e-mail.")
            return redirect("oversight:request", made.pk)
    return _request_form(request, form, team, "Ask for a shared resource")


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What a link into the form may set already."""
    return {"first_week": this_week(), "resource": key_in(request.GET.get("resource", ""))}


@require_http_methods(["GET", "POST"])
def request_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.request_to_change(request, pk)
    initial = {name: getattr(row, name) for name in EditRequestForm.base_fields}
    form = EditRequestForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            version = form.cleaned_data["version"]
            change_request(request=row, version=version, by=request.user, **form.fields_to_change())
            messages.success(request, "Saved. The oversight group decides on it as it stands now.")
            return redirect("oversight:request", row.pk)
        form.accept_newer_version()
    return _request_form(request, form, row.team, "Change the request", row)


def _request_form(
    request: HttpRequest, form: RequestForm, team: Team, title: str, row: ResourceRequest | None = None
) -> HttpResponse:
    preview = PreviewForm(
        form.data if form.is_bound else {key: _sent(value) for key, value in form.initial.items() if value is not None}
    )
    trail = [
        Crumb("Teams", reverse("teams:teams")),
        Crumb(team.name, reverse("teams:team", args=[team.pk])),
        Crumb(title),
    ]
    back = reverse("oversight:request", args=[row.pk]) if row else reverse("teams:team", args=[team.pk])
    context = {"form": form, "team": team, "title": title, "trail": trail, "row": row, "back": back}
    return render(request, "oversight/request_form.html", context | {"preview": _preview(preview, row)})


def _sent(value: Any) -> Any:
    """A first value as a browser would send it."""
    return getattr(value, "pk", value)


@require_GET
def request_load(request: HttpRequest, pk: int) -> HttpResponse:
    """What the heat map says of the weeks that are being asked for: the part of the form that follows the typing."""
    team = fetch.team_to_ask_in_the_name_of(request, pk)
    form = PreviewForm(request.GET)
    own = request_of(team, form.cleaned_data.get("without")) if form.is_valid() else None
    return render(request, "oversight/partials/request_load.html", {"preview": _preview(form, own)})


def _preview(form: PreviewForm, row: ResourceRequest | None) -> LoadPreview | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    span = (said["last_week"] - said["first_week"]).days
    if span < 0 or span > 2 * 366 or said["amount"] <= 0:
        return None
    return load_preview(
        said["resource"], said["amount"], said["first_week"], said["last_week"], without=row.pk if row else None
    )


@require_GET
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.request_to_read(request, pk)
    told = request_row(row)
    waits = row.state == RequestState.ASKED
    changes = can_change_request(request.user, row)
    context = {
        "row": row,
        "told": told,
        "badges": badge("request", row.state),
        "trail": _trail(row),
        "facts": _facts(row, told),
        "preview": load_preview(row.resource, row.amount, row.first_week, row.last_week, without=row.pk)
        if waits
        else None,
        "may_change": changes and RequestState.ASKED in {row.state, *NEXT_REQUEST_STATES[row.state]},
        "may_withdraw": changes and row.state in LIVE_REQUEST,
        "may_settle": can_settle_requests(request.user) and row.state != RequestState.WITHDRAWN,
        "settled": not waits,
    }
    return render(request, "oversight/request_detail.html", context)


def _facts(row: ResourceRequest, told: Any) -> list[tuple[str, Any]]:
    facts = [
        ("Asked for", f"{told.asked}, {told.when}"),
        ("Asked by", f"{row.asked_by or 'Somebody'}, {date_format(timezone.localtime(row.created_at), 'j F Y')}"),
    ]
    if told.given:
        facts.append(("Given", told.given))
    if row.decided_at:
        decided = date_format(timezone.localtime(row.decided_at), "j F Y")
        facts.append(("Decided by", f"{row.decided_by or 'Somebody'}, {decided}"))
    return facts


def _trail(row: ResourceRequest, *here: Crumb) -> list[Crumb]:
    url = reverse("oversight:request", args=[row.pk]) if here else ""
    return [
        Crumb("Teams", reverse("teams:teams")),
        Crumb(row.team.name, reverse("teams:team", args=[row.team_id])),
        Crumb(row.resource.name, url),
        *here,
    ]


@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.request_to_change(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            withdraw_request(request=row, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "Withdrawn. What was given is free for other teams.")
            return redirect("oversight:request", row.pk)
    context = {
        "question": "Withdraw this request?",
        "detail": f"{row.resource.name} is free for other teams then. You may ask anew at any time.",
        "ok": "Withdraw it",
        "back": reverse("oversight:request", args=[row.pk]),
        "form": form,
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def request_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settles one request, or settles it anew."""
    row = fetch.request_to_settle(request, pk)
    proposed = proposed_for(row) if row.state == RequestState.ASKED else None
    form = SettleForm(request.POST or None, request=row, proposed=proposed)
    if form.is_valid():
        with refusals_shown_on(form):
            settle(resource=row.resource, decisions=[form.decision()], by=request.user)
            messages.success(request, f"Settled. {row.team.name} is told, with the reason.")
            return redirect("oversight:request", row.pk)
        form.accept_newer_version()
    told = request_row(row)
    context = {
        "form": form,
        "row": row,
        "told": told,
        "proposed": proposed,
        "trail": _trail(row, Crumb("Settle")),
        "preview": load_preview(row.resource, row.amount, row.first_week, row.last_week, without=row.pk),
    }
    return render(request, "oversight/request_settle.html", context)
