"""A second, slow reading of the rules, point by point in plain Python, to hold the engine against."""

from __future__ import annotations

import functools
import itertools
from math import comb, log2, pi, sqrt
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


def screened_mean(ranges, factor, screen):
    """Mean of the ranges; screened, of those below so many means."""
    mean = fmean(ranges)
    return fmean(each for each in ranges if each < factor * mean) if screen and mean else mean


def prime(values, sizes, kind, screen):
    """Centre and limits of a P′, U′ or I′ chart, point by point."""
    centre = sum(values) / sum(sizes)
    ratios = [value / size for value, size in zip(values, sizes, strict=True)]
    if kind == "ip":
        ranges = [
            abs(ratios[at] - ratios[at - 1]) / sqrt(1 / sizes[at] + 1 / sizes[at - 1]) * sqrt(pi / 2)
            for at in range(1, len(ratios))
        ]
        spread = screened_mean(ranges, 3.2665, screen)
        reaches = [3 * spread / sqrt(size) for size in sizes]
    else:
        variance = centre * (1 - centre) if kind == "pp" else centre
        errors = [sqrt(variance / size) for size in sizes]
        z = [(ratio - centre) / error for ratio, error in zip(ratios, errors, strict=True)]
        spread = screened_mean([abs(after - before) for before, after in itertools.pairwise(z)], 3.267, screen) / 1.128
        reaches = [3 * spread * error for error in errors]
    lower = [centre - reach if kind == "ip" else max(0, centre - reach) for reach in reaches]
    upper = [min(1, centre + reach) if kind == "pp" else centre + reach for reach in reaches]
    return lower, centre, upper


def middle(values):
    """Median of what is there."""
    return median(value for value in values if value is not None)


# -- Every rule of every set, point by point: (index, side) of each point that belongs to a signal ------------------------


def windows(count, size):
    """Each stretch of so many neighbouring points."""
    return [range(first, first + size) for first in range(count - size + 1)]


def side_of(value, centre):
    """1 above the line, -1 below, 0 on it."""
    return (value > centre) - (value < centre)


def outside(values, centre, sigma):
    return {
        (index, side_of(value, centre)) for index, value in enumerate(values) if abs(value - centre) > 3 * sigma + 1e-9
    }


def long_run(values, centre):
    return {(index, side_of(values[index], centre)) for index in anhoej(values, centre)[1]}


def few_crossings(values, centre, fewest_points=1):
    (_, allowed, crossings, fewest), _ = anhoej(values, centre)
    found = sides(values, centre)
    if crossings >= fewest or len(found) < fewest_points:
        return set()
    lean = sum(side for _, side in found[-allowed:])
    return {(index, side_of(lean, 0)) for index, _ in found}


def shift_skipping(values, centre, length):
    return {(index, side) for run in runs(values, centre) if len(run) >= length for index, side in run}


def shift_breaking(values, centre, length):
    found = set()
    for window in windows(len(values), length):
        for side in (1, -1):
            if all(side_of(values[index], centre) == side for index in window):
                found |= {(index, side) for index in window}
    return found


def trend_of(values, length, ties):
    """`ties`: equal neighbours are passed over ("skip"), end a trend ("break") or count as steps ("count").

    Of stretches within one another only the widest is a trend.
    """
    found = set()
    for direction in (1, -1):
        steps = [side_of(after, before) * direction for before, after in itertools.pairwise(values)]
        reached = 0
        for first in range(len(steps)):
            last = max(
                (end for end in range(first + 1, len(values)) if _trends(steps[first:end], length, ties)), default=0
            )
            if last > reached:
                reached = last
                kept = [index for index in range(first + 1, last + 1) if ties == "count" or steps[index - 1]]
                found |= {(index, direction) for index in (first, *kept)}
    return found


def _trends(steps, length, ties):
    """Whether these steps, all of them together, are a trend of so many points."""
    if -1 in steps or 1 not in steps:
        return False
    if ties == "skip":
        return steps[0] == steps[-1] == 1 and steps.count(1) >= length - 1
    return len(steps) >= length - 1 and (ties == "count" or 0 not in steps)


def k_of_n(values, centre, sigma, k, n, reach, one_side=False, within=False):
    found = set()
    for window in windows(len(values), n):
        for side in (1, -1):
            if one_side and not all(side_of(values[index], centre) == side for index in window):
                continue
            far = [
                index
                for index in window
                if (values[index] - centre) * side > reach * sigma
                and not (within and (values[index] - centre) * side > 3 * sigma)
            ]
            if len(far) >= k:
                found |= {(index, side) for index in far}
    return found


def alternating(values, points):
    steps = [side_of(after, before) for before, after in itertools.pairwise(values)]
    found = set()
    for window in windows(len(values), points):
        here = steps[window[0] : window[-1]]
        if all(here) and all(before == -after for before, after in itertools.pairwise(here)):
            found |= {(index, 0) for index in window}
    return found


def zone(values, centre, sigma, points, inner):
    """So many neighbours all within one sigma (`inner`), or all beyond it."""
    found = set()
    for window in windows(len(values), points):
        if all((abs(values[index] - centre) <= sigma) == inner for index in window):
            found |= {(index, 0) for index in window}
    return found


@functools.cache
def chances_of_runs(count):
    """How often each number of runs comes up among all orders of half highs and half lows, counted one by one."""
    orders = list(itertools.combinations(range(count), count // 2))
    tally = [0] * (count + 1)
    for highs in orders:
        high = set(highs)
        tally[1 + sum((index in high) != (index - 1 in high) for index in range(1, count))] += 1
    return [ways / len(orders) for ways in tally]


@functools.cache
def runs_allowed(count):
    """The fewest and most runs that leave no more than 2.5 % in each tail."""
    chances = chances_of_runs(count)
    inside = [runs for runs in range(count + 1) if sum(chances[: runs + 1]) > 0.025 and sum(chances[runs:]) > 0.025]
    return inside[0], inside[-1]


def runs_table(values, centre, table):
    found = runs(values, centre)
    useful = [index for run in found for index, _ in run]
    if len(useful) < 10:
        return set()
    low, high = table(len(useful))
    return set() if low <= len(found) <= high else {(index, 0) for index in useful}
