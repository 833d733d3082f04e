"""What a chart is drawn with besides its analysis: its periods, what happened and when, symbols, numbers, marks.

Pure: every figure of a measure is built on it.
"""

from __future__ import annotations

import datetime as dt
import html
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from measures.periods import period_name
from measures.spc import Meaning

SYMBOLS = {
    Meaning.IMPROVEMENT: "diamond",
    Meaning.CONCERN: "square",
    Meaning.NEUTRAL: "hexagon",
    None: "circle",
}
"""The shape of a point by what its signals mean; a point without a signal is a circle."""

MEANING_WORDS = {
    Meaning.IMPROVEMENT: "improvement",
    Meaning.CONCERN: "concern",
    Meaning.NEUTRAL: "special cause",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One period of the chart, beside its numbers: what a person said of it.

    Where the point is the mean of several measurements, `numerator` is the mean, `denominator` their number and
    `spread` their standard deviation.
    """

    period: dt.date
    numerator: float | None = None
    denominator: float | None = None
    estimated: bool = False
    note: str = ""
    excluded_why: str = ""
    spread: float | None = None
    marked: bool = False
    measured: float | None = None
    """The value itself, as shown, where the chart plots something made of it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasted: a PDSA cycle. Without an end it is still going on."""

    title: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened on a day; shown by a letter, told in words below the chart."""

    on: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class PhaseStart:
    """A person's decision to start centre line and limits anew, with the reason."""

    on: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that stands on a chart besides the analysis."""

    title: str
    spots: Sequence[Spot]
    frequency: str = "monthly"
    unit: str = ""
    decimals: int = 1
    target: float | None = None
    targets: Sequence[float | None] = ()
    """The target in force at each spot, where it changed over time."""
    subgroups: bool = False
    """Whether each point is several measurements: the spots' denominators are their numbers then."""
    spans: Sequence[Span] = field(default_factory=tuple)
    happened: Sequence[Happened] = field(default_factory=tuple)
    phases: Sequence[PhaseStart] = field(default_factory=tuple)

    def name(self, index: int) -> str:
        """What the period of this point is called."""
        return period_name(self.spots[index].period, self.frequency)

    def changes_of_target(self) -> list[tuple[int, float | None]]:
        """Each target that was in force with the index of its first spot, in order."""
        found: list[tuple[int, float | None]] = []
        for index, target in enumerate(self.targets):
            if not found or found[-1][1] != target:
                found.append((index, target))
        return found

    def number(self, value: float | None) -> str:
        """A value as people write it, with its unit."""
        if value is None:
            return ""
        shown = number(value, self.decimals)
        if self.unit in ("%", "per cent"):
            return f"{shown}%"
        return f"{shown} {self.unit}".strip()


def number(value: float | None, decimals: int) -> str:
    """A number with so many decimals and commas between thousands; nothing for none."""
    if value is None:
        return ""
    shown = f"{value:,.{decimals}f}"
    return shown.lstrip("-") if float(f"{value:.{decimals}f}") == 0 else shown


def safe(text: str) -> str:
    """Text that Plotly shows as it stands: it would take tags and line breaks for markup."""
    return html.escape(text, quote=False)


def letter(index: int) -> str:
    """A, B … Z, A1, B1 …: what marks an annotation on the chart and in the list below it."""
    return chr(65 + index % 26) + (str(index // 26) if index >= 26 else "")


def day_told(day: dt.date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def marks_on(
    drawing: Drawing, phases: Mapping[int, str] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Upright lines where something happened and where phases begin, and the words above them: a letter for what
    happened, and of each phase its number and what `phases` says of it, by the index of its first point.

    Each note is named by its kind, "happened" or "phase", so that the page can move it where it would touch another.
    """
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for index, event in enumerate(drawing.happened):
        shapes.append(_upright(event.on, dash="dot", colour="var(--ink-2)"))
        notes.append(_note("happened", event.on, letter(index), f"{day_told(event.on)}: {event.text}"))
    begun = sorted(drawing.phases, key=lambda each: each.on)
    if begun and drawing.spots:
        first = drawing.spots[0].period
        notes.append(_phase_note(drawing, 1, first, f"From {day_told(first)}", phases))
    for number_, phase in enumerate(begun, start=2):
        shapes.append(_upright(phase.on, dash="solid", colour="var(--ink-2)"))
        notes.append(_phase_note(drawing, number_, phase.on, f"{day_told(phase.on)}: {phase.reason}", phases))
    return shapes, notes


LETTERS_HIGH = 14
"""What the letters above a chart take, in dots."""


def _phase_note(
    drawing: Drawing, number_: int, on: dt.date, told: str, phases: Mapping[int, str] | None
) -> dict[str, Any]:
    """From its line to the right, above the letters of what happened."""
    said = (phases or {}).get(bisect_left([spot.period for spot in drawing.spots], on), "")
    text = f"Phase {number_}{NEXT_WORDS}{said}" if said else f"Phase {number_}"
    note = _note("phase", on, text, told) | {"xanchor": "left", "xshift": -4}
    return note | ({"yshift": LETTERS_HIGH} if drawing.happened else {})


NEXT_WORDS = " · "
"""Between a phase's number and its words, which are left out where there is no room for them."""


def _upright(day: dt.date, *, dash: str, colour: str) -> dict[str, Any]:
    return {
        "type": "line", "xref": "x", "yref": "y domain", "x0": day.isoformat(), "x1": day.isoformat(), "y0": 0, "y1": 1,
        "layer": "below", "line": {"color": colour, "width": 1, "dash": dash},
    }  # fmt: skip


def _note(kind: str, day: dt.date, text: str, told: str) -> dict[str, Any]:
    return {
        "name": kind, "x": day.isoformat(), "y": 1, "xref": "x", "yref": "y domain", "text": safe(text), "hovertext": safe(told),
        "showarrow": False, "yanchor": "bottom", "captureevents": True, "font": {"size": 12, "color": "var(--ink-2)"},
    }  # fmt: skip
