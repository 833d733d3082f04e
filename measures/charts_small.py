"""Small charts beside one another on one common scale, drawn on the server as SVG. Pure: numbers in, text out.

Colours are classes of the style sheet, so that one drawing serves light, dark and print; as on the large chart, every
meaning has a shape of its own.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from measures.drawing import number
from measures.periods import short_name
from measures.spc import Analysis

WIDTH, HEIGHT = 300, 140
LEFT, RIGHT, TOP, FOOT = 34, 6, 8, 18
MOST_DOTS = 60
"""Beyond so many points only those with a signal are drawn; the line shows the rest."""
ROOM = 0.35
"""Limits may widen the scale by so much of the values' own span; wider ones run out of the frame."""


_RANK = ("improvement", "concern", "neutral")
"""Which meaning shows where a point has several, as on the large chart."""


@dataclass(frozen=True, slots=True)
class Small:
    """One series: values by their days (None: missing), its lines, what each marked point means, and what is not shown.

    `span` are the first and last day of something that stands behind the line, such as a test of change.
    """

    days: Sequence[dt.date]
    values: Sequence[float | None]
    centre: Sequence[float | None] = ()
    lower: Sequence[float | None] = ()
    upper: Sequence[float | None] = ()
    meanings: Mapping[int, str] = field(default_factory=dict)
    target: float | None = None
    hidden: Sequence[dt.date] = ()
    span: tuple[dt.date, dt.date] | None = None

    @classmethod
    def of(
        cls, analysis: Analysis, days: Sequence[dt.date], target: float | None, hidden: Sequence[dt.date] = ()
    ) -> Small:
        """An analysis whose points stand on these days."""
        meanings: dict[int, str] = {}
        for signal in analysis.signals:
            if signal.rule in ("few-crossings", "runs"):
                continue
            for point in signal.points:
                meanings[point] = min(meanings.get(point, signal.meaning.value), signal.meaning.value, key=_RANK.index)
        return cls(days, analysis.values, analysis.centre, analysis.lower, analysis.upper, meanings, target, hidden)

    def between(self, first: dt.date, last: dt.date) -> Small:
        """What of it stands on these days."""
        places = [place for place, day in enumerate(self.days) if first <= day <= last]
        if not places:
            return replace(self, days=(), values=(), centre=(), lower=(), upper=(), meanings={})
        start, end = places[0], places[-1] + 1
        return replace(
            self,
            days=self.days[start:end],
            values=self.values[start:end],
            centre=self.centre[start:end],
            lower=self.lower[start:end],
            upper=self.upper[start:end],
            meanings={place - start: means for place, means in self.meanings.items() if start <= place < end},
        )


def with_levels(
    days: Sequence[dt.date],
    values: Sequence[float | None],
    levels: tuple[float | None, float | None, float | None],
    *,
    meanings: Mapping[int, str] | None = None,
    target: float | None = None,
) -> Small:
    """A series on which one centre line and one pair of limits (lower, upper) hold throughout."""
    centre, lower, upper = ([level] * len(days) for level in levels)
    return Small(days, values, centre, lower, upper, meanings or {}, target)


@dataclass(frozen=True, slots=True)
class Scale:
    """What small charts have in common: first and last day, lowest and highest value, and how values are written."""

    first: dt.date
    last: dt.date
    low: float
    high: float
    decimals: int = 1
    frequency: str = "monthly"

    def x(self, day: dt.date) -> float:
        """Where this day stands."""
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def has(self, value: float) -> bool:
        """Whether the value lies within the frame."""
        slack = (self.high - self.low) * 1e-6
        return self.low - slack <= value <= self.high + slack

    def y(self, value: float) -> float:
        """Where this value stands; outside the frame for one beyond the scale."""
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.5
        return HEIGHT - FOOT - share * (HEIGHT - TOP - FOOT)


def common_scale(series: Iterable[Small], *, decimals: int = 1, frequency: str = "monthly") -> Scale | None:
    """The scale on which all of these can be compared; None where there is no day at all."""
    rows = list(series)
    days = [day for row in rows for day in (*row.days, *row.hidden)]
    if not days:
        return None
    values = [value for row in rows for value in row.values if value is not None]
    values += [row.target for row in rows if row.target is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    reach = (high - low or abs(high) or 1.0) * ROOM
    limits = [
        limit for row in rows for line in (row.lower, row.upper, row.centre) for limit in line if limit is not None
    ]
    low = min([low, *(max(limit, low - reach) for limit in limits)])
    high = max([high, *(min(limit, high + reach) for limit in limits)])
    return Scale(min(days), max(days), low, high, decimals, frequency)


def small_chart(series: Small, scale: Scale, label: str) -> str:
    """The series on the common scale, as an SVG whose text alternative is the label."""
    parts = [
        f'<svg class="small-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{html.escape(label)}">',
        f'<rect class="small-frame" x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT - RIGHT}" height="{HEIGHT - TOP - FOOT}"/>',
        *_span(series, scale),
        *_scale(scale),
        *_lines(series, scale),
    ]
    parts += [f'<path class="small-hidden" d="M{scale.x(day):.1f} {HEIGHT - FOOT}v-5"/>' for day in series.hidden]
    parts += _values(series, scale)
    return "".join(parts) + "</svg>"


def _scale(scale: Scale) -> list[str]:
    first, last = short_name(scale.first, scale.frequency), short_name(scale.last, scale.frequency)
    high, low = number(scale.high, scale.decimals), number(scale.low, scale.decimals)
    found = [
        f'<text class="small-scale" x="{LEFT - 4}" y="{TOP + 8}" text-anchor="end">{high}</text>',
        f'<text class="small-scale" x="{LEFT - 4}" y="{HEIGHT - FOOT}" text-anchor="end">{low}</text>',
        f'<text class="small-scale" x="{LEFT}" y="{HEIGHT - 4}">{first}</text>',
    ]
    if first != last:
        found.append(f'<text class="small-scale" x="{WIDTH - RIGHT}" y="{HEIGHT - 4}" text-anchor="end">{last}</text>')
    return found


def _span(series: Small, scale: Scale) -> list[str]:
    """The days behind the line, as far as the frame shows them; a single day is still seen."""
    if series.span is None or series.span[1] < scale.first or series.span[0] > scale.last:
        return []
    left, right = (scale.x(min(max(day, scale.first), scale.last)) for day in series.span)
    width = max(right - left, 3.0)
    left = min(left, WIDTH - RIGHT - width)
    return [f'<rect class="small-span" x="{left:.1f}" y="{TOP}" width="{width:.1f}" height="{HEIGHT - TOP - FOOT}"/>']


def _lines(series: Small, scale: Scale) -> list[str]:
    found = []
    for look, levels in (("limit", series.upper), ("limit", series.lower), ("centre", series.centre)):
        path = _path(series.days, levels, scale)
        found += [f'<path class="small-{look}" d="{path}"/>'] if path else []
    if series.target is not None:
        found.append(f'<path class="small-target" d="M{LEFT} {scale.y(series.target):.1f}H{WIDTH - RIGHT}"/>')
    return found


def _path(days: Sequence[dt.date], values: Sequence[float | None], scale: Scale) -> str:
    """A line through what lies within the scale, broken where a value is missing or beyond it."""
    drawn, pen_down = [], False
    for day, value in zip(days, values, strict=False):
        if value is None or not scale.has(value):
            pen_down = False
            continue
        drawn.append(f"{'L' if pen_down else 'M'}{scale.x(day):.1f} {scale.y(value):.1f}")
        pen_down = True
    return "".join(drawn)


_SHAPES = {
    "improvement": "m0-4 4 4-4 4-4-4z",
    "concern": "m-3-3h6v6h-6z",
    "neutral": "m-1.8-3.4h3.6l2 3.4-2 3.4h-3.6l-2-3.4z",
}


def _values(series: Small, scale: Scale) -> list[str]:
    found = [f'<path class="small-line" d="{_path(series.days, series.values, scale)}"/>']
    many = sum(value is not None for value in series.values) > MOST_DOTS
    for place, (day, value) in enumerate(zip(series.days, series.values, strict=True)):
        if value is None or not scale.has(value):
            continue
        x, y, meaning = scale.x(day), scale.y(value), series.meanings.get(place)
        if meaning in _SHAPES:
            found.append(f'<path class="small-{meaning}" d="M{x:.1f} {y:.1f}{_SHAPES[meaning]}"/>')
        elif not many:
            found.append(f'<circle class="small-common" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>')
    return found
