"""Taking in many points at once: all or nothing, tried dry first, undone as a whole. The same file twice changes nothing."""

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from measures.actions.points import first_day, is_part_of_whole, measure_at_work
from measures.actions.summaries import refresh
from measures.enums import ImportState
from measures.models import Import, Measure, Point
from measures.queries.series import takes_denominator
from measures.reading import Mapping, Parsed, PointRow, Table, Unreadable, Wanted, parse_points, read_file, read_text
from redesign.lib.dates import today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from teams.models import User

KEPT = dt.timedelta(days=2)
"""How long a file that was only looked at is kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What taking in the rows would do, or did: points added, changed and left as they are."""

    added: tuple[PointRow, ...]
    changed: tuple[PointRow, ...]
    unchanged: int

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)


def read(*, data: bytes | None = None, text: str = "", name: str = "") -> Table:
    """The table in a file or in pasted text; a Refusal with the sentence where there is none."""
    try:
        return read_text(text) if data is None else read_file(data, name)
    except Unreadable as unreadable:
        raise Refusal(unreadable.sentence, field="text" if data is None else "file") from unreadable


def wanted_by(measure: Measure) -> Wanted:
    """What this measure asks of a table's points. One query for fortnightly measures, none for others."""
    anchor = first_day(measure, today()) if measure.frequency == "fortnightly" else None
    return Wanted(
        frequency=measure.frequency,
        today=today(),
        needs_denominator=takes_denominator(measure),
        part_of_whole=is_part_of_whole(measure),
        anchor=anchor,
    )


def dry_run(measure: Measure, parsed: Parsed) -> Outcome:
    """What taking these rows in would do; one query."""
    stored = {point.period: point for point in Point.objects.filter(measure=measure)}
    added, changed, unchanged = [], [], 0
    for row in parsed.rows:
        point = stored.get(row.period)
        if point is None:
            added.append(row)
        elif _says_the_same(point, row):
            unchanged += 1
        else:
            changed.append(row)
    return Outcome(tuple(added), tuple(changed), unchanged)


def _says_the_same(point: Point, row: PointRow) -> bool:
    told = (point.value, point.denominator, point.estimated)
    return told == (row.value, row.denominator, row.estimated) and (not row.note or point.note == row.note)


@transaction.atomic
def prepare_import(*, measure: Measure, by: User, table: Table, name: str) -> Import:
    """Keep a table while somebody looks at what it would change."""
    measure_at_work(measure.pk)
    packed = pack(table)
    return Import.objects.create(
        measure=measure,
        team_id=measure.team_id,
        name=name[:200] or "Pasted figures",
        sha256=hashlib.sha256(packed).hexdigest(),
        content=gzip.compress(packed, 5),
        imported_by=by,
    )


def pack(table: Table) -> bytes:
    """A table as bytes, the same for the same table."""
    told = [table.columns, table.rows, table.numbers, table.typed, table.delimiter, table.notes]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def prepared_table(prepared: Import) -> Table:
    """The table of an import that is still being looked at."""
    if prepared.content is None:
        raise Refusal("This file was looked at too long ago. Send it again.")
    columns, rows, numbers, typed, delimiter, notes = json.loads(gzip.decompress(bytes(prepared.content)))
    return Table(tuple(columns), tuple(map(tuple, rows)), tuple(numbers), typed, delimiter, tuple(notes))


@transaction.atomic
def apply_import(*, prepared: Import, mapping: Mapping, by: User) -> Outcome:
    """Take in a prepared file, all of it or nothing."""
    measure = measure_at_work(prepared.measure_id or 0)
    prepared = Import.objects.select_for_update().get(pk=prepared.pk)
    if prepared.state != ImportState.PREPARED:
        raise Refusal("This file was taken in already.")
    parsed = parse_points(prepared_table(prepared), mapping, wanted_by(measure))
    outcome = _take_in(measure, prepared, parsed, by)
    prepared.mapping = mapping_as_json(mapping)
    prepared.content = None
    prepared.save()
    return outcome


@transaction.atomic
def import_points(*, measure: Measure, by: User | None, table: Table, mapping: Mapping, name: str) -> Outcome:
    """Read a table and take it in at once; `Refusal` where a row cannot be taken. Without a change nothing is written."""
    measure = measure_at_work(measure.pk)
    parsed = parse_points(table, mapping, wanted_by(measure))
    require_clean(parsed)
    if not dry_run(measure, parsed).changes_something:
        return dry_run(measure, parsed)
    taken = Import(
        measure=measure,
        team_id=measure.team_id,
        name=name[:200],
        sha256=hashlib.sha256(pack(table)).hexdigest(),
        mapping=mapping_as_json(mapping),
        imported_by=by,
    )
    taken.save()
    outcome = _take_in(measure, taken, parsed, by)
    taken.save()
    return outcome


def require_clean(parsed: Parsed) -> None:
    """Refuse where any row has a problem, or there is no row at all."""
    if parsed.problems:
        count = len(parsed.problems) + parsed.more_problems
        raise Refusal(f"Nothing was taken in: {count} {'cell needs' if count == 1 else 'cells need'} mending first.")
    if not parsed.rows:
        raise Refusal("Nothing was taken in: there is no row with a date and a figure.")


def _take_in(measure: Measure, taken: Import, parsed: Parsed, by: User | None) -> Outcome:
    """Write the rows; `measure` is locked. The import row is changed, not saved."""
    require_clean(parsed)
    outcome = dry_run(measure, parsed)
    stored = {point.period: point for point in Point.objects.select_for_update().filter(measure=measure)}
    with because(f"Taken in from “{taken.name}”."):
        Point.objects.bulk_create(
            [
                Point(
                    measure=measure,
                    period=row.period,
                    value=row.value,
                    denominator=row.denominator,
                    note=row.note,
                    estimated=row.estimated,
                    entered_by=by,
                    source=taken,
                )
                for row in outcome.added
            ],
            batch_size=2000,
        )
        mended = [_changed(stored[row.period], row, taken) for row in outcome.changed]
        Point.objects.bulk_update(
            mended, ["value", "denominator", "note", "estimated", "version", "source", "updated_at"], batch_size=1000
        )
    taken.state = ImportState.APPLIED
    taken.added, taken.changed, taken.unchanged = len(outcome.added), len(outcome.changed), outcome.unchanged
    refresh([measure.pk])
    return outcome


def _changed(point: Point, row: PointRow, taken: Import) -> Point:
    taken.replaced[point.period.isoformat()] = {
        "value": point.value,
        "denominator": point.denominator,
        "note": point.note,
        "estimated": point.estimated,
        "source": point.source_id,
        "version": point.version + 1,
    }
    point.value, point.denominator, point.estimated = row.value, row.denominator, row.estimated
    point.note = row.note or point.note
    point.version, point.source, point.updated_at = point.version + 1, taken, timezone.now()
    return point


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: points removed, put back to what they said, and kept because somebody changed them since."""

    removed: int
    restored: int
    kept: int


@transaction.atomic
def undo_import(*, taken: Import, by: User) -> Undone:
    """Take back an import: its points go, changed ones say again what they said. Points mended since are kept."""
    measure = measure_at_work(taken.measure_id or 0)
    taken = Import.objects.select_for_update().get(pk=taken.pk)
    if taken.state != ImportState.APPLIED:
        raise Refusal("This import was undone already, or never taken in.")
    removed, restored, kept = [], [], 0
    for point in Point.objects.select_for_update().filter(source=taken):
        before = taken.replaced.get(point.period.isoformat())
        if point.version != (before["version"] if before else 1):
            kept += 1
        elif before:
            restored.append(_restored(point, before))
        else:
            removed.append(point.pk)
    with because(f"Import of “{taken.name}” undone."):
        Point.objects.filter(pk__in=removed).delete()
        Point.objects.bulk_update(
            restored, ["value", "denominator", "note", "estimated", "version", "source", "updated_at"], batch_size=1000
        )
    taken.state, taken.undone_by, taken.undone_at = ImportState.UNDONE, by, timezone.now()
    taken.save()
    refresh([measure.pk])
    return Undone(len(removed), len(restored), kept)


def _restored(point: Point, before: dict[str, Any]) -> Point:
    point.value, point.denominator = before["value"], before["denominator"]
    point.note, point.estimated = before["note"], before["estimated"]
    point.source_id = before["source"] if Import.objects.filter(pk=before["source"]).exists() else None
    point.version, point.updated_at = point.version + 1, timezone.now()
    return point


def forget_prepared() -> int:
    """Forget files that were only looked at, some days ago; how many there were."""
    old = Import.objects.filter(state=ImportState.PREPARED, created_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def mapping_as_json(mapping: Mapping) -> dict[str, Any]:
    """A mapping as it is stored."""
    return {name: getattr(mapping, name) for name in Mapping.__slots__}


def where_of(pairs: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """The filter of a mapping from (column, text) pairs, empty texts left out."""
    return tuple((column, text) for column, text in pairs if text.strip())
