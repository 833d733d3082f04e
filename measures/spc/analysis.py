"""The one entry point: `analyse` reads a series as a chart, by one set of rules, and can explain all that it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, repeat

import numpy as np

from measures.spc.block import some
from measures.spc.cusum_chart import read_cusum
from measures.spc.icons import Assurance, Variation, assurance_of, readings_of, variation_of
from measures.spc.limits import CHARTS
from measures.spc.result import Analysis, LimitState, Line, PhaseResult, Runs
from measures.spc.rules import RuleSet, rule_set
from measures.spc.runs import fewest_crossings_allowed, longest_run_allowed
from measures.spc.series import Phase, Series
from measures.spc.sheet import USUAL, Needs, Sheet
from measures.spc.signals import Signal
from measures.spc.stack import Flat, block_of, checked, stretches, stretches_of


def analyse(
    series: Series,
    *,
    chart: str = "run",
    rules: str | RuleSet | None = "anhoej",
    screen: bool = False,
    needs: Needs = USUAL,
) -> Analysis:
    """Read a series as a chart of this kind by this set of rules.

    `chart` is a key of `CHARTS`, `rules` the key of a set (its newest version), a set, or None for limits alone. `screen` leaves moving ranges
    beyond their own limit out of sigma, once. Raises `BadSeries` with a sentence where the numbers cannot be such
    a chart. Any length is accepted: what cannot be computed yet is said in `notes`.
    """
    kind, chosen = CHARTS[chart], rules_called(rules)
    length = len(series.values)
    if length == 0:
        return Analysis(
            kind, chosen, (), (), (), (), (), frozenset(), (), (), Variation.NOT_YET, Assurance.NONE, None, (),
            ("There are no points yet.",), lambda _: ((), ()),
        )  # fmt: skip
    flat = Flat.of(series)
    checked(kind, flat, series.multiplier)
    if kind.own_signal:
        return read_cusum(series, kind, needs)
    rows = stretches_of(series.phases, length, series.multiplier)
    block = block_of(kind, flat, stretches(rows), ordered=series.ordered, screen=screen)
    starts = [begin for begin, *_ in rows]
    return _Reader(series, starts, Sheet(block, kind, chosen, needs)).analysis()


NO_RULES = RuleSet("none", 0, "No rules", (), "")


def rules_called(rules: str | RuleSet | None) -> RuleSet:
    """The set itself, the newest version of the set of this key, or a set without rules. `KeyError` where there is none."""
    if isinstance(rules, RuleSet):
        return rules
    return rule_set(rules) if rules else NO_RULES


def shown(number: float) -> float | None:
    """A number as it is given out: None instead of NaN."""
    return None if number != number else number


class _Reader:
    """Turns the matrices of one series into an Analysis."""

    def __init__(self, series: Series, starts: list[int], sheet: Sheet):
        self.series, self.sheet, self.view = series, sheet, sheet.view
        self.kind, self.rules, self.needs = sheet.kind, sheet.rules, sheet.needs
        self.length = len(series.values)
        self.starts, self.ends = starts, [*starts[1:], self.length]
        self.based, self.enough = sheet.based.tolist(), sheet.enough.tolist()
        self.bounded: list[bool] = []

    def analysis(self) -> Analysis:
        lower, upper = self.limits_at(3)
        self.bounded = [
            any(limit is not None for limit in upper[start:end])
            for start, end in zip(self.starts, self.ends, strict=True)
        ]
        values, centre = self._line(self.sheet.levels.y), self._line(self.sheet.levels.centre)
        newest = self._newest()
        signals = self._signals()
        icons_ready = newest is not None and self._icons_ready()
        readings, target = [], None
        at_limits: tuple[float | None, float | None] = None, None
        if icons_ready and newest is not None:
            at_newest = [signal for signal in signals if signal.points[-1] == newest]
            readings = readings_of(at_newest, values[newest], centre[newest])
            target, at_limits = self.series.target_at(newest), (lower[newest], upper[newest])
        return Analysis(
            chart=self.kind,
            rules=self.rules,
            values=values,
            centre=centre,
            lower=lower,
            upper=upper,
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
            assurance=assurance_of(target, *at_limits, self.series.direction),
            newest=newest,
            readings=tuple(dict.fromkeys(reading.meaning for reading in readings)),
            notes=self._notes(),
            limits_at=self.limits_at,
        )

    def limits_at(self, k: float) -> tuple[Line, Line]:
        """Lower and upper limits at k sigma."""
        if not self.kind.has_limits or not any(self.enough):
            return (None,) * self.length, (None,) * self.length
        lower, upper = self.sheet.limits(k)
        return self._line(lower, self.enough), self._line(upper, self.enough)

    def _line(self, cells: np.ndarray, allowed: Sequence[bool] | None = None) -> Line:
        """Cells of the block as one value per point of the series, scaled, None where there is none.

        Rows that are not `allowed` have none at all. A level that is the same along its row is read once.
        """
        found: list[float | None] = []
        level = cells.shape[1] == 1
        for row, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            length = end - start
            if allowed is not None and not allowed[row]:
                found += [None] * length
            elif level:
                found += [shown(float(cells[row, 0]) * self.series.multiplier)] * length
            else:
                here = cells[row, :length] * self.series.multiplier
                numbers: list[float | None] = here.tolist()
                if some(np.isnan(here)):
                    numbers = [None if number != number else number for number in numbers]
                found += numbers
        return tuple(found)

    def _newest(self) -> int | None:
        for row, column in reversed(list(enumerate(self.sheet.newest.tolist()))):
            if column >= 0:
                return int(self.starts[row] + column)
        return None

    def _icons_ready(self) -> bool:
        return bool(self.sheet.counted[-1] >= self.needs.icons)

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
        centre: Line,
        lower: Line,
        upper: Line,
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
        if not self.bounded[row]:
            return LimitState.NOT_YET
        return LimitState.FIRM if self.based[row] >= self.needs.firm_limits else LimitState.TRIAL

    def _signals(self) -> tuple[Signal, ...]:
        found: list[Signal] = []
        for row, start in enumerate(self.starts):
            found += self.sheet.signals(row, phase=row, start=start, direction=self.series.direction)
        return tuple(found)

    def _notes(self) -> tuple[str, ...]:
        notes = []
        several = len(self.starts) > 1
        for row in range(len(self.starts)):
            where = f"Phase {row + 1}: " if several else ""
            state = self._limit_state(row)
            based = int(self.based[row])
            last = row == len(self.starts) - 1
            if state is LimitState.NOT_YET:
                notes.append(f"{where}no control limits yet: {self._unbounded(row)}")
            elif state is LimitState.TRIAL:
                notes.append(
                    f"{where}trial limits: they rest on {based} points and are firm from {self.needs.firm_limits}."
                )
            if last and not self._icons_ready():
                counted = int(self.sheet.counted[row])
                notes.append(
                    f"{where}no icons yet: they are shown from {self.needs.icons} points, and there {_are(counted)}."
                )
            if last and self._wants_runs() and not self.view.enough_for_runs[row]:
                useful = int(self.view.useful[row])
                notes.append(
                    f"{where}runs are not judged yet: that takes {self.needs.runs} points off the centre line, "
                    f"and there {_are(useful)}."
                )
        return tuple(note[:1].upper() + note[1:] for note in [*notes, *self._silent()])

    def _silent(self) -> list[str]:
        """Which rules of the set do not read this chart, and why."""
        silent = [rule for rule in self.rules.rules if not self.sheet.applies(rule)]
        by_limits = [rule.label for rule in silent if rule.needs_limits]
        by_order = [rule.label for rule in silent if not rule.needs_limits]
        why = "neighbouring ranges share a point" if self.series.ordered else "its points are in no order"
        return [
            f"rules of this set that are silent here, because {because}: {'; '.join(labels)}."
            for labels, because in ((by_limits, "the chart has no limits"), (by_order, why))
            if labels
        ]

    def _unbounded(self, row: int) -> str:
        """Why this phase has no limits yet."""
        if not self.enough[row]:
            based, counted = int(self.based[row]), int(self.sheet.counted[row])
            there = f"the baseline has {based or 'none'}: lengthen it" if based < counted else f"there {_are(based)}"
            return f"they are computed from {self.needs.limits} points, and {there}."
        if self.kind.needs_spread:
            return "they come from the spread of several measurements, and no point has any."
        return "they come from how neighbouring points differ, and no two neighbours are there."

    def _wants_runs(self) -> bool:
        return any(rule.key in ("long-run", "few-crossings") and self.sheet.applies(rule) for rule in self.rules.rules)


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}" if count else "are none"


def with_phases(series: Series, *starts: int, baseline: int | None = None) -> Series:
    """The series with phases that start at these points."""
    return replace(series, phases=tuple(Phase(start, baseline) for start in (0, *starts)))
