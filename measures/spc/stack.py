"""The points of one or many series in flat arrays, and how stretches of them become the rows of a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from measures.spc.block import Block
from measures.spc.limits import Chart
from measures.spc.series import LARGEST, SMALLEST, BadSeries, Phase, Series, as_floats, checked_phases

ALL = 2**62
"""As many points as there are."""


@dataclass(frozen=True, slots=True)
class Flat:
    """Points one after another, of one series or of many. NaN is a missing number.

    `excluded` and `marked` are true or false for each point, or None where no point is.
    """

    values: np.ndarray
    sizes: np.ndarray | None = None
    spreads: np.ndarray | None = None
    excluded: np.ndarray | None = None
    marked: np.ndarray | None = None

    @classmethod
    def of(cls, series: Series) -> Flat:
        """The points of one series."""
        values = as_floats(series.values)
        length = len(values)
        return cls(
            values,
            _companion(series.denominators, length, "denominators"),
            _companion(series.spreads, length, "standard deviations"),
            _chosen(series.excluded, length),
            _chosen(series.marked, length),
        )


def _companion(numbers: Sequence[float | None] | None, length: int, called: str) -> np.ndarray | None:
    if numbers is None:
        return None
    array = as_floats(numbers)
    if len(array) != length:
        raise BadSeries(f"There are {length} values but {len(array)} {called}.")
    return array


def _chosen(members: frozenset[int], length: int) -> np.ndarray | None:
    if not members:
        return None
    found = np.zeros(length, dtype=bool)
    found[[index for index in members if 0 <= index < length]] = True
    return found


def lacks(kind: Chart, flat: Flat) -> str:
    """What all of these points lack for this kind of chart, in a sentence; nothing where they lack nothing."""
    if kind.needs_denominator and flat.sizes is None:
        return f"A {kind.label} needs a denominator for each point."
    if kind.needs_spread and flat.spreads is None:
        return f"A {kind.label} needs the standard deviation of each subgroup."
    return ""


def faults(kind: Chart, flat: Flat) -> Iterator[tuple[np.ndarray, str]]:
    """Which points this kind of chart cannot be made of, and why, fault by fault."""
    values, sizes = flat.values, flat.sizes
    with np.errstate(invalid="ignore"):
        if sizes is not None:
            yield sizes < 0, "has a denominator below 0"
        if kind.part_of_whole and sizes is not None:
            yield values < 0, "has a numerator below 0"
            yield (sizes > 0) & (values > sizes), "has a numerator above its denominator"
        if kind.counted:
            yield values < 0, f"is below 0: a {kind.label} shows counts, which are 0 or more"
        if kind.positive:
            yield values <= 0, f"is 0 or less: a {kind.label} shows times between events, which are above 0"


def fault(index: int, why: str) -> str:
    """A fault in a sentence; `index` is the point's place in its series."""
    return f"Point {index + 1} {why}."


MULTIPLIER = "What the values are multiplied by is no number above 0."


def checked(kind: Chart, flat: Flat, multiplier: float) -> None:
    """Refuse in words what this kind of chart cannot be made of; the points are those of one series."""
    if not SMALLEST <= multiplier <= LARGEST:
        raise BadSeries(MULTIPLIER)
    if lacking := lacks(kind, flat):
        raise BadSeries(lacking)
    for wrong, why in faults(kind, flat):
        if wrong.any():
            raise BadSeries(fault(int(np.argmax(wrong)), why))


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of flat points, one for each row of a block: where they begin, how many points they have, how many of
    their first ones the centre and the limits learn from, and the centre line given in advance (NaN: none)."""

    begin: np.ndarray
    count: np.ndarray
    learn: np.ndarray
    centre: np.ndarray

    def __getitem__(self, rows: slice | np.ndarray) -> Stretches:
        return Stretches(self.begin[rows], self.count[rows], self.learn[rows], self.centre[rows])


Stretch = tuple[int, int, int, float]
"""Begin, count, learn and centre of one stretch."""


def stretches_of(phases: Sequence[Phase], length: int, multiplier: float) -> list[Stretch]:
    """The phases of a series of this length that hold a point, as stretches of it."""
    held = checked_phases(phases, length)
    ends = [*(phase.start for phase in held[1:]), length]
    return [
        (
            phase.start,
            end - phase.start,
            ALL if phase.baseline is None else max(phase.baseline, 1),
            _centre_of(phase, multiplier),
        )
        for phase, end in zip(held, ends, strict=True)
    ]


def _centre_of(phase: Phase, multiplier: float) -> float:
    """The centre line given in advance, before it is multiplied; NaN where there is none, or none that is a number."""
    if phase.centre is None:
        return float("nan")
    centre = phase.centre / multiplier
    return centre if abs(centre) <= LARGEST else float("nan")


def stretches(found: Sequence[Stretch]) -> Stretches:
    """The same as arrays."""
    begin, count, learn, centre = zip(*found, strict=True)
    return Stretches(np.array(begin), np.array(count), np.array(learn), np.array(centre))


def block_of(kind: Chart, flat: Flat, rows: Stretches, *, ordered: bool, screen: bool) -> Block:
    """These stretches as the rows of one block, as wide as the longest of them.

    Where they are of one length and follow one another, the values are not copied.
    """
    width = int(rows.count.max())
    shape = len(rows.count), width
    first = int(rows.begin[0])
    column = np.arange(width)
    if (rows.count == width).all() and (rows.begin[1:] - rows.begin[:-1] == width).all():
        inside = np.ones(shape, dtype=bool)

        def laid(cells: np.ndarray, empty: float | bool) -> np.ndarray:
            return cells[first : first + shape[0] * width].reshape(shape)
    else:
        inside = column < rows.count[:, None]
        places = np.where(inside, rows.begin[:, None] + column, 0)

        def laid(cells: np.ndarray, empty: float | bool) -> np.ndarray:
            return np.where(inside, cells[places], empty)

    values = laid(flat.values, np.nan)
    sizes = None if flat.sizes is None else laid(flat.sizes, np.nan)
    spreads = None if flat.spreads is None else laid(flat.spreads, np.nan)
    if sizes is not None and not kind.needs_spread:
        values = np.where(sizes >= SMALLEST, values, np.nan)
    kept = inside if flat.excluded is None else inside & ~laid(flat.excluded, True)
    base = kept if (rows.learn >= rows.count).all() else kept & (column < rows.learn[:, None])
    marked = np.zeros(shape, dtype=bool) if flat.marked is None else laid(flat.marked, False)
    return Block(values, sizes, spreads, inside, kept, base, marked, rows.centre, ordered, screen)
