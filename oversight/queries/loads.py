"""What is asked for and given of shared resources, as `oversight.allocation` takes it."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from oversight.allocation import Claim, Gift, Overload, Supply, WeekLoad, overloads, week_loads
from oversight.enums import RequestState
from oversight.models import Allocation, Capacity, Resource, ResourceRequest
from redesign.lib.dates import monday, today, weeks
from teams.enums import TeamState

HORIZON = 26
"""The weeks that the heat map shows."""
FURTHEST = 104
"""A request ends within so many weeks, so every conflict lies in them."""


@dataclass(frozen=True)
class Contest:
    """One resource with everything that is asked for and given of it from a week on."""

    resource: Resource
    supply: Supply
    gifts: list[Gift]
    claims: list[Claim]

    def loads(self, first: dt.date, last: dt.date) -> list[WeekLoad]:
        """Demand against capacity in each week of this span."""
        return week_loads(weeks(first, last), self.supply, self.gifts, self.claims)

    def overloads(self, first: dt.date) -> list[Overload]:
        """Every conflict from this week on."""
        last = max((claim.last for claim in self.claims), default=first)
        return overloads(weeks(first, last), self.supply, self.gifts, self.claims)


def this_week() -> dt.date:
    """The Monday of the present week where the organisation is."""
    return monday(today())


def contests(resources: Iterable[Resource], since: dt.date, *, without: Collection[int] = ()) -> list[Contest]:
    """What is asked for and given of these resources in the weeks from `since` on, in three queries.

    Requests named in `without` are left out, with what they were given. A team that was closed asks for nothing.
    """
    wanted = list(resources)
    ids = [resource.pk for resource in wanted]
    supplies: dict[int, dict[dt.date, Decimal]] = {pk: {} for pk in ids}
    gifts: dict[int, list[Gift]] = {pk: [] for pk in ids}
    claims: dict[int, list[Claim]] = {pk: [] for pk in ids}
    for pk, week, amount in Capacity.objects.filter(resource__in=ids, week__gte=since).values_list(
        "resource_id", "week", "amount"
    ):
        supplies[pk][week] = amount
    given = Allocation.objects.filter(resource__in=ids, last_week__gte=since).exclude(request__in=without)
    for pk, request, name, amount, first, last in given.values_list(
        "resource_id", "request_id", "request__team__name", "amount", "first_week", "last_week"
    ):
        gifts[pk].append(Gift(request, name, amount, first, last))
    asked = ResourceRequest.objects.filter(resource__in=ids, state=RequestState.ASKED, last_week__gte=since)
    asked = asked.exclude(pk__in=without).exclude(team__state=TeamState.CLOSED)
    for pk, request, name, amount, first, last, priority, at in asked.values_list(
        "resource_id", "pk", "team__name", "amount", "first_week", "last_week", "team__summary__priority", "created_at"
    ):
        claims[pk].append(Claim(request, name, amount, first, last, priority=priority, asked=at.timestamp()))
    return [
        Contest(
            resource, Supply(resource.weekly_capacity, supplies[resource.pk]), gifts[resource.pk], claims[resource.pk]
        )
        for resource in wanted
    ]


def contest(resource: Resource, since: dt.date, *, without: Collection[int] = ()) -> Contest:
    """The same of one resource, in three queries."""
    return contests([resource], since, without=without)[0]
