"""Conflicts: more is wanted than there is. The group sees who wants what and why, and settles it with reasons."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from oversight.actions.requests import settle
from oversight.enums import ResourceKind
from oversight.forms.requests import SettleForm
from oversight.models import Resource
from oversight.permissions.requests import can_settle_requests
from oversight.queries.conflicts import ConflictPage, conflict_page, conflict_rows
from oversight.queries.resources import conflict_url, kind_tag
from oversight.views import fetch
from oversight.views.tabs import tabs
from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import Refusal, StaleEdit


@require_GET
@vary_on_headers("HX-Request")
def conflicts(request: HttpRequest) -> HttpResponse:
    fetch.staff_only(request)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in ResourceKind.values else ""
    sort = request.GET.get("sort", "") or "when"
    context = {"rows": conflict_rows(sort, kind), "sort": sort, "kind": kind, "kinds": ResourceKind.choices}
    if wants_fragment(request):
        return render(request, "oversight/partials/conflict_table.html", context)
    return render(request, "oversight/conflict_list.html", context | {"tabs": tabs("conflicts")})


@require_GET
def conflict(request: HttpRequest, pk: int, week: dt.date) -> HttpResponse:
    resource = fetch.resource_to_read(request, pk)
    page = conflict_page(resource, week)
    if page is None:
        return render(request, "oversight/conflict_over.html", {"resource": resource, "trail": _trail(resource)})
    forms = []
    if can_settle_requests(request.user):
        forms = [SettleForm(request=each.request, proposed=each.proposed) for each in page.claimants]
    return _answer(request, page, forms)


@require_POST
def conflict_settle(request: HttpRequest, pk: int, week: dt.date) -> HttpResponse:
    """Settles all claimants of a conflict as the forms say, or the one whose button was pressed."""
    resource = fetch.resource_to_settle(request, pk)
    page = conflict_page(resource, week)
    if page is None:
        messages.info(request, "This conflict is settled already.")
        return redirect("oversight:resource", pk)
    forms = _sent(request, page)
    if forms and all([form.is_valid() for form in forms.values()]) and _settle(request, resource, forms):  # noqa: C419 - each form must be asked, so that each shows its errors
        still = conflict_page(resource, week)
        return redirect(conflict_url(pk, still.overload.first) if still else reverse("oversight:conflicts"))
    shown = [
        forms.get(each.request.pk) or SettleForm(request=each.request, proposed=each.proposed)
        for each in page.claimants
    ]
    return _answer(request, page, shown)


def _sent(request: HttpRequest, page: ConflictPage) -> dict[int, SettleForm]:
    """The forms that were sent: of one claimant where its own button was pressed, else of all that are on the page."""
    only = request.POST.get("only", "")
    sent = [each for each in page.claimants if f"request-{each.request.pk}-version" in request.POST]
    return {
        each.request.pk: SettleForm(request.POST, request=each.request, proposed=each.proposed)
        for each in sent
        if not only or str(each.request.pk) == only
    }


def _settle(request: HttpRequest, resource: Resource, forms: dict[int, SettleForm]) -> bool:
    """Settle them together. A refusal becomes an error of the form that it is about, else of the first."""
    try:
        settle(resource=resource, decisions=[form.decision() for form in forms.values()], by=request.user)
    except StaleEdit as stale:
        form = forms[stale.current.pk]
        form.stale = stale.current  # type: ignore[attr-defined]  # read by components/conflict.html
        form.add_error(None, stale.sentence)
        form.accept_newer_version()
        return False
    except Refusal as refusal:
        form = next(iter(forms.values()))
        form.add_error(refusal.field if len(forms) == 1 and refusal.field in form.fields else None, refusal.sentence)
        return False
    names = sorted({form.request.team.name for form in forms.values()})
    told = "the team is told" if len(names) == 1 else "each team is told"
    messages.success(request, f"Settled for {', '.join(names)}: {told}, with the reason.")
    return True


def _answer(request: HttpRequest, page: ConflictPage, forms: list[SettleForm]) -> HttpResponse:
    context = {
        "page": page,
        "kind": kind_tag(page.resource),
        "lines": list(zip(page.claimants, forms, strict=True)) if forms else [],
        "refused": any(form.errors for form in forms if form.is_bound),
        "trail": _trail(page.resource),
        "settle_url": reverse(
            "oversight:conflict-settle", kwargs={"pk": page.resource.pk, "week": page.overload.first}
        ),
    }
    return render(request, "oversight/conflict_detail.html", context)


def _trail(resource: Resource) -> list[Crumb]:
    return [
        Crumb("Shared resources", reverse("oversight:resources")),
        Crumb(resource.name, reverse("oversight:resource", args=[resource.pk])),
        Crumb("Conflict"),
    ]
