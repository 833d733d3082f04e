"""Units beside one another, and causes by their share: funnel plots and Pareto charts as people see them.

Pure, as measures.charts is: results and words in, Plotly dictionaries, sentences and table rows out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from measures.drawing import number, safe
from measures.spc.funnel import Funnel, FunnelPoint, Place
from measures.spc.pareto import Bar, Pareto

INK = {"color": "var(--ink-2)"}
MOST_NAMED = 8
"""Where more units than this lie beyond their limits, their names would cover the plot."""
LEGEND = {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "font": {"size": 12, **INK}}

PLACE_WORDS = {
    Place.WITHIN: "within the limits",
    Place.NEAR: "beyond the 95% limit",
    Place.BEYOND: "beyond the 99.8% limit",
}
LOOKS = {
    Place.WITHIN: ("circle", "var(--common)", 9),
    Place.NEAR: ("circle-open", "var(--neutral)", 10),
    Place.BEYOND: ("hexagon", "var(--neutral)", 11),
}
"""Shape, colour and size of a unit by where it lies. Purple says special cause and judges nobody: a funnel is for asking."""


@dataclass(frozen=True, slots=True)
class Peers:
    """What the units and their measure are called."""

    title: str
    names: Sequence[str]
    unit: str = ""
    decimals: int = 1
    denominator: str = ""

    @property
    def counted(self) -> str:
        """What the denominator counts, within a sentence."""
        return self.denominator[:1].lower() + self.denominator[1:]

    def value(self, value: float) -> str:
        """A value as people write it, with its unit."""
        shown = number(value, self.decimals)
        return f"{shown}%" if self.unit in ("%", "per cent") else f"{shown} {self.unit}".strip()

    def size(self, size: float) -> str:
        """A denominator, or another count, as people write it."""
        return number(size, 0 if size == int(size) else 1)


# -- Funnel ---------------------------------------------------------------------------------------------------------


def funnel_figure(found: Funnel, peers: Peers) -> dict[str, Any]:
    """The funnel as a Plotly figure; units are walked from the smallest to the largest."""
    ordered = sorted(found.points, key=lambda point: point.denominator)
    data = [*_curves(found), _walked(ordered, found, peers)]
    walk = len(data) - 1
    data += _dots(ordered, peers)
    suffix = {"ticksuffix": "%"} if peers.unit in ("%", "per cent") else {}
    title = "" if suffix else safe(peers.unit)
    return {
        "data": data,
        "layout": {
            "hovermode": "closest", "dragmode": False, "autosize": True, "showlegend": True,
            "margin": {"l": 8, "r": 12, "t": 12, "b": 8}, "legend": LEGEND,
            "xaxis": {"type": "linear", "automargin": True, "showgrid": False, "linecolor": "var(--limit)", "showline": True, "zeroline": False, "tickfont": INK, "tickformat": ",", "fixedrange": True, "title": {"text": safe(peers.denominator or "Denominator"), "font": {"size": 12, **INK}}},
            "yaxis": {"automargin": True, "gridcolor": "var(--hairline)", "zeroline": False, "tickfont": INK, "fixedrange": True, "tickformat": ",", "title": {"text": title, "font": {"size": 12, **INK}}, **suffix},
            "meta": {"walk": walk, "sentences": [tell(found, point, peers) for point in ordered]},
        },
    }  # fmt: skip


def _curves(found: Funnel) -> list[dict[str, Any]]:
    sizes = [size for size, _ in found.curve]
    centre = {
        "type": "scatter", "mode": "lines", "name": "All together", "hoverinfo": "skip", "x": sizes[:1] + sizes[-1:],
        "y": [found.target] * len(sizes[:1] + sizes[-1:]), "line": {"color": "var(--centre)", "width": 1.5},
    }  # fmt: skip
    return [
        centre,
        *(
            {
                "type": "scatter", "mode": "lines", "name": name, "hoverinfo": "skip", "x": sizes,
                "y": [getattr(limits, line) for _, limits in found.curve], "showlegend": line.startswith("upper"),
                "line": {"color": "var(--limit)", "width": 1.25, "dash": dash},
            }
            for name, dash, lines in (
                ("95% limits", "dot", ("upper95", "lower95")),
                ("99.8% limits", "dash", ("upper998", "lower998")),
            )
            for line in lines
        ),
    ]  # fmt: skip


def _walked(ordered: Sequence[FunnelPoint], found: Funnel, peers: Peers) -> dict[str, Any]:
    """An unseen trace that holds every unit in order, so that the arrow keys and the pointer find its words."""
    return {
        "type": "scatter", "mode": "markers", "name": "Units", "hoverinfo": "text", "showlegend": False,
        "x": [point.denominator for point in ordered], "y": [point.ratio for point in ordered],
        "hovertext": ["<br>".join(safe(line) for line in _lines(point, peers)) for point in ordered],
        "marker": {"size": 12, "opacity": 0, "color": "var(--common)"},
    }  # fmt: skip


def _lines(point: FunnelPoint, peers: Peers) -> list[str]:
    return [
        f"{peers.names[point.index]}: {peers.value(point.ratio)}",
        f"{peers.size(point.numerator)} of {peers.size(point.denominator)}",
        PLACE_WORDS[point.place].capitalize(),
    ]


def _dots(ordered: Sequence[FunnelPoint], peers: Peers) -> list[dict[str, Any]]:
    traces = []
    for place, (symbol, colour, size) in LOOKS.items():
        points = [point for point in ordered if point.place is place]
        if not points:
            continue
        named = place is Place.BEYOND and len(points) <= MOST_NAMED
        traces.append(
            {
                "type": "scatter", "mode": "markers+text" if named else "markers", "name": PLACE_WORDS[place].capitalize(),
                "hoverinfo": "skip", "x": [point.denominator for point in points], "y": [point.ratio for point in points],
                "text": [safe(short(peers.names[point.index])) if named else "" for point in points],
                "textposition": _label_places(points, ordered),
                "textfont": {"size": 11, "color": "var(--ink-2)"}, "cliponaxis": False,
                "marker": {"size": size, "color": colour, "symbol": symbol, "line": {"width": 1.5, "color": colour}},
            }
        )  # fmt: skip
    return traces


CROWDED = 0.3
"""Names nearer than this share of the width stand on different sides of their dots."""


def _label_places(points: Sequence[FunnelPoint], ordered: Sequence[FunnelPoint]) -> list[str]:
    """Where each dot's name stands: away from the middle, but not where its neighbour's already is."""
    width = (ordered[-1].denominator - ordered[0].denominator) or 1.0
    places: list[str] = []
    for number_, point in enumerate(points):
        place = "top center" if point.side > 0 else "bottom center"
        if number_ and places[-1] == place and point.denominator - points[number_ - 1].denominator < CROWDED * width:
            place = "bottom center" if place == "top center" else "top center"
        places.append(place)
    return places


def tell(found: Funnel, point: FunnelPoint, peers: Peers) -> str:
    """What the plot says of one unit, in a sentence."""
    return found.tell(point, peers.names[point.index], peers.unit, peers.decimals, peers.counted)


def funnel_summary(found: Funnel, peers: Peers) -> list[str]:
    """The funnel in sentences: what it compares, what stands out, what is too small, what the limits allow for."""
    count = len(found.points)
    if not count:
        return [f"{peers.title}: no unit to compare yet."]
    units = "1 unit" if count == 1 else f"{count} units"
    lines = [f"{peers.title} in {units}. All together: {peers.value(found.target)}."]
    lines += _beyond(found, peers)
    near = sum(point.place is Place.NEAR for point in found.points)
    if near:
        lines.append(
            f"{'1 unit lies' if near == 1 else f'{near} units lie'} between the 95% and the 99.8% limit; of {units}, "
            f"chance alone puts about {count * 0.05:.1f} beyond 95%."
        )
    small = [peers.names[point.index] for point in found.points if point.small]
    if small:
        lines.append(
            f"Too small to say much, with fewer than 5 events (or non-events) to be expected: {', '.join(small)}."
        )
    lines += _dispersion(found)
    if found.left_out:
        names = ", ".join(peers.names[index] for index in found.left_out)
        lines.append(f"Not shown, because nothing was counted in this period: {names}.")
    return lines


def _beyond(found: Funnel, peers: Peers) -> list[str]:
    """The units beyond their 99.8% limits one by one, or only how many where they are most of all."""
    outliers, count = found.outliers, len(found.points)
    if not outliers and found.adjusted:
        return ["No unit lies beyond its 99.8% limit, once the limits allow for how much such units differ."]
    if not outliers:
        return ["No unit lies beyond its 99.8% limit: chance alone explains how they differ."]
    if 2 * len(outliers) > count and len(outliers) > MOST_NAMED:
        return [f"{len(outliers)} of {count} units lie beyond their 99.8% limits: each is in the table."]
    return [tell(found, point, peers) for point in outliers]


def _dispersion(found: Funnel) -> list[str]:
    if found.adjusted:
        return ["The limits allow for the units differing by more than chance within them explains."]
    if found.overdispersed and found.phi is not None:
        times = number(found.phi, 0 if found.phi >= 10 else 1)
        return [
            f"The units differ more than chance within them explains (their variance is {times} times that of "
            "chance), so many lie beyond the limits. Different patients, or different ways of counting, do that: look "
            "for these first, or let the limits allow for it."
        ]
    return []


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A unit in the table under the plot, ready to print."""

    index: int
    name: str
    value: str
    count: str
    size: str
    limits95: str
    limits998: str
    says: str


def funnel_table(found: Funnel, peers: Peers) -> list[FunnelRow]:
    """The units by their denominators, largest first: never by their values, for this is no league table."""
    ordered = sorted(found.points, key=lambda point: (-point.denominator, peers.names[point.index]))
    return [
        FunnelRow(
            index=point.index,
            name=peers.names[point.index],
            value=number(point.ratio, peers.decimals) + ("%" if peers.unit in ("%", "per cent") else ""),
            count=peers.size(point.numerator),
            size=peers.size(point.denominator),
            limits95=f"{number(point.limits.lower95, peers.decimals)} to {number(point.limits.upper95, peers.decimals)}",
            limits998=f"{number(point.limits.lower998, peers.decimals)} to {number(point.limits.upper998, peers.decimals)}",
            says=_says(point),
        )
        for point in ordered
    ]  # fmt: skip


def _says(point: FunnelPoint) -> str:
    side = {1: "above", -1: "below", 0: "within"}[point.side]
    said = {
        Place.WITHIN: "Within its limits",
        Place.NEAR: f"Beyond its 95% limit, {side}",
        Place.BEYOND: f"Beyond its 99.8% limit, {side}",
    }[point.place]
    return f"{said}; small numbers" if point.small else said


# -- Pareto ---------------------------------------------------------------------------------------------------------


FEW_STEPS = 8
"""Up to this count the axis has a step for each, so that none stands for half an event."""


def pareto_figure(found: Pareto, title: str, noun: str = "Events") -> dict[str, Any]:
    """Bars by falling count, and the line of the share that they add up to."""
    few = set(found.vital_few)
    whole = {"dtick": 1} if max((bar.count for bar in found.bars), default=0) <= FEW_STEPS else {}
    names = [safe(short(bar.category)) for bar in found.bars]
    if len(set(names)) < len(names):
        names = [safe(bar.category) for bar in found.bars]
    told = ["<br>".join((safe(bar.category), *_bar_lines(bar))) for bar in found.bars]
    colours = ["var(--brand)" if bar in few or not few else "var(--common)" for bar in found.bars]
    bars = {
        "type": "bar", "name": noun, "x": names, "y": [bar.count for bar in found.bars], "hoverinfo": "text",
        "hovertext": told, "marker": {"color": colours, "opacity": 0.6}, "textposition": "none",
    }  # fmt: skip
    line = {
        "type": "scatter", "mode": "lines+markers", "name": "Together", "x": names, "yaxis": "y2", "hoverinfo": "skip",
        "y": [100 * bar.cumulative_share for bar in found.bars],
        "line": {"color": "var(--ink)", "width": 1.5}, "marker": {"size": 6, "color": "var(--ink)"},
    }  # fmt: skip
    return {
        "data": [bars, line],
        "layout": {
            "hovermode": "closest", "dragmode": False, "autosize": True, "showlegend": True, "bargap": 0.25,
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8}, "legend": LEGEND,
            "xaxis": {"type": "category", "automargin": True, "showgrid": False, "linecolor": "var(--limit)", "showline": True, "tickfont": INK, "fixedrange": True},
            "yaxis": {"automargin": True, "gridcolor": "var(--hairline)", "rangemode": "tozero", "zeroline": False, "tickfont": INK, "tickformat": ",", "fixedrange": True, "title": {"text": safe(noun), "font": {"size": 12, **INK}}, **whole},
            "yaxis2": {"overlaying": "y", "side": "right", "range": [0, 105], "tickmode": "array", "tickvals": [0, 20, 40, 60, 80, 100], "ticktext": ["0%", "20%", "40%", "60%", "80%", "100%"], "showgrid": False, "zeroline": False, "tickfont": INK, "automargin": True, "fixedrange": True},
            "meta": {"walk": 0, "sentences": [f"{bar.category}: {', '.join(_bar_lines(bar))}." for bar in found.bars]},
        },
    }  # fmt: skip


LONGEST_LABEL = 26


def short(name: str) -> str:
    """A name that fits under a bar; the whole of it stands in the words and the table."""
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def _bar_lines(bar: Bar) -> tuple[str, str]:
    return f"{_whole(bar.count)}, {_share(bar.share)} of all", f"{_share(bar.cumulative_share)} with those before it"


def _whole(count: float) -> str:
    return number(count, 0 if count == int(count) else 1)


def _share(share: float) -> str:
    return f"{100 * share:.0f}%"


def pareto_summary(found: Pareto, title: str, things: str = "categories") -> list[str]:
    """The chart in sentences: how many, which few make up most, what has no category."""
    if not found.bars:
        return [f"{title}: nothing was counted in this period."]
    of = f"1 of the {things}" if len(found.bars) == 1 else f"{len(found.bars)} {things}"
    lines = [f"{title}: {_whole(found.total)} in {of}."]
    few, first = found.vital_few, found.bars[0]
    if few:
        names = [bar.category for bar in few]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        makes = "makes" if len(names) == 1 else "make"
        lines.append(f"{listed} {makes} up {_share(few[-1].cumulative_share)} of all.")
    elif len(found.bars) > 1:
        lines.append(f"{first.category} comes first with {_share(first.share)}; no few make up four fifths of all.")
    if found.left_out:
        lines.append(f"{_whole(found.left_out)} without a category are not shown.")
    return lines


@dataclass(frozen=True, slots=True)
class ParetoRow:
    """A category in the table under the chart, ready to print."""

    category: str
    count: str
    share: str
    cumulative: str


def pareto_table(found: Pareto) -> list[ParetoRow]:
    """The bars as rows, in their order."""
    return [
        ParetoRow(bar.category, _whole(bar.count), _share(bar.share), _share(bar.cumulative_share))
        for bar in found.bars
    ]


@dataclass(frozen=True, slots=True)
class ParetoPart:
    """A Pareto chart as a page shows it: the figure, its words and its rows."""

    figure: dict[str, Any]
    sentences: list[str]
    rows: list[ParetoRow]


def pareto_part(found: Pareto, title: str, noun: str = "Events", things: str = "categories") -> ParetoPart:
    """All three of one chart."""
    return ParetoPart(pareto_figure(found, title, noun), pareto_summary(found, title, things), pareto_table(found))
