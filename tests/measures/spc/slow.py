"""A second, slow reading of the rules, point by point in plain Python, to hold the engine against."""

from __future__ import annotations

import itertools
from math import comb, log2
from statistics import fmean, median


def sides(values, centre):
    """Side of each useful point, with its index; missing points and points on the line are left out."""
    found = []
    for index, value in enumerate(values):
        if value is not None and abs(value - centre) > 1e-9 * max(abs(value), abs(centre)):
            found.append((index, 1 if value > centre else -1))
    return found


def runs(values, centre):
    """Runs as lists of (index, side)."""
    found: list[list[tuple[int, int]]] = []
    for index, side in sides(values, centre):
        if found and found[-1][-1][1] == side:
            found[-1].append((index, side))
        else:
            found.append([(index, side)])
    return found


def anhoej(values, centre):
    """(longest run, its limit, crossings, their limit) and the points of runs that are too long."""
    found = runs(values, centre)
    useful = sum(len(run) for run in found)
    if not useful:
        return (0, 0, 0, 0), set()
    allowed = round(log2(useful)) + 3
    fewest, chance = 0, 0.0
    for fewest in range(useful):
        chance += comb(useful - 1, fewest) / 2 ** (useful - 1)
        if chance >= 0.05:
            break
    longest = max(len(run) for run in found)
    long_ones = {index for run in found if len(run) > allowed for index, _ in run}
    return (longest, allowed, len(found) - 1, fewest), long_ones


def shift(values, centre, length):
    """Points of runs of this length or longer, points on the line skipped."""
    return {index for run in runs(values, centre) if len(run) >= length for index, _ in run}


def trend(values, length):
    """Points of steady rises and falls; an equal neighbour neither counts nor breaks."""
    present = [(index, value) for index, value in enumerate(values) if value is not None]
    found: set[int] = set()
    for direction in (1, -1):
        current: list[int] = []
        last = None
        for index, value in present:
            if last is None:
                current = [index]
            elif value == last[1]:
                if len(current) == 1:
                    current = [index]
            elif (value > last[1]) == (direction == 1):
                current.append(index)
            else:
                current = [index]
            if len(current) >= length:
                found |= set(current)
            last = (index, value)
    return found


def individuals(values, baseline=None, excluded=()):
    """Mean and limits of an I chart: excluded points are taken out first, a missing one gives no range."""
    chosen = [value for index, value in enumerate(values[:baseline]) if index not in excluded]
    ranges = [
        abs(after - before) for before, after in itertools.pairwise(chosen) if before is not None and after is not None
    ]
    centre = fmean(value for value in chosen if value is not None)
    reach = 3 * fmean(ranges) / 1.128
    return centre - reach, centre, centre + reach


def middle(values):
    """Median of what is there."""
    return median(value for value in values if value is not None)
