"""A CUSUM read as a chart of a measure: the shares of cases as its values, the signals from its sums.

Each phase has sums of its own, which start at 0. The values shown are the shares themselves, because that is what
people know; the sums that decide come along in `Analysis.cusum`. No rule set applies: the signal is the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from measures.spc.cusum import Crossing, Cusum, cusum
from measures.spc.icons import Assurance, Variation, meaning_of, variation_of
from measures.spc.icons import Reading as IconReading
from measures.spc.limits import Chart
from measures.spc.result import Analysis, LimitState, PhaseResult
from measures.spc.rules import RuleSet
from measures.spc.series import CusumDesign, Phase, Series, as_floats, checked_phases
from measures.spc.sheet import Needs
from measures.spc.signals import Signal

WORDS = (
    "The CUSUM reached its limit of {height}: {events} of {cases} cases in {points}, where {expected} were to be "
    "expected."
)


def rules_of(design: CusumDesign) -> RuleSet:
    """What a CUSUM is read by, in the words of a rule set."""
    label = f"its limit of {design.limit:g} for an odds ratio of {design.odds:g}"
    return RuleSet("cusum", 1, label, (), "Reynolds and Stoumbos 1999; Neuburger and others 2017")


@dataclass(frozen=True, slots=True)
class _Followed:
    """One phase, from `start` up to `end`: its sums, the points that they rest on, whether those suffice for signals, and
    the expected share as shown (None: there is none yet)."""

    start: int
    end: int
    sums: Cusum
    based: int
    firm: bool
    rate: float | None


def read_cusum(series: Series, kind: Chart, needs: Needs) -> Analysis:
    """The series, which has a point, as a CUSUM. Raises `BadSeries` as the CUSUM itself does."""
    length = len(series.values)
    shares = _shares(series)
    counting = [index for index, share in enumerate(shares) if share is not None and index not in series.excluded]
    rows = _follow_all(series, counting, needs)
    signals = tuple(
        _signal(crossing, number, row.start, counting, series)
        for number, row in enumerate(rows)
        if row.firm
        for crossing in row.sums.crossings
    )
    newest = counting[-1] if counting else None
    in_force = sum(index >= rows[-1].start for index in counting)
    given = rows[-1].sums.learnt_from is None and newest is not None
    ready = given or in_force >= needs.icons
    readings = [IconReading(each.meaning, each.side) for each in signals if newest in each.points] if ready else []
    nothing = (None,) * length
    return Analysis(
        chart=kind,
        rules=rules_of(series.cusum),
        values=tuple(shares),
        centre=tuple(row.rate for row in rows for _ in range(row.start, row.end)),
        lower=nothing,
        upper=nothing,
        phase_of=tuple(number for number, row in enumerate(rows) for _ in range(row.start, row.end)),
        excluded=frozenset(index for index in series.excluded if 0 <= index < length),
        phases=tuple(
            PhaseResult(row.start, row.end - 1, row.based, row.rate, None, None, LimitState.NONE, None) for row in rows
        ),
        signals=signals,
        variation=variation_of(readings) if ready else Variation.NOT_YET,
        assurance=Assurance.NONE,
        newest=newest,
        readings=tuple(dict.fromkeys(reading.meaning for reading in readings)),
        notes=_notes(rows, needs, ready, in_force),
        limits_at=lambda _: (nothing, nothing),
        cusum=_joined(rows),
    )


def _follow_all(series: Series, counting: Sequence[int], needs: Needs) -> list[_Followed]:
    phases = checked_phases(series.phases, len(series.values))
    ends = [*(phase.start for phase in phases[1:]), len(series.values)]
    found = []
    for phase, end in zip(phases, ends, strict=True):
        sums, based = _part(series, phase, end), _based(phase, end, counting)
        firm = sums.learnt_from is None or based >= needs.limits
        rate = None if sums.why_not else sums.rate * series.multiplier
        found.append(_Followed(phase.start, end, sums, based, firm, rate))
    return found


def _shares(series: Series) -> list[float | None]:
    """The share of cases at every point, as shown; None where there is no case."""
    values = as_floats(series.values)
    cases = np.ones_like(values) if series.denominators is None else as_floats(series.denominators)
    found = np.divide(values, cases, out=np.full(values.shape, np.nan), where=cases > 0) * series.multiplier
    return [None if share != share else share for share in found.tolist()]


def _part(series: Series, phase: Phase, end: int) -> Cusum:
    design, start = series.cusum, phase.start
    if phase.centre is not None:
        design = replace(design, rate=phase.centre / series.multiplier)
    return cusum(
        series.values[start:end],
        None if series.denominators is None else series.denominators[start:end],
        design=design,
        baseline=phase.baseline,
        excluded=frozenset(index - start for index in series.excluded),
    )


def _based(phase: Phase, end: int, counting: Sequence[int]) -> int:
    stop = end if phase.baseline is None else min(end, phase.start + max(phase.baseline, 1))
    return sum(phase.start <= index < stop for index in counting)


def _joined(rows: Sequence[_Followed]) -> Cusum:
    """The sums of all phases one after the other; the newest phase's share stands for all."""
    crossings = [
        replace(each, point=each.point + row.start, since=each.since + row.start)
        for row in rows
        for each in row.sums.crossings
    ]
    return replace(
        rows[-1].sums,
        higher=tuple(chain.from_iterable(row.sums.higher for row in rows)),
        lower=tuple(chain.from_iterable(row.sums.lower for row in rows)),
        crossings=tuple(crossings),
        grouped=any(row.sums.grouped for row in rows),
    )


def _signal(crossing: Crossing, row: int, start: int, counting: Sequence[int], series: Series) -> Signal:
    since, point = crossing.since + start, crossing.point + start
    side = crossing.side
    return Signal(
        rule="cusum",
        label="CUSUM at its limit",
        phase=row,
        points=tuple(index for index in counting if since <= index <= point),
        side=side,
        direction="",
        meaning=meaning_of(side, series.direction),
        words=WORDS,
        facts=(
            ("height", f"{series.cusum.limit:g}"), ("events", f"{crossing.events:,g}"),
            ("cases", f"{crossing.cases:,.0f}"), ("expected", f"{crossing.expected:,.1f}"),
        ),
    )  # fmt: skip


def _notes(rows: Sequence[_Followed], needs: Needs, ready: bool, in_force: int) -> tuple[str, ...]:
    notes = []
    for number, row in enumerate(rows):
        where = f"Phase {number + 1}: " if len(rows) > 1 else ""
        if not row.sums.why_not and not row.firm:
            are = "is 1" if row.based == 1 else f"are {row.based}"
            notes.append(f"{where}no signals yet: they are told from {needs.limits} points, and there {are}.")
        notes += [f"{where}{note}" for note in row.sums.notes]
    if not ready:
        are = "is 1" if in_force == 1 else f"are {in_force or 'none'}"
        notes.append(f"No icons yet: they are shown from {needs.icons} points, and there {are}.")
    return tuple(dict.fromkeys(note[:1].upper() + note[1:] for note in notes))
