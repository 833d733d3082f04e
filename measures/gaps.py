"""The gap between groups of people, as a series of its own. Pure: names and values in, values and sentences out.

The engine reads a gap like any measure that should go down: an equal chance is a gap of nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import fmean

from measures.spc import Analysis, Meaning, Series, Variation, analyse, default_rules
from measures.spc.series import Direction

LIMITS_FROM = 12
"""Periods from which the gap is drawn with limits; before, as a run chart."""
LASTING = 3
"""Points of a signal that is more than one odd period."""
COMPARED = 6
"""Periods at either end whose mean says how far the gap has come."""


class Between(StrEnum):
    """Which groups the gap lies between."""

    ENDS = "ends"
    EXTREMES = "extremes"


class Told(StrEnum):
    """How the gap is told."""

    DIFFERENCE = "difference"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap in each period where it can be told, and between which groups: the higher one first."""

    days: tuple[dt.date, ...]
    values: tuple[float, ...]
    between: tuple[tuple[str, str], ...]


def gap_of(
    groups: Sequence[tuple[str, Mapping[dt.date, float]]], between: Between = Between.ENDS, told: Told = Told.DIFFERENCE
) -> Gap:
    """The gap between these groups (name, value by period), which are in their order.

    Between the ends it is that of the first and the last group, between the extremes that of the highest and the lowest
    shown in each period. A ratio needs a lower value above nothing.
    """
    days, values, pairs = [], [], []
    for day in sorted({day for _, shown in groups for day in shown}):
        here = [(shown[day], name) for name, shown in groups if day in shown]
        if between is Between.ENDS:
            ends = [groups[0], groups[-1]] if len(groups) > 1 else []
            here = [(shown[day], name) for name, shown in ends if day in shown]
        if len(here) < 2:
            continue
        (low, lower), (high, higher) = min(here), max(here)
        if told is Told.RATIO and low <= 0:
            continue
        days.append(day)
        values.append(high / low if told is Told.RATIO else high - low)
        pairs.append((higher, lower))
    return Gap(tuple(days), tuple(values), tuple(pairs))


LEAST = {Told.DIFFERENCE: 0.0, Told.RATIO: 1.0}
"""No gap at all: the lower limit never lies below it."""


def read(values: Sequence[float | None], told: Told = Told.DIFFERENCE) -> Analysis:
    """The gap as a chart: with limits once there are enough periods, less being better."""
    count = sum(value is not None for value in values)
    chart = "i" if count >= LIMITS_FROM else "run"
    found = analyse(Series(values=values, direction=Direction.DECREASE), chart=chart, rules=default_rules(chart))
    least = LEAST[told]
    phases = tuple(replace(phase, lower=_above(phase.lower, least)) for phase in found.phases)
    return replace(found, lower=tuple(_above(level, least) for level in found.lower), phases=phases)


def _above(level: float | None, least: float) -> float | None:
    return None if level is None else max(level, least)


class Way(StrEnum):
    """What the gap does."""

    UNCLEAR = "unclear"
    NARROWS = "narrows"
    WIDENS = "widens"
    STAYS = "stays"


def way_of(analysis: Analysis) -> Way:
    """Whether the gap narrows, widens or stays, by the signals of its chart: nothing else is more than chance.

    The newest point decides where it is part of a signal; else the signal that reaches furthest. A point that stands out
    alone is no movement.
    """
    if analysis.variation is Variation.NOT_YET:
        return Way.UNCLEAR
    lasting = [signal for signal in analysis.signals if len(signal.points) >= LASTING]
    meanings = [signal.meaning for signal in lasting if analysis.newest in signal.points]
    if not meanings and lasting:
        meanings = [max(lasting, key=lambda signal: signal.points[-1]).meaning]
    if Meaning.IMPROVEMENT in meanings:
        return Way.NARROWS
    if Meaning.CONCERN in meanings:
        return Way.WIDENS
    first, last = ends_of(analysis)
    if meanings and first != last:  # the gap holds more than chance, without a side: its ends tell which way it went
        return Way.NARROWS if last < first else Way.WIDENS
    return Way.STAYS


def ends_of(analysis: Analysis) -> tuple[float, float]:
    """The mean gap of the first and of the last periods."""
    values = [value for value in analysis.values if value is not None]
    return fmean(values[:COMPARED]), fmean(values[-COMPARED:])
