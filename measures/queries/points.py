"""What a person sees when entering a point: which period is next, what the last one said, what is usual."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from measures.drawing import number
from measures.enums import BETWEEN_EVENTS, PLOTTED_APART
from measures.models import Measure, Point
from measures.periods import period_name, period_start, step
from measures.queries.measures import readable_measures, summary_or_none, with_unit
from measures.queries.series import point_in_words, shown_value
from redesign.lib.dates import today
from teams.enums import LEADING, RUNNING, TeamRole
from teams.models import User
from teams.permissions.standing import standing

OFFERED = 8
"""Periods to choose from, the newest first."""


@dataclass(frozen=True)
class Usual:
    """The span in which a measure's values usually lie; None where that is not known yet.

    `slack` is how far beyond it a value is still nothing to ask about: none beyond control limits, the width of the
    span where only recent values are known.
    """

    low: float | None
    high: float | None
    told: str
    slack: float = 0

    def is_unusual(self, shown: float | None) -> bool:
        """Whether a value lies outside, so that it might be a slip of the thumb."""
        if shown is None or self.low is None or self.high is None:
            return False
        reach = self.slack + 1e-9 * max(abs(self.high), abs(self.low), 1)  # on the line is not beyond it
        return shown > self.high + reach or shown < self.low - reach


def usual(measure: Measure) -> Usual:
    """The limits where there are some, else the span of recent values; nothing where the chart plots something else.

    No query for a measure with its summary.
    """
    stands = summary_or_none(measure)
    low = high = None
    slack = 0.0
    if stands is not None and measure.chart not in PLOTTED_APART:
        low, high = stands.lower, stands.upper
        recent = [value for value in stands.recent if value is not None]
        if (low is None or high is None) and len(recent) >= 5:
            low, high = min(recent), max(recent)
            slack = max(high - low, abs(high) * 0.1)
    if low is None or high is None:
        return Usual(None, None, "")
    return Usual(low, high, f"{number(low, measure.decimals)} to {with_unit(measure, high)}", slack)


@dataclass(frozen=True)
class Entry:
    """What the page offers on which a point is entered."""

    periods: list[tuple[str, str]]
    chosen: str
    last: str
    events: bool = False
    """Whether points come when an event comes, on any day."""


def entry(measure: Measure, asked: dt.date | None = None) -> Entry:
    """What the entry page of a measure offers; one query, two where an older period is asked for.

    The oldest recent period without a point is chosen, unless another is asked for.
    """
    points = Point.objects.filter(measure=measure).order_by("-period")
    newest = list(points.values_list("period", "value", "denominator", "spread", "excluded")[: OFFERED + 4])
    counted = next((point for point in newest if not point[4]), None)
    anchor = newest[0][0] if newest else None
    offered = _offered(measure, anchor, asked)
    taken = {period for period, *_ in newest}
    older = [day for day in offered if newest and day < newest[-1][0]]
    if older:
        taken |= set(Point.objects.filter(measure=measure, period__in=older).values_list("period", flat=True))
    free = [day for day in offered if day not in taken]
    events = measure.chart in BETWEEN_EVENTS
    chosen = asked if asked in free else today() if events else _next(free, anchor)
    return Entry(
        periods=[(day.isoformat(), period_name(day, measure.frequency)) for day in free],
        chosen=chosen.isoformat() if chosen else "",
        last=_last(measure, counted[:4]) if counted else "",
        events=events,
    )


def measures_by_key(keys: Iterable[int]) -> dict[int, Measure]:
    """These measures with what is usual for them at hand, by key; one query."""
    return Measure.objects.select_related("summary").in_bulk(set(keys))


def _offered(measure: Measure, anchor: dt.date | None, asked: dt.date | None) -> list[dt.date]:
    now = period_start(today(), measure.frequency, anchor)
    offered = [step(now, measure.frequency, -back) for back in range(OFFERED)]
    if asked is not None and asked <= today():
        asked = period_start(asked, measure.frequency, anchor)
        offered += [asked] if asked not in offered else []
    return sorted(offered, reverse=True)


def _next(free: list[dt.date], anchor: dt.date | None) -> dt.date | None:
    """The period after the newest point; where that is long ago, the last whole one."""
    after = [day for day in free if anchor is None or day > anchor]
    if not after:
        return free[0] if free else None
    if anchor is None:
        return after[1] if len(after) > 1 else after[0]
    return after[-1]


def _last(measure: Measure, newest: tuple[dt.date, float, float | None, float | None]) -> str:
    period, value, denominator, spread = newest
    shown = with_unit(measure, shown_value(measure, value, denominator))
    behind = point_in_words(measure, value, denominator, spread)
    return f"{period_name(period, measure.frequency)}: {shown}" + (f" ({behind})" if behind else "")


def same_entry(measure: Measure, by: User, day: dt.date, given: dict[str, Any]) -> Point | None:
    """The point that this person has just made with these figures: a form that was sent twice over a poor connection.

    One query; two for a measure of every two weeks.
    """
    anchor = None
    if measure.frequency == "fortnightly":
        anchor = Point.objects.filter(measure=measure).order_by("-period").values_list("period", flat=True).first()
    told = {name: given[name] for name in ("value", "denominator", "spread", "note", "estimated")}
    period = period_start(day, measure.frequency, anchor)
    return Point.objects.filter(measure=measure, period=period, entered_by=by, version=1, **told).first()


# -- What else waits --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StillWaiting:
    """What else this person has to enter: how many measures, and the one that has waited longest."""

    count: int = 0
    name: str = ""
    url: str = ""


def still_waiting(user: User, besides: Measure) -> StillWaiting:
    """The other measures whose next point is due from this person, as Home lists them; one query."""
    mine = [team for team, role in standing(user).teams.items() if role == TeamRole.MEMBER or role in LEADING]
    due = Q(summary__due_on__lte=today()) | Q(summary__points=0) | Q(summary=None)
    theirs = Q(collector=user) | Q(collector=None, team__in=mine)
    at_work = Q(team=None) | Q(team__state__in=RUNNING)
    mine_to_read = readable_measures(user).in_use()  # type: ignore[attr-defined]  # a method of MeasureQuerySet
    rows = mine_to_read.filter(due, theirs, at_work, system__closed_on=None).exclude(pk=besides.pk)
    found = list(rows.order_by("summary__due_on", "name", "pk").values_list("pk", "name"))
    if not found:
        return StillWaiting()
    pk, name = found[0]
    return StillWaiting(len(found), name, reverse("measures:point-new", args=[pk]))
