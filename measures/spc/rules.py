"""Rules that tell special from common cause, and the named, versioned sets in which the field uses them.

A rule is a function from a `View` to patterns; a pattern is a set of points with one side. Sets are never stacked:
a chart is read by exactly one of them, because every further rule adds false alarms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from measures.spc.block import Block, some
from measures.spc.constants import TOLERANCE
from measures.spc.limits import Levels
from measures.spc.runs import (
    fewest_crossings_allowed,
    longest_run_allowed,
    packed,
    runs_allowed,
    runs_in_print,
    streaks,
)

HIGH, LOW, NO_SIDE = 1, -1, 0


def _compared(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """1 where left lies above right by more than rounding, -1 where below, 0 where on it or where either is missing."""
    gap, rounding = left - right, TOLERANCE * np.abs(right)
    return (gap > rounding).view(np.int8) - (gap < -rounding).view(np.int8)


@dataclass(frozen=True)
class Patterns:
    """What one rule found: `group` numbers each pattern's points within its row (0: none), `side` is the pattern's.

    Along a row the numbers rise: the points of one pattern come before those of the next.
    """

    group: np.ndarray
    side: np.ndarray

    def members(self, row: int) -> list[np.ndarray]:
        """The columns of each pattern of a row."""
        group = self.group[row]
        columns = group.nonzero()[0]
        if not len(columns):
            return []
        numbers = group[columns]
        if numbers[0] == numbers[-1]:
            return [columns]
        ends = [*((numbers[1:] != numbers[:-1]).nonzero()[0] + 1).tolist(), len(numbers)]
        return [columns[begin:end] for begin, end in pairwise([0, *ends])]


class View:
    """A chart as rules see it: points that count, packed to the front of each row, and their sides.

    Missing and excluded points neither break a pattern nor lengthen it.
    """

    def __init__(self, block: Block, levels: Levels, enough: np.ndarray, minimum_runs: int):
        self.shape = levels.y.shape
        self.block, self.levels, self.enough, self.minimum_runs = block, levels, enough, minimum_runs
        self._limits: dict[float, tuple[np.ndarray, np.ndarray]] = {}
        self._outside: dict[float, tuple[np.ndarray, np.ndarray]] = {}
        self.counting = block.kept & ~np.isnan(levels.y)
        self.order = packed(self.counting)
        self.valid = self.pack(self.counting)
        self.y = self.pack(levels.y)
        self.centre = self.pack(levels.centre)

    def pack(self, cells: np.ndarray) -> np.ndarray:
        """Cells in the packed order; a column, which is the same at every point, stays one."""
        if self.order is None or cells.shape[1] == 1:
            return cells
        return np.take_along_axis(cells, self.order, axis=1)

    def unpack(self, cells: np.ndarray) -> np.ndarray:
        """Packed cells back in their places."""
        if self.order is None:
            return cells
        found = np.empty_like(cells)
        np.put_along_axis(found, self.order, cells, axis=1)
        return found

    @cached_property
    def judged(self) -> np.ndarray:
        """Packed: the points that have limits to be held against."""
        found = self.valid & self.enough[:, None]
        return found if self.levels.sigma is None else found & ~np.isnan(self.pack(self.levels.sigma))

    @cached_property
    def side(self) -> np.ndarray:
        """1 above the centre line, -1 below, 0 on it (or no point)."""
        return _compared(self.y, self.centre) * self.valid

    @cached_property
    def steps(self) -> np.ndarray:
        """1 where a point lies above the one before it, -1 where below, 0 where they are equal or there is none."""
        found = np.zeros(self.shape, dtype=np.int8)
        np.multiply(_compared(self.y[:, 1:], self.y[:, :-1]), self.valid[:, 1:], out=found[:, 1:])
        return found

    @cached_property
    def side_streaks(self) -> tuple[np.ndarray, np.ndarray]:
        """Start and length of the streak on one side (or on the line) that each point belongs to."""
        return streaks(self.side)

    def limits(self, k: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limits at k sigma, in their places; computed once."""
        if k not in self._limits:
            self._limits[k] = self.levels.at(k)
        return self._limits[k]

    def outside(self, k: float) -> tuple[np.ndarray, np.ndarray]:
        """Packed: points above the upper and below the lower limit at k sigma, by more than rounding, where there are
        enough for limits."""
        if k not in self._outside:
            lower, upper = map(self.pack, self.limits(k))
            high = self.y > upper + TOLERANCE * np.abs(upper)
            low = self.y < lower - TOLERANCE * np.abs(lower)
            self._outside[k] = high & self.judged, low & self.judged
        return self._outside[k]

    @cached_property
    def useful_order(self) -> np.ndarray | None:
        """The order that packs the points beside the centre line."""
        return packed(self.side != 0)

    @cached_property
    def useful_sides(self) -> np.ndarray:
        """Sides of the useful points, packed; 0 beyond them."""
        return self.side if self.useful_order is None else np.take_along_axis(self.side, self.useful_order, axis=1)

    def useful_back(self, cells: np.ndarray) -> np.ndarray:
        """Cells packed by usefulness back in their places."""
        if self.useful_order is None:
            return self.unpack(cells)
        found = np.empty_like(cells)
        np.put_along_axis(found, self.useful_order, cells, axis=1)
        return self.unpack(found)

    @cached_property
    def useful(self) -> np.ndarray:
        """How many useful points each row has."""
        return (self.useful_sides != 0).sum(axis=1)

    @cached_property
    def useful_streaks(self) -> tuple[np.ndarray, np.ndarray]:
        """Start and length of the run that each useful point belongs to (0 beyond the last useful point)."""
        start, length = self.side_streaks if self.useful_order is None else streaks(self.useful_sides)
        return start, np.where(self.useful_sides != 0, length, 0)

    @cached_property
    def longest_run(self) -> np.ndarray:
        """The longest run of each row."""
        return self.useful_streaks[1].max(axis=1, initial=0)

    @cached_property
    def crossings(self) -> np.ndarray:
        """How often each row's line crosses the centre."""
        sides = self.useful_sides
        return ((sides[:, 1:] * sides[:, :-1]) == -1).sum(axis=1)

    @cached_property
    def recent_side(self) -> np.ndarray:
        """The side on which most of each row's newest useful points lie, as many as the longest run that chance allows.

        One point would say it too loudly: the newest may be the odd one. 0 where as many lie above as below.
        """
        column = np.arange(self.useful_sides.shape[1])
        newest = column >= (self.useful - self.run_limits[0])[:, None]
        return np.sign((self.useful_sides * newest).sum(axis=1)).astype(np.int8)

    @cached_property
    def run_limits(self) -> tuple[np.ndarray, np.ndarray]:
        """Longest run and fewest crossings that chance allows, per row."""
        counts = self.useful.tolist()
        return (
            np.array([longest_run_allowed(count) for count in counts], dtype=int),
            np.array([fewest_crossings_allowed(count) for count in counts], dtype=int),
        )

    @cached_property
    def enough_for_runs(self) -> np.ndarray:
        """Rows with enough useful points for a test of runs."""
        return self.useful >= self.minimum_runs


RunsTable = Callable[[int], tuple[int, int]]
"""The fewest and the most runs that chance makes likely, for a number of useful points."""

Finder = Callable[[View], Iterable[Patterns]]


def _numbered(start: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Number patterns by the column they start in."""
    return (start + 1) * chosen


def outside_limits(view: View) -> Iterable[Patterns]:
    """Points beyond a three-sigma limit; neighbours beyond the same limit are told together."""
    high, low = view.outside(3)
    side = high.view(np.int8) - low.view(np.int8)
    chosen = side != 0
    if some(chosen):
        start, _ = streaks(side)
        yield Patterns(view.unpack(_numbered(start, chosen)), view.unpack(side))


def long_run(view: View) -> Iterable[Patterns]:
    """A run longer than chance makes likely for so many points (Anhøj)."""
    start, length = view.useful_streaks
    allowed = view.run_limits[0]
    chosen = (length > allowed[:, None]) & view.enough_for_runs[:, None]
    if some(chosen):
        yield Patterns(view.useful_back(_numbered(start, chosen)), view.unpack(view.side))


def few_crossings(view: View) -> Iterable[Patterns]:
    """Fewer crossings than chance makes likely (Anhøj); its side is the one on which most of the newest points lie."""
    fewest = view.run_limits[1]
    few = (view.crossings < fewest) & view.enough_for_runs
    if some(few):
        chosen = few[:, None] & (view.side != 0)
        yield Patterns(view.unpack(chosen.astype(np.int32)), view.unpack(chosen * view.recent_side[:, None]))


def shift(length: int, *, on_centre_breaks: bool) -> Finder:
    """So many points in a row on one side of the centre line."""

    def find(view: View) -> Iterable[Patterns]:
        if on_centre_breaks:
            (start, found), back = view.side_streaks, view.unpack
            chosen = (found >= length) & (view.side != 0)
        else:
            (start, found), back = view.useful_streaks, view.useful_back
            chosen = found >= length
        if some(chosen):
            yield Patterns(back(_numbered(start, chosen)), view.unpack(view.side))

    return find


def trend(length: int, *, ties_break: bool = False) -> Finder:
    """So many points in a row each higher, or each lower, than the one before.

    Equal neighbours neither count nor break, unless `ties_break`.
    """

    def find(view: View) -> Iterable[Patterns]:
        if view.shape[1] < length:
            return
        step = view.steps
        if ties_break:
            order, steps = None, step
        else:
            order = packed(step != 0)
            steps = step if order is None else np.take_along_axis(step, order, axis=1)
        start, found = streaks(steps)
        chosen = (found >= length - 1) & (steps != 0)
        if not some(chosen):
            return
        if order is not None:
            spread = np.zeros_like(start)
            np.put_along_axis(spread, order, np.where(chosen, start + 1, 0), axis=1)
            group = spread
        else:
            group = np.where(chosen, start + 1, 0)
        for direction in (HIGH, LOW):
            mine = np.where(step == direction, group, 0)
            if not some(mine):
                continue
            # The point before the first step belongs to the trend too: the newest of equal neighbours.
            seen = np.maximum.accumulate(mine, axis=1)
            fresh = (mine[:, 1:] > 0) & (seen[:, :-1] < mine[:, 1:])
            whole = mine.copy()
            whole[:, :-1] = np.where(fresh & (whole[:, :-1] == 0), mine[:, 1:], whole[:, :-1])
            side = np.where(whole > 0, direction, 0).astype(np.int8)
            yield Patterns(view.unpack(whole), view.unpack(side))

    return find


def trend_with_equals(length: int) -> Finder:
    """So many points in a row, none lower (or none higher) than the one before: equal neighbours count as steps.

    A stretch in which nothing moves at all is no trend.
    """

    def find(view: View) -> Iterable[Patterns]:
        rows, columns = view.shape
        if columns < length:
            return
        step, row = view.steps, np.arange(rows)[:, None]
        for direction in (HIGH, LOW):
            onward = view.valid & (step != -direction)
            onward[:, 0] = False
            start, found = streaks(onward.astype(np.int8))
            chosen = onward & (found >= length - 1)
            if not some(chosen):
                continue
            moved = np.zeros((rows, columns + 1), dtype=np.int32)
            (onward & (step == direction)).cumsum(axis=1, out=moved[:, 1:])
            chosen &= moved[row, start + found] > moved[row, start]
            if not some(chosen):
                continue
            whole = np.where(chosen, start + 1, 0)
            begins = chosen[:, 1:] & ~chosen[:, :-1]  # the point before the first step belongs to the trend too
            whole[:, :-1] = np.where(begins, whole[:, 1:], whole[:, :-1])
            yield Patterns(view.unpack(whole), view.unpack(np.where(whole > 0, direction, 0).astype(np.int8)))

    return find


def _counted(chosen: np.ndarray) -> np.ndarray:
    """Number the stretches of chosen cells of each row; between two of them the number of the one before goes on."""
    begins = chosen.copy()
    begins[:, 1:] &= ~chosen[:, :-1]
    return begins.cumsum(axis=1, dtype=np.int32)


def _windows(hits: np.ndarray, size: int) -> np.ndarray:
    """How many hits each window of `size` cells holds, by the window's first cell."""
    count, one = max(hits.shape[1] + 1 - size, 0), hits.view(np.int8)
    found = one[:, :count].copy()
    for place in range(1, size):
        found += one[:, place : place + count]
    return found


def _filled(hits: np.ndarray, size: int) -> np.ndarray:
    """Whether each window of `size` cells is all hits, by the window's first cell."""
    found, reach = hits, 1
    while reach < size:  # each round reaches twice as far
        further = min(reach, size - reach)
        found = found[:, further:] & found[:, :-further]
        reach += further
    return found


def _covered(begins: np.ndarray, size: int) -> np.ndarray:
    """The cells that belong to a window of `size` cells which begins in one of these."""
    rows, count = begins.shape
    found = np.zeros((rows, count + size - 1), dtype=bool)
    for place in range(size):
        found[:, place : place + count] |= begins
    return found


def k_of_n(k: int, n: int, sigma: float, *, all_one_side: bool, within_limits_only: bool = False) -> Finder:
    """At least k of n points in a row beyond so many sigma, on one side; the points beyond are the pattern.

    `all_one_side` asks that all n lie on that side of the centre line. `within_limits_only` counts only points that
    are not also beyond three sigma.
    """

    def find(view: View) -> Iterable[Patterns]:
        hits = np.concatenate(view.outside(sigma))  # above, and below them below
        if within_limits_only:
            hits &= ~np.concatenate(view.outside(3))
        full = _windows(hits, n) >= k
        if all_one_side and some(full):
            full &= _filled(np.concatenate([view.side == HIGH, view.side == LOW]), n)
        if not some(full):
            return
        covered = _covered(full, n)
        group = _counted(covered) * (covered & hits)  # windows that touch are one pattern
        for direction, mine in ((HIGH, group[: len(view.y)]), (LOW, group[len(view.y) :])):
            if some(mine):
                yield Patterns(view.unpack(mine), view.unpack((mine > 0) * np.int8(direction)))

    return find


def runs_outside(table: RunsTable) -> Finder:
    """Too few or too many runs for the number of useful points by this table, from ten useful points on (IHI)."""

    def find(view: View) -> Iterable[Patterns]:
        allowed = [table(count) for count in view.useful.tolist()]
        low = np.array([pair[0] for pair in allowed], dtype=int)
        high = np.array([pair[1] for pair in allowed], dtype=int)
        runs = view.crossings + (view.useful > 0)
        found = ((runs < low) | (runs > high)) & (view.useful >= 10)
        if some(found):
            chosen = found[:, None] & (view.side != 0)
            yield Patterns(view.unpack(chosen.astype(np.int32)), np.zeros(view.shape, dtype=np.int8))

    return find


def astronomical(view: View) -> Iterable[Patterns]:
    """Points that people have marked as quite unlike the rest; never computed."""
    marked = view.block.marked & view.counting
    if some(marked):
        number = marked * np.arange(1, view.shape[1] + 1, dtype=np.int32)
        yield Patterns(number, view.unpack(view.side) * marked)


def alternating(points: int) -> Finder:
    """So many points in a row, each step in the other direction from the one before."""

    def find(view: View) -> Iterable[Patterns]:
        if view.shape[1] < points:
            return
        turns = view.steps[:, 2:] * view.steps[:, 1:-1] == -1  # at the point in the middle; the first has none
        full = _filled(turns, points - 2)
        if not some(full):
            return
        chosen = _covered(full, points)
        yield Patterns(view.unpack(_counted(chosen) * chosen), np.zeros(view.shape, dtype=np.int8))

    return find


def _in_a_row(view: View, hits: np.ndarray, points: int) -> Iterable[Patterns]:
    """Stretches of so many hits, which have no side."""
    if some(_filled(hits, points)):
        start, found = streaks(hits)
        chosen = hits & (found >= points)
        yield Patterns(view.unpack(_numbered(start, chosen)), np.zeros(view.shape, dtype=np.int8))


def hugging(points: int) -> Finder:
    """So many points in a row within one sigma of the centre line."""

    def find(view: View) -> Iterable[Patterns]:
        high, low = view.outside(1)
        return _in_a_row(view, view.judged & ~(high | low), points)

    return find


def avoiding(points: int) -> Finder:
    """So many points in a row, none within one sigma, on whichever side."""

    def find(view: View) -> Iterable[Patterns]:
        high, low = view.outside(1)
        return _in_a_row(view, high | low, points)

    return find


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: how it is found and how it is told.

    `words` is the sentence, with {count}, {points}, {side}, {direction} and what the analysis knows to fill in.
    `by_direction` is True where better or worse follows from rising and falling, not from the side of the line.
    `needs_limits` rules stay silent until there are limits.
    """

    key: str
    label: str
    find: Finder
    words: str
    by_direction: bool = False
    needs_limits: bool = False
    whole_phase: bool = False
    """True where the signal is about the phase as a whole, not about single points."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules that belong together, under a key and a version that are stored with a measure, so that a later change of
    a default, or of a set, changes no chart."""

    key: str
    version: int
    label: str
    rules: tuple[Rule, ...]
    source: str


OUTSIDE = Rule(
    "outside", "Outside the limits", outside_limits,
    "{Points} {lie} {side} the {limit} control limit.", needs_limits=True,
)  # fmt: skip
LONG_RUN = Rule(
    "long-run", "Unusually long run", long_run,
    "{Count} points in a row, {points}, lie {side} the centre line; chance alone makes no more than {allowed} likely.",
)  # fmt: skip
FEW_CROSSINGS = Rule(
    "few-crossings", "Unusually few crossings", few_crossings,
    "The line crosses its centre only {crossings} in {count} points, where chance alone makes at least {allowed} likely;"
    " most of the newest points lie {side} it.", whole_phase=True,
)  # fmt: skip


@cache
def _shift(length: int, *, on_centre_breaks: bool) -> Rule:
    return Rule(
        "shift", f"Shift: {length} on one side", shift(length, on_centre_breaks=on_centre_breaks),
        "A shift: {count} points in a row, {points}, lie {side} the centre line.",
    )  # fmt: skip


@cache
def _trend(length: int, find: Finder | None = None) -> Rule:
    return Rule(
        "trend", f"Trend: {length} rising or falling", find or trend(length),
        "A trend: {points}, {count} points in a row, {go} steadily {direction}.", by_direction=True,
    )  # fmt: skip


_OUTER = "{Count} points close together, {points}, lie {side} the centre line by more than {sigma}."


@cache
def _outer(k: int, n: int, sigma: int, *, all_one_side: bool, within_limits_only: bool = False) -> Rule:
    told = "two thirds of the way to the limit" if sigma == 2 else "one third of the way to the limit"
    return Rule(
        f"{k}-of-{n}", f"{k} of {n} beyond {sigma} sigma",
        k_of_n(k, n, sigma, all_one_side=all_one_side, within_limits_only=within_limits_only),
        _OUTER.replace("{sigma}", told), needs_limits=True,
    )  # fmt: skip


def _runs(key: str, table: RunsTable, named: str) -> Rule:
    return Rule(
        key, f"Too few or too many runs ({named})", runs_outside(table),
        "There are {runs} runs in {count} points, where chance alone makes {low} to {high} likely"
        f" ({named}).", whole_phase=True,
    )  # fmt: skip


RUNS_EXACT = _runs("runs", runs_allowed, "exact limits of Wald and Wolfowitz")
RUNS_PRINTED = _runs("runs-in-print", runs_in_print, "the table in print")
ASTRONOMICAL = Rule(
    "astronomical", "Astronomical point", astronomical, "{Points} {was} marked as quite unlike the rest.",
)  # fmt: skip


@cache
def _alternating(points: int) -> Rule:
    return Rule(
        "alternating", f"{points} alternating", alternating(points),
        "{Count} points in a row, {points}, go up and down by turns.",
    )  # fmt: skip


HUGGING = Rule(
    "hugging", "15 near the centre", hugging(15),
    "{Count} points in a row, {points}, lie unusually near the centre line.", needs_limits=True,
)  # fmt: skip
AVOIDING = Rule(
    "avoiding", "8 away from the centre", avoiding(8),
    "{Count} points in a row, {points}, lie unusually far from the centre line, on either side.", needs_limits=True,
)  # fmt: skip


def _mdc(key: str, version: int, length: int, *, earlier: bool) -> RuleSet:
    return RuleSet(
        key,
        version,
        f"NHS Making Data Count ({'before 2024' if earlier else '2023'})"
        + ("" if length == 7 else f", {length} points"),
        (
            OUTSIDE,
            _trend(length),
            _outer(2, 3, 2, all_one_side=True, within_limits_only=earlier),
            _shift(length, on_centre_breaks=True),
        ),
        "NHS England, Making Data Count",
    )


def _ihi_run(key: str, label: str, runs: Rule, source: str) -> RuleSet:
    return RuleSet(key, 1, label, (_shift(6, on_centre_breaks=False), _trend(5), runs, ASTRONOMICAL), source)


_PERLA = "Perla, Provost and Murray, BMJ Quality and Safety 2011"


_RISING = _trend(6, trend(6, ties_break=True))


def _nelson(
    key: str = "nelson", varied: str = "", *, one_side: int = 9, rising: Rule | None = None, turns: int = 14
) -> RuleSet:
    """Nelson's eight tests, or a variant of one of them that other programs have; `varied` names it."""
    return RuleSet(
        key, 1, f"Nelson, {varied}" if varied else "Nelson",
        (OUTSIDE, _shift(one_side, on_centre_breaks=True), rising or _RISING,
         _alternating(turns), _outer(2, 3, 2, all_one_side=False), _outer(4, 5, 1, all_one_side=False), HUGGING, AVOIDING),
        "Nelson, Journal of Quality Technology 1984" + (f"; test varied: {varied}" if varied else ""),
    )  # fmt: skip


RULE_SETS: dict[tuple[str, int], RuleSet] = {
    (rule_set.key, rule_set.version): rule_set
    for rule_set in (
        RuleSet(
            "anhoej", 1, "Anhøj", (LONG_RUN, FEW_CROSSINGS), "Anhøj and Olesen, PLoS ONE 2014; Schilling 2012; Chen 2010"
        ),
        RuleSet("shewhart", 1, "Shewhart, three sigma", (OUTSIDE,), "Shewhart 1931"),
        RuleSet(
            "anhoej-3-sigma", 1, "Anhøj and three sigma", (OUTSIDE, LONG_RUN, FEW_CROSSINGS),
            "Anhøj and Wentzel-Larsen, BMC Medical Research Methodology 2018",
        ),
        _mdc("making-data-count", 2, 7, earlier=False),
        _mdc("making-data-count-6", 2, 6, earlier=False),
        # The form before 2024: version 1 of the sets above, and under names of its own so that it can still be chosen.
        _mdc("making-data-count", 1, 7, earlier=True),
        _mdc("making-data-count-6", 1, 6, earlier=True),
        _mdc("making-data-count-earlier", 1, 7, earlier=True),
        _mdc("making-data-count-6-earlier", 1, 6, earlier=True),
        _ihi_run("ihi-run", "IHI run chart", RUNS_EXACT, f"{_PERLA}; exact limits of runs, 2.5 % in each tail"),
        _ihi_run(
            "ihi-run-printed", "IHI run chart, runs by the table in print", RUNS_PRINTED,
            f"{_PERLA}; runs by the table in print to 40 points, exact beyond",
        ),
        RuleSet(
            "ihi-control", 1, "IHI control chart",
            (OUTSIDE, _shift(8, on_centre_breaks=True), _trend(6), _outer(2, 3, 2, all_one_side=False), HUGGING),
            "Provost and Murray, The Health Care Data Guide 2011",
        ),
        RuleSet(
            "western-electric", 1, "Western Electric",
            (OUTSIDE, _outer(2, 3, 2, all_one_side=False), _outer(4, 5, 1, all_one_side=False),
             _shift(8, on_centre_breaks=True)),
            "Western Electric, Statistical Quality Control Handbook 1956",
        ),
        _nelson(),
        _nelson("nelson-8-points", "8 on one side", one_side=8),
        _nelson("nelson-6-steps", "6 steps up or down", rising=_trend(7, trend(7, ties_break=True))),
        _nelson("nelson-14-steps", "14 alternating steps", turns=15),
        _nelson("nelson-equals", "equal neighbours count", rising=_trend(6, trend_with_equals(6))),
    )
}  # fmt: skip


def rule_set(key: str, version: int | None = None) -> RuleSet:
    """The set of this key and version; without a version, the newest of it. `KeyError` where there is none."""
    if version is None:
        version = max((number for name, number in RULE_SETS if name == key), default=0)
    return RULE_SETS[key, version]


def default_rules(chart: str) -> str:
    """The set that a new measure gets: Anhøj for run charts, Anhøj and three sigma for charts with limits."""
    return "anhoej" if chart == "run" else "anhoej-3-sigma"
