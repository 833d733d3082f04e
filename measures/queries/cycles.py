"""The measures that a cycle watches: small charts on which the days of its test stand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from django.utils.safestring import SafeString

from measures.charts import summary
from measures.charts_small import Small, common_scale, small_chart
from measures.drawing import Drawing
from measures.enums import PLOTTED_APART, ChartKind
from measures.models import Measure, Phase, Point, Target
from measures.periods import period_end, period_name, step
from measures.queries.measures import is_late, readable_measures, summary_or_none, with_unit
from measures.queries.series import POINT_FIELDS, Charted, StoredPoint, chart_of, shown_value
from redesign.lib.addresses import address
from redesign.lib.components import icon_pair, tag
from redesign.lib.dates import today
from teams.enums import Step
from teams.models import Cycle, User

BEFORE, AFTER = 20, 12
"""Periods drawn before a test begins, and after it has ended."""


@dataclass(frozen=True)
class Watched:
    """One measure that a cycle watches, in ready strings; `compared` holds what was before the test against what is since."""

    pk: int
    name: str
    url: str
    icons: SafeString
    drawing: SafeString
    latest: str
    compared: str
    late: SafeString


def watched_by(cycle: Cycle, reader: User) -> list[Watched]:
    """The measures that the cycle watches, as far as one may read them, by name; four queries, whatever their number."""
    links = readable_measures(reader).filter(cycle_links__cycle=cycle)
    measures = list(links.select_related("summary", "system", "team").order_by("name", "pk"))
    if not measures:
        return []
    points, phases, targets = _points(measures), _by_measure(Phase, measures), _by_measure(Target, measures)
    return [
        _watched(cycle, each, points[each.pk], chart_of(each, points[each.pk], phases[each.pk], targets[each.pk]))
        for each in measures
    ]


def _points(measures: Sequence[Measure]) -> dict[int, list[StoredPoint]]:
    found: dict[int, list[StoredPoint]] = defaultdict(list)
    rows = Point.objects.filter(measure__in=measures).order_by("period").values_list("measure_id", *POINT_FIELDS)
    for key, *fields in rows:
        found[key].append(StoredPoint(*fields))
    return found


def _by_measure(model: type[Phase] | type[Target], measures: Sequence[Measure]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in model._default_manager.filter(measure__in=measures):
        found[row.measure_id].append(row)
    return found


def _watched(cycle: Cycle, measure: Measure, points: Sequence[StoredPoint], charted: Charted) -> Watched:
    stands, found = summary_or_none(measure), charted.analysis
    late = tag("Data late", icon_name="clock", tone="warn") if is_late(measure, stands) else SafeString()
    newest = found.newest
    latest = "No points yet"
    if newest is not None:
        period = period_name(charted.spots[newest].period, measure.frequency)
        latest = f"{with_unit(measure, found.values[newest])}, {period}"
    return Watched(
        pk=measure.pk,
        name=measure.name,
        url=address("measures:measure", measure.pk),
        icons=icon_pair(found.variation.value, found.assurance.value),
        drawing=_drawn(cycle, measure, charted),
        latest=latest,
        compared=compared(cycle, measure, points),
        late=late,
    )


def days_of_test(cycle: Cycle) -> tuple[dt.date, dt.date] | None:
    """The days of the cycle's test, to today while it runs; None before it has begun."""
    if cycle.step == Step.PLAN:
        return None
    ends = cycle.ends_on or today()
    return cycle.starts_on, max(cycle.starts_on, min(ends, today()))


def _drawn(cycle: Cycle, measure: Measure, charted: Charted) -> SafeString:
    span = days_of_test(cycle)
    first, last = span or (cycle.starts_on, today())
    whole = Small.of(charted.analysis, [spot.period for spot in charted.spots], measure.target)
    shown = whole.between(step(first, measure.frequency, -BEFORE), step(last, measure.frequency, AFTER))
    scale = common_scale([shown], decimals=measure.decimals, frequency=measure.frequency)
    if scale is None:
        return SafeString()
    if span is not None:  # the test's own days are in the frame, though its data may be still to come
        scale = replace(scale, first=min(scale.first, span[0]), last=max(scale.last, span[1]))
    drawing = Drawing(measure.name, charted.spots, measure.frequency, measure.unit, measure.decimals)
    told = [f"{measure.name}.", *summary(charted.analysis, drawing)[:2]]
    told += [f"The test ran from {span[0]:%-d %B %Y} to {span[1]:%-d %B %Y}."] if span else []
    return SafeString(small_chart(replace(shown, span=span), scale, " ".join(told)))


def compared(cycle: Cycle, measure: Measure, points: Sequence[StoredPoint]) -> str:
    """'Median before the test 38% (12 points), since it began 44% (3 points).'; empty where nothing can be said yet.

    A description, not a judgement: whether it is more than chance, the chart says. Periods that the test falls into
    count as since it began; those that came more than AFTER periods after it do not count.
    """
    span = days_of_test(cycle)
    if span is None or measure.chart in PLOTTED_APART | {ChartKind.CUSUM}:
        return ""
    earliest = step(span[0], measure.frequency, -BEFORE)
    latest = step(span[1], measure.frequency, AFTER)
    before: list[float] = []
    since: list[float] = []
    for point in points:
        value = None if point.excluded else shown_value(measure, point.value, point.denominator)
        if value is not None and earliest <= point.period <= latest:
            (before if period_end(point.period, measure.frequency) < span[0] else since).append(value)
    if not before:
        return ""
    told = f"Median before the test {_median(measure, before)}"
    return f"{told}, since it began {_median(measure, since)}." if since else f"{told}; no point since it began."


def _median(measure: Measure, values: Sequence[float]) -> str:
    points = "1 point" if len(values) == 1 else f"{len(values)} points"
    return f"{with_unit(measure, median(values))} ({points})"
