"""A CUSUM as people see it: the two sums, their limit, and the signals. Pure, as measures.charts is.

The sum that looks for more events runs upwards, the one that looks for fewer downwards, so that both stand on one chart.
"""

from __future__ import annotations

from typing import Any

from measures.drawing import MEANING_WORDS, SYMBOLS, Drawing, marks_on, number, safe
from measures.spc import Analysis, Meaning, Signal
from measures.spc.cusum import HIGHER, Cusum, run_length


def cusum_figure(analysis: Analysis, drawing: Drawing) -> dict[str, Any]:
    """The chart as a Plotly figure: a plain dictionary whose colours are names of tokens."""
    sums = analysis.cusum
    assert sums is not None
    days = [spot.period.isoformat() for spot in drawing.spots]
    told = [_told(analysis, drawing, sums, index) for index in range(len(days))]
    lower = [None if value is None else -value for value in sums.lower]
    data = [*_limits(sums, days), _line("Towards more", days, list(sums.higher), told, "solid")]
    data.append(_line("Towards fewer", days, lower, told, "dot"))
    data += _signals(analysis, sums, days, told)
    shapes, notes = marks_on(drawing)
    ink = {"color": "var(--ink-2)"}
    return {
        "data": data,
        "layout": {
            "hovermode": "closest", "dragmode": False, "autosize": True, "showlegend": True,
            "margin": {"l": 8, "r": 12, "t": 28 if notes else 12, "b": 8},
            "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "font": {"size": 12, **ink}},
            "xaxis": {"type": "date", "automargin": True, "showgrid": False, "linecolor": "var(--limit)", "showline": True, "tickfont": ink, "fixedrange": True},
            "yaxis": {"automargin": True, "gridcolor": "var(--hairline)", "zeroline": True, "zerolinecolor": "var(--centre)", "tickfont": ink, "fixedrange": True, "title": {"text": "fewer ← CUSUM → more", "font": {"size": 12, **ink}}},
            "shapes": shapes, "annotations": notes,
            "meta": {"walk": 2, "sentences": [f"{'. '.join(lines)}." for lines in told]},
        },
    }  # fmt: skip


def cusum_in_words(analysis: Analysis) -> str:
    """Where the two sums stand, in a sentence; empty where there are none."""
    sums, newest = analysis.cusum, analysis.newest
    if sums is None or newest is None or sums.higher[newest] is None:
        return ""
    return (
        f"The sum that looks for more events stands at {number(sums.higher[newest], 1)}, the one that looks for fewer "
        f"at {number(sums.lower[newest], 1)}; either signals at {sums.design.limit:g} and starts anew."
    )


VERY_MANY = 1e9
"""Cases that no organisation sees."""


def cusum_alarms(analysis: Analysis) -> str:
    """How often it signals by chance, and how soon in earnest, in a sentence; empty where there are no sums."""
    sums = analysis.cusum
    if sums is None or sums.why_not:
        return ""
    design, rate = sums.design, sums.rate
    odds = max(design.odds, 1 / design.odds)
    changed = odds * rate / (1 - rate + odds * rate)
    by_chance, found = run_length(rate, odds, design.limit), run_length(rate, odds, design.limit, now=changed)
    return (
        f"With {100 * rate:.2g}% of cases, chance alone signals towards more once in {_about(by_chance)} cases; "
        f"should it become {100 * changed:.2g}%, it takes {_about(found)}."
    )


def _about(cases: float) -> str:
    """A number of cases to two figures; of very many, that they are."""
    return f"about {float(f'{cases:.2g}'):,.0f}" if cases < VERY_MANY else f"more than {VERY_MANY:,.0f}"


def cusum_at(analysis: Analysis, index: int) -> str:
    """The two sums at a point, for the table; empty where there are none."""
    sums = analysis.cusum
    if sums is None or sums.higher[index] is None:
        return ""
    return f"CUSUM {number(sums.higher[index], 1)} towards more, {number(sums.lower[index], 1)} towards fewer"


def _told(analysis: Analysis, drawing: Drawing, sums: Cusum, index: int) -> list[str]:
    spot = drawing.spots[index]
    if analysis.values[index] is None:
        return [f"{drawing.name(index)}: missing"]
    lines = [f"{drawing.name(index)}: {drawing.number(analysis.values[index])}"]
    if spot.numerator is not None and spot.denominator is not None:
        lines.append(f"{spot.numerator:,g} of {spot.denominator:,g}")
    lines += [cusum_at(analysis, index) or "Ghosted"]
    lines += [
        f"{signal.label}: {MEANING_WORDS[signal.meaning]}" for signal in analysis.signals if signal.points[-1] == index
    ]
    return lines


def _limits(sums: Cusum, days: list[str]) -> list[dict[str, Any]]:
    ends = [days[0], days[-1]] if days else []
    return [
        {
            "type": "scatter", "mode": "lines", "name": "Limit", "x": ends, "y": [height] * len(ends),
            "hoverinfo": "skip", "showlegend": height > 0, "line": {"color": "var(--limit)", "width": 1.25, "dash": "dash"},
        }
        for height in (sums.design.limit, -sums.design.limit)
    ]  # fmt: skip


def _line(name: str, days: list[str], values: list[float | None], told: list[list[str]], dash: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "x": days, "y": values, "hoverinfo": "text",
        "hovertext": ["<br>".join(safe(line) for line in lines) for lines in told], "connectgaps": True,
        "line": {"color": "var(--ink-3)", "width": 1.5, "dash": dash}, "marker": {"size": 5, "color": "var(--common)"},
    }  # fmt: skip


def _signals(analysis: Analysis, sums: Cusum, days: list[str], told: list[list[str]]) -> list[dict[str, Any]]:
    """The points at which a sum reached the limit, one trace for each meaning."""
    traces = []
    for meaning in (Meaning.NEUTRAL, Meaning.CONCERN, Meaning.IMPROVEMENT):
        found = [signal for signal in analysis.signals if signal.meaning is meaning]
        if not found:
            continue
        colour = f"var(--{meaning.value})"
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": MEANING_WORDS[meaning].capitalize(), "hoverinfo": "text",
                "x": [days[signal.points[-1]] for signal in found],
                "y": [_height(sums, signal) for signal in found],
                "hovertext": ["<br>".join(safe(line) for line in told[signal.points[-1]]) for signal in found],
                "marker": {"size": 10, "color": colour, "symbol": SYMBOLS[meaning], "line": {"width": 1.5, "color": colour}},
            }
        )  # fmt: skip
    return traces


def _height(sums: Cusum, signal: Signal) -> float:
    at = signal.points[-1]
    return (sums.higher[at] or 0.0) if signal.side == HIGHER else -(sums.lower[at] or 0.0)
