"""What a chart is made of: plain numbers, phases, exclusions and targets. No dates, no names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

LARGEST = 1e50
"""A number beyond this is no measurement, and its square would soon be none that a computer has: it counts as missing."""
SMALLEST = 1e-50
"""A denominator below this counts as 0: nothing that is divided by it would be a number."""


class BadSeries(ValueError):
    """The series cannot be charted as asked; the text says why, in a sentence for the person who asked."""


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the series with a centre line and limits of its own.

    `start` is the index of its first point. `baseline` is the number of its first points that the centre line and
    limits learn from (None: all of them), so that a frozen line does not move as points are added. `centre` is a
    centre line known in advance.
    """

    start: int = 0
    baseline: int | None = None
    centre: float | None = None


Target = float | tuple[float | None, ...] | None
"""One target throughout, or one for each point where it changed over time; None: no target."""


def target_at(target: Target, index: int) -> float | None:
    """The target in force at this point, if there is one."""
    if isinstance(target, tuple):
        return target[index] if 0 <= index < len(target) else None
    return target


@dataclass(frozen=True, slots=True)
class CusumDesign:
    """What a Bernoulli CUSUM looks out for. `rate` is the expected share of cases; None: that of the baseline.

    The defaults are those of Neuburger et al. 2017, for events in 1 to 10 of 100 cases.
    """

    rate: float | None = None
    odds: float = 2.0
    limit: float = 3.5


@dataclass(frozen=True, slots=True)
class Series:
    """One measure's points in time order.

    `values` are measured values, counts, times or numerators; None or NaN is a missing point, drawn as a gap.
    `denominators` belong to charts of proportions and rates (on X-bar and S charts: the subgroup sizes, with
    `spreads` the subgroups' standard deviations). `excluded` holds the indexes of ghosted points: drawn, but no part
    of centre, limits or rules. `marked` holds the indexes of points that people agreed to be astronomical.
    `target` is one number, or one per point where it changed over time. `multiplier` scales everything shown
    (100 for percentages). `ordered` is False for categories that are no time series. `cusum` matters to CUSUMs alone.
    """

    values: Sequence[float | None]
    denominators: Sequence[float | None] | None = None
    spreads: Sequence[float | None] | None = None
    phases: tuple[Phase, ...] = (Phase(),)
    excluded: frozenset[int] = field(default_factory=frozenset)
    marked: frozenset[int] = field(default_factory=frozenset)
    direction: Direction = Direction.NEUTRAL
    target: Target = None
    multiplier: float = 1.0
    ordered: bool = True
    cusum: CusumDesign = CusumDesign()

    def target_at(self, index: int) -> float | None:
        """The target in force at this point, if there is one."""
        return target_at(self.target, index)


def checked_phases(phases: Sequence[Phase], length: int) -> tuple[Phase, ...]:
    """The phases that hold a point, in order; the first always begins with the series.

    A phase beyond the last point is one that has not begun: it is left out. Two phases that start together are one,
    the later named.
    """
    by_start = {max(0, phase.start): phase for phase in sorted(phases, key=lambda each: each.start)}
    if 0 in by_start and by_start[0].start < 0:
        by_start[0] = replace(by_start[0], start=0)
    kept = [phase for start, phase in by_start.items() if start < length or start == 0]
    if not kept or kept[0].start > 0:
        kept.insert(0, Phase())
    return tuple(kept)


def as_floats(numbers: Sequence[float | None]) -> np.ndarray:
    """Numbers as an array of its own, in which one that is missing, infinite or beyond all measure is NaN."""
    try:
        array = np.array(numbers, dtype=float)  # None becomes NaN
    except OverflowError:
        raise BadSeries("A number has more digits than a computer reckons with.") from None
    if array.ndim != 1:
        raise BadSeries("A series is one list of numbers.")
    array[np.abs(array) > LARGEST] = np.nan
    return array


@dataclass(frozen=True, slots=True)
class Grouped:
    """Rows gathered into points."""

    values: tuple[float | None, ...]
    denominators: tuple[float | None, ...] | None
    spreads: tuple[float | None, ...]
    sizes: tuple[int, ...]


_SUMMARIES: dict[str, Callable[[np.ndarray], Any]] = {"mean": np.mean, "median": np.median, "sum": np.sum}


def gather(
    values: Sequence[float | None],
    subgroup: Sequence[int],
    denominators: Sequence[float | None] | None = None,
    how: str = "mean",
) -> Grouped:
    """Gather rows into one point per subgroup number, in the order of the numbers.

    With denominators a point is the sum of its rows' numerators and denominators; without, it is the mean, median,
    sum or standard deviation (`sd`) of its rows. A row without a value is left out.
    """
    rows = as_floats(values)
    sizes_of = None if denominators is None else as_floats(denominators)
    groups = np.asarray(subgroup)
    points: list[float | None] = []
    totals: list[float | None] = []
    spreads: list[float | None] = []
    sizes: list[int] = []
    for group in np.unique(groups):
        chosen = (groups == group) & ~np.isnan(rows)
        if sizes_of is not None:
            chosen &= ~np.isnan(sizes_of)
        found = rows[chosen]
        size = len(found)
        sizes.append(size)
        spread = float(np.std(found, ddof=1)) if size > 1 else None
        spreads.append(spread)
        if sizes_of is not None:
            points.append(float(found.sum()) if size else None)
            totals.append(float(sizes_of[chosen].sum()) if size else None)
        elif how == "sd":
            points.append(spread)
        else:
            points.append(float(_SUMMARIES[how](found)) if size else None)
    return Grouped(
        values=tuple(points),
        denominators=None if sizes_of is None else tuple(totals),
        spreads=tuple(spreads),
        sizes=tuple(sizes),
    )
