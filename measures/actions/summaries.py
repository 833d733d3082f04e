"""What is derived from a measure's points, in one row a measure: written here and nowhere else."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from measures.actions.cards import follow_signals, key_of_signals
from measures.enums import BETWEEN_EVENTS
from measures.models import Measure, MeasureSummary, Phase, Target
from measures.periods import PeriodNames, due_on, period_end
from measures.queries.readings import Reading, reading_of, readings_of, stored_columns
from measures.queries.series import StoredPoint, chart_of, stored_points
from redesign.lib.dates import today
from redesign.lib.events import measures_touched

AT_ONCE = 500
COLUMNS = list(MeasureSummary._meta.concrete_fields)
ATTRIBUTES = [field.attname for field in COLUMNS]
TABLE = MeasureSummary._meta.db_table


@cache
def _statement() -> str:
    """Writes any number of rows, given as one array for each column; answers with each measure's key of cards before.

    By hand, because a point is entered on the run and the ORM takes a millisecond to say the same; as arrays, because
    a statement with a place for every cell takes longer to read than to carry out.
    """
    names = [str(field.column) for field in COLUMNS]
    cells = ", ".join(f"%s::{field.db_type(connection)}[]" for field in COLUMNS)
    update = ", ".join(f"{name} = EXCLUDED.{name}" for name in names[1:])
    before = f"SELECT before.cards_key FROM {TABLE} AS before WHERE before.measure_id = {TABLE}.measure_id"  # noqa: S608 - names of our own
    return (
        f"INSERT INTO {TABLE} ({', '.join(names)}) SELECT * FROM unnest({cells})"  # noqa: S608 - names of our own
        f" ON CONFLICT (measure_id) DO UPDATE SET {update} RETURNING measure_id, ({before})"
    )


@transaction.atomic(savepoint=False)
def refresh(measure_ids: Collection[int]) -> None:
    """Write the summaries of these measures from their definitions, points, phases and targets, and tell who listens.

    Five queries for up to 500 measures, whatever the number of points. Call it in the transaction of the change. The
    measures are locked first, in the order of their keys: of two changes that meet, the later sums up both.
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
    rows = Measure.objects.filter(pk__in=ids).order_by("pk")  # locked in the same order by all
    measures = list(rows.select_for_update(of=("self",), no_key=True))
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
    rows: list[list[Any]] = []
    read: dict[int, tuple[Measure, Reading, str]] = {}
    for measure, reading in zip(measures, readings, strict=True):
        row = summary_of(measure, reading)
        row.refreshed_at = now
        rows.append([_stored(getattr(row, name)) for name in ATTRIBUTES])
        read[measure.pk] = (measure, reading, row.cards_key)
    if not read:
        return
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [list(cells) for cells in zip(*rows, strict=True)])
        before = dict(cursor.fetchall())
    follow_signals([(measure, reading) for pk, (measure, reading, key) in read.items() if key != (before[pk] or "")])


def _stored(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else value


def summary_of(measure: Measure, reading: Reading) -> MeasureSummary:
    """The summary that this reading gives, not saved. No query."""
    days = reading.days
    summary = MeasureSummary(
        measure_id=measure.pk,
        points=reading.points,
        first_period=days[0] if days else None,
        latest_period=None if not days else days[-1] if reading.newest is None else days[reading.newest],
        due_on=_due_on(measure, reading),
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


def _due_on(measure: Measure, reading: Reading) -> dt.date | None:
    """The day by which the next point is expected; nobody expects a rare event on a day.

    A ghosted point of a period that is not over, such as one that a tally sheet still counts, answers for none before it.
    """
    days = reading.days
    if not days or measure.chart in BETWEEN_EVENTS:
        return None
    going_on = period_end(days[-1], measure.frequency) >= today()
    latest = days[reading.newest] if going_on and reading.newest is not None else days[-1]
    return due_on(latest, measure.frequency)


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")
