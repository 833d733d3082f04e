"""From an analysis to what people see, hear and read: a Plotly figure, sentences, and the rows of a table.

Pure: an `Analysis`, days and words in, plain dictionaries and strings out. Colours are names of design tokens, such as
`var(--improvement)`, which static/js/charts.js fills in from the theme in force: one figure serves light, dark and print.
Colour never speaks alone: every meaning has a symbol and a word of its own.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Any

from measures.charts_cusum import cusum_alarms, cusum_at, cusum_figure, cusum_in_words
from measures.charts_levels import LINES, MADE_OF_VALUES, levels_of, phases_told
from measures.drawing import (
    LETTERS_HIGH,
    MEANING_WORDS,
    SYMBOLS,
    Drawing,
    Span,
    day_told,
    marks_on,
    number,
    safe,
)
from measures.periods import step
from measures.spc import Analysis, LimitState, Meaning, Variation
from measures.spc.runs import RUNS_TABLES

# -- The figure -----------------------------------------------------------------------------------------------------


ZOOMED = 36
"""From so many periods on, a chart can be zoomed into."""


def figure(analysis: Analysis, drawing: Drawing, *, newest: int | None = None) -> dict[str, Any]:
    """The chart as a Plotly figure: a plain dictionary whose colours are names of tokens.

    With `newest` only so many of the newest periods are drawn; lines and limits are still those of the whole series.
    `layout.meta` tells the page which trace is walked with the arrow keys, and a sentence for each of its points.
    """
    if analysis.cusum is not None:
        return begun_late(cusum_figure(analysis, drawing), drawing, newest)
    days = [spot.period.isoformat() for spot in drawing.spots]
    data: list[dict[str, Any]] = []
    for row, phase in enumerate(analysis.phases):
        end = _last_counted(analysis, phase.start, phase.end)
        data += _levels(analysis, drawing, days, row, phase.start, end)
        data += _zones(analysis, days, row, phase.start, end)
    if days and not plotted(analysis):
        data += _targets(drawing, days)
    walk = len(data)
    counted, reasons = _counted(analysis), _reasons(analysis, drawing)
    told = [_told(analysis, drawing, index, reasons) for index in counted]
    data.append(_line(analysis, days, counted, told))
    data += _points(analysis, drawing, days)
    data += _ghosts(analysis, drawing, days)
    if drawing.spans and days:
        data += _spans(drawing, days)
    _name_once(data)
    layout = _layout(analysis, drawing, days)
    layout["meta"] = {
        "walk": walk,
        "sentences": _sentences(analysis, counted, told),
        "zoom": len(drawing.spots) >= ZOOMED,
        "levels": levels_of(analysis, drawing),
    }
    drawn = begun_late({"data": data, "layout": layout}, drawing, newest)
    return _event_by_event(drawn) if analysis.chart.key in BETWEEN_EVENTS and days else drawn


BETWEEN_EVENTS = frozenset({"g", "t"})
"""Chart kinds drawn event by event: the days between are what is plotted, so they are no distances as well."""
LABELLED = 5
"""Events that have their day below the axis; there is room for so many on a phone."""


def _event_by_event(drawn: dict[str, Any]) -> dict[str, Any]:
    """The figure with its events at equal distances; what happened between two stands between them."""
    layout = drawn["layout"]
    lines = [trace for trace in drawn["data"] if trace.get("yaxis") != "y2" and trace["name"] != "Target"]
    days = sorted({day for trace in lines for day in trace["x"]})
    for trace in drawn["data"]:
        if trace.get("yaxis") == "y2" or trace["name"] == "Target":
            first, last = trace["x"][0], trace["x"][-1]
            before = max((day for day in days if day <= first), default=days[0])
            trace["x"] = [before, min((day for day in days if day >= last), default=days[-1])]

    def place(day: str) -> float:
        at = bisect_left(days, day)
        return float(at) if at < len(days) and days[at] == day else at - 0.5

    for shape in layout["shapes"]:
        shape["x0"], shape["x1"] = place(shape["x0"]), place(shape["x1"])
    for note in layout["annotations"]:
        note["x"] = place(note["x"])
    step_ = max(1, -(-len(days) // LABELLED))
    labelled = days[::-1][::step_][::-1]
    texts = [f"{day_told(dt.date.fromisoformat(day)).rpartition(' ')[0]}<br>{day[:4]}" for day in labelled]
    layout["xaxis"] |= {
        "type": "category", "categoryorder": "array", "categoryarray": days, "tickvals": labelled, "ticktext": texts,
        "tickangle": 0,
    }  # fmt: skip
    return drawn


def plotted(analysis: Analysis) -> str:
    """What the chart plots where it is not the values themselves, in words; else nothing."""
    return MADE_OF_VALUES.get(analysis.chart.key, "")


def begun_late(drawn: dict[str, Any], drawing: Drawing, newest: int | None) -> dict[str, Any]:
    """The figure from the newest so many periods on: the eye can part so many points and no more."""
    if newest is None or newest >= len(drawing.spots):
        return drawn
    first = drawing.spots[-newest].period.isoformat()
    meta, layout = drawn["layout"]["meta"], drawn["layout"]
    for place, trace in enumerate(drawn["data"]):
        days = trace["x"]
        if trace.get("yaxis") == "y2" and days:  # a bar from day to day, cut where the chart begins
            trace["x"] = [max(day, first) for day in days] if days[-1] >= first else []
            continue
        kept = [index for index, day in enumerate(days) if day >= first]
        if len(days) == 2 and len(kept) == 1:  # a level line from end to end
            trace["x"] = [first, days[-1]]
            continue
        if place == meta["walk"]:
            meta["sentences"] = [meta["sentences"][index] for index in kept]
        for holder in (trace, trace.get("marker", {})):
            for name, cells in list(holder.items()):
                if isinstance(cells, list):
                    holder[name] = [cells[index] for index in kept]
    meta["walk"] -= sum(not trace["x"] for trace in drawn["data"][: meta["walk"]])
    drawn["data"] = [trace for trace in drawn["data"] if trace["x"]]
    for name, key in (("shapes", "x0"), ("annotations", "x")):
        layout[name] = [each for each in layout.get(name, []) if each[key] >= first]
    _name_anew(drawn["data"])
    return drawn


def _name_anew(data: list[dict[str, Any]]) -> None:
    """A line whose first part was cut away is named by the next."""
    shown: set[str] = set()
    for trace in data:
        if trace["name"] in LINES_NAMED and trace["name"] not in shown:
            trace["showlegend"] = True
        shown.add(trace["name"])


LINES_NAMED = frozenset({"Centre line", "Control limit", "Trial limit", "Target", "1 sigma", "2 sigma", "PDSA cycle"})

SIGMAS = {"2-of-3": 2, "4-of-5": 1, "hugging": 1, "avoiding": 1}
"""Rules that go by zones, and the edge of theirs in sigmas."""


def _zones(analysis: Analysis, days: list[str], row: int, start: int, end: int) -> list[dict[str, Any]]:
    """The edges of the zones that the rule set goes by, quietly; nothing where it goes by none."""
    if analysis.phases[row].limits not in (LimitState.TRIAL, LimitState.FIRM):
        return []
    lines = []
    for k in sorted({SIGMAS[rule.key] for rule in analysis.rules.rules if rule.key in SIGMAS}):
        for edge in analysis.limits_at(k):
            line = {"color": "var(--limit)", "width": 0.75, "dash": "dot"}
            lines.append(_step_line(f"{k} sigma", days[start : end + 1], list(edge[start : end + 1]), **line))
    return lines


def _name_once(data: list[dict[str, Any]]) -> None:
    """Each kind of line has one entry in the legend, however many phases draw it."""
    named: set[str] = set()
    for trace in data:
        if trace["name"] in named:
            trace["showlegend"] = False
        named.add(trace["name"])


def _step_line(name: str, days: list[str], values: list[float | None], **line: Any) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": days, "y": values, "hoverinfo": "skip",
        "line": {"shape": "hvh", **line}, "connectgaps": True,
    }  # fmt: skip


def _levels(
    analysis: Analysis, drawing: Drawing, days: list[str], row: int, start: int, end: int
) -> list[dict[str, Any]]:
    """Centre line and limits of one phase. A dashed centre says that the phase holds more than chance."""
    here = days[start : end + 1]
    if not here or len(days) == 1:
        return []  # a line of one point is none
    whole = any(signal.phase == row and signal.rule in WHOLE_PHASE for signal in analysis.signals)
    dash = "longdash" if whole else "solid"
    lines = [
        _step_line(
            "Centre line", here, list(analysis.centre[start : end + 1]), color="var(--centre)", width=1.5, dash=dash
        )
    ]
    if (name := LINES.get(analysis.phases[row].limits)) is not None:
        dash = "dot" if analysis.phases[row].limits is LimitState.TRIAL else "dash"
        upper, lower = (
            _step_line(name, here, list(limit[start : end + 1]), color="var(--limit)", width=1.25, dash=dash)
            for limit in (analysis.upper, analysis.lower)
        )
        return [upper, lower | WITHIN_LIMITS, *lines]
    return lines


WITHIN_LIMITS = {"fill": "tonexty", "fillcolor": "var(--within)", "showlegend": False}
"""What lies between the limits is shaded, so that the process is seen from the back of a room; centre lines stand on it."""


WHOLE_PHASE = frozenset({"long-run", "few-crossings", *RUNS_TABLES})
"""Rules whose signal is about a phase as a whole: its centre line is drawn dashed."""


def _targets(drawing: Drawing, days: list[str]) -> list[dict[str, Any]]:
    """The target as a line that steps where it changed, and is broken where there was none."""
    line: dict[str, Any] = {"color": "var(--target)", "width": 1.5, "dash": "dashdot"}
    if not drawing.targets:
        return (
            [
                _step_line(
                    "Target", [days[0], days[-1] if days[1:] else _day_after(drawing)], [drawing.target] * 2, **line
                )
            ]
            if drawing.target is not None
            else []
        )
    changes = drawing.changes_of_target()
    ends = [start for start, _ in changes[1:]] + [len(days)]
    found = []
    for (start, value), end in zip(changes, ends, strict=True):
        if value is not None:  # each reaches to where the next one begins, so that one point has its line too
            until = days[end] if end < len(days) else _day_after(drawing)
            found.append(_step_line("Target", [days[start], until], [value] * 2, **line))
    return found


def _day_after(drawing: Drawing) -> str:
    """The end of the newest period."""
    return step(drawing.spots[-1].period, drawing.frequency).isoformat()


def _last_counted(analysis: Analysis, start: int, end: int) -> int:
    """Where the lines of a phase end: the few cases of a week that is not over would tear its limits apart."""
    while end > start and end in analysis.excluded:
        end -= 1
    return end


def _counted(analysis: Analysis) -> list[int]:
    """The points that the line passes through or breaks at: all that are not ghosted."""
    return [index for index in range(len(analysis.values)) if index not in analysis.excluded]


def _line(analysis: Analysis, days: list[str], counted: list[int], told: list[list[str]]) -> dict[str, Any]:
    """The line through the points that count; a gap where one is missing, none at a ghosted one. It has the words."""
    return {
        "type": "scatter", "mode": "lines", "name": "Values", "hoverinfo": "text", "connectgaps": False,
        "x": [days[index] for index in counted], "y": [analysis.values[index] for index in counted],
        "hovertext": ["<br>".join(map(_folded, lines)) for lines in told], "hoverlabel": {"align": "left"},
        "line": {"color": "var(--ink-3)", "width": 1.5}, "showlegend": False,
    }  # fmt: skip


def _sentences(analysis: Analysis, counted: list[int], told: list[list[str]]) -> list[str]:
    """What a screen reader says at each point of the line."""
    return [
        " ".join([line if line.endswith(".") else f"{line}." for line in lines])
        if analysis.values[index] is not None
        else f"{lines[0].partition(': ')[0]}: missing."
        for index, lines in zip(counted, told, strict=True)
    ]


def _meanings(analysis: Analysis) -> dict[int, Meaning]:
    """Every point with a signal of its own, and what it shows."""
    rank = (Meaning.IMPROVEMENT, Meaning.CONCERN, Meaning.NEUTRAL)
    found: dict[int, Meaning] = {}
    for signal in analysis.signals:
        if signal.rule in ("few-crossings", "runs"):
            continue
        for point in signal.points:
            before = found.get(point)
            if before is None or rank.index(signal.meaning) < rank.index(before):
                found[point] = signal.meaning
    return found


def _points(analysis: Analysis, drawing: Drawing, days: list[str]) -> list[dict[str, Any]]:
    """The points, one trace for each meaning, so that each has its entry in the legend. The line has their words."""
    meanings = _meanings(analysis)
    groups: dict[Meaning | None, list[int]] = {}
    for index, value in enumerate(analysis.values):
        if value is not None and index not in analysis.excluded:
            groups.setdefault(meanings.get(index), []).append(index)
    traces = []
    plain, special = _sizes(len(analysis.values))
    for meaning in (None, Meaning.NEUTRAL, Meaning.CONCERN, Meaning.IMPROVEMENT):
        indexes = groups.get(meaning, [])
        if not indexes:
            continue
        colour = f"var(--{meaning.value})" if meaning else "var(--common)"
        name = MEANING_WORDS[meaning].capitalize() if meaning else "Common cause"
        symbol = SYMBOLS[meaning]
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": name, "hoverinfo": "text",
                "x": [days[index] for index in indexes],
                "y": [analysis.values[index] for index in indexes],
                "marker": {
                    "size": special if meaning else plain,
                    "color": colour,
                    "symbol": [f"{symbol}-open" if drawing.spots[index].estimated else symbol for index in indexes],
                    "line": {"width": 1.5, "color": colour},
                },
            }
        )  # fmt: skip
    return traces


def _sizes(points: int) -> tuple[int, int]:
    """How large a point is, without and with a signal: so that many can still be told apart."""
    return (7, 9) if points <= 80 else (5, 7) if points <= 160 else (4, 5)


def _labels(analysis: Analysis) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for signal in analysis.signals:
        if signal.rule in ("few-crossings", "runs"):
            continue
        for point in signal.points:
            found.setdefault(point, []).append(f"{signal.label}: {MEANING_WORDS[signal.meaning]}")
    return found


def _reasons(analysis: Analysis, drawing: Drawing) -> dict[int, list[str]]:
    """Why a point has the colour that it has: the sentence of each signal that it belongs to."""
    names = [drawing.name(index) for index in range(len(drawing.spots))]
    found: dict[int, list[str]] = {}
    for signal in analysis.signals:
        if signal.rule in ("few-crossings", "runs"):
            continue
        sentence = f"{MEANING_WORDS[signal.meaning].capitalize()}: {signal.tell(names)}"
        for point in signal.points:
            found.setdefault(point, []).append(sentence)
    return found


HOVER_WIDTH = 58
"""Letters in a line of what is said where the mouse is: a signal's sentence takes two or three."""


@lru_cache(maxsize=512)  # the points of a signal share its sentence
def _folded(line: str) -> str:
    """A line as Plotly shows it, in several where it is long."""
    return safe(line) if len(line) <= HOVER_WIDTH else "<br>".join(map(safe, wrap(line, HOVER_WIDTH)))


def _begun(text: str) -> str:
    """Text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def _told(analysis: Analysis, drawing: Drawing, index: int, labels: dict[int, list[str]]) -> list[str]:
    """What is known of a point, line by line, as people typed it: make it `safe` before Plotly sees it."""
    spot = drawing.spots[index]
    word = plotted(analysis).lower()
    lines = [f"{_begun(drawing.name(index))}: {f'{word} ' if word else ''}{drawing.number(analysis.values[index])}"]
    behind = _behind(analysis, drawing, index)
    lines += [behind] if behind else []
    if spot.marked and not any("stronomical" in label for label in labels.get(index, [])):
        lines.append("Marked as astronomical")
    if spot.estimated:
        lines.append("Estimated")
    lines += labels.get(index, [])
    if spot.note:
        lines.append(spot.note)
    if spot.excluded_why:
        lines.append(f"Ghosted: {spot.excluded_why}")
    return lines


def _behind(analysis: Analysis, drawing: Drawing, index: int) -> str:
    """What lies behind the figure that is plotted: the two parts of a ratio, a subgroup, or the value itself."""
    spot = drawing.spots[index]
    parts = []
    if spot.measured is not None:
        parts.append(f"{'Mean' if drawing.subgroups else 'Measured'} {drawing.number(spot.measured)}")
    if spot.denominator is not None and spot.numerator is not None:
        if not drawing.subgroups:
            parts.append(_part_of(spot.numerator, spot.denominator))
        else:
            parts.append(f"{number(spot.denominator, 0)} measured")
            if spot.spread is not None and not plotted(analysis):
                parts.append(f"standard deviation {number(spot.spread, max(drawing.decimals, 1))}")
    return ", ".join(parts)


def _part_of(numerator: float, denominator: float) -> str:
    return f"{number(numerator, _whole(numerator))} of {number(denominator, _whole(denominator))}"


def _whole(value: float) -> int:
    return 0 if value == int(value) else 2


def _ghosts(analysis: Analysis, drawing: Drawing, days: list[str]) -> list[dict[str, Any]]:
    ghosts = [index for index in sorted(analysis.excluded) if analysis.values[index] is not None]
    if not ghosts:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "name": "Ghosted", "hoverinfo": "text",
            "x": [days[index] for index in ghosts], "y": [analysis.values[index] for index in ghosts],
            "hovertext": ["<br>".join(map(_folded, _told(analysis, drawing, index, {}))) for index in ghosts],
            "marker": {"size": 9, "symbol": "circle-x-open", "color": "var(--ink-2)", "line": {"width": 1.25, "color": "var(--ink-2)"}},
        }
    ]  # fmt: skip


def _spans(drawing: Drawing, days: list[str]) -> list[dict[str, Any]]:
    """Cycles as bars on a strip of their own below the chart, numbered as they began, in as few lanes as they need."""
    last_day = max(drawing.spots[-1].period, *(span.starts_on for span in drawing.spans))
    traces = []
    for number_, (span, lane) in enumerate(_lanes(drawing.spans, last_day), start=1):
        end = span.ends_on or last_day
        when = (
            f"{day_told(span.starts_on)} to {day_told(span.ends_on)}"
            if span.ends_on
            else f"since {day_told(span.starts_on)}"
        )
        told = "<br>".join(safe(line) for line in (f"{number_}: {span.title}", when, span.word) if line)
        traces.append(
            {
                "type": "scatter", "mode": "lines+text", "name": "PDSA cycle", "yaxis": "y2", "hoverinfo": "text",
                "text": [str(number_), ""], "textposition": "middle right", "textfont": {"size": 10, "color": "var(--ink-2)"},
                "x": [span.starts_on.isoformat(), max(end, span.starts_on + dt.timedelta(days=1)).isoformat()],
                "y": [-lane, -lane], "hovertext": [told, told], "showlegend": number_ == 1, "cliponaxis": False,
                "legendgroup": "cycles", "line": {"color": "var(--line)", "width": 12},
            }
        )  # fmt: skip
    return traces


def _lanes(spans: Sequence[Span], last_day: dt.date) -> list[tuple[Span, int]]:
    ends: list[dt.date] = []
    found = []
    for span in sorted(spans, key=lambda each: each.starts_on):
        end = span.ends_on or last_day
        lane = next((number for number, until in enumerate(ends) if until < span.starts_on), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        found.append((span, lane))
    return found


def _layout(analysis: Analysis, drawing: Drawing, days: list[str]) -> dict[str, Any]:
    shapes, notes = marks_on(drawing, phases_told(analysis, drawing))
    lanes = max((lane for _, lane in _lanes(drawing.spans, drawing.spots[-1].period)), default=-1) + 1 if days else 0
    strip = min(0.06 + 0.045 * lanes, 0.3) if lanes else 0.0
    layout: dict[str, Any] = {
        "hovermode": "closest", "dragmode": False, "autosize": True,
        "margin": {"l": 8, "r": 12, "t": (28 if notes else 12) + (LETTERS_HIGH if drawing.happened and drawing.phases else 0), "b": 8},
        "showlegend": True,
        "legend": {"orientation": "h", "traceorder": "normal", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "font": {"size": 12, "color": "var(--ink-2)"}},
        "xaxis": {
            "type": "date", "automargin": True, "showgrid": False, "linecolor": "var(--limit)", "showline": True,
            "tickfont": {"color": "var(--ink-2)"}, "fixedrange": True, "anchor": "y2" if lanes else "y",
            "hoverformat": "%-d %b %Y",
        },
        "yaxis": {
            "automargin": True, "gridcolor": "var(--hairline)", "zeroline": False, "tickfont": {"color": "var(--ink-2)"},
            "separatethousands": True, "fixedrange": True, "domain": [strip, 1.0], "title": {"text": safe(_axis(analysis, drawing)), "font": {"size": 12, "color": "var(--ink-2)"}},
        },
        "shapes": shapes, "annotations": notes,
    }  # fmt: skip
    if 0 < len(days) <= FEW_DAYS and analysis.chart.key not in BETWEEN_EVENTS:
        layout["xaxis"] |= _each_day(drawing, days)
    if drawing.unit in ("%", "per cent"):
        layout["yaxis"] |= {"ticksuffix": "%", "title": {"text": plotted(analysis)}}
    if lanes:
        layout["yaxis2"] = {
            "domain": [0.0, strip - 0.03], "range": [-lanes + 0.4, 0.6], "visible": False, "fixedrange": True,
        }  # fmt: skip
    return layout


FEW_DAYS = 6
"""So few periods are named one by one: an axis that finds its own steps would part days into hours."""


def _each_day(drawing: Drawing, days: list[str]) -> dict[str, Any]:
    named = "%b<br>%Y" if drawing.frequency in ("monthly", "quarterly") else "%-d %b<br>%Y"
    return {
        "tickvals": days,
        "tickformat": named,
        "range": [step(drawing.spots[0].period, drawing.frequency, -1).isoformat(), _day_after(drawing)],
    }


def _axis(analysis: Analysis, drawing: Drawing) -> str:
    """What stands beside the upright axis."""
    return ", ".join(filter(None, (plotted(analysis), drawing.unit)))


# -- The same in words ----------------------------------------------------------------------------------------------


def summary(analysis: Analysis, drawing: Drawing) -> list[str]:
    """The chart in sentences: what it shows, where it stands, what its signals say, what is still missing."""
    if analysis.newest is None:
        return [f"{drawing.title}: no points yet."]
    names = [drawing.name(index) for index in range(len(drawing.spots))]
    points = sum(value is not None for value in analysis.values)
    span = names[0] if points == 1 else f"{names[0]} to {names[-1]}"
    counted = "1 point" if points == 1 else f"{points} points"
    lines = [f"{analysis.chart.label} of {counted}, {span}, read by {analysis.rules.label}."]
    lines.append(_latest(analysis, drawing, names))
    current = analysis.phases[-1]
    if current.limits in (LimitState.TRIAL, LimitState.FIRM) and current.lower is not None:
        kind = "Trial control limits" if current.limits is LimitState.TRIAL else "Control limits"
        lines.append(f"{kind}: {drawing.number(current.lower)} to {drawing.number(current.upper)}.")
    if analysis.cusum is not None:
        lines += filter(None, [cusum_in_words(analysis), cusum_alarms(analysis)])
    told = [signal.tell(names) for signal in analysis.signals]
    lines += told or (["No signal of special cause."] if analysis.variation is not Variation.NOT_YET else [])
    if len(set(analysis.readings)) > 1:
        lines.append("The newest point shows both improvement and concern.")
    lines += _target_told(analysis, drawing)
    lines += analysis.notes
    return lines


def _target_told(analysis: Analysis, drawing: Drawing) -> list[str]:
    changes = drawing.changes_of_target()
    if len(changes) < 2:
        if drawing.target is None:
            return []
        return [f"Target: {drawing.number(drawing.target)}. {_assurance(analysis)}".strip()]
    told = [
        f"{drawing.number(target) or 'none'} from {drawing.name(index)}" if index else drawing.number(target) or "none"
        for index, target in changes
    ]
    return [f"Target: {', then '.join(told)}. {_assurance(analysis)}".strip()]


def _assurance(analysis: Analysis) -> str:
    return "" if analysis.assurance.value == "none" else analysis.assurance.words


def _latest(analysis: Analysis, drawing: Drawing, names: list[str]) -> str:
    newest = analysis.newest
    assert newest is not None
    value, centre = analysis.values[newest], analysis.centre[newest]
    word = plotted(analysis).lower()
    line = f"Latest, {names[newest]}: {f'{word} ' if word else ''}{drawing.number(value)}"
    if centre is None or value is None:
        return line + "."
    word = analysis.chart.centre_is
    where = (
        "on" if abs(value - centre) <= 1e-9 * max(abs(value), abs(centre)) else "above" if value > centre else "below"
    )
    return f"{line}, {where} the {word} of {drawing.number(centre)}."


def signals_in_words(analysis: Analysis, drawing: Drawing) -> list[tuple[str, str]]:
    """Each signal as (what it means, the sentence), by the names of its periods; those that reach furthest come last."""
    names = [drawing.name(index) for index in range(len(drawing.spots))]
    newest_last = sorted(analysis.signals, key=lambda signal: (signal.points[-1], len(signal.points)))
    return [(signal.meaning.value, signal.tell(names)) for signal in newest_last]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One period in the table under the chart, ready to print."""

    period: str
    value: str
    count: str
    centre: str
    lower: str
    upper: str
    says: str


def table(analysis: Analysis, drawing: Drawing) -> list[TableRow]:
    """The chart as rows, newest first; a missing period says so."""
    labels = _labels(analysis)
    rows = []
    for index in range(len(drawing.spots) - 1, -1, -1):
        spot, value = drawing.spots[index], analysis.values[index]
        count = _behind(analysis, drawing, index)
        said = list(labels.get(index, []))
        if index in analysis.excluded:
            said.append(f"Ghosted: {spot.excluded_why}" if spot.excluded_why else "Ghosted")
        said += ["Marked as astronomical"] if spot.marked else []
        said += ["Estimated"] if spot.estimated else []
        said += [spot.note] if spot.note else []
        said += filter(None, [cusum_at(analysis, index)])
        limits = (analysis.centre[index], analysis.lower[index], analysis.upper[index])
        rows.append(
            TableRow(
                period=drawing.name(index),
                value="missing" if value is None else number(value, drawing.decimals),
                count=count,
                centre=number(limits[0], drawing.decimals),
                lower=number(limits[1], drawing.decimals),
                upper=number(limits[2], drawing.decimals),
                says="; ".join(said),
            )
        )
    return rows
