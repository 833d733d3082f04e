"""What a person sees when entering a point: which period is next, what the last one said, what is usual."""

import datetime as dt
from dataclasses import dataclass

from measures.charts import number
from measures.models import Measure, Point
from measures.periods import period_name, period_start, step
from measures.queries.measures import summary_or_none, with_unit
from measures.queries.series import shown_value, takes_denominator
from redesign.lib.dates import today

OFFERED = 8
"""Periods to choose from, the newest first."""


@dataclass(frozen=True)
class Entry:
    """The page on which a point is entered."""

    periods: list[tuple[str, str]]
    chosen: str
    last: str
    usual: str
    low: float | None
    high: float | None
    last_denominator: float | None
    denominators: bool

    def is_unusual(self, shown: float | None) -> bool:
        """Whether a value lies so far outside what is usual that it might be a slip of the thumb."""
        if shown is None or self.low is None or self.high is None:
            return False
        reach = max(self.high - self.low, abs(self.high) * 0.1, 1e-9)
        return shown > self.high + reach or shown < self.low - reach


def entry(measure: Measure, asked: dt.date | None = None) -> Entry:
    """What the entry page of a measure (with its summary) offers; two queries.

    The oldest recent period without a point is chosen, unless another is asked for.
    """
    newest = list(
        Point.objects.filter(measure=measure, excluded=False)
        .order_by("-period")
        .values_list("period", "value", "denominator")[:1]
    )
    anchor = newest[0][0] if newest else None
    offered = _offered(measure, anchor, asked)
    taken = set(Point.objects.filter(measure=measure, period__in=offered).values_list("period", flat=True))
    free = [day for day in offered if day not in taken]
    chosen = asked if asked in free else _next(free, anchor)
    low, high = _usual(measure)
    return Entry(
        periods=[(day.isoformat(), period_name(day, measure.frequency)) for day in free],
        chosen=chosen.isoformat() if chosen else "",
        last=_last(measure, newest[0]) if newest else "",
        usual="" if low is None or high is None else f"{number(low, measure.decimals)} to {with_unit(measure, high)}",
        low=low,
        high=high,
        last_denominator=newest[0][2] if newest else None,
        denominators=takes_denominator(measure),
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


def _usual(measure: Measure) -> tuple[float | None, float | None]:
    """The limits where there are some, else the span of recent values."""
    stands = summary_or_none(measure)
    if stands is None:
        return None, None
    if stands.lower is not None and stands.upper is not None:
        return stands.lower, stands.upper
    recent = [value for value in stands.recent if value is not None]
    return (min(recent), max(recent)) if len(recent) >= 5 else (None, None)


def _last(measure: Measure, newest: tuple[dt.date, float, float | None]) -> str:
    period, value, denominator = newest
    shown = with_unit(measure, shown_value(measure, value, denominator))
    of = f" ({value:g} of {denominator:g})" if takes_denominator(measure) and denominator is not None else ""
    return f"{period_name(period, measure.frequency)}: {shown}{of}"
