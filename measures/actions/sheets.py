"""One sheet for many measures: kept while somebody looks at it and mends it, then taken in, all of it or nothing."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from measures.actions.entries import Outcome, dry_runs, wanted_by_each
from measures.actions.imports import hold, kept, prepared_table, still_prepared, take_in
from measures.actions.points import measures_at_work
from measures.enums import ImportState
from measures.models import Import
from measures.queries.entering import Place, where, why_not_entered
from measures.reading import Table
from measures.reading.sheets import Cell, Known, ParsedSheet, Register, SheetMapping, guess_sheet, parse_sheet
from redesign.lib.reading.problems import shown
from redesign.lib.refusals import Refusal
from teams.models import System, User

REMEMBERED = 10
"""Earlier sheets with the same headings that are asked how their columns were read."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that was put right on the page: what the file said, and what it was changed to."""

    row: int
    place: int
    before: str
    after: str


@dataclass(frozen=True)
class Sheet:
    """A kept sheet, opened: its table with what was mended, how it is read, what it gives, and what that would do."""

    kept: Import
    place: Place
    table: Table
    mapping: SheetMapping | None
    register: Register
    left_out: frozenset[Cell]
    mended: tuple[Mended, ...]
    parsed: ParsedSheet | None
    outcomes: dict[int, Outcome]

    @property
    def expects(self) -> str:
        """What taking it in would do, in short: a person takes in what they have seen."""
        counts = ((len(each.added), len(each.changed), each.unchanged) for each in self.outcomes.values())
        return "/".join(map(str, map(sum, zip(*counts, strict=True))))

    @property
    def seen(self) -> str:
        """Which state of the sheet this is: mending it in two windows is refused in the second."""
        return self.kept.updated_at.isoformat()


def register_for(user: User, place: Place) -> Register:
    """The measures that a sheet sent from here may name, with why those not to be entered are not; three queries."""
    measures = list(place.measures(user))
    wanted = wanted_by_each(measures)
    return Register(
        Known(
            key=measure.pk,
            name=measure.name,
            place=where(measure),
            wanted=wanted[measure.pk],
            refused=why_not_entered(user, measure),
            other_place=measure.system.name if measure.team else "",
        )
        for measure in measures
    )


@transaction.atomic
def prepare_sheet(*, by: User, place: Place, table: Table, name: str) -> Import:
    """Keep a table while somebody looks at it, read as the last one with the same headings was, or as they suggest."""
    prepared = kept(table, name=name, by=by)
    prepared.team = place.team
    prepared.mapping = _begun(prepared, by, place, table)
    prepared.save()
    return prepared


def _begun(prepared: Import, by: User, place: Place, table: Table) -> dict[str, Any]:
    """How a sheet is read at first, nothing of it mended yet."""
    register = register_for(by, place)
    mapping = _remembered(by, place, prepared.headings, register) or guess_sheet(table, register)
    return {"sheet": mapping.as_json() if mapping else None, "system": place.system.pk if place.system else None}


@transaction.atomic
def read_another_sheet(*, prepared: Import, by: User, seen: str, name: str) -> None:
    """Look at another sheet of the kept workbook instead; what was mended in the one before is forgotten."""
    prepared = still_prepared(prepared)
    _require_seen(prepared, seen)
    table = prepared_table(prepared).of_sheet(name)
    hold(prepared, table)
    prepared.mapping = _begun(prepared, by, _place_of(prepared), table)
    prepared.save()


def _remembered(by: User, place: Place, headings: str, register: Register) -> SheetMapping | None:
    """How this person, or somebody for the same team, last read a sheet of these headings, where it fits still."""
    mine = Q(imported_by=by) | (Q(team=place.team) if place.team else Q())
    earlier = Import.objects.filter(mine, measure=None, headings=headings).exclude(state=ImportState.PREPARED)
    for stored in earlier.values_list("mapping", flat=True)[:REMEMBERED]:
        mapping = SheetMapping.from_json(stored["sheet"])
        known = {key for key, each in register.by_key.items() if not each.refused}
        pairs = tuple(pair for pair in mapping.pairs if pair.measure in known)
        names = {name: key for name, key in mapping.names.items() if not key or key in known}
        if len(pairs) == len(mapping.pairs):
            return replace(mapping, pairs=pairs, names=names)
    return None


def opened(prepared: Import, user: User) -> Sheet:
    """The sheet as it would be taken in now; five queries at most, whatever the number of its rows."""
    stored = prepared.mapping
    table = prepared_table(prepared)
    place = _place_of(prepared)
    register = register_for(user, place)
    mapping = SheetMapping.from_json(stored["sheet"]) if stored.get("sheet") else None
    left_out = frozenset((row, column) for row, column in stored.get("left_out", ()))
    parsed = parse_sheet(table, mapping, register, left_out) if mapping else None
    clean = parsed is not None and parsed.is_clean and bool(parsed.rows)
    return Sheet(
        kept=prepared,
        place=place,
        table=table,
        mapping=mapping,
        register=register,
        left_out=left_out,
        mended=tuple(Mended(*each) for each in stored.get("mended", ())),
        parsed=parsed,
        outcomes=dry_runs(dict(parsed.rows)) if parsed is not None and clean else {},
    )


def _place_of(prepared: Import) -> Place:
    system = prepared.mapping.get("system")
    return Place(prepared.team, System.objects.filter(pk=system).first() if system else None)


@transaction.atomic
def change_sheet(
    *,
    prepared: Import,
    seen: str,
    mapping: SheetMapping | None = None,
    cells: AnyMapping[Cell, str] | None = None,
    left_out: frozenset[Cell] | None = None,
) -> None:
    """Read a kept sheet otherwise: by another mapping, with cells mended, with others left out. None leaves as it is."""
    prepared = still_prepared(prepared)
    _require_seen(prepared, seen)
    stored = dict(prepared.mapping)
    if mapping is not None:
        stored["sheet"] = mapping.as_json()
    if left_out is not None:
        stored["left_out"] = sorted(left_out)
    if cells:
        table = prepared_table(prepared)
        table, mended = _mended(table, cells, {(row, place): was for row, place, was, _ in stored.get("mended", ())})
        stored["mended"] = [list(each) for each in stored.get("mended", ()) if (each[0], each[1]) not in cells] + mended
        hold(prepared, table)
    prepared.mapping = stored
    prepared.save()


def _mended(table: Table, cells: AnyMapping[Cell, str], before: AnyMapping[Cell, str]) -> tuple[Table, list[list[Any]]]:
    """The table with these cells changed, and what is kept of it: the file's own text and the new one."""
    at = {number: index for index, number in enumerate(table.numbers)}
    rows = list(table.rows)
    told = []
    for (number, place), text in sorted(cells.items()):
        index = at.get(number)
        if index is None or place >= len(table.columns):
            continue
        was = before.get((number, place), rows[index][place])
        rows[index] = (*rows[index][:place], text, *rows[index][place + 1 :])
        if text != was:
            told.append([number, place, shown(was), text])
    return replace(table, rows=tuple(rows)), told


def _require_seen(prepared: Import, seen: str) -> None:
    if prepared.updated_at.isoformat() != seen:
        raise Refusal("This sheet was changed in another window meanwhile. Look at it again.")


@transaction.atomic
def apply_sheet(*, prepared: Import, by: User, seen: str, expects: str) -> dict[int, Outcome]:
    """Take in a kept sheet as it was looked at, all of it or nothing; its measures are locked in the order of their keys.

    Refuses where a cell needs mending, or what it would do is no longer what the person was told.
    """
    looked_at = opened(prepared, by)
    rows = _require_clean(looked_at)
    measures = measures_at_work(rows)
    prepared = still_prepared(prepared)
    _require_seen(prepared, seen)
    wanted = wanted_by_each(measures.values())
    for key, measure in measures.items():
        if refused := why_not_entered(by, measure):
            raise Refusal(refused)
        if wanted[key] != looked_at.register.by_key[key].wanted:
            raise Refusal(f"The definition of {measure.name} was changed meanwhile. Look at the sheet again.")
    outcomes = take_in(rows, prepared, by)
    told = {str(key): [len(each.added), len(each.changed), each.unchanged] for key, each in outcomes.items()}
    if replace(looked_at, outcomes=outcomes).expects != expects:
        raise Refusal("Points were changed meanwhile, so this would do something else than you saw. Look at it again.")
    prepared.mapping = {**prepared.mapping, "told": told}
    prepared.content = None
    prepared.save()
    return outcomes


def _require_clean(sheet: Sheet) -> dict[int, Any]:
    parsed = sheet.parsed
    if parsed is None:
        raise Refusal("Say first which column is what.")
    if not parsed.is_clean:
        raise Refusal("Nothing was taken in: some cells need mending, or leaving out, first.")
    if not any(outcome.changes_something for outcome in sheet.outcomes.values()):
        raise Refusal("Nothing was taken in: it would change nothing.")
    return dict(parsed.rows)
