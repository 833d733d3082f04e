"""What a reading gives out: the lines of a chart, its phases, signals, icons and notes, in frozen dataclasses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from measures.spc.cusum import Cusum
from measures.spc.icons import Assurance, Meaning, Variation
from measures.spc.limits import Chart
from measures.spc.rules import RuleSet
from measures.spc.signals import Signal

Line = tuple[float | None, ...]
"""One value for each point; None where there is none."""


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
class Analysis:
    """A chart, read. Per point (None: missing or not defined): `values`, `centre`, limits at three, two and one sigma.

    `notes` say in sentences what is not computed yet and from when. `variation` and `assurance` are the two icons;
    `readings` all that the newest point's signals mean, so that both are told where both are said.
    """

    chart: Chart
    rules: RuleSet
    values: Line
    centre: Line
    lower: Line
    upper: Line
    phase_of: tuple[int, ...]
    excluded: frozenset[int]
    phases: tuple[PhaseResult, ...]
    signals: tuple[Signal, ...]
    variation: Variation
    assurance: Assurance
    newest: int | None
    readings: tuple[Meaning, ...]
    notes: tuple[str, ...]
    limits_at: Callable[[float], tuple[Line, Line]] = field(repr=False, compare=False)
    """Lower and upper limits at any number of sigmas; worked out when asked for."""
    cusum: Cusum | None = None
    """The sums that the signals of a CUSUM come from."""

    @property
    def lower2(self) -> Line:
        """The lower limit at two sigma."""
        return self.limits_at(2)[0]

    @property
    def upper2(self) -> Line:
        """The upper limit at two sigma."""
        return self.limits_at(2)[1]

    @property
    def lower1(self) -> Line:
        """The lower limit at one sigma."""
        return self.limits_at(1)[0]

    @property
    def upper1(self) -> Line:
        """The upper limit at one sigma."""
        return self.limits_at(1)[1]

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
