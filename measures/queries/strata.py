"""A measure by groups of people: what may be shown of them, small charts, and the gap between them.

`shown_groups` is the one way to figures of groups for whatever shows them: it leaves out what must not be shown before
anything is computed, so that no page, chart, sentence or file can tell more.
"""

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from measures.charts import figure, summary
from measures.charts_small import Small, common_scale, small_chart
from measures.drawing import Drawing, Spot, number
from measures.enums import COUNTED, ChartKind
from measures.gaps import LIMITS_FROM, Between, Gap, Told, Way, ends_of, gap_of, read, way_of
from measures.models import Measure, Phase, Stratum, StratumPoint
from measures.periods import period_name, period_start, step
from measures.queries.measures import with_unit
from measures.queries.series import (
    OF_VALUES,
    Charted,
    StoredPoint,
    chart_of,
    is_part_of_whole,
    shown_value,
    slots_of,
    takes_denominator,
)
from measures.spc import Analysis, default_rules
from measures.suppression import Cell, Counts, hidden
from redesign.lib.components import icon_pair
from redesign.lib.dates import FIRST_YEAR, today

NEAREST = {
    ChartKind.MOVING_RANGE: ChartKind.INDIVIDUALS,
    ChartKind.MEAN_OF_SUBGROUP: ChartKind.INDIVIDUALS,
    ChartKind.SPREAD_OF_SUBGROUP: ChartKind.RUN,
    ChartKind.CUSUM: ChartKind.PROPORTION,
}
"""Instead of charts that take more than groups' figures have (single measurements, every case), or plot something else."""
NEWEST = 12
"""Periods in the table at once; the rest is one click away."""
NOT_SHOWN = "not shown"
ALIKE = 0.15
"""Two means of the gap that differ by less than this share are told as one."""
OFFERED = 12
PERCENT = ("%", "per cent")


# -- What may be shown ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """A group of people with the points that may be shown, in order, and the periods of those that may not."""

    pk: int
    name: str
    points: tuple[StoredPoint, ...]
    hidden: tuple[dt.date, ...]


def shown_groups(measure: Measure) -> list[Group]:
    """The measure's groups in their order, with what may be shown of them; two queries."""
    strata = list(Stratum.objects.filter(measure=measure))
    rows = StratumPoint.objects.filter(stratum__measure=measure).order_by("period")
    kept: dict[tuple[int, dt.date], Cell] = {
        (stratum, period): Cell(value, denominator if takes_denominator(measure) else None)
        for stratum, period, value, denominator in rows.values_list("stratum_id", "period", "value", "denominator")
    }
    counts = counts_of(measure, list(kept.values()))
    left_out: set[tuple[int, dt.date]] = set()
    for period in {period for _, period in kept}:
        cells = [kept.get((stratum.pk, period)) for stratum in strata]
        left_out |= {(strata[place].pk, period) for place in hidden(cells, measure.suppress_below, counts)}
    periods = sorted({period for _, period in kept})
    return [
        Group(
            stratum.pk,
            stratum.name,
            tuple(
                StoredPoint(period, kept[stratum.pk, period].value, kept[stratum.pk, period].denominator)
                for period in periods
                if (stratum.pk, period) in kept and (stratum.pk, period) not in left_out
            ),
            tuple(period for period in periods if (stratum.pk, period) in left_out),
        )
        for stratum in strata
    ]


def strata_of(measure: Measure) -> list[Stratum]:
    """The groups of people that the measure tells apart, in their order; one query."""
    return list(Stratum.objects.filter(measure=measure))


def counts_of(measure: Measure, cells: Sequence[Cell]) -> Counts:
    """What of the measure's figures counts people or events: by its kind of chart, and whole numbers shown as such."""
    if takes_denominator(measure):
        return Counts(value=True, denominator=True, rest=is_part_of_whole(measure))
    whole = measure.decimals == 0 and all(cell.value == int(cell.value) for cell in cells)
    counted = measure.chart in COUNTED - {ChartKind.BETWEEN} or (measure.chart in OF_VALUES and whole)
    return Counts(value=counted, denominator=False, rest=False)


# -- Small charts, and the gap ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Multiple:
    """One small chart, in ready strings."""

    name: str
    url: str
    icons: SafeString
    drawing: SafeString
    latest: str
    note: str


@dataclass(frozen=True)
class GapPart:
    """The gap between groups: one sentence, what it is made of, its chart, and the same in words."""

    way: str
    sentence: str
    detail: str
    figure: dict[str, Any] | None
    sentences: list[str]


@dataclass(frozen=True)
class EquityPage:
    """A measure by its groups, in ready strings."""

    has_groups: bool
    multiples: list[Multiple]
    gap: GapPart | None
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    older: list[tuple[str, list[str]]]
    hidden: int
    suppressed: str


def equity_page(
    measure: Measure, between: Between = Between.ENDS, told: Told = Told.DIFFERENCE, *, whole: bool = True
) -> EquityPage:
    """The measure by its groups; three queries, whatever the number of groups and points.

    `whole` is the page of its own, with the gap's chart and the table; otherwise what stands on the measure's page.
    """
    groups = shown_groups(measure)
    phases = list(measure.phases.all())
    rows = _table(measure, groups) if whole else []
    left_out = sum(len(group.hidden) for group in groups)
    return EquityPage(
        has_groups=bool(groups),
        multiples=_multiples(measure, groups, phases),
        gap=_gap(measure, groups, between, told, drawn=whole) if any(group.points for group in groups) else None,
        columns=[group.name for group in groups],
        rows=rows[:NEWEST],
        older=rows[NEWEST:],
        hidden=left_out,
        suppressed=_suppressed(measure, left_out),
    )


def _suppressed(measure: Measure, left_out: int) -> str:
    if not left_out:
        return ""
    figures = "1 figure is" if left_out == 1 else f"{left_out} figures are"
    return (
        f"{figures} not shown: a count behind it is below {measure.suppress_below}, or it would tell such a count of "
        "another group. Nothing here is computed from them."
    )


def _charted(measure: Measure, points: Sequence[StoredPoint], phases: Sequence[Phase]) -> Charted:
    """A group's points as the measure's own kind of chart, or the nearest that needs only values and denominators."""
    nearest = NEAREST.get(ChartKind(measure.chart))
    if nearest is not None:
        measure = copy.copy(measure)
        measure.chart, measure.rules = nearest, default_rules(nearest)
    return chart_of(measure, points, phases)


def _multiples(measure: Measure, groups: Sequence[Group], phases: Sequence[Phase]) -> list[Multiple]:
    charts = [_charted(measure, group.points, phases) for group in groups]
    series = [
        Small.of(chart.analysis, [spot.period for spot in chart.spots], measure.target, group.hidden)
        for chart, group in zip(charts, groups, strict=True)
    ]
    scale = common_scale(series, decimals=measure.decimals, frequency=measure.frequency)
    if scale is None:
        return []
    return [
        _multiple(measure, group, chart.analysis, SafeString(small_chart(each, scale, _label(measure, group, chart))))
        for group, chart, each in zip(groups, charts, series, strict=True)
    ]


def _multiple(measure: Measure, group: Group, found: Analysis, drawn: SafeString) -> Multiple:
    newest = group.points[-1] if group.points else None
    latest = ""
    if newest is not None:
        value = with_unit(measure, shown_value(measure, newest.value, newest.denominator))
        latest = f"{value}, {period_name(newest.period, measure.frequency)}"
    return Multiple(
        name=group.name,
        url="",
        icons=icon_pair(found.variation.value, found.assurance.value),
        drawing=drawn,
        latest=latest or ("Nothing may be shown of this group" if group.hidden else "No points yet"),
        note=f"{len(group.hidden)} not shown" if group.hidden else "",
    )


def _label(measure: Measure, group: Group, chart: Charted) -> str:
    if not group.points:
        return f"{group.name}: nothing to show."
    drawing = Drawing(group.name, chart.spots, measure.frequency, measure.unit, measure.decimals)
    return f"{group.name}. {' '.join(summary(chart.analysis, drawing)[:2])}"


def _gap(measure: Measure, groups: Sequence[Group], between: Between, told: Told, *, drawn: bool) -> GapPart:
    gap = gap_of([(group.name, _values(measure, group)) for group in groups], between, told)
    days, values, pairs = _with_missing(measure, gap)
    found = read(values, told)
    unit, decimals = _unit(measure, told), 2 if told is Told.RATIO else measure.decimals
    spots = [
        Spot(day, note=f"{pair[0]} above {pair[1]}" if pair else "") for day, pair in zip(days, pairs, strict=True)
    ]
    drawing = Drawing("The gap", spots, measure.frequency, unit, decimals)
    return GapPart(
        way=way_of(found).value,
        sentence=_sentence(found, drawing),
        detail=_detail(measure, groups, gap),
        figure=figure(found, drawing) if drawn and gap.days else None,
        sentences=summary(found, drawing) if drawn else [],
    )


def _values(measure: Measure, group: Group) -> dict[dt.date, float]:
    shown = {point.period: shown_value(measure, point.value, point.denominator) for point in group.points}
    return {day: value for day, value in shown.items() if value is not None}


def _with_missing(measure: Measure, gap: Gap) -> tuple[list[dt.date], list[float | None], list[tuple[str, str] | None]]:
    """The gap with the periods where it cannot be told, as gaps of the line."""
    slots = slots_of(measure, gap.days)
    return (
        [day for day, _ in slots],
        [None if place is None else gap.values[place] for _, place in slots],
        [None if place is None else gap.between[place] for _, place in slots],
    )


def _unit(measure: Measure, told: Told) -> str:
    if told is Told.RATIO:
        return "times"
    return "percentage points" if measure.unit in PERCENT else measure.unit


def _sentence(found: Analysis, drawing: Drawing) -> str:
    count = sum(value is not None for value in found.values)
    way = way_of(found)
    if count == 0:
        return "There is no period in which the gap can be told yet."
    if way is Way.UNCLEAR:
        periods = "1 period" if count == 1 else f"{count} periods"
        return f"Too early to say what the gap does: {periods} so far, and it takes {LIMITS_FROM + 1}."
    first, last = ends_of(found)
    if way is Way.STAYS and abs(last - first) <= ALIKE * max(first, last):
        return f"The gap stays: about {drawing.number(last)}, with nothing but the ups and downs of chance."
    if way is Way.STAYS:
        told = f"about {drawing.number(first)} at first and {drawing.number(last)} lately"
        return f"The gap stays, as far as its chart can tell: {told} may be chance."
    return f"The gap {way.value}: from about {drawing.number(first)} at first to {drawing.number(last)} lately."


def _detail(measure: Measure, groups: Sequence[Group], gap: Gap) -> str:
    """Where the groups of the newest gap stand."""
    if not gap.days:
        return ""
    day, (higher, lower) = gap.days[-1], gap.between[-1]
    values = {group.name: _values(measure, group).get(day) for group in groups}
    told = f"{higher} {with_unit(measure, values[higher])}, {lower} {with_unit(measure, values[lower])}"
    period = period_name(day, measure.frequency)
    return f"{period[:1].upper()}{period[1:]}: {told}."


def _table(measure: Measure, groups: Sequence[Group]) -> list[tuple[str, list[str]]]:
    """A row for each period, newest first, with a cell for each group."""
    shown = [
        {point.period: shown_value(measure, point.value, point.denominator) for point in group.points}
        for group in groups
    ]
    days = {day for values in shown for day in values} | {day for group in groups for day in group.hidden}
    return [
        (
            period_name(day, measure.frequency),
            [
                NOT_SHOWN if day in group.hidden else number(values.get(day), measure.decimals)
                for group, values in zip(groups, shown, strict=True)
            ],
        )
        for day in sorted(days, reverse=True)
    ]


# -- To take away, and to fill in -------------------------------------------------------------------------------------


def file_rows(measure: Measure) -> list[list[str | float]]:
    """What may be shown of the groups, as the rows of a file with their headings, oldest first; two queries."""
    ratio = takes_denominator(measure)
    rows: list[tuple[dt.date, int, list[str | float]]] = []
    for place, group in enumerate(shown_groups(measure)):
        for point in group.points:
            figures: list[str | float] = [point.value]
            if ratio:
                shown = shown_value(measure, point.value, point.denominator)
                of: str | float = "" if point.denominator is None else point.denominator
                figures += [of, "" if shown is None else shown]
            rows.append((point.period, place, [point.period.isoformat(), group.name, *figures]))
        blank: list[str | float] = [NOT_SHOWN] * (3 if ratio else 1)
        rows += [(day, place, [day.isoformat(), group.name, *blank]) for day in group.hidden]
    headings: list[str | float] = ["Period", "Group", "Value"]
    headings += ["Out of", measure.unit or "Ratio"] if ratio else []
    return [headings, *(row for _, _, row in sorted(rows, key=lambda each: each[:2]))]


@dataclass(frozen=True)
class GroupEntry:
    """What the page offers on which the groups' figures of a period are entered."""

    periods: list[tuple[str, str]]
    chosen: dt.date
    strata: list[Stratum]
    known: frozenset[int]
    """The groups that have a figure for the chosen period already. It is not shown, lest it be too small."""


def group_entry(measure: Measure, asked: dt.date | None = None) -> GroupEntry:
    """What may be entered: recent periods, and the groups with or without a figure; three queries at most."""
    strata = list(Stratum.objects.filter(measure=measure))
    rows = StratumPoint.objects.filter(stratum__measure=measure)
    newest = rows.order_by("-period").values_list("period", flat=True).first()
    now = period_start(today(), measure.frequency, newest)
    offered = [step(now, measure.frequency, -back) for back in range(OFFERED)]
    following = step(newest, measure.frequency) if newest else offered[1]
    chosen = following if following in offered else offered[1]
    if asked and asked.year >= FIRST_YEAR and asked <= today():
        chosen = period_start(asked, measure.frequency, newest)
    if chosen not in offered:
        offered.append(chosen)
    known = frozenset(rows.filter(period=chosen).values_list("stratum_id", flat=True))
    periods = [(day.isoformat(), period_name(day, measure.frequency)) for day in offered]
    return GroupEntry(periods, chosen, strata, known)
