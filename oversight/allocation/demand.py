"""Demand against capacity, week by week, and the runs of weeks in which there is not enough."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Supply:
    """The usual capacity of a week, and the weeks in which it is another."""

    usual: Decimal
    other: Mapping[dt.date, Decimal] = field(default_factory=dict)

    def of(self, week: dt.date) -> Decimal:
        """What there is in this week."""
        return self.other.get(week, self.usual)


@dataclass(frozen=True)
class Gift:
    """What a request was given: `amount` a week, from the first week to the last, both included."""

    key: int
    name: str
    amount: Decimal
    first: dt.date
    last: dt.date

    def meets(self, first: dt.date, last: dt.date) -> bool:
        """Has a week in common with this span."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True)
class Claim(Gift):
    """What a team asks for and nobody has decided. `priority` is None while the team is not rated; `asked` orders
    claims in time, the smaller the earlier."""

    priority: float | None = None
    asked: float = 0

    @property
    def turn(self) -> tuple[float, float, int]:
        """Sorts claims as they are considered: by priority, unrated last, then by who asked first."""
        return (-self.priority if self.priority is not None else 1.0, self.asked, self.key)


@dataclass(frozen=True)
class WeekLoad:
    """One week of one resource."""

    week: dt.date
    capacity: Decimal
    given: Decimal
    asked: Decimal

    @property
    def demand(self) -> Decimal:
        """What is given and what is asked for, together."""
        return self.given + self.asked

    @property
    def free(self) -> Decimal:
        """What can still be given."""
        return max(self.capacity - self.given, NOTHING)

    @property
    def over(self) -> Decimal:
        """How much more is wanted than there is; 0 where there is enough."""
        return max(self.demand - self.capacity, NOTHING)


@dataclass(frozen=True)
class Overload:
    """A run of weeks in which more is wanted than there is; claims in the order of their turn, gifts by name."""

    weeks: tuple[WeekLoad, ...]
    claims: tuple[Claim, ...]
    gifts: tuple[Gift, ...]

    @property
    def first(self) -> dt.date:
        return self.weeks[0].week

    @property
    def last(self) -> dt.date:
        return self.weeks[-1].week

    @property
    def worst(self) -> WeekLoad:
        """The week that is most overloaded, the first of equals."""
        return max(self.weeks, key=lambda load: load.over)

    @property
    def over(self) -> Decimal:
        """How much is wanted too much, over all weeks."""
        return sum((load.over for load in self.weeks), NOTHING)


def amounts(weeks: Sequence[dt.date], spans: Iterable[Gift]) -> list[Decimal]:
    """The sum of the spans' amounts in each of these consecutive weeks."""
    if not weeks:
        return []
    steps = [NOTHING] * (len(weeks) + 1)
    for span in spans:
        if span.meets(weeks[0], weeks[-1]):
            steps[max((span.first - weeks[0]).days // 7, 0)] += span.amount
            steps[min((span.last - weeks[0]).days // 7 + 1, len(weeks))] -= span.amount
    found, running = [], NOTHING
    for step in steps[:-1]:
        running += step
        found.append(running)
    return found


def week_loads(
    weeks: Sequence[dt.date], supply: Supply, gifts: Iterable[Gift], claims: Iterable[Claim]
) -> list[WeekLoad]:
    """Demand against capacity in each of these consecutive weeks."""
    given, asked = amounts(weeks, gifts), amounts(weeks, claims)
    return [
        WeekLoad(week=week, capacity=supply.of(week), given=has, asked=wants)
        for week, has, wants in zip(weeks, given, asked, strict=True)
    ]


def overloads(
    weeks: Sequence[dt.date], supply: Supply, gifts: Sequence[Gift], claims: Sequence[Claim]
) -> list[Overload]:
    """Each run of overloaded weeks that has an undecided claim in it, with everybody who has a part in it."""
    found = []
    for too_much, run in groupby(week_loads(weeks, supply, gifts, claims), key=lambda load: load.over > 0):
        loads = tuple(run)
        if not too_much:
            continue
        first, last = loads[0].week, loads[-1].week
        claimants = sorted((claim for claim in claims if claim.meets(first, last)), key=lambda claim: claim.turn)
        holders = sorted((gift for gift in gifts if gift.meets(first, last)), key=lambda gift: (gift.name, gift.key))
        if claimants:
            found.append(Overload(weeks=loads, claims=tuple(claimants), gifts=tuple(holders)))
    return found


def bound_together(runs: Iterable[Overload], run: Overload) -> list[Claim]:
    """The claimants of this overload and of all that share one with it, directly or through others, in their turn.

    One answer serves a claim in all its weeks, so these can only be answered together.
    """
    found = {claim.key: claim for claim in run.claims}
    others = [other for other in runs if other is not run]
    while near := [other for other in others if any(claim.key in found for claim in other.claims)]:
        found |= {claim.key: claim for other in near for claim in other.claims}
        others = [other for other in others if other not in near]
    return sorted(found.values(), key=lambda claim: claim.turn)


def shortages(weeks: Sequence[dt.date], supply: Supply, gifts: Iterable[Gift]) -> list[WeekLoad]:
    """The weeks in which more would be given than there is: what may never be saved."""
    return [load for load in week_loads(weeks, supply, gifts, ()) if load.given > load.capacity]
