"""A block read as one kind of chart by one set of rules: what one series and ten thousand take their answers from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from measures.spc.block import Block
from measures.spc.icons import meaning_of
from measures.spc.limits import Chart
from measures.spc.rules import Patterns, Rule, RuleSet, View
from measures.spc.runs import RUNS_TABLES, fewest_crossings_allowed, longest_run_allowed
from measures.spc.series import Direction
from measures.spc.signals import Signal, direction_of


@dataclass(frozen=True, slots=True)
class Needs:
    """How many points each statement needs before it is made."""

    limits: int = 12
    firm_limits: int = 20
    icons: int = 13
    runs: int = 10


USUAL = Needs()
"""What a chart needs unless said otherwise."""
ANY_LENGTH = Needs(limits=1, firm_limits=1, icons=1, runs=1)
"""Everything from the first point on: for comparison with programs that do so."""


class Sheet:
    """A block with its levels and with all that the rules found in it, row by row.

    `based` is the number of points that each row's centre and limits rest on, `enough` whether they suffice.
    """

    def __init__(self, block: Block, kind: Chart, rules: RuleSet, needs: Needs):
        self.block, self.kind, self.rules, self.needs = block, kind, rules, needs
        with np.errstate(all="ignore"):
            self.levels = kind.levels(block)
            self.based = (block.base & ~np.isnan(self.levels.y)).sum(axis=1)
            self.enough = self.based >= needs.limits
            self.view = View(block, self.levels, self.enough, needs.runs)
            self.found: list[tuple[Rule, Patterns]] = [
                (rule, patterns) for rule in rules.rules if self.applies(rule) for patterns in rule.find(self.view)
            ]

    def applies(self, rule: Rule) -> bool:
        """Whether this kind of chart, of this kind of series, is read by this rule."""
        if rule.needs_limits:
            return self.kind.has_limits
        return (self.kind.whole_runs and self.block.ordered) or rule.key == "astronomical"

    def limits(self, k: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limits at k sigma, in their places; a column where they are level."""
        with np.errstate(all="ignore"):
            return self.view.limits(k)

    @cached_property
    def counted(self) -> np.ndarray:
        """How many points of each row count."""
        return self.view.counting.sum(axis=1)

    @cached_property
    def newest(self) -> np.ndarray:
        """The column of each row's newest point that counts, -1 where there is none."""
        last = self.view.counting.shape[1] - 1 - self.view.counting[:, ::-1].argmax(axis=1)
        return np.where(self.counted > 0, last, -1)

    def signals(self, row: int, *, phase: int, start: int, direction: Direction) -> list[Signal]:
        """What the rules found in this row, in the order of the points.

        `start` is the place in the series of the row's first point.
        """
        found = []
        for rule, patterns in self.found:
            for columns in patterns.members(row):
                side = int(patterns.side[row, columns[0]])
                points = tuple((columns + start).tolist())
                found.append(self._signal(rule, row, phase, points, side, direction))
        found.sort(key=lambda signal: (signal.points[0], signal.points[-1]))
        return found

    def _signal(
        self, rule: Rule, row: int, phase: int, points: tuple[int, ...], side: int, direction: Direction
    ) -> Signal:
        return Signal(
            rule=rule.key,
            label=rule.label,
            phase=phase,
            points=points,
            side=side,
            direction=direction_of(side) if rule.by_direction else "",
            meaning=meaning_of(side, direction),
            words=rule.words,
            facts=self._facts(rule, row),
        )

    def _facts(self, rule: Rule, row: int) -> tuple[tuple[str, str], ...]:
        """The numbers that the rule's sentence needs beyond its points."""
        if rule.key not in ("long-run", "few-crossings", *RUNS_TABLES):
            return ()
        useful, crossings = int(self.view.useful[row]), int(self.view.crossings[row])
        if rule.key in RUNS_TABLES:
            low, high = RUNS_TABLES[rule.key](useful)
            return (("runs", str(crossings + 1)), ("low", str(low)), ("high", str(high)))
        allowed = longest_run_allowed(useful) if rule.key == "long-run" else fewest_crossings_allowed(useful)
        return (("allowed", str(allowed)), ("crossings", str(crossings)))
