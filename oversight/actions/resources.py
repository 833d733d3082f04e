"""Making shared resources, and saying how much of each there is; never less than what has been given."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from oversight.allocation import Gift, Supply, WeekLoad, shortages
from oversight.allocation.proposal import amount as in_words
from oversight.allocation.proposal import day
from oversight.enums import RequestState
from oversight.models import Allocation, Capacity, Resource, ResourceRequest
from oversight.queries.loads import FURTHEST, this_week
from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today, weeks
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.models import User

NAME_IS_TAKEN = "There is a shared resource of this name already."


@transaction.atomic
def make_resource(
    *, name: str, kind: str, unit: str, weekly_capacity: Decimal, person: User | None, description: str
) -> Resource:
    """Add something scarce that teams may ask for."""
    _require_new_name(name)
    with constraints_in_words(Resource):
        return Resource.objects.create(
            name=name, kind=kind, unit=unit, weekly_capacity=weekly_capacity, person=person, description=description
        )


@transaction.atomic
def edit_resource(
    *,
    resource: Resource,
    version: int,
    name: str,
    kind: str,
    unit: str,
    weekly_capacity: Decimal,
    person: User | None,
    description: str,
) -> None:
    """Describe it anew. Refused where a coming week has more given than there would be; past weeks keep what they had."""
    resource = locked(resource)
    require_version(resource, version)
    _require_new_name(name, resource)
    if weekly_capacity < resource.weekly_capacity:
        _require_enough(resource, _supply(resource, weekly_capacity), field="weekly_capacity")
        _keep_the_past(resource, weekly_capacity)
    resource.name, resource.kind, resource.unit, resource.person = name, kind, unit, person
    resource.weekly_capacity, resource.description = weekly_capacity, description
    with constraints_in_words(Resource):
        resource.save()


@transaction.atomic
def retire_resource(*, resource: Resource, retired: bool) -> None:
    """Take it from the list that teams choose from, or put it back; refused while teams ask for it or hold it in coming weeks."""
    resource = locked(resource)
    live = ResourceRequest.objects.filter(resource=resource, state=RequestState.ASKED, last_week__gte=this_week())
    asking = sorted(set(live.values_list("team__name", flat=True)))
    held = sorted({gift.name for gift in _gifts(resource, this_week())})
    if retired and held:
        raise Refusal(f"{resource.name} is given to {_and(held)} in coming weeks: settle these anew first.")
    if retired and asking:
        raise Refusal(f"{resource.name} is asked for by {_and(asking)}: settle these requests first.")
    resource.retired = retired
    resource.version += 1
    resource.save(update_fields=["retired", "version", "updated_at"])


@transaction.atomic
def set_capacity(
    *, resource: Resource, first_week: dt.date, last_week: dt.date, amount: Decimal, why: str, by: User
) -> None:
    """In these weeks there is another amount than usual. Refused where more has been given in one of them."""
    resource = locked(resource)
    if last_week < this_week():
        raise Refusal("These weeks are over: what there was in them stays as it is written.", field="first_week")
    if last_week >= this_week() + dt.timedelta(weeks=FURTHEST):
        raise Refusal("Say it for weeks within the next two years.", field="last_week")
    span = weeks(max(first_week, this_week()), last_week)
    if not span:
        raise Refusal("The last week cannot be before the first.", field="last_week")
    supply = _supply(resource, resource.weekly_capacity)
    _require_enough(
        resource, Supply(supply.usual, {**supply.other, **dict.fromkeys(span, amount)}), field="amount", span=span
    )
    with because(why):
        for week in span:
            Capacity.objects.update_or_create(resource=resource, week=week, defaults={"amount": amount, "why": why})


@transaction.atomic
def clear_capacity(*, capacity: Capacity) -> None:
    """The week has the usual amount again. Refused where more than that has been given."""
    resource = locked(capacity.resource)
    supply = _supply(resource, resource.weekly_capacity)
    other = {week: amount for week, amount in supply.other.items() if week != capacity.week}
    _require_enough(resource, Supply(supply.usual, other), span=[capacity.week])
    Capacity.objects.filter(pk=capacity.pk).delete()


def _gifts(resource: Resource, since: dt.date) -> list[Gift]:
    given = Allocation.objects.filter(resource=resource, last_week__gte=since)
    return [
        Gift(*facts)
        for facts in given.values_list("request_id", "request__team__name", "amount", "first_week", "last_week")
    ]


def _supply(resource: Resource, usual: Decimal) -> Supply:
    return Supply(usual, dict(resource.capacities.values_list("week", "amount")))


def _require_enough(
    resource: Resource, supply: Supply, *, field: str | None = None, span: Sequence[dt.date] | None = None
) -> None:
    """Refuse unless every coming week (or each of the span) has room for what is given in it."""
    gifts = _gifts(resource, this_week())
    last = max((gift.last for gift in gifts), default=this_week())
    short = shortages(span if span is not None else weeks(this_week(), last), supply, gifts)
    if short:
        raise Refusal(_too_little(resource, short, gifts), field=field)


def _too_little(resource: Resource, short: Sequence[WeekLoad], gifts: Sequence[Gift]) -> str:
    worst = max(short, key=lambda load: load.given - load.capacity)
    holders = [f"{gift.name} {in_words(gift.amount)}" for gift in gifts if gift.meets(worst.week, worst.week)]
    more = "" if len(short) == 1 else f" {len(short)} weeks are short in all."
    return (
        f"In the week of {day(worst.week)}, {in_words(worst.given, resource.unit)} are given already ({_and(holders)}), "
        f"and there would be only {in_words(worst.capacity)}.{more} Settle these requests anew first."
    )


def _keep_the_past(resource: Resource, usual: Decimal) -> None:
    """Weeks that are over keep the capacity they had where more was given than there is from now on."""
    known = set(resource.capacities.values_list("week", flat=True))
    first = min((gift.first for gift in _gifts(resource, dt.date.min)), default=this_week())
    past = weeks(first, this_week() - dt.timedelta(weeks=1))
    for load in shortages(past, Supply(usual), _gifts(resource, dt.date.min)):
        if load.week not in known:
            Capacity.objects.create(
                resource=resource,
                week=load.week,
                amount=resource.weekly_capacity,
                why=f"As it was before {today():%-d %B %Y}.",
            )


def _require_new_name(name: str, resource: Resource | None = None) -> None:
    others = Resource.objects.filter(name__iexact=name)
    if resource is not None:
        others = others.exclude(pk=resource.pk)
    if others.exists():
        raise Refusal(NAME_IS_TAKEN, field="name")


def _and(words: Sequence[str]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])
