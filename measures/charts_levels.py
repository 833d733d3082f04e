"""What is written at a chart's level lines: the name and the value of each at its right end, and of each phase its centre.

Pure, as measures.charts is. static/js/chart-labels.js puts the words where there is room for them.
"""

from __future__ import annotations

from typing import Any

from measures.drawing import Drawing, number
from measures.spc import Analysis, LimitState

LINES = {LimitState.TRIAL: "Trial limit", LimitState.FIRM: "Control limit"}
"""What the limits of a phase are called in the legend."""
MADE_OF_VALUES = {"mr": "Moving range", "s": "Standard deviation"}
"""Chart kinds that plot something made of the values, and what it is called; a target is of the values themselves."""


def levels_of(analysis: Analysis, drawing: Drawing) -> list[dict[str, Any]]:
    """Each line in force at the newest point: what it is called (in full, and in short), its value as people read it,
    where it stands, and the names in the legend that it makes superfluous."""
    if analysis.newest is None:
        return []
    limits = LINES.get(analysis.phases[-1].limits)
    centre, lower, upper = (getattr(analysis, line)[analysis.newest] for line in ("centre", "lower", "upper"))
    word = analysis.chart.centre_is.capitalize()
    found: list[dict[str, Any] | None] = []
    if len(analysis.values) == 1:
        pass  # a line of one point is none
    elif limits and centre == lower == upper:
        found = [_level(["Centre line", limits], f"{word} and limits", word, centre, drawing, "--centre")]
    else:
        found = [_level(["Centre line"], word, word, centre, drawing, "--centre")]
        if limits:
            found.append(_level([limits], "Upper limit", "Upper", upper, drawing, "--ink-3"))
            found.append(_level([limits], "Lower limit", "Lower", lower, drawing, "--ink-3"))
    if analysis.chart.key not in MADE_OF_VALUES:
        in_force = drawing.targets[-1] if drawing.targets else drawing.target
        found.append(_level(["Target"], "Target", "Target", in_force, drawing, "--target"))
    return [level for level in found if level is not None]


def _level(
    lines: list[str], name: str, short: str, value: float | None, drawing: Drawing, colour: str
) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "lines": lines, "name": name, "short": short, "text": value_told(drawing, value), "y": value,
        "colour": f"var({colour})",
    }  # fmt: skip


def value_told(drawing: Drawing, value: float) -> str:
    """A value beside an axis that names the unit: with a per cent sign only where the axis has them too."""
    return number(value, drawing.decimals) + ("%" if drawing.unit in ("%", "per cent") else "")


def phases_told(analysis: Analysis, drawing: Drawing) -> dict[int, str]:
    """Of each phase, by the index of its first point, what its centre line is."""
    word = analysis.chart.centre_is
    return {
        phase.start: f"{word} {value_told(drawing, phase.centre)}"
        for phase in analysis.phases
        if phase.centre is not None
    }
