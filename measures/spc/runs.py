"""Runs, crossings and what chance allows of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import accumulate
from math import comb, log2

import numpy as np

from measures.spc.block import some


@lru_cache(maxsize=4096)
def longest_run_allowed(useful: int) -> int:
    """The longest run that chance makes likely among so many useful points (Schilling 2012)."""
    return 0 if useful < 1 else round(log2(useful)) + 3


@lru_cache(maxsize=4096)
def fewest_crossings_allowed(useful: int) -> int:
    """The fewest crossings that chance makes likely (Chen 2010): the smallest k with P(X <= k) >= 0.05.

    X is binomial, one half, over the steps between useful points. Whole numbers throughout, so exact at any length.
    """
    steps = useful - 1
    if steps < 1:
        return 0
    crossings = steps // 2
    ways = comb(steps, crossings)
    so_far = (2**steps + (0 if steps % 2 else ways)) // 2  # half of all ways have no more than half of all crossings
    while 20 * (so_far - ways) >= 2**steps:  # P >= 0.05 holds still of one crossing fewer
        so_far -= ways
        ways = ways * crossings // (steps - crossings + 1)
        crossings -= 1
    return crossings


NEVER = 1e-20
"""A chance this small is none."""


def _chances_of_runs(useful: int) -> dict[int, float]:
    """The chance of each number of runs when half of the points lie on each side (Wald and Wolfowitz 1940).

    Reckoned outwards from the usual number, as parts of its chance, and left off where no chance is left, so that the
    longest series takes hardly longer than a short one.
    """
    above, below = useful // 2, useful - useful // 2
    usual = (above + 1) // 2
    pairs = {usual: 1.0}
    for half in range(usual, above):  # ways to part both sides into so many runs each
        pairs[half + 1] = pairs[half] * (above - half) / half * (below - half) / half
        if pairs[half + 1] < NEVER:
            break
    for half in range(usual, 1, -1):
        pairs[half - 1] = pairs[half] * (half - 1) / (above - half + 1) * (half - 1) / (below - half + 1)
        if pairs[half - 1] < NEVER:
            break
    ways = {2 * half: 2 * pair for half, pair in pairs.items()}
    ways |= {2 * half + 1: pair * (useful - 2 * half) / half for half, pair in pairs.items()}
    total = sum(ways.values())
    return {runs: ways[runs] / total for runs in sorted(ways)}


@lru_cache(maxsize=4096)
def runs_allowed(useful: int) -> tuple[int, int]:
    """The fewest and the most runs that chance makes likely: exact, 2.5 % in each tail.

    Printed tables differ from this, and from one another, by one run at some numbers of points.
    """
    if useful < 2:
        return 0, useful
    chances = _chances_of_runs(useful)
    return _first_beyond_tail(chances), _first_beyond_tail(dict(reversed(chances.items())))


def _first_beyond_tail(chances: Mapping[int, float]) -> int:
    """The first number of runs with which more than 2.5 % are reached."""
    reached = accumulate(chances.values())
    return next(runs for runs, so_far in zip(chances, reached, strict=True) if so_far > 0.025)


_IN_PRINT = (
    (3, 9), (3, 10), (3, 11), (4, 11), (4, 12), (5, 12), (5, 13), (5, 13), (6, 14), (6, 15),
    (6, 16), (7, 16), (7, 17), (7, 17), (8, 18), (8, 18), (9, 19), (10, 19), (10, 20), (10, 20),
    (11, 21), (11, 22), (11, 23), (12, 23), (12, 24), (12, 24), (13, 25), (13, 25), (14, 26), (14, 26),
    (15, 27),
)  # fmt: skip


def runs_in_print(useful: int) -> tuple[int, int]:
    """The fewest and the most runs by the table that handbooks of improvement print, from 10 to 40 useful points.

    It leans on Swed and Eisenhart (1943) and differs from the exact limits by one run at some numbers of points; where
    it has no row the exact limits stand in.
    """
    return _IN_PRINT[useful - 10] if 10 <= useful < 10 + len(_IN_PRINT) else runs_allowed(useful)


RUNS_TABLES: dict[str, Callable[[int], tuple[int, int]]] = {"runs": runs_allowed, "runs-in-print": runs_in_print}
"""The table of runs by the key of the rule that reads it."""


_FIRST = np.zeros(1, dtype=np.int64)


def streaks(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For every cell the column where its streak of equal labels begins, and the streak's length."""
    rows, length = labels.shape
    if length == 0:
        return np.zeros((rows, 0), dtype=np.int32), np.zeros((rows, 0), dtype=np.int32)
    changes = labels[:, 1:] != labels[:, :-1]
    if rows == 1:  # the same, in fewer steps than many rows take
        edges = np.concatenate([_FIRST, changes[0].nonzero()[0] + 1, [length]])
        lengths = edges[1:] - edges[:-1]
        return edges[:-1].repeat(lengths)[None, :], lengths.repeat(lengths)[None, :]
    column = np.arange(length + 1, dtype=np.int32)
    start = np.zeros((rows, length), dtype=np.int32)
    np.multiply(changes, column[1:length], out=start[:, 1:])
    np.maximum.accumulate(start, axis=1, out=start)
    end = np.full((rows, length), length, dtype=np.int32)
    np.copyto(end[:, :-1], column[1:length], where=changes)
    backwards = end[:, ::-1]
    np.minimum.accumulate(backwards, axis=1, out=backwards)
    return start, end - start


def packed(chosen: np.ndarray) -> np.ndarray | None:
    """The order that brings the chosen cells of each row to its front, unchanged among themselves.

    None when they are there already, which is what most series are.
    """
    if chosen.shape[1] < 2 or not some(chosen[:, 1:] & ~chosen[:, :-1]):
        return None
    return np.argsort(~chosen, axis=1, kind="stable")
