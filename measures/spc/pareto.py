"""Pareto chart: which few categories make up most of the events.

Bars by falling count, and the share that they add up to. Categories are no time series: no limits and no rules.
Juran (1951) named it; ties stand in alphabetical order, so that a chart does not change with the order of entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from measures.spc.series import BadSeries

MISSING = "Not stated"
MOST = 0.8
"""The share that the vital few make up (Pareto's four fifths)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One category: its count, its share of all, and the share of all bars up to and with it."""

    category: str
    count: float
    cumulative: float
    share: float
    cumulative_share: float
    rest: bool = False
    """Whether it is what is left over: 'other', or smaller categories taken together. It stands last."""


@dataclass(frozen=True, slots=True)
class Pareto:
    """The bars in order. `left_out` counts events without a category that are not shown."""

    bars: tuple[Bar, ...]
    total: float
    left_out: float = 0

    @property
    def vital_few(self) -> tuple[Bar, ...]:
        """The fewest leading bars that make up four fifths of all; none where that takes more than half of the bars,
        because then no few stand out."""
        for number, bar in enumerate(self.bars, 1):
            if bar.cumulative_share >= MOST - 1e-12:
                few = self.bars[:number]
                return few if 2 * number <= len(self.bars) and not any(each.rest for each in few) else ()
        return ()


def pareto(categories: Iterable[str | None], *, include_missing: bool = False) -> Pareto:
    """Count observations, one category each. Missing ones are left out, and counted, unless they are asked for."""
    given = list(categories)
    counts = Counter(category for category in given if category is not None)
    missing = given.count(None)
    if include_missing and missing:
        counts[MISSING] += missing
        missing = 0
    return pareto_of_counts(counts, left_out=missing)


def pareto_of_counts(
    counts: Mapping[str, float],
    *,
    most_bars: int | None = None,
    other: frozenset[str] = frozenset(),
    left_out: float = 0,
) -> Pareto:
    """A Pareto chart of what is counted already. Categories without an event are left out.

    Categories named in `other` stand last whatever their count, and so do the smaller ones taken together where there
    are more than `most_bars`. Raises `BadSeries` for a count that is negative or no number.
    """
    for category, count in counts.items():
        if not isfinite(count) or count < 0:
            raise BadSeries(f"{category} has a count of {count}: counts are 0 or more.")
    ordered = sorted(
        ((name, count) for name, count in counts.items() if count > 0 and name not in other),
        key=lambda pair: (-pair[1], pair[0]),
    )
    rest = [(name, counts[name]) for name in sorted(other) if counts.get(name, 0) > 0]
    if most_bars is not None and len(ordered) > most_bars:
        ordered, small = ordered[: most_bars - 1], ordered[most_bars - 1 :]
        rest.insert(0, (f"{len(small)} smaller ones", sum(count for _, count in small)))
    total = sum(count for _, count in [*ordered, *rest])
    bars, reached = [], 0.0
    for place, (name, count) in enumerate([*ordered, *rest]):
        reached += count
        bars.append(Bar(name, count, reached, count / total, reached / total, rest=place >= len(ordered)))
    return Pareto(tuple(bars), total, left_out)
