"""What is derived from a measure's points, in one row a measure: written here and nowhere else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from measures.models import Measure, MeasureSummary, Phase, Point
from measures.periods import due_on, period_name
from measures.queries.series import POINT_FIELDS, StoredPoint, chart_of, stored_points
from measures.spc import Analysis
from redesign.lib.events import measures_touched

RECENT = 24
"""Points kept for a sparkline."""
AT_ONCE = 500
WRITTEN = [field.name for field in MeasureSummary._meta.fields if not field.primary_key]


@transaction.atomic(savepoint=False)
def refresh(measure_ids: Collection[int]) -> None:
    """Write the summaries of these measures from their definitions, points and phases, and tell who listens.

    Four queries for up to 500 measures, whatever the number of points. Call it in the transaction of the change, with
    the measure locked where two changes may meet.
    """
    ids = sorted(set(measure_ids))
    for start in range(0, len(ids), AT_ONCE):
        _refresh_some(ids[start : start + AT_ONCE])
    if ids:
        measures_touched.send(sender=Measure, measure_ids=ids)


def refresh_locked(measure: Measure, points: Sequence[StoredPoint] | None = None) -> None:
    """Write the summary of a measure that the caller has locked and read just now, and tell who listens.

    Three queries; two when the caller has its points at hand, in order of period.
    """
    found = stored_points(measure.points.all()) if points is None else points
    refresh_with([measure], {measure.pk: found}, {measure.pk: list(measure.phases.all())})
    measures_touched.send(sender=Measure, measure_ids=[measure.pk])


def _refresh_some(ids: Sequence[int]) -> None:
    measures = list(Measure.objects.filter(pk__in=ids))
    refresh_with(measures, _points_of(ids), _phases_of(ids))


def _points_of(ids: Sequence[int]) -> dict[int, list[StoredPoint]]:
    found: dict[int, list[StoredPoint]] = defaultdict(list)
    rows = (
        Point.objects.filter(measure_id__in=ids)
        .order_by("measure_id", "period")
        .values_list("measure_id", *POINT_FIELDS)
    )
    for measure_id, *fields in rows.iterator(chunk_size=20_000):
        found[measure_id].append(StoredPoint(*fields))
    return found


def _phases_of(ids: Sequence[int]) -> dict[int, list[Phase]]:
    found: dict[int, list[Phase]] = defaultdict(list)
    for phase in Phase.objects.filter(measure_id__in=ids):
        found[phase.measure_id].append(phase)
    return found


def refresh_with(
    measures: Iterable[Measure], points: Mapping[int, Sequence[StoredPoint]], phases: Mapping[int, Sequence[Phase]]
) -> None:
    """Write summaries from rows that are read already; one query. The caller answers for their being current."""
    now = timezone.now()
    rows = [summary_of(measure, points.get(measure.pk, []), phases.get(measure.pk, [])) for measure in measures]
    for row in rows:
        row.refreshed_at = now
    MeasureSummary.objects.bulk_create(rows, update_conflicts=True, unique_fields=["measure"], update_fields=WRITTEN)


def summary_of(measure: Measure, points: Sequence[StoredPoint], phases: Sequence[Phase]) -> MeasureSummary:
    """The summary that these rows give, not saved. No query."""
    charted = chart_of(measure, points, phases)
    found, spots = charted.analysis, charted.spots
    summary = MeasureSummary(
        measure_id=measure.pk,
        points=len(points),
        first_period=points[0].period if points else None,
        latest_period=points[-1].period if points else None,
        due_on=due_on(points[-1].period if points else None, measure.frequency),
        recent=[_short(value) for value in _counted(found)[-RECENT:]],
    )
    if found.newest is None:
        return summary
    newest = found.newest
    summary.latest_value, summary.centre = found.values[newest], found.centre[newest]
    summary.lower, summary.upper = found.lower[newest], found.upper[newest]
    summary.baseline_centre = found.centre[0]
    summary.variation, summary.assurance = found.variation.value, found.assurance.value
    names = [period_name(spot.period, measure.frequency) for spot in spots]
    summary.signals = [signal.tell(names) for signal in found.signals if newest in signal.points]
    ends = [signal.points[-1] for signal in found.signals]
    summary.signal_on = spots[max(ends)].period if ends else None
    return summary


def _counted(found: Analysis) -> list[float | None]:
    """What a sparkline draws: every period but the ghosted points."""
    return [value for index, value in enumerate(found.values) if index not in found.excluded]


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
