"""Which figures of groups of people are not shown, so that nobody can be recognised by them. Pure: counts in, places out.

A group's figure of one period is not shown where any count behind it is below the measure's number: how many, out of how
many, and how many not. One figure that is left out could be had again by taking the others from the total, which stands
on the measure's own chart. So wherever some are left out, the next smallest are left out too, until at least two are
missing and what they hide comes, together, to the number or more. Nobody can tell which was left out for which reason.

Everything else (charts, centre lines, limits, signals, gaps, tables, files) is made of what is left, never of more.
docs/data-quality.md tells why it is done so, and what it does not protect from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_HIDDEN = 2
"""One figure alone is the total less the others."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A group's figure of one period: the value or numerator, and what it is out of."""

    value: float
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What of a measure's cells counts people or events: the value, the denominator, and what is left of it."""

    value: bool
    denominator: bool
    rest: bool

    def of(self, cell: Cell) -> tuple[float, ...]:
        """The counts behind a cell."""
        found: tuple[float, ...] = (cell.value,) if self.value else ()
        if self.denominator and cell.denominator is not None:
            found += (cell.denominator,)
            found += (cell.denominator - cell.value,) if self.rest else ()
        return found


def hidden(cells: Sequence[Cell | None], below: int, counts: Counts) -> frozenset[int]:
    """The places of the cells, of all groups in one period, that are not shown; None is a group without a figure."""
    told = {place: counts.of(cell) for place, cell in enumerate(cells) if cell is not None}
    left_out = {place for place, found in told.items() if any(count < below for count in found)}
    if not left_out:
        return frozenset()
    others = sorted(told.keys() - left_out, key=lambda place: (min(told[place]), place))
    while others and not _covered([told[place] for place in left_out], below):
        left_out.add(others.pop(0))
    return frozenset(left_out)


def _covered(left_out: list[tuple[float, ...]], below: int) -> bool:
    """Whether the cells left out hide one another: two or more, each kind of count together not below the number."""
    kinds = zip(*left_out, strict=False)  # of a period typed half with, half without denominators the counts in common
    return len(left_out) >= FEWEST_HIDDEN and all(sum(kind) >= below for kind in kinds)
