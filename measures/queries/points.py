"""What a person sees when entering a point: which period is next, what the last one said, what is usual."""

import datetime as dt
from dataclasses import dataclass

from measures.charts import number
from measures.enums import PLOTTED_APART
from measures.models import Measure, Point
from measures.periods import period_name, period_start, step
from measures.queries.measures import summary_or_none, with_unit
from measures.queries.series import point_in_words, shown_value
from redesign.lib.dates import today

OFFERED = 8
"""Periods to choose from, the newest first."""


@dataclass(frozen=True)
class Usual:
    """The span in which a measure's values usually lie; None where that is not known yet."""

    low: float | None
    high: float | None
    told: str

    def is_unusual(self, shown: float | None) -> bool:
        """Whether a value lies so far outside that it might be a slip of the thumb."""
        if shown is None or self.low is None or self.high is None:
            return False
        reach = max(self.high - self.low, abs(self.high) * 0.1, 1e-9)
        return shown > self.high + reach or shown < self.low - reach


def usual(measure: Measure) -> Usual:
    """The limits where there are some, else the span of recent values; nothing where the chart plots something else.

    No query for a measure with its summary.
    """
    stands = summary_or_none(measure)
    low = high = None
    if stands is not None and measure.chart not in PLOTTED_APART:
        low, high = stands.lower, stands.upper
        recent = [value for value in stands.recent if value is not None]
        if (low is None or high is None) and len(recent) >= 5:
            low, high = min(recent), max(recent)
    if low is None or high is None:
        return Usual(None, None, "")
    return Usual(low, high, f"{number(low, measure.decimals)} to {with_unit(measure, high)}")


@dataclass(frozen=True)
class Entry:
    """What the page offers on which a point is entered."""

    periods: list[tuple[str, str]]
    chosen: str
    last: str


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
    chosen = asked if asked in free else _next(free, anchor)
    return Entry(
        periods=[(day.isoformat(), period_name(day, measure.frequency)) for day in free],
        chosen=chosen.isoformat() if chosen else "",
        last=_last(measure, counted[:4]) if counted else "",
    )


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
