"""What is derived from a measure's points, in one row a measure: written here and nowhere else."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Json

from measures.actions.cards import follow_signals, key_of_signals
from measures.enums import BETWEEN_EVENTS
from measures.models import Measure, MeasureSummary, Phase, Point, Target
from measures.periods import due_on, period_name
from measures.queries.series import POINT_FIELDS, Charted, StoredPoint, chart_of, stored_points
from measures.spc import Analysis
from redesign.lib.events import measures_touched

RECENT = 24
"""Points kept for a sparkline."""
AT_ONCE = 500
COLUMNS = list(MeasureSummary._meta.concrete_fields)
NAMES = [str(field.column) for field in COLUMNS]
TABLE = MeasureSummary._meta.db_table
INSERT = f"INSERT INTO {TABLE} ({', '.join(NAMES)}) VALUES "  # noqa: S608 - names of our own columns
ONE_ROW = f"({', '.join(['%s'] * len(NAMES))})"
UPDATE = " ON CONFLICT (measure_id) DO UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in NAMES[1:])
WITH_KEY_BEFORE = f" RETURNING measure_id, (SELECT before.cards_key FROM {TABLE} AS before WHERE before.measure_id = {TABLE}.measure_id)"  # noqa: S608 - names of our own
"""Written once and by hand, because a point is entered on the run and the ORM takes a millisecond to say the same."""


@transaction.atomic(savepoint=False)
def refresh(measure_ids: Collection[int]) -> None:
    """Write the summaries of these measures from their definitions, points, phases and targets, and tell who listens.

    Five queries for up to 500 measures, whatever the number of points. Call it in the transaction of the change, with
    the measure locked where two changes may meet.
    """
    ids = sorted(set(measure_ids))
    for start in range(0, len(ids), AT_ONCE):
        _refresh_some(ids[start : start + AT_ONCE])
    if ids:
        measures_touched.send(sender=Measure, measure_ids=ids)


def refresh_locked(measure: Measure, points: Sequence[StoredPoint] | None = None) -> None:
    """Write the summary of a measure that the caller has locked and read just now, and tell who listens.

    Four queries; three when the caller has its points at hand, in order of period.
    """
    found = stored_points(measure.points.all()) if points is None else points
    refresh_with(
        [measure],
        {measure.pk: found},
        {measure.pk: list(measure.phases.all())},
        {measure.pk: list(measure.targets.all())},
    )
    measures_touched.send(sender=Measure, measure_ids=[measure.pk])


def _refresh_some(ids: Sequence[int]) -> None:
    measures = list(Measure.objects.filter(pk__in=ids))
    refresh_with(measures, _points_of(ids), _phases_of(ids), _targets_of(ids))


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


def _targets_of(ids: Sequence[int]) -> dict[int, list[Target]]:
    found: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(measure_id__in=ids):
        found[target.measure_id].append(target)
    return found


def refresh_with(
    measures: Iterable[Measure],
    points: Mapping[int, Sequence[StoredPoint]],
    phases: Mapping[int, Sequence[Phase]],
    targets: Mapping[int, Sequence[Target]],
) -> None:
    """Write summaries from rows that are read already, and let cards follow where signals have changed.

    One query; up to three more where signals have changed. The caller answers for the rows being current.
    """
    now = timezone.now()
    rows: list[Any] = []
    read: dict[int, tuple[Measure, Charted, str]] = {}
    for measure in measures:
        stored = points.get(measure.pk, [])
        charted = chart_of(measure, stored, phases.get(measure.pk, []), targets.get(measure.pk, []))
        row = summary_of(measure, stored, charted)
        row.refreshed_at = now
        rows += [_stored(getattr(row, field.attname)) for field in COLUMNS]
        read[measure.pk] = (measure, charted, row.cards_key)
    if not read:
        return
    with connection.cursor() as cursor:
        cursor.execute(INSERT + ", ".join([ONE_ROW] * len(read)) + UPDATE + WITH_KEY_BEFORE, rows)
        before = dict(cursor.fetchall())
    follow_signals([(measure, charted) for pk, (measure, charted, key) in read.items() if key != (before[pk] or "")])


def _stored(value: Any) -> Any:
    return Json(value) if isinstance(value, list) else value


def summary_of(measure: Measure, points: Sequence[StoredPoint], charted: Charted) -> MeasureSummary:
    """The summary that these points give, as they are charted; not saved. No query."""
    found, spots = charted.analysis, charted.spots
    summary = MeasureSummary(
        measure_id=measure.pk,
        points=len(points),
        first_period=points[0].period if points else None,
        latest_period=points[-1].period if points else None,
        due_on=_due_on(measure, points[-1].period if points else None),
        recent=[_short(value) for value in _counted(found)[-RECENT:]],
        cards_key=key_of_signals(charted),
    )
    if found.newest is None:
        return summary
    newest = found.newest
    summary.latest_value, summary.centre = found.values[newest], found.centre[newest]
    summary.lower, summary.upper = found.lower[newest], found.upper[newest]
    summary.baseline_centre = found.centre[0]
    summary.variation, summary.assurance = found.variation.value, found.assurance.value
    if found.signals:
        names = [period_name(spot.period, measure.frequency) for spot in spots]
        summary.signals = [signal.tell(names) for signal in found.signals if newest in signal.points]
        summary.signal_on = spots[max(signal.points[-1] for signal in found.signals)].period
    return summary


def _due_on(measure: Measure, latest: dt.date | None) -> dt.date | None:
    """The day by which the next point is expected; nobody expects a rare event on a day."""
    return None if measure.chart in BETWEEN_EVENTS else due_on(latest, measure.frequency)


def _counted(found: Analysis) -> list[float | None]:
    """What a sparkline draws: every period but the ghosted points."""
    return [value for index, value in enumerate(found.values) if index not in found.excluded]


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
