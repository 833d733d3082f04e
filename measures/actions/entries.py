"""Writing many points of many measures in one go: what files, grids and programs have in common."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from measures.actions.summaries import refresh
from measures.enums import Frequency
from measures.models import Import, Measure, Point
from measures.periods import period_name, period_start
from measures.queries.entering import why_not_entered
from measures.queries.series import fit_of
from measures.reading import PointRow, Wanted
from redesign.lib.dates import FIRST_YEAR, today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from teams.models import User

RowsOf = Mapping[int, Sequence[PointRow]]
"""Rows by the key of the measure that they are for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What taking in the rows would do, or did: points added, changed and left as they are."""

    added: tuple[PointRow, ...] = ()
    changed: tuple[PointRow, ...] = ()
    unchanged: int = 0

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed)


def wanted_by_each(measures: Iterable[Measure]) -> dict[int, Wanted]:
    """What each of these measures asks of its points; one query where one of them is fortnightly, else none."""
    asked = list(measures)
    fortnightly = [measure.pk for measure in asked if measure.frequency == Frequency.FORTNIGHTLY]
    newest = Point.objects.filter(measure__in=fortnightly).order_by("measure_id", "-period").distinct("measure_id")
    anchors = dict(newest.values_list("measure_id", "period")) if fortnightly else {}
    return {
        measure.pk: Wanted(
            frequency=measure.frequency,
            today=today(),
            fit=fit_of(measure),
            anchor=anchors.get(measure.pk),
        )
        for measure in asked
    }


def dry_runs(rows: RowsOf) -> dict[int, Outcome]:
    """What taking in these rows would do to each measure; one query."""
    return compared(rows, stored_at(rows))


Stored = dict[int, dict[dt.date, Point]]


def stored_at(rows: RowsOf, *, lock: bool = False) -> Stored:
    """The points that stand now in the periods of these rows."""
    periods = [row.period for each in rows.values() for row in each]
    found: Stored = defaultdict(dict)
    if periods:
        points = Point.objects.select_for_update() if lock else Point.objects.all()
        for point in points.filter(measure__in=rows, period__range=(min(periods), max(periods))):
            found[point.measure_id][point.period] = point
    return found


def compared(rows: RowsOf, stored: Stored) -> dict[int, Outcome]:
    """What writing these rows over the points that stand now comes to, by measure."""
    found = {}
    for measure, each in rows.items():
        added, changed, unchanged = [], [], 0
        points = stored.get(measure, {})
        for row in each:
            point = points.get(row.period)
            if point is None:
                added.append(row)
            elif _says_the_same(point, row):
                unchanged += 1
            else:
                changed.append(row)
        found[measure] = Outcome(tuple(added), tuple(changed), unchanged)
    return found


def _says_the_same(point: Point, row: PointRow) -> bool:
    told = (point.value, point.denominator, point.spread, point.estimated)
    same = told == (row.value, row.denominator, row.spread, row.estimated)
    return same and (not row.note or point.note == row.note)


FIGURES = ("value", "denominator", "spread", "note", "estimated")
"""What a row says of its point, and what an undone import puts back."""
KINDS = {
    "id": "bigint",
    "value": "double precision",
    "denominator": "double precision",
    "spread": "double precision",
    "note": "text",
    "estimated": "boolean",
    "counts": "jsonb",
    "version": "integer",
    "source_id": "bigint",
    "updated_at": "timestamptz",
}
REWRITE = (
    f"UPDATE {Point._meta.db_table} AS point SET {', '.join(f'{name} = given.{name}' for name in list(KINDS)[1:])} "  # noqa: S608 - names of our own columns
    f"FROM unnest({', '.join(f'%s::{kind}[]' for kind in KINDS.values())}) AS given ({', '.join(KINDS)}) "
    "WHERE point.id = given.id"
)
"""By hand, because the ORM takes two seconds to say the same of a thousand points, and this a hundredth of that."""


def rewrite(points: Sequence[Point]) -> None:
    """Save what these points say, with their versions and where they come from; one query."""
    if points:
        with connection.cursor() as cursor:
            cursor.execute(REWRITE, [[_stored(getattr(point, name)) for point in points] for name in KINDS])


def _stored(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


def write_rows(
    outcomes: dict[int, Outcome], stored: Stored, *, by: User | None, source: Import | None = None
) -> dict[int, dict[str, Any]]:
    """Write what these outcomes say, and the summaries. Measures and `stored` points are locked by the caller.

    Gives what each touched period said before: None for a point that was added.
    """
    added = [
        Point(
            measure_id=measure,
            period=row.period,
            value=row.value,
            denominator=row.denominator,
            spread=row.spread,
            note=row.note,
            estimated=row.estimated,
            entered_by=by,
            source=source,
        )
        for measure, outcome in outcomes.items()
        for row in outcome.added
    ]
    before: dict[int, dict[str, Any]] = defaultdict(dict)
    for point in added:
        before[point.measure_id][point.period.isoformat()] = None
    mended = []
    for measure, outcome in outcomes.items():
        for row in outcome.changed:
            point = stored[measure][row.period]
            before[measure][row.period.isoformat()] = as_it_was(point)
            mended.append(_mended(point, row, source))
    Point.objects.bulk_create(added, batch_size=2000)
    rewrite(mended)
    refresh(before)
    return before


def as_it_was(point: Point) -> dict[str, Any]:
    """What a point says before it is changed, with the version that it will have after."""
    said = {name: getattr(point, name) for name in FIGURES}
    return {**said, "counts": point.counts, "source": point.source_id, "version": point.version + 1}


def _mended(point: Point, row: PointRow, source: Import | None) -> Point:
    note = point.note
    if point.value != row.value:
        point.counts = {}  # a figure that was not counted by categories has none
    for name in FIGURES:
        setattr(point, name, getattr(row, name))
    point.note = row.note or note
    point.version, point.source, point.updated_at = point.version + 1, source, timezone.now()
    return point


# -- Single entries, each of which may be at fault ------------------------------------------------------------------

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """A point to be added, or changed where there is one for its period.

    None leaves as it is what an earlier point says (`estimated`), or is not asked (`version`: the one that the person
    saw, 0 for no point). An empty note leaves the earlier one.
    """

    measure: int
    period: dt.date
    value: float
    denominator: float | None = None
    spread: float | None = None
    estimated: bool | None = None
    note: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one entry cannot be taken: its place among them, the field and the sentence; `current` after a stale edit."""

    place: int
    field: str
    sentence: str
    current: Point | None = None
    is_stale: bool = False


class Faults(Refusal):
    """Nothing was written: these entries are at fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        count = len(faults)
        super().__init__(
            f"Nothing was saved: {count} {'figure needs' if count == 1 else 'figures need'} mending first."
        )
        self.faults = faults


ADDED, CHANGED, SAME = "added", "changed", "unchanged"
WhyNot = Callable[[Measure], str]


@transaction.atomic
def put_points(*, entries: Sequence[Entry], by: User, why: str = "", why_not: WhyNot | None = None) -> list[str]:
    """Add or change these points, all or nothing, and say of each whether it was added, changed or left unchanged.

    Measures are locked in the order of their keys and summed up once. `Faults` names every entry that cannot be taken,
    among them those of measures for which `why_not` has a sentence (unless given: those this person may not enter for).
    A change of a point owes `why`. Five queries and two for writing, whatever the number of entries.
    """
    checked = _checked(entries, why_not or partial(why_not_entered, by))
    outcomes = compared(checked.rows, checked.stored)
    if any(outcome.changed for outcome in outcomes.values()) and not why:
        raise Refusal("Some points are changed, not only added: say why.", field="why")
    with because(why or "Entered together with others."):
        write_rows(outcomes, checked.stored, by=by)
    added = {(key, row.row) for key, outcome in outcomes.items() for row in outcome.added}
    changed = {(key, row.row) for key, outcome in outcomes.items() for row in outcome.changed}
    return [
        ADDED if (entry.measure, place) in added else CHANGED if (entry.measure, place) in changed else SAME
        for place, entry in enumerate(entries)
    ]


@transaction.atomic
def faults_of(entries: Sequence[Entry], *, by: User) -> Sequence[Fault]:
    """Which of these entries could not be taken now; nothing is written."""
    try:
        _checked(entries, partial(why_not_entered, by))
    except Faults as found:
        return found.faults
    return ()


def _checked(entries: Sequence[Entry], why_not: WhyNot) -> "_Checked":
    ids = {entry.measure for entry in entries}
    locked = Measure.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    return _Checked(entries, {measure.pk: measure for measure in locked.select_related("team", "system")}, why_not)


class _Checked:
    """Entries as rows of their measures; raises `Faults` where one of them cannot be taken."""

    def __init__(self, entries: Sequence[Entry], measures: dict[int, Measure], why_not: WhyNot):
        self.measures = measures
        self.refused = {key: why_not(measure) for key, measure in measures.items()}
        self.wanted = wanted_by_each(measures.values())
        self.faults: list[Fault] = []
        self.rows: RowsOf = {}
        placed = [(place, entry, self._period_of(place, entry)) for place, entry in enumerate(entries)]
        self.stored = self._stored(placed)
        self._check(placed)
        if self.faults:
            raise Faults(sorted(self.faults, key=lambda fault: fault.place))

    def _fault(self, place: int, field: str, sentence: str) -> None:
        self.faults.append(Fault(place, field, sentence))

    def _period_of(self, place: int, entry: Entry) -> dt.date | None:
        field, sentence, period = self._placed(entry)
        if sentence:
            self._fault(place, field, sentence)
        return period

    def _placed(self, entry: Entry) -> tuple[str, str, dt.date | None]:
        """The first day of the entry's period, or the field and the sentence why it has none."""
        if entry.measure not in self.measures:
            return "measure", "There is no such measure.", None
        if self.refused[entry.measure]:
            return "measure", self.refused[entry.measure], None
        if entry.period.year < FIRST_YEAR:
            return "period", f"The year {entry.period.year} cannot be right.", None
        wanted = self.wanted[entry.measure]
        period = period_start(entry.period, wanted.frequency, wanted.anchor)
        if period > today():
            return "period", f"{period_name(period, wanted.frequency)} lies in the future.", None
        return "", "", period

    def _stored(self, placed: Sequence[tuple[int, Entry, dt.date | None]]) -> Stored:
        periods = defaultdict(list)
        for place, entry, period in placed:
            if period is not None:
                periods[entry.measure].append(PointRow(place, period, entry.value))
        return stored_at(periods, lock=True)

    def _check(self, placed: Sequence[tuple[int, Entry, dt.date | None]]) -> None:
        met: dict[tuple[int, dt.date], int] = {}
        found = defaultdict(list)
        for place, entry, period in placed:
            if period is None:
                continue
            wanted = self.wanted[entry.measure]
            if (entry.measure, period) in met:
                told = period_name(period, wanted.frequency)
                self._fault(place, "period", f"Entry {met[entry.measure, period] + 1} is for {told} too.")
                continue
            met[entry.measure, period] = place
            point = self.stored.get(entry.measure, {}).get(period)
            if row := self._row(place, entry, period, point, wanted):
                found[entry.measure].append(row)
        self.rows = found

    def _row(self, place: int, entry: Entry, period: dt.date, point: Point | None, wanted: Wanted) -> PointRow | None:
        now = point.version if point else 0
        if entry.version is not None and entry.version != now:
            sentence = "Somebody else saved a newer figure while you were typing."
            self.faults.append(Fault(place, "version", sentence, current=point, is_stale=True))
            return None
        sized = wanted.fit.needs_denominator or wanted.fit.subgroups
        denominator = entry.denominator if sized else None
        spread = entry.spread if wanted.fit.subgroups else None
        field, sentence = wanted.fit.misfit(entry.value, denominator, spread)
        if not sentence and len(entry.note) > LONGEST_NOTE:
            field, sentence = "note", f"The note is longer than {LONGEST_NOTE} characters."
        if sentence:
            self._fault(place, field, sentence)
            return None
        estimated = entry.estimated
        if estimated is None:
            estimated = point.estimated if point else False
        return PointRow(place, period, entry.value, denominator, entry.note, estimated, spread)
