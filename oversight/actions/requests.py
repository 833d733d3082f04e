"""Asking for a shared resource, and sharing it out: the sum of what is given never exceeds what there is.

Whatever gives, moves or takes away locks the resource row first, then the requests in the order of their keys; what is
read after that cannot change until the end of the transaction. The team is locked before both, and the summaries of
teams are written last, in the order of their keys, so that no two changes ever wait for each other.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from oversight.allocation import Gift, WeekLoad, shortages
from oversight.allocation.proposal import amount as in_words
from oversight.allocation.proposal import day
from oversight.enums import GIVEN, LIVE_REQUEST, NEXT_REQUEST_STATES, RequestState
from oversight.models import Allocation, Resource, ResourceRequest
from oversight.permissions.requests import can_settle_requests
from oversight.queries.loads import FURTHEST, contest, this_week
from redesign.lib.dates import monday, weeks
from redesign.lib.events import team_touched
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.actions.jobs import enqueue
from teams.enums import TeamState
from teams.models import Team, User

THE_TEAM_IS_CLOSED = "The team was closed."


@dataclass(frozen=True)
class Decision:
    """How one request is settled. `amount` and `first_week` count where the answer needs them, else they may be None."""

    request_id: int
    version: int
    state: str
    reason: str
    amount: Decimal | None = None
    first_week: dt.date | None = None


@transaction.atomic
def ask(
    *,
    team: Team,
    resource: Resource,
    amount: Decimal,
    first_week: dt.date,
    last_week: dt.date,
    why: str,
    by: User,
) -> ResourceRequest:
    """Ask for `amount` a week in the name of the team; the oversight group decides."""
    team = _team_at_work(team.pk)
    resource = _lock_resource(resource.pk)
    _require_sense(resource, amount, first_week, last_week)
    request = ResourceRequest.objects.create(
        team=team,
        resource=resource,
        amount=amount,
        first_week=monday(first_week),
        last_week=monday(last_week),
        why=why,
        asked_by=by,
    )
    team_touched.send(sender=Team, team_id=team.pk)
    return request


@transaction.atomic
def change_request(
    *,
    request: ResourceRequest,
    version: int,
    resource: Resource,
    amount: Decimal,
    first_week: dt.date,
    last_week: dt.date,
    why: str,
    by: User,
) -> None:
    """Ask for something else while nobody has decided; a declined request is asked anew by it."""
    _team_at_work(request.team_id)
    resource = _lock_resource(resource.pk)
    request = locked(request)
    require_version(request, version)
    if request.state != RequestState.ASKED and RequestState.ASKED not in NEXT_REQUEST_STATES[request.state]:
        raise Refusal(
            f"This request is {request.get_state_display().lower()} now and cannot be changed. Withdraw it and ask anew."
        )
    _require_sense(resource, amount, first_week, last_week)
    request.resource, request.amount, request.why, request.asked_by = resource, amount, why, by
    request.first_week, request.last_week = monday(first_week), monday(last_week)
    request.state, request.decided_by, request.decided_at, request.reason = RequestState.ASKED, None, None, ""
    request.save()
    team_touched.send(sender=Team, team_id=request.team_id)


@transaction.atomic
def withdraw_request(*, request: ResourceRequest, by: User, reason: str = "") -> None:
    """The team needs it no longer; what it was given is free again."""
    _lock_resource(request.resource_id)
    request = locked(request)
    if RequestState.WITHDRAWN not in NEXT_REQUEST_STATES[request.state]:
        raise Refusal(f"This request is {request.get_state_display().lower()} already.")
    with because(reason or "Withdrawn by the team."):
        _withdraw(request, reason)


@transaction.atomic
def release_closed_team(*, team: Team) -> int:
    """Withdraw everything that a closed team still asks for or holds in coming weeks; how many requests."""
    if team.state != TeamState.CLOSED:
        return 0
    live = team.resource_requests.filter(state__in=LIVE_REQUEST, last_week__gte=this_week())
    for resource_id in sorted(set(live.values_list("resource_id", flat=True))):
        _lock_resource(resource_id)
    requests = list(live.select_for_update(of=("self",)).order_by("pk"))
    with because(THE_TEAM_IS_CLOSED):
        for request in requests:
            _withdraw(request, THE_TEAM_IS_CLOSED)
    return len(requests)


@transaction.atomic
def settle(*, resource: Resource, decisions: Sequence[Decision], by: User) -> None:
    """Give, move, trim or decline these requests of one resource: all of them, or none and a Refusal says why.

    A request that was settled before is settled anew: what it held is taken into account as free. The reason is shown
    to the team, which is told by a job.
    """
    if not can_settle_requests(by):
        raise Refusal("Only the oversight group shares out what is scarce.")
    resource = _lock_resource(resource.pk)
    requests = _locked_requests(resource, decisions)
    gifts = [gift for each in decisions if (gift := _gift(requests[each.request_id], each, resource))]
    _require_room(resource, gifts, without=list(requests))
    now = timezone.now()
    for each in decisions:
        request = requests[each.request_id]
        request.state, request.reason, request.decided_by, request.decided_at = each.state, each.reason, by, now
        given = next((gift for gift in gifts if gift.key == request.pk), None)
        with because(each.reason):
            request.save(update_fields=["state", "reason", "decided_by", "decided_at", "version", "updated_at"])
            _write(request, given, by)
        enqueue("oversight.tasks.tell_of_request", request_id=request.pk, version=request.version)
    for team_id in sorted({request.team_id for request in requests.values()}):
        team_touched.send(sender=Team, team_id=team_id)


def _team_at_work(pk: int) -> Team:
    """The team, locked so that it is not paused or closed meanwhile; refused where it is not at work."""
    team = Team.objects.select_for_update(no_key=True).get(pk=pk)
    if not team.is_running:
        raise Refusal(f"{team.name} is {team.get_state_display().lower()}: teams that are at work ask for resources.")
    return team


def _lock_resource(pk: int) -> Resource:
    return Resource.objects.select_for_update(no_key=True).get(pk=pk)


def _locked_requests(resource: Resource, decisions: Sequence[Decision]) -> dict[int, ResourceRequest]:
    """The requests as they are saved now, locked, one version on; refused when one has moved on in the meantime."""
    wanted = resource.requests.select_related("team").select_for_update(of=("self",)).order_by("pk")
    requests = {request.pk: request for request in wanted.filter(pk__in=[each.request_id for each in decisions])}
    for each in decisions:
        request = requests.get(each.request_id)
        if request is None:
            raise Refusal("One of these requests is for another resource by now: look at the page again.")
        require_version(request, each.version)
        if each.state not in NEXT_REQUEST_STATES[request.state] or each.state not in {*GIVEN, RequestState.DECLINED}:
            raise Refusal(
                f"The request of {request.team.name} is {request.get_state_display().lower()}: nothing is to be decided."
            )
        if not each.reason.strip():
            raise Refusal("Give the reason: the team will read it.", field="reason")
    return requests


def _gift(request: ResourceRequest, decision: Decision, resource: Resource) -> Gift | None:
    """What the decision gives, or None; refused where it does not fit its own name."""
    if decision.state == RequestState.DECLINED:
        return None
    amount, first, last = request.amount, request.first_week, request.last_week
    if decision.state == RequestState.TRIMMED:
        if decision.amount is None or not 0 < decision.amount < request.amount:
            raise Refusal(
                f"Granting in part means less than the {in_words(request.amount, resource.unit)} a week that "
                f"{request.team.name} asks for, and more than nothing.",
                field="amount",
            )
        amount = decision.amount
    if decision.state == RequestState.MOVED:
        if decision.first_week is None or monday(decision.first_week) == first:
            raise Refusal("Say from which other week it is given.", field="first_week")
        if decision.first_week >= this_week() + dt.timedelta(weeks=FURTHEST):
            raise Refusal("Another first week must be within the next two years.", field="first_week")
        if decision.amount is not None and not 0 < decision.amount <= request.amount:
            raise Refusal(
                f"{request.team.name} asks for {in_words(request.amount, resource.unit)} a week: give no more than that.",
                field="amount",
            )
        amount = decision.amount or amount
        first, last = monday(decision.first_week), monday(decision.first_week) + (last - first)
        if first < this_week():
            raise Refusal("Another first week must be this week or a later one.", field="first_week")
    return Gift(request.pk, request.team.name, amount, first, last)


def _require_room(resource: Resource, gifts: Sequence[Gift], *, without: Sequence[int]) -> None:
    """Refuse unless these gifts fit beside what others hold, week by week. The resource must be locked."""
    if not gifts:
        return
    first, last = min(gift.first for gift in gifts), max(gift.last for gift in gifts)
    now = contest(resource, first, without=without)
    short = shortages(weeks(first, last), now.supply, [*now.gifts, *gifts])
    if short:
        raise Refusal(_no_room(resource, short, gifts), field="amount" if len(gifts) == 1 else None)


def _no_room(resource: Resource, short: Sequence[WeekLoad], gifts: Sequence[Gift]) -> str:
    worst = max(short, key=lambda load: load.given - load.capacity)
    wanted = sum((gift.amount for gift in gifts if gift.meets(worst.week, worst.week)), Decimal(0))
    held = worst.given - wanted
    more = (
        "" if len(short) == 1 else f", and {len(short) - 1} more {'week is' if len(short) == 2 else 'weeks are'} short"
    )
    return (
        f"{resource.name} has no room for this: in the week of {day(worst.week)} there are "
        f"{in_words(worst.capacity, resource.unit)}, {in_words(held)} given already, and this would give "
        f"{in_words(wanted)} more{more}. Nothing was changed."
    )


def _write(request: ResourceRequest, gift: Gift | None, by: User) -> None:
    """Make the request's allocation this gift, or none."""
    if gift is None:
        request.allocations.all().delete()
        return
    Allocation.objects.update_or_create(
        request=request,
        defaults={
            "resource_id": request.resource_id,
            "amount": gift.amount,
            "first_week": gift.first,
            "last_week": gift.last,
            "given_by": by,
        },
    )


def _withdraw(request: ResourceRequest, reason: str) -> None:
    request.state, request.reason = RequestState.WITHDRAWN, reason or request.reason
    request.version += 1
    request.save(update_fields=["state", "reason", "version", "updated_at"])
    request.allocations.all().delete()
    team_touched.send(sender=Team, team_id=request.team_id)


def _require_sense(resource: Resource, amount: Decimal, first_week: dt.date, last_week: dt.date) -> None:
    if resource.retired:
        raise Refusal(f"{resource.name} is no longer shared out.", field="resource")
    if amount <= 0:
        raise Refusal("Ask for more than 0.", field="amount")
    if monday(last_week) < monday(first_week):
        raise Refusal("The last week cannot be before the first.", field="last_week")
    if monday(first_week) < this_week():
        raise Refusal("Ask from this week on: what is past cannot be given.", field="first_week")
    if monday(last_week) >= this_week() + dt.timedelta(weeks=FURTHEST):
        raise Refusal("Ask for weeks within the next two years.", field="last_week")
