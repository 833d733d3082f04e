"""From stored rows to an analysis: what page, summary, panel and import preview all read a measure by."""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from measures.drawing import Spot, number
from measures.enums import (
    BETWEEN_EVENTS,
    COUNTED,
    OF_SUBGROUPS,
    PART_OF_WHOLE,
    PLOTTED_APART,
    WITH_DENOMINATOR,
    ChartKind,
)
from measures.fit import Fit
from measures.models import Measure, Phase, Point, Target
from measures.periods import period_name, with_gaps
from measures.spc import CHARTS, Analysis, BadSeries, Direction, RuleSet, Series, analyse, default_rules, rule_set
from measures.spc import Phase as SpcPhase
from measures.spc.cusum_chart import rules_of as rules_of_cusum
from measures.spc.series import LARGEST, SMALLEST, CusumDesign
from measures.spc.sheet import USUAL

POINT_FIELDS = (
    "period", "value", "denominator", "excluded", "estimated", "note", "excluded_why", "pk", "spread", "marked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A point as it is stored, without the cost of a model instance."""

    period: dt.date
    value: float
    denominator: float | None = None
    excluded: bool = False
    estimated: bool = False
    note: str = ""
    excluded_why: str = ""
    pk: int = 0
    spread: float | None = None
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Charted:
    """A measure's points as a chart: one spot for each period, gaps included, and what the engine says of them.

    `refused` is the sentence why the measure's own kind of chart cannot be made of these points; then the analysis is
    a run chart.
    """

    analysis: Analysis
    spots: tuple[Spot, ...]
    refused: str = ""
    keys: tuple[int, ...] = ()
    """Of each spot, the key of its point; 0 where it is missing."""


def stored_points(points: QuerySet[Point]) -> list[StoredPoint]:
    """The points in order of period; one query."""
    return [StoredPoint(*row) for row in points.order_by("period").values_list(*POINT_FIELDS)]


def rules_of(measure: Measure) -> RuleSet:
    """The rule set that is stored with the measure, in the version that is stored with it; a CUSUM has its own limit."""
    if measure.chart == ChartKind.CUSUM:
        return rules_of_cusum(cusum_of(measure))
    try:
        return rule_set(measure.rules, measure.rules_version)
    except KeyError:
        return rule_set(default_rules(measure.chart))


def cusum_of(measure: Measure) -> CusumDesign:
    """What its CUSUM looks out for."""
    return CusumDesign(measure.cusum_rate, measure.cusum_odds, measure.cusum_limit)


OF_VALUES = frozenset(
    {
        ChartKind.RUN, ChartKind.INDIVIDUALS, ChartKind.INDIVIDUALS_NHS, ChartKind.INDIVIDUALS_MEDIAN_CENTRE,
        ChartKind.INDIVIDUALS_MEDIAN_RANGE, ChartKind.INDIVIDUALS_BY_MEDIANS, ChartKind.MOVING_RANGE,
    }
)  # fmt: skip
"""Chart kinds that show values, or ratios where the definition says what they are out of."""


def takes_denominator(measure: Measure) -> bool:
    """Whether its points are numerators over denominators: by the kind of chart, or because the definition says so."""
    return measure.chart in WITH_DENOMINATOR or (bool(measure.denominator) and measure.chart in OF_VALUES)


def takes_subgroup(measure: Measure) -> bool:
    """Whether its points are several measurements each: their mean, their number and their standard deviation."""
    return measure.chart in OF_SUBGROUPS


def is_part_of_whole(measure: Measure) -> bool:
    """Whether its numerator is a part of its denominator: proportions, and ratios shown in per cent."""
    return measure.chart in PART_OF_WHOLE or (takes_denominator(measure) and measure.multiplier == 100)


def fit_of(measure: Measure) -> Fit:
    """What the measure's kind of chart asks of each of its points."""
    return Fit(
        needs_denominator=takes_denominator(measure),
        part_of_whole=is_part_of_whole(measure),
        subgroups=takes_subgroup(measure),
        counted=measure.chart in COUNTED,
        above_zero=measure.chart == ChartKind.TIME_BETWEEN,
    )


def baseline_too_short(chart: str, baseline: int | None) -> str:
    """Why limits of this kind of chart cannot rest on so few points, in a sentence; empty where they can."""
    if baseline is None or baseline >= USUAL.limits or not CHARTS[chart].has_limits:
        return ""
    return f"Limits take {USUAL.limits} points: give the baseline {USUAL.limits} or more, or leave this empty."


def uses_marks(measure: Measure) -> bool:
    """Whether its rule set hears of points that people marked as astronomical."""
    return any(rule.key == "astronomical" for rule in rules_of(measure).rules)


def shown_value(measure: Measure, value: float, denominator: float | None) -> float | None:
    """A point's value as the chart shows it; None where the denominator is missing or 0, or a figure beyond all measure."""
    if abs(value) > LARGEST:
        return None
    if not takes_denominator(measure):
        return value * measure.multiplier
    if denominator is None or denominator < SMALLEST:
        return None
    return value / denominator * measure.multiplier


def point_in_words(measure: Measure, value: float, denominator: float | None, spread: float | None) -> str:
    """What lies behind the figure that is shown: '3 of 120', 'mean of 5, standard deviation 2.1'; else nothing."""
    if denominator is None:
        return ""
    if takes_denominator(measure):
        return f"{value:,.15g} of {denominator:,.15g}"
    if not takes_subgroup(measure):
        return ""
    if spread is None:
        return "one measurement"
    return f"mean of {denominator:,.15g}, standard deviation {number(spread, max(measure.decimals, 1))}"


def chart_of(
    measure: Measure, points: Sequence[StoredPoint], phases: Sequence[Phase], targets: Sequence[Target] = ()
) -> Charted:
    """Read the points (in order of period) as the measure's chart. No query.

    `targets` are the rows of its targets as they changed; without any, its own target held throughout.
    """
    series, spots, keys = series_of(measure, points, phases, targets)
    try:
        found = analyse(series, chart=measure.chart, rules=rules_of(measure), screen=measure.screen_ranges)
    except BadSeries as refused:
        return Charted(as_run_chart(series, measure), spots, told(refused, measure, spots), keys)
    return Charted(found, spots, keys=keys)


def as_run_chart(series: Series, measure: Measure) -> Analysis:
    """What can always be drawn: the values alone, about their median."""
    return analyse(as_values(series, measure), chart="run", rules=default_rules("run"))


def as_values(series: Series, measure: Measure) -> Series:
    """The series with nothing in it that a run chart cannot show."""
    return replace(series, denominators=None, spreads=None) if takes_subgroup(measure) else series


def told(refused: BadSeries, measure: Measure, spots: Sequence[Spot]) -> str:
    """The engine's sentence with the point called by its period, not by its number."""
    found = re.match(r"Point (\d+) ", sentence := str(refused))
    if found is None or not 0 < int(found[1]) <= len(spots):
        return sentence
    name = period_name(spots[int(found[1]) - 1].period, measure.frequency)
    return f"{name[:1].upper()}{name[1:]} {sentence[found.end() :]}"


def series_of(
    measure: Measure, points: Sequence[StoredPoint], phases: Sequence[Phase], targets: Sequence[Target] = ()
) -> tuple[Series, tuple[Spot, ...], tuple[int, ...]]:
    """The measure as the engine takes it, its spots (a missing period has one too) and of each the key of its point.

    All three are as long as one another; a missing period's key is 0. No query.
    """
    slots = slots_of(measure, [point.period for point in points])
    at = [None if index is None else points[index] for _, index in slots]
    days = [day for day, _ in slots]
    ratio, grouped = takes_denominator(measure), takes_subgroup(measure)
    sized, apart = ratio or grouped, measure.chart in PLOTTED_APART
    spots = tuple(
        Spot(day)
        if point is None
        else Spot(
            day, point.value, point.denominator if sized else None, point.estimated, point.note, point.excluded_why,
            point.spread if grouped else None, point.marked,
            shown_value(measure, point.value, point.denominator) if apart else None,
        )
        for day, point in zip(days, at, strict=True)
    )  # fmt: skip
    columns = Columns(
        days=days,
        values=[None if point is None else point.value for point in at],
        denominators=[None if point is None else point.denominator for point in at],
        spreads=[None if point is None else point.spread for point in at],
        excluded=frozenset(index for index, point in enumerate(at) if point is not None and point.excluded),
        marked=frozenset(index for index, point in enumerate(at) if point is not None and point.marked),
    )
    series = series_from(measure, columns, phases, targets)
    return series, spots, tuple(0 if point is None else point.pk for point in at)


@dataclass(frozen=True, slots=True)
class Columns:
    """A measure's points as columns: for each period, gaps included, its first day and its numbers, None or NaN where
    there are none; of excluded and marked points the places."""

    days: Sequence[dt.date]
    values: Sequence[float | None]
    denominators: Sequence[float | None]
    spreads: Sequence[float | None]
    excluded: frozenset[int]
    marked: frozenset[int]


def series_from(measure: Measure, columns: Columns, phases: Sequence[Phase], targets: Sequence[Target] = ()) -> Series:
    """The columns as the engine takes them, read as the measure's definition says. No query."""
    grouped = takes_subgroup(measure)
    return Series(
        values=columns.values,
        denominators=columns.denominators if grouped or takes_denominator(measure) else None,
        spreads=columns.spreads if grouped else None,
        phases=_phases(measure, columns.days, phases),
        excluded=columns.excluded,
        marked=columns.marked,
        direction=Direction(measure.direction),
        target=_target_of(measure, columns.days, targets),
        multiplier=measure.multiplier,
        cusum=cusum_of(measure),
    )


def slots_of(measure: Measure, periods: Sequence[dt.date]) -> list[tuple[dt.date, int | None]]:
    """Every period of the chart with the place of its point, None where it is missing; between two events none is."""
    if measure.chart in BETWEEN_EVENTS:
        return [(day, index) for index, day in enumerate(periods)]
    return with_gaps(periods, measure.frequency)


def _target_of(
    measure: Measure, days: Sequence[dt.date], targets: Sequence[Target]
) -> float | tuple[float | None, ...] | None:
    """The target as the engine takes it. It is of the values, so a chart of something made of them has none."""
    if measure.chart in PLOTTED_APART:
        return None
    return targets_on(days, targets) if targets else measure.target


def targets_on(days: Sequence[dt.date], targets: Sequence[Target]) -> tuple[float | None, ...]:
    """The target in force on each of these days, which are in order; None where there was none."""
    ordered = sorted(targets, key=lambda each: each.starts_on or dt.date.min)
    found: list[float | None] = []
    current, following = None, 0
    for day in days:
        while following < len(ordered) and (ordered[following].starts_on or dt.date.min) <= day:
            current, following = ordered[following].value, following + 1
        found.append(current)
    return tuple(found)


def _phases(measure: Measure, days: Sequence[dt.date], phases: Sequence[Phase]) -> tuple[SpcPhase, ...]:
    """Phases by the index of their first point. A phase that begins after the newest point has not begun."""
    found = [SpcPhase(0, measure.baseline_points)]
    for phase in sorted(phases, key=lambda each: each.starts_on):
        start = bisect_left(days, phase.starts_on)
        if 0 < start < len(days):
            found.append(SpcPhase(start, phase.baseline_points))
        elif start == 0 and days:
            found[0] = SpcPhase(0, phase.baseline_points)
    return tuple(found)
