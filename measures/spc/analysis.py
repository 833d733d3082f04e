"""The one entry point: `analyse` reads a series as a chart, by one set of rules, and can explain all that it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, pairwise, repeat

import numpy as np

from measures.spc.block import Block
from measures.spc.icons import Assurance, Meaning, Reading, Variation, assurance_of, meaning_of, variation_of
from measures.spc.limits import CHARTS, Chart, Levels
from measures.spc.rules import Rule, RuleSet, View, rule_set
from measures.spc.runs import RUNS_TABLES, fewest_crossings_allowed, longest_run_allowed
from measures.spc.series import BadSeries, Phase, Series, as_floats, checked_phases


@dataclass(frozen=True, slots=True)
class Needs:
    """How many points each statement needs before it is made."""

    limits: int = 12
    firm_limits: int = 20
    icons: int = 13
    runs: int = 10


ANY_LENGTH = Needs(limits=1, firm_limits=1, icons=1, runs=1)
"""Everything from the first point on: for comparison with programs that do so."""


class LimitState(StrEnum):
    """How far a phase's limits can be relied on."""

    NONE = "none"  # the chart has no limits
    NOT_YET = "not-yet"
    TRIAL = "trial"
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Runs:
    """The test of runs for one phase."""

    useful: int
    longest_run: int
    longest_run_max: int
    crossings: int
    crossings_min: int

    @property
    def signal(self) -> bool:
        """Whether the run is longer, or the crossings fewer, than chance makes likely."""
        return self.longest_run > self.longest_run_max or self.crossings < self.crossings_min


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """One phase: its points (`start` to `end`, the last one included), centre and limits at its newest point."""

    start: int
    end: int
    baseline: int
    centre: float | None
    lower: float | None
    upper: float | None
    limits: LimitState
    runs: Runs | None


@dataclass(frozen=True, slots=True)
class Signal:
    """One special cause: which rule, in which phase, at which points, on which side, and what it means.

    `side` is 1 for high or rising, -1 for low or falling, 0 for neither. `facts` are the numbers its sentence uses.
    """

    rule: str
    label: str
    phase: int
    points: tuple[int, ...]
    side: int
    direction: str
    meaning: Meaning
    words: str
    facts: tuple[tuple[str, str], ...]

    def tell(self, names: Sequence[str] | None = None) -> str:
        """The signal in one sentence; `names` are what the points are called (months, dates), else their numbers."""
        return self.words.format(**dict(self.facts), **_point_words(self.points, names))

    @property
    def sentence(self) -> str:
        """The signal in one sentence, its points by number."""
        return self.tell()


_NUMBERS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _point_words(points: tuple[int, ...], names: Sequence[str] | None) -> dict[str, str]:
    """'point 5', 'points 5 to 12' or 'points 5, 7 and 8', or the same by name, and the verbs that agree with them."""
    plural = len(points) > 1
    unbroken = all(after - before == 1 for before, after in pairwise(points))
    called = [names[point] if names else str(point + 1) for point in points]
    if len(points) > 2 and (unbroken or len(points) > 3):
        told = f"{called[0]} to {called[-1]}"
    elif plural:
        told = f"{', '.join(called[:-1])} and {called[-1]}"
    else:
        told = called[0]
    if names is None:
        told = f"{'points' if plural else 'point'} {told}"
    first = told[:1].upper() + told[1:]
    return {
        "points": told, "Points": first, "lie": "lie" if plural else "lies", "was": "were" if plural else "was",
        "go": "go" if plural else "goes",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Analysis:
    """A chart, read. Per point (None: missing or not defined): `values`, `centre`, limits at three and two sigma.

    `notes` say in sentences what is not computed yet and from when. `variation` and `assurance` are the two icons;
    `readings` all that the newest point's signals mean, so that both are told where both are said.
    """

    chart: Chart
    rules: RuleSet
    values: tuple[float | None, ...]
    centre: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    lower2: tuple[float | None, ...]
    upper2: tuple[float | None, ...]
    phase_of: tuple[int, ...]
    excluded: frozenset[int]
    phases: tuple[PhaseResult, ...]
    signals: tuple[Signal, ...]
    variation: Variation
    assurance: Assurance
    newest: int | None
    readings: tuple[Meaning, ...]
    notes: tuple[str, ...]

    def signals_at(self, point: int) -> tuple[Signal, ...]:
        """Every signal that this point belongs to."""
        return tuple(signal for signal in self.signals if point in signal.points)

    @property
    def latest_value(self) -> float | None:
        """The newest value that counts."""
        return None if self.newest is None else self.values[self.newest]

    @property
    def current(self) -> PhaseResult | None:
        """The phase in force."""
        return self.phases[-1] if self.phases else None


def analyse(
    series: Series,
    *,
    chart: str = "run",
    rules: str | RuleSet | None = "anhoej",
    screen: bool = False,
    needs: Needs = Needs(),
) -> Analysis:
    """Read a series as a chart of this kind by this set of rules.

    `chart` is a key of `CHARTS`, `rules` the key of a set (its newest version), a set, or None for limits alone. `screen` leaves moving ranges
    beyond their own limit out of sigma, once. Raises `BadSeries` with a sentence where the numbers cannot be such
    a chart. Any length is accepted: what cannot be computed yet is said in `notes`.
    """
    kind = CHARTS[chart]
    chosen = rules if isinstance(rules, RuleSet) else (rule_set(rules) if rules else _NO_RULES)
    length = len(series.values)
    if length == 0:
        return Analysis(
            kind, chosen, (), (), (), (), (), (), (), frozenset(), (), (), Variation.NOT_YET, Assurance.NONE, None, (),
            ("There are no points yet.",),
        )  # fmt: skip
    phases = checked_phases(series.phases, length)
    block = _block(series, kind, phases, screen)
    with np.errstate(over="ignore", invalid="ignore"):
        levels = kind.levels(block)
    return _Reader(series, kind, chosen, phases, block, levels, needs).analysis()


_NO_RULES = RuleSet("none", 0, "No rules", (), "")


def _block(series: Series, kind: Chart, phases: tuple[Phase, ...], screen: bool) -> Block:
    """The series as a block: a row for each phase."""
    values = as_floats(series.values)
    length = len(values)
    sizes = _companion(series.denominators, length, "denominators") if series.denominators is not None else None
    spreads = _companion(series.spreads, length, "standard deviations") if series.spreads is not None else None
    _check(kind, values, sizes, spreads)
    if sizes is not None and not kind.needs_spread:
        values = np.where(sizes > 0, values, np.nan)
    kept = np.ones(length, dtype=bool)
    if series.excluded:
        kept[[index for index in series.excluded if 0 <= index < length]] = False
    marked = np.zeros(length, dtype=bool)
    if series.marked:
        marked[[index for index in series.marked if 0 <= index < length]] = True
    starts = [phase.start for phase in phases]
    ends = [*starts[1:], length]
    baseline = np.zeros(length, dtype=bool)
    for phase, start, end in zip(phases, starts, ends, strict=True):
        stop = end if phase.baseline is None else min(end, start + max(phase.baseline, 1))
        baseline[start:stop] = True

    def rows(cells: np.ndarray, empty: float | bool) -> np.ndarray:
        if len(starts) == 1:
            return cells[None, :]
        found = np.full((len(starts), widest), empty, dtype=cells.dtype)
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            found[row, : end - start] = cells[start:end]
        return found

    widest = max(end - start for start, end in zip(starts, ends, strict=True))
    centres = np.array(
        [np.nan if phase.centre is None else phase.centre / series.multiplier for phase in phases], dtype=float
    )
    return Block(
        values=rows(values, np.nan),
        sizes=None if sizes is None else rows(sizes, np.nan),
        spreads=None if spreads is None else rows(spreads, np.nan),
        inside=rows(np.ones(length, dtype=bool), False),
        kept=rows(kept, False),
        base=rows(kept & baseline, False),
        marked=rows(marked, False),
        centres=centres,
        ordered=series.ordered,
        screen=screen,
    )


def _companion(numbers: Sequence[float | None], length: int, called: str) -> np.ndarray:
    array = as_floats(numbers)
    if len(array) != length:
        raise BadSeries(f"There are {length} values but {len(array)} {called}.")
    return array


def _check(kind: Chart, values: np.ndarray, sizes: np.ndarray | None, spreads: np.ndarray | None) -> None:
    """Refuse in words what this kind of chart cannot be made of."""
    if kind.needs_denominator and sizes is None:
        raise BadSeries(f"A {kind.label} needs a denominator for each point.")
    if kind.needs_spread and spreads is None:
        raise BadSeries(f"A {kind.label} needs the standard deviation of each subgroup.")
    if sizes is not None:
        _refuse(sizes < 0, "has a denominator below 0")
    if kind.part_of_whole and sizes is not None:
        _refuse(values < 0, "has a numerator below 0")
        with np.errstate(invalid="ignore"):
            _refuse((sizes > 0) & (values > sizes), "has a numerator above its denominator")
    if kind.positive:
        _refuse(values <= 0, f"is 0 or less: a {kind.label} shows times between events, which are above 0")


def _refuse(wrong: np.ndarray, why: str) -> None:
    if wrong.any():
        raise BadSeries(f"Point {int(np.argmax(wrong)) + 1} {why}.")


def _shown(number: float) -> float | None:
    return None if number != number else number


class _Reader:
    """Turns the matrices of one series into an Analysis."""

    def __init__(
        self,
        series: Series,
        kind: Chart,
        rules: RuleSet,
        phases: tuple[Phase, ...],
        block: Block,
        levels: Levels,
        needs: Needs,
    ):
        self.series, self.kind, self.rules, self.phases = series, kind, rules, phases
        self.block, self.levels, self.needs = block, levels, needs
        self.length = len(series.values)
        self.starts = [phase.start for phase in phases]
        self.ends = [*self.starts[1:], self.length]
        self.based = (block.base & ~np.isnan(levels.y)).sum(axis=1)
        self.enough = self.based >= needs.limits
        self.view = View(block, levels, self.enough, needs.runs)

    def analysis(self) -> Analysis:
        lower, upper, lower2, upper2 = self._limits()
        values, centre = self._line(self.levels.y), self._line(self.levels.centre)
        newest = self._newest()
        signals = self._signals()
        icons_ready = newest is not None and self._icons_ready()
        readings = self._readings(signals, newest, values, centre) if icons_ready else []
        target = None if newest is None else self.series.target_at(newest)
        at_newest = (None, None) if newest is None or not icons_ready else (lower[newest], upper[newest])
        return Analysis(
            chart=self.kind,
            rules=self.rules,
            values=values,
            centre=centre,
            lower=lower,
            upper=upper,
            lower2=lower2,
            upper2=upper2,
            phase_of=tuple(
                chain.from_iterable(
                    repeat(row, end - start)
                    for row, (start, end) in enumerate(zip(self.starts, self.ends, strict=True))
                )
            ),
            excluded=frozenset(index for index in self.series.excluded if 0 <= index < self.length),
            phases=self._phases(centre, lower, upper),
            signals=signals,
            variation=variation_of(readings) if icons_ready else Variation.NOT_YET,
            assurance=assurance_of(target, *at_newest, self.series.direction),
            newest=newest,
            readings=tuple(dict.fromkeys(reading.meaning for reading in readings)),
            notes=self._notes(),
        )  # fmt: skip

    def _line(self, cells: np.ndarray, allowed: np.ndarray | None = None) -> tuple[float | None, ...]:
        """Cells of the block as one value per point of the series, scaled, None where there is none.

        Rows that are not `allowed` have none at all. A level that is the same along its row is read once.
        """
        found: list[float | None] = []
        level = cells.shape[1] == 1 or cells.strides[1] == 0
        for row, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            length = end - start
            if allowed is not None and not allowed[row]:
                found += [None] * length
            elif level:
                found += [_shown(float(cells[row, 0]) * self.series.multiplier)] * length
            else:
                here = cells[row, :length] * self.series.multiplier
                numbers: list[float | None] = here.tolist()
                if np.isnan(here).any():
                    numbers = [None if number != number else number for number in numbers]
                found += numbers
        return tuple(found)

    def _limits(self) -> list[tuple[float | None, ...]]:
        if not self.kind.has_limits or not self.enough.any():
            return [(None,) * self.length] * 4
        return [self._line(limit, self.enough) for k in (3, 2) for limit in self.view.limits(k)]

    def _newest(self) -> int | None:
        for row in range(len(self.starts) - 1, -1, -1):
            counting = np.flatnonzero(self.view.counting[row])
            if len(counting):
                return self.starts[row] + int(counting[-1])
        return None

    def _icons_ready(self) -> bool:
        return bool(self.view.counting[-1].sum() >= self.needs.icons)

    def _runs_of(self, row: int) -> Runs | None:
        if not self.kind.whole_runs or not self.series.ordered:
            return None
        useful = int(self.view.useful[row])
        return Runs(
            useful=useful,
            longest_run=int(self.view.longest_run[row]),
            longest_run_max=longest_run_allowed(useful),
            crossings=int(self.view.crossings[row]),
            crossings_min=fewest_crossings_allowed(useful),
        )

    def _phases(
        self,
        centre: tuple[float | None, ...],
        lower: tuple[float | None, ...],
        upper: tuple[float | None, ...],
    ) -> tuple[PhaseResult, ...]:
        found = []
        for row, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            last = next((index for index in range(end - 1, start - 1, -1) if upper[index] is not None), end - 1)
            found.append(
                PhaseResult(
                    start=start,
                    end=end - 1,
                    baseline=int(self.based[row]),
                    centre=centre[end - 1],
                    lower=lower[last],
                    upper=upper[last],
                    limits=self._limit_state(row),
                    runs=self._runs_of(row),
                )
            )
        return tuple(found)

    def _limit_state(self, row: int) -> LimitState:
        if not self.kind.has_limits:
            return LimitState.NONE
        if not self.enough[row]:
            return LimitState.NOT_YET
        return LimitState.FIRM if self.based[row] >= self.needs.firm_limits else LimitState.TRIAL

    def _signals(self) -> tuple[Signal, ...]:
        found: list[Signal] = []
        for rule in self.rules.rules:
            if not self._applies(rule):
                continue
            for patterns in rule.find(self.view):
                if not patterns.group.any():
                    continue
                for row in np.flatnonzero(patterns.group.any(axis=1)).tolist():
                    found += self._signals_of_row(rule, row, patterns.group[row], patterns.side[row])
        found.sort(key=lambda signal: (signal.points[0], signal.points[-1]))
        return tuple(found)

    def _applies(self, rule: Rule) -> bool:
        if rule.needs_limits:
            return self.kind.has_limits
        return (self.kind.whole_runs and self.series.ordered) or rule.key == "astronomical"

    def _signals_of_row(self, rule: Rule, row: int, group: np.ndarray, side: np.ndarray) -> list[Signal]:
        found = []
        for number in np.unique(group[group > 0]).tolist():
            members = np.flatnonzero(group == number)
            points = tuple((members + self.starts[row]).tolist())
            found.append(self._signal(rule, row, points, int(side[members[0]])))
        return found

    def _signal(self, rule: Rule, row: int, points: tuple[int, ...], side: int) -> Signal:
        words = {1: ("above", "upwards", "upper"), -1: ("below", "downwards", "lower"), 0: ("on", "", "")}[side]
        facts = [("count", str(len(points))), ("Count", _number(len(points))), ("side", words[0])]
        facts += [("direction", words[1]), ("limit", words[2])]
        if rule.key in ("long-run", "few-crossings", *RUNS_TABLES):
            useful = int(self.view.useful[row])
            crossings = int(self.view.crossings[row])
            allowed = longest_run_allowed(useful) if rule.key == "long-run" else fewest_crossings_allowed(useful)
            low, high = RUNS_TABLES[rule.key](useful) if rule.key in RUNS_TABLES else (0, 0)
            facts += [("allowed", str(allowed)), ("crossings", str(crossings)), ("runs", str(crossings + 1))]
            facts += [("low", str(low)), ("high", str(high))]
        return Signal(
            rule=rule.key,
            label=rule.label,
            phase=row,
            points=points,
            side=side,
            direction=words[1] if rule.by_direction else "",
            meaning=meaning_of(side, self.series.direction),
            words=rule.words,
            facts=tuple(facts),
        )

    def _readings(
        self,
        signals: tuple[Signal, ...],
        newest: int | None,
        values: tuple[float | None, ...],
        centre: tuple[float | None, ...],
    ) -> list[Reading]:
        """What the signals that reach the newest point say of it."""
        found = []
        for signal in signals:
            if newest is None or newest not in signal.points:
                continue
            side = signal.side
            if side == 0:  # a signal without a side still marks the newest point as high or low
                value, middle = values[newest], centre[newest]
                side = 0 if value is None or middle is None or value == middle else (1 if value > middle else -1)
                found.append(Reading(Meaning.NEUTRAL, side))
            else:
                found.append(Reading(signal.meaning, side))
        return found

    def _notes(self) -> tuple[str, ...]:
        notes = []
        several = len(self.starts) > 1
        for row in range(len(self.starts)):
            where = f"Phase {row + 1}: " if several else ""
            state = self._limit_state(row)
            based = int(self.based[row])
            last = row == len(self.starts) - 1
            if state is LimitState.NOT_YET:
                notes.append(
                    f"{where}no control limits yet: they are computed from {self.needs.limits} points, "
                    f"and there {_are(based)}."
                )
            elif state is LimitState.TRIAL:
                notes.append(
                    f"{where}trial limits: they rest on {based} points and are firm from {self.needs.firm_limits}."
                )
            if last and not self._icons_ready():
                counted = int(self.view.counting[row].sum())
                notes.append(
                    f"{where}no icons yet: they are shown from {self.needs.icons} points, and there {_are(counted)}."
                )
            if last and self._wants_runs() and not self.view.enough_for_runs[row]:
                useful = int(self.view.useful[row])
                notes.append(
                    f"{where}runs are not judged yet: that takes {self.needs.runs} points off the centre line, "
                    f"and there {_are(useful)}."
                )
        return tuple(note[:1].upper() + note[1:] for note in notes)

    def _wants_runs(self) -> bool:
        return any(rule.key in ("long-run", "few-crossings") and self._applies(rule) for rule in self.rules.rules)


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}" if count else "are none"


def with_phases(series: Series, *starts: int, baseline: int | None = None) -> Series:
    """The series with phases that start at these points."""
    return replace(series, phases=tuple(Phase(start, baseline) for start in (0, *starts)))
