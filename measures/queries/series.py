"""From stored rows to an analysis: what page, summary, panel and import preview all read a measure by."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from measures.charts import Spot
from measures.enums import WITH_DENOMINATOR, ChartKind
from measures.models import Measure, Phase, Point
from measures.periods import with_gaps
from measures.spc import Analysis, BadSeries, Direction, RuleSet, Series, analyse, default_rules, rule_set
from measures.spc import Phase as SpcPhase

POINT_FIELDS = ("period", "value", "denominator", "excluded", "estimated", "note", "excluded_why", "pk")


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
    """The rule set that is stored with the measure, in the version that is stored with it."""
    try:
        return rule_set(measure.rules, measure.rules_version)
    except KeyError:
        return rule_set(default_rules(measure.chart))


def takes_denominator(measure: Measure) -> bool:
    """Whether its points are numerators over denominators: by the kind of chart, or because the definition says so."""
    return measure.chart in WITH_DENOMINATOR or (
        bool(measure.denominator) and measure.chart in (ChartKind.RUN, ChartKind.INDIVIDUALS)
    )


def shown_value(measure: Measure, value: float, denominator: float | None) -> float | None:
    """A point's value as the chart shows it; None where the denominator is missing or 0."""
    if not takes_denominator(measure):
        return value * measure.multiplier
    return value / denominator * measure.multiplier if denominator else None


def chart_of(measure: Measure, points: Sequence[StoredPoint], phases: Sequence[Phase]) -> Charted:
    """Read the points (in order of period) as the measure's chart. No query."""
    series, spots, keys = series_of(measure, points, phases)
    try:
        found = analyse(series, chart=measure.chart, rules=rules_of(measure), screen=measure.screen_ranges)
    except BadSeries as refused:
        return Charted(analyse(series, chart="run", rules=default_rules("run")), spots, str(refused), keys)
    return Charted(found, spots, keys=keys)


def series_of(
    measure: Measure, points: Sequence[StoredPoint], phases: Sequence[Phase]
) -> tuple[Series, tuple[Spot, ...], tuple[int, ...]]:
    """The measure as the engine takes it, its spots (a missing period has one too) and of each the key of its point.

    All three are as long as one another; a missing period's key is 0. No query.
    """
    slots = with_gaps([point.period for point in points], measure.frequency)
    at = [None if index is None else points[index] for _, index in slots]
    ratio = takes_denominator(measure)
    spots = tuple(
        Spot(day)
        if point is None
        else Spot(
            day, point.value, point.denominator if ratio else None, point.estimated, point.note, point.excluded_why
        )
        for (day, _), point in zip(slots, at, strict=True)
    )
    series = Series(
        values=[None if point is None else point.value for point in at],
        denominators=[None if point is None else point.denominator for point in at] if ratio else None,
        phases=_phases(measure, [day for day, _ in slots], phases),
        excluded=frozenset(index for index, point in enumerate(at) if point is not None and point.excluded),
        direction=Direction(measure.direction),
        target=measure.target,
        multiplier=measure.multiplier,
    )
    return series, spots, tuple(0 if point is None else point.pk for point in at)


def _phases(measure: Measure, days: Sequence[dt.date], phases: Sequence[Phase]) -> tuple[SpcPhase, ...]:
    """Phases by the index of their first point. A phase that begins after the newest point has not begun."""
    found = [SpcPhase(0, measure.baseline_points)]
    for phase in sorted(phases, key=lambda each: each.starts_on):
        start = next((index for index, day in enumerate(days) if day >= phase.starts_on), None)
        if start is not None and start > 0:
            found.append(SpcPhase(start, phase.baseline_points))
        elif start == 0:
            found[0] = SpcPhase(0, phase.baseline_points)
    return tuple(found)
