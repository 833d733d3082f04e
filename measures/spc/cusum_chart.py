"""A CUSUM read as a chart of a measure: the shares of cases as its values, the signals from its sums.

Each phase has sums of its own, which start at 0. The values shown are the shares themselves, because that is what
people know; the sums that decide come along in `Analysis.cusum`. No rule set applies: the signal is the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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


def read_cusum(series: Series, kind: Chart, needs: Needs) -> Analysis:
    """The series, which has a point, as a CUSUM. Raises `BadSeries` as the CUSUM itself does."""
    length = len(series.values)
    phases = checked_phases(series.phases, length)
    shares = _shares(series)
    starts = [phase.start for phase in phases]
    ends = [*starts[1:], length]
    parts = [
        _part(series, phase, start, end) for phase, start, end in zip(phases, starts, ends, strict=True)
    ]  # fmt: skip
    counting = [index for index, share in enumerate(shares) if share is not None and index not in series.excluded]
    based = [_based(phase, start, end, counting) for phase, start, end in zip(phases, starts, ends, strict=True)]
    firm = [
        part.learnt_from is None or count >= needs.limits for part, count in zip(parts, based, strict=True)
    ]  # fmt: skip
    signals = tuple(
        _signal(crossing, row, starts[row], counting, series)
        for row, part in enumerate(parts)
        if firm[row]
        for crossing in part.crossings
    )
    newest = counting[-1] if counting else None
    given = parts[-1].learnt_from is None and newest is not None
    ready = given or sum(index >= starts[-1] for index in counting) >= needs.icons
    readings = [IconReading(each.meaning, each.side) for each in signals if newest in each.points] if ready else []
    rates = [None if part.why_not else part.rate * series.multiplier for part in parts]
    nothing = (None,) * length
    return Analysis(
        chart=kind,
        rules=rules_of(series.cusum),
        values=tuple(shares),
        centre=tuple(rates[row] for row, (start, end) in enumerate(zip(starts, ends, strict=True)) for _ in range(start, end)),
        lower=nothing, upper=nothing,
        phase_of=tuple(row for row, (start, end) in enumerate(zip(starts, ends, strict=True)) for _ in range(start, end)),
        excluded=frozenset(index for index in series.excluded if 0 <= index < length),
        phases=tuple(
            PhaseResult(start, end - 1, count, rate, None, None, LimitState.NONE, None)
            for start, end, count, rate in zip(starts, ends, based, rates, strict=True)
        ),
        signals=signals,
        variation=variation_of(readings) if ready else Variation.NOT_YET,
        assurance=Assurance.NONE,
        newest=newest,
        readings=tuple(dict.fromkeys(reading.meaning for reading in readings)),
        notes=_notes(parts, firm, based, needs, ready, sum(index >= starts[-1] for index in counting)),
        limits_at=lambda _: (nothing, nothing),
        cusum=_joined(parts, starts),
    )  # fmt: skip


def _shares(series: Series) -> list[float | None]:
    """The share of cases at every point, as shown; None where there is no case."""
    values = as_floats(series.values)
    cases = np.ones_like(values) if series.denominators is None else as_floats(series.denominators)
    found = np.divide(values, cases, out=np.full(values.shape, np.nan), where=cases > 0) * series.multiplier
    return [None if share != share else share for share in found.tolist()]


def _part(series: Series, phase: Phase, start: int, end: int) -> Cusum:
    design = series.cusum
    if phase.centre is not None:
        design = replace(design, rate=phase.centre / series.multiplier)
    return cusum(
        series.values[start:end],
        None if series.denominators is None else series.denominators[start:end],
        design=design,
        baseline=phase.baseline,
        excluded=frozenset(index - start for index in series.excluded),
    )


def _based(phase: Phase, start: int, end: int, counting: Sequence[int]) -> int:
    stop = end if phase.baseline is None else min(end, start + max(phase.baseline, 1))
    return sum(start <= index < stop for index in counting)


def _joined(parts: Sequence[Cusum], starts: Sequence[int]) -> Cusum:
    """The sums of all phases one after the other; the newest phase's share stands for all."""
    crossings = [
        replace(each, point=each.point + start, since=each.since + start)
        for part, start in zip(parts, starts, strict=True)
        for each in part.crossings
    ]
    return replace(
        parts[-1],
        higher=tuple(chain.from_iterable(part.higher for part in parts)),
        lower=tuple(chain.from_iterable(part.lower for part in parts)),
        crossings=tuple(crossings),
        grouped=any(part.grouped for part in parts),
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


def _notes(
    parts: Sequence[Cusum], firm: Sequence[bool], based: Sequence[int], needs: Needs, ready: bool, newest: int
) -> tuple[str, ...]:
    notes = []
    for row, part in enumerate(parts):
        where = f"Phase {row + 1}: " if len(parts) > 1 else ""
        if not part.why_not and not firm[row]:
            are = "is 1" if based[row] == 1 else f"are {based[row]}"
            notes.append(f"{where}no signals yet: they are told from {needs.limits} points, and there {are}.")
        notes += [f"{where}{note}" for note in part.notes]
    if not ready:
        are = "is 1" if newest == 1 else f"are {newest or 'none'}"
        notes.append(f"No icons yet: they are shown from {needs.icons} points, and there {are}.")
    return tuple(dict.fromkeys(note[:1].upper() + note[1:] for note in notes))
