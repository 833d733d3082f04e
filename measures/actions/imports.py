"""Taking in many points at once: all or nothing, tried dry first, undone as a whole. The same file twice changes nothing.

A file is of one measure, or a sheet of many (`measures.actions.sheets`); both are written, and undone, here.
"""

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from measures.actions.entries import (
    FIGURES,
    Outcome,
    RowsOf,
    compared,
    dry_runs,
    rewrite,
    stored_at,
    wanted_by_each,
    write_rows,
)
from measures.actions.points import measure_at_work, measures_at_work
from measures.actions.summaries import refresh
from measures.enums import ImportState
from measures.models import Import, Measure, Point
from measures.periods import period_name
from measures.reading import Mapping, Parsed, Table, Unreadable, Wanted, parse_points, read_file, read_text
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from teams.models import User

KEPT = dt.timedelta(days=2)
"""How long a file that was only looked at is kept."""
NAMED = 3
"""Points named one by one in a refusal; the rest are counted."""


def read(*, data: bytes | None = None, text: str = "", name: str = "") -> Table:
    """The table in a file or in pasted text; a Refusal with the sentence where there is none."""
    try:
        return read_text(text) if data is None else read_file(data, name)
    except Unreadable as unreadable:
        raise Refusal(unreadable.sentence, field="text" if data is None else "file") from unreadable


def wanted_by(measure: Measure) -> Wanted:
    """What this measure asks of a table's points. One query for fortnightly measures, none for others."""
    return wanted_by_each([measure])[measure.pk]


def dry_run(measure: Measure, parsed: Parsed) -> Outcome:
    """What taking these rows in would do; one query."""
    return dry_runs({measure.pk: parsed.rows})[measure.pk]


@transaction.atomic
def prepare_import(*, measure: Measure, by: User, table: Table, name: str) -> Import:
    """Keep a table while somebody looks at what it would change."""
    measure_at_work(measure.pk)
    prepared = kept(table, name=name, by=by)
    prepared.measure, prepared.team_id = measure, measure.team_id
    prepared.save()
    return prepared


def kept(table: Table, *, name: str, by: User | None) -> Import:
    """An import that holds this table, not saved."""
    packed = pack(table)
    return Import(
        name=name[:200] or "Pasted figures",
        headings=headings_of(table),
        sha256=hashlib.sha256(packed).hexdigest(),
        content=gzip.compress(packed, 5),
        imported_by=by,
    )


def headings_of(table: Table) -> str:
    """A digest of the table's headings, the same whatever their capitals and blanks: by it a mapping is remembered."""
    told = "\x1f".join(" ".join(name.split()).casefold() for name in table.columns)
    return hashlib.sha256(told.encode()).hexdigest()


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


def still_prepared(prepared: Import) -> Import:
    """The import, locked, where it is still being looked at; refuses otherwise. Its measures are locked before it."""
    prepared = Import.objects.select_for_update().get(pk=prepared.pk)
    if prepared.state != ImportState.PREPARED:
        raise Refusal("This file was taken in already.")
    return prepared


@transaction.atomic
def apply_import(*, prepared: Import, mapping: Mapping, by: User) -> Outcome:
    """Take in a prepared file, all of it or nothing."""
    measure = measure_at_work(prepared.measure_id or 0)
    prepared = still_prepared(prepared)
    parsed = parse_points(prepared_table(prepared), mapping, wanted_by(measure))
    require_clean(parsed)
    outcome = take_in({measure.pk: parsed.rows}, prepared, by)[measure.pk]
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
    outcome = dry_run(measure, parsed)
    if not outcome.changes_something:
        return outcome
    taken = kept(table, name=name, by=by)
    taken.measure, taken.team_id, taken.content = measure, measure.team_id, None
    taken.mapping = mapping_as_json(mapping)
    taken.save()
    outcome = take_in({measure.pk: parsed.rows}, taken, by)[measure.pk]
    taken.save()
    return outcome


def require_clean(parsed: Parsed) -> None:
    """Refuse where any row has a problem, or there is no row at all."""
    if parsed.problems:
        count = len(parsed.problems) + parsed.more_problems
        raise Refusal(f"Nothing was taken in: {count} {'cell needs' if count == 1 else 'cells need'} mending first.")
    if not parsed.rows:
        raise Refusal("Nothing was taken in: there is no row with a date and a figure.")


def take_in(rows: RowsOf, taken: Import, by: User | None) -> dict[int, Outcome]:
    """Write rows that fit their measures, which the caller has locked. The import row is changed, not saved."""
    stored = stored_at(rows, lock=True)
    outcomes = compared(rows, stored)
    with because(f"Taken in from “{taken.name}”."):
        before = write_rows(outcomes, stored, by=by, source=taken)
    taken.replaced = {str(measure): periods for measure, periods in before.items()}
    taken.state = ImportState.APPLIED
    taken.added = sum(len(outcome.added) for outcome in outcomes.values())
    taken.changed = sum(len(outcome.changed) for outcome in outcomes.values())
    taken.unchanged = sum(outcome.unchanged for outcome in outcomes.values())
    return outcomes


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: points removed, put back to what they said, and kept because somebody changed them since."""

    removed: int
    restored: int
    kept: int


@transaction.atomic
def undo_import(*, taken: Import, by: User, keep_changed: bool = False) -> Undone:
    """Take back an import, whatever the number of its measures: its points go, changed ones say again what they said.

    Refuses, naming some of them, where points were changed since; with `keep_changed` those are left as they are.
    """
    touched = sorted(map(int, Import.objects.values_list("replaced", flat=True).get(pk=taken.pk)))
    measures = measures_at_work(touched)
    taken = Import.objects.select_for_update().get(pk=taken.pk)
    if taken.state != ImportState.APPLIED:
        raise Refusal("This import was undone already, or never taken in.")
    removed, restored, since = _to_undo(taken, touched)
    if since and not keep_changed:
        raise Refusal(_changed_since(since, measures))
    with because(f"Import of “{taken.name}” undone."):
        Point.objects.filter(pk__in=[point.pk for point in removed]).delete()
        rewrite(restored)
    taken.state, taken.undone_by, taken.undone_at = ImportState.UNDONE, by, timezone.now()
    taken.save()
    refresh(touched)
    return Undone(len(removed), len(restored), len(since))


def _to_undo(taken: Import, touched: Sequence[int]) -> tuple[list[Point], list[Point], list[tuple[int, dt.date]]]:
    """The points to remove, those to put back (not saved), and the periods that somebody changed since."""
    said = {
        (int(measure), dt.date.fromisoformat(period)): before
        for measure, periods in taken.replaced.items()
        for period, before in periods.items()
    }
    points = Point.objects.select_for_update().filter(measure__in=touched, period__in={period for _, period in said})
    found = {(point.measure_id, point.period): point for point in points}
    sources = {before["source"] for before in said.values() if before} - {None}
    known = set(Import.objects.filter(pk__in=sources).values_list("pk", flat=True))
    removed, restored, since = [], [], []
    for place, before in said.items():
        point = found.get(place)
        untouched = point is not None and point.source_id == taken.pk
        if point is None or not untouched or point.version != (before["version"] if before else 1):
            since += [place] if point is not None or before else []  # an added point that was removed is undone already
        elif before is None:
            removed.append(point)
        else:
            restored.append(_restored(point, before, known))
    return removed, restored, since


def _restored(point: Point, before: dict[str, Any], known: set[int]) -> Point:
    for name in FIGURES:
        setattr(point, name, before[name])
    point.counts = before["counts"]
    point.source_id = before["source"] if before["source"] in known else None
    point.version, point.updated_at = point.version + 1, timezone.now()
    return point


def _changed_since(since: Sequence[tuple[int, dt.date]], measures: dict[int, Measure]) -> str:
    told = [
        f"{measures[measure].name}, {period_name(period, measures[measure].frequency)}"
        for measure, period in since[:NAMED]
    ]
    more = f", and {len(since) - NAMED} more" if len(since) > NAMED else ""
    points = "A point was" if len(since) == 1 else f"{len(since)} points were"
    return f"{points} changed since this was taken in: {'; '.join(told)}{more}. Undo the rest, or leave all as it is."


def forget_prepared() -> int:
    """Forget files that were only looked at, some days ago; how many there were."""
    old = Import.objects.filter(state=ImportState.PREPARED, created_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def remembered_mapping(measure: Measure, table: Table) -> Mapping | None:
    """How the last file of this measure with the same headings was read; None where there was none. One query."""
    earlier = measure.imports.filter(headings=headings_of(table)).exclude(state=ImportState.PREPARED)
    stored = earlier.values_list("mapping", flat=True).first()
    if not stored:
        return None
    known = {name: value for name, value in stored.items() if name in Mapping.__slots__}
    where = tuple((int(column), str(text)) for column, text in known.get("where", ()))
    return Mapping(**{**known, "where": where})


def mapping_as_json(mapping: Mapping) -> dict[str, Any]:
    """A mapping as it is stored."""
    return {name: getattr(mapping, name) for name in Mapping.__slots__}
