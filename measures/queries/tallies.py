"""The tally sheet: what can be counted by tapping, and how far the count has come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.formats import date_format

from measures.enums import PART_OF_WHOLE, WITH_DENOMINATOR, ChartKind
from measures.models import Measure, Point, Tally
from measures.periods import period_end, period_name, period_start, step
from measures.queries.series import OF_VALUES
from redesign.lib.dates import today
from teams.models import User

BACK = 4
"""Earlier periods that a sheet may still be opened for."""


class SheetKind(StrEnum):
    """How a measure is counted by tapping."""

    COUNT = "count"
    SHARE = "share"
    CHECK = "check"


class Defined(Protocol):
    """What of a measure decides whether it has a tally sheet: a measure, or a plain row that says the same."""

    @property
    def chart(self) -> str: ...
    @property
    def numerator(self) -> str: ...
    @property
    def denominator(self) -> str: ...
    @property
    def multiplier(self) -> float: ...
    @property
    def categories(self) -> Sequence[str]: ...


def sheet_kind(measure: Defined) -> SheetKind | None:
    """How this measure is tallied; None where its figure is no count.

    A proportion is tallied by yes and no, a count by ones, a check sheet by a button for each category. A count is what
    a C chart draws, and any other measure without a denominator that says what is counted.
    """
    if measure.chart in WITH_DENOMINATOR or (measure.denominator and measure.chart in OF_VALUES):
        return SheetKind.SHARE if measure.chart in PART_OF_WHOLE or measure.multiplier == 100 else None
    if measure.multiplier != 1 or measure.chart not in OF_VALUES | {ChartKind.COUNT}:
        return None
    if measure.categories:
        return SheetKind.CHECK
    return SheetKind.COUNT if measure.chart == ChartKind.COUNT or measure.numerator else None


@dataclass(frozen=True)
class Totals:
    """How far the count of one period has come, over all people and devices."""

    value: float = 0
    denominator: float = 0
    counts: tuple[tuple[str, int], ...] = ()

    def as_told(self) -> dict[str, object]:
        """As a device reads it."""
        return {"value": self.value, "denominator": self.denominator, "counts": dict(self.counts)}


def totals_of(measure: Measure, period: dt.date) -> Totals:
    """What the point of the period that starts on this day says; one query."""
    point = Point.objects.filter(measure=measure, period=period).values_list("value", "denominator", "counts").first()
    if point is None:
        return Totals(counts=tuple((name, 0) for name in measure.categories))
    value, denominator, counts = point
    return Totals(value, denominator or 0, tuple((name, int(counts.get(name, 0))) for name in measure.categories))


def own_tally(measure: Measure, by: User, key: str) -> Tally | None:
    """The tap of this key, where this person made it on this measure's sheet; one query at most."""
    try:
        asked = UUID(key)
    except ValueError:
        return None
    return Tally.objects.filter(key=asked, measure=measure, counted_by=by).first()


def current_period(measure: Measure, day: dt.date | None = None) -> dt.date:
    """The first day of the period that this day (today, unless given) falls in; one query for fortnights, else none."""
    anchor = None
    if measure.frequency == "fortnightly":
        anchor = Point.objects.filter(measure=measure).order_by("-period").values_list("period", flat=True).first()
    return period_start(day or today(), measure.frequency, anchor)


@dataclass(frozen=True)
class Sheet:
    """What the page of a tally sheet shows."""

    kind: SheetKind
    period: dt.date
    until: dt.date
    name: str
    is_current: bool
    totals: Totals
    others: list[tuple[str, str]]
    people: list[tuple[str, str]]


def sheet(measure: Measure, kind: SheetKind, asked: dt.date | None = None) -> Sheet:
    """The sheet of the period that is asked for, if it is a recent one, else of the running one; three queries at most."""
    now = current_period(measure)
    open_for = [step(now, measure.frequency, -back) for back in range(BACK + 1)]
    wanted = period_start(asked, measure.frequency, now) if asked else now
    period = wanted if wanted in open_for else now
    return Sheet(
        kind=kind,
        period=period,
        until=period_end(period, measure.frequency),
        name=period_name(period, measure.frequency),
        is_current=period == now,
        totals=totals_of(measure, period),
        others=[(day.isoformat(), period_name(day, measure.frequency)) for day in open_for],
        people=people_counting(measure, period),
    )


def people_counting(measure: Measure, period: dt.date) -> list[tuple[str, str]]:
    """Who has counted on this sheet, and until when, the latest first; one query."""
    rows = (
        Tally.objects.filter(measure=measure, period=period)
        .values_list("counted_by__name")
        .annotate(cases=Sum("denominator"), ones=Sum("numerator"), taps=Count("key"), last=Max("counted_at"))
        .order_by("-last")
    )
    found = []
    for name, cases, ones, _, last in rows:
        told = f"{ones:,} of {cases:,}" if cases else f"{ones:,}"
        when = date_format(timezone.localtime(last), "j F, H:i")
        found.append((name or "Somebody who has left", f"{told}, last on {when}"))
    return found
