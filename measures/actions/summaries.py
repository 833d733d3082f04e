"""What is derived from a measure's points, in one row a measure: written here and nowhere else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Json

from measures.actions.cards import follow_signals, key_of_signals
from measures.models import Measure, MeasureSummary, Phase, Target
from measures.periods import PeriodNames, due_on
from measures.queries.readings import Reading, reading_of, readings_of, stored_columns
from measures.queries.series import StoredPoint, chart_of, stored_points
from redesign.lib.events import measures_touched

AT_ONCE = 500
COLUMNS = list(MeasureSummary._meta.concrete_fields)
NAMES = [str(field.column) for field in COLUMNS]
ATTRIBUTES = [field.attname for field in COLUMNS]
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
    charted = chart_of(measure, found, list(measure.phases.all()), list(measure.targets.all()))
    _write([measure], [reading_of(charted, len(found))])
    measures_touched.send(sender=Measure, measure_ids=[measure.pk])


def _refresh_some(ids: Sequence[int]) -> None:
    measures = list(Measure.objects.filter(pk__in=ids))
    _write(measures, readings_of(measures, stored_columns(ids), _phases_of(ids), _targets_of(ids)))


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


def _write(measures: Sequence[Measure], readings: Iterable[Reading]) -> None:
    """Write the summaries that these readings give, and let cards follow where signals have changed.

    One query; up to three more where signals have changed. The caller answers for the readings being current.
    """
    now = timezone.now()
    rows: list[Any] = []
    read: dict[int, tuple[Measure, Reading, str]] = {}
    for measure, reading in zip(measures, readings, strict=True):
        row = summary_of(measure, reading)
        row.refreshed_at = now
        rows += [_stored(getattr(row, name)) for name in ATTRIBUTES]
        read[measure.pk] = (measure, reading, row.cards_key)
    if not read:
        return
    with connection.cursor() as cursor:
        cursor.execute(INSERT + ", ".join([ONE_ROW] * len(read)) + UPDATE + WITH_KEY_BEFORE, rows)
        before = dict(cursor.fetchall())
    follow_signals([(measure, reading) for pk, (measure, reading, key) in read.items() if key != (before[pk] or "")])


def _stored(value: Any) -> Any:
    return Json(value) if isinstance(value, list) else value


def summary_of(measure: Measure, reading: Reading) -> MeasureSummary:
    """The summary that this reading gives, not saved. No query."""
    days = reading.days
    summary = MeasureSummary(
        measure_id=measure.pk,
        points=reading.points,
        first_period=days[0] if days else None,
        latest_period=days[-1] if days else None,
        due_on=due_on(days[-1] if days else None, measure.frequency),
        recent=[_short(value) for value in reading.recent],
        cards_key=key_of_signals(reading),
        latest_value=reading.value,
        centre=reading.centre,
        lower=reading.lower,
        upper=reading.upper,
        baseline_centre=reading.baseline_centre,
        variation=reading.variation.value,
        assurance=reading.assurance.value,
    )
    if reading.signals:
        names = PeriodNames(days, measure.frequency)
        summary.signals = [signal.tell(names) for signal in reading.signals if signal.points[-1] == reading.newest]
        summary.signal_on = days[max(signal.points[-1] for signal in reading.signals)]
    return summary


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
