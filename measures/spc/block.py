"""Stretches of many series as the rows of one matrix.

A phase has its own centre line, its own limits and its own start of every rule, so nothing ever reaches from one
phase into the next: each phase of each series is one row, and every formula is written once, along the rows. One
series is a block of as many rows as it has phases; a whole portfolio is a block of thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Block:
    """Rows of points, padded at the end with points that are not `inside`.

    `values`, `sizes` and `spreads` are NaN where missing. `kept` are the points that are not excluded; `base` those
    that centre and limits may learn from. `centres` holds one centre line given in advance per row, or NaN.
    """

    values: np.ndarray
    sizes: np.ndarray | None
    spreads: np.ndarray | None
    inside: np.ndarray
    kept: np.ndarray
    base: np.ndarray
    marked: np.ndarray
    centres: np.ndarray
    ordered: bool = True
    screen: bool = False

    @cached_property
    def has_centre(self) -> bool:
        """Whether any row brings its centre line along."""
        return not bool(np.isnan(self.centres).all())


def some(cells: np.ndarray) -> bool:
    """Whether any of these is true, or not 0; on the few cells of one series in a quarter of the time of `any`."""
    return bool(np.count_nonzero(cells))


def ranges(y: np.ndarray, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per point, the member before it (one row for all where that is alike) and the absolute difference to it.

    The difference is NaN where either is missing.

    Points that are no members are taken out first, so that a range joins the two around them; a member whose value
    is missing gives no range and is not bridged.
    """
    rows, length = y.shape
    if not some(members[:, 1:] & ~members[:, :-1]):  # nothing is left out in between: each follows its neighbour
        gap = np.full((rows, length), np.nan)
        np.abs(y[:, 1:] - y[:, :-1], out=gap[:, 1:], where=members[:, 1:])
        return np.arange(-1, length - 1)[None, :], gap
    position = np.where(members, np.arange(length), -1)
    before = np.full((rows, length), -1)
    before[:, 1:] = np.maximum.accumulate(position, axis=1)[:, :-1]
    missing = (before < 0) | ~members
    gap = np.abs(y - beside(y, before))
    gap[missing] = np.nan
    return before, gap


def beside(cells: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Of each point what the member before it has, as `ranges` tells them; of a first one its row's first."""
    return cells[np.arange(len(cells))[:, None], np.maximum(before, 0)]


def total_of(numbers: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Sum along the rows of the numbers chosen.

    Added strictly from left to right, so that what is left out (missing, excluded, padding) changes nothing, not even
    the last digit: a row gives the same figures whatever stands beside it and however wide its block is.
    """
    return np.add.accumulate(np.where(where, numbers, 0.0), axis=1)[:, -1]


def quotient(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Above over below as a column, NaN where below is not more than 0."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)[:, None]


def mean_of(numbers: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Mean along the rows of the numbers chosen, NaN where there are none; a column."""
    return quotient(total_of(numbers, where), where.sum(axis=1))


def median_of(numbers: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Median along the rows of the numbers chosen, NaN where there are none; a column."""
    count = where.sum(axis=1)
    ordered = np.sort(np.where(where, numbers, np.inf), axis=1)
    row = np.arange(len(numbers))
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, max(numbers.shape[1] - 1, 0))
    middle = (ordered[row, low] + ordered[row, high]) / 2
    return np.where(count > 0, middle, np.nan)[:, None]


def mean_range(gap: np.ndarray, screen: bool, factor: float) -> np.ndarray:
    """Mean of the ranges; screened, those at or beyond `factor` means are left out once (Nelson 1982).

    Where every range is zero there is nothing to screen: the mean stays zero, and the limits lie on the centre line.
    """
    found = ~np.isnan(gap)
    mean = mean_of(gap, found)
    if not screen:
        return mean
    with np.errstate(invalid="ignore"):
        within = found & ((gap < factor * mean) | (mean == 0))
    return mean_of(gap, within)
