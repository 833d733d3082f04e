"""What the page of a sheet for many measures shows, in ready strings."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse

from measures.models import Import, Measure
from measures.periods import period_name, period_start, step
from measures.queries.entering import Place, enterable, where
from measures.queries.measures import summary_or_none
from measures.queries.series import takes_subgroup
from measures.reading import PointRow, Table
from measures.reading.sheets import (
    LONG,
    Cell,
    CellProblem,
    Known,
    ParsedSheet,
    Register,
    SheetMapping,
    UnknownName,
    plain,
)
from redesign.lib.dates import today
from teams.models import User

MOST_NAMES = 50
MOST_ROWS_TOLD = 6


@dataclass(frozen=True)
class BadCell:
    """A cell to mend on the page: what it says, all that is wrong with it, and what leaving it out leaves out."""

    key: str
    row: int
    column: str
    about: str
    text: str
    sentence: str
    leaves_out: str


@dataclass(frozen=True)
class UnknownLine:
    """A name that means no measure here, with the rows that have it."""

    number: int
    text: str
    sentence: str
    rows: str


@dataclass(frozen=True)
class MeasureLine:
    """What taking the sheet in would do, or did, to one measure."""

    name: str
    added: int
    changed: int
    unchanged: int
    span: str = ""
    url: str = ""


class Counts(Protocol):
    """Points added, changed and left as they are."""

    @property
    def added(self) -> tuple[PointRow, ...]: ...
    @property
    def changed(self) -> tuple[PointRow, ...]: ...
    @property
    def unchanged(self) -> int: ...


def bad_cells(table: Table, mapping: SheetMapping, parsed: ParsedSheet) -> list[BadCell]:
    """The cells to mend, in the order of the sheet; a cell with two problems once."""
    at = {number: index for index, number in enumerate(table.numbers)}
    problems: dict[Cell, list[CellProblem]] = defaultdict(list)
    for each in parsed.problems:
        problems[each.problem.row, each.place].append(each)
    return [
        BadCell(
            key=f"{row}-{place}",
            row=row,
            column=table.columns[place],
            about=_about(table.rows[at[row]], place, mapping),
            text=table.rows[at[row]][place],
            sentence=" ".join(each.problem.sentence for each in found),
            leaves_out=(
                "Leave this row out"
                if mapping.layout == LONG or place in (mapping.period, mapping.note)
                else "Leave this figure out"
            ),
        )
        for (row, place), found in problems.items()
    ]


def _about(row: tuple[str, ...], place: int, mapping: SheetMapping) -> str:
    """What else the row says that tells a person which it is."""
    places = (mapping.measure, mapping.unit, mapping.period)
    return " · ".join(row[each] for each in places if each is not None and each != place and row[each])


def unknown_lines(unknown: Sequence[UnknownName]) -> list[UnknownLine]:
    """Names that are not known, numbered for the form."""
    return [
        UnknownLine(number, each.text, each.sentence, _rows(each.rows))
        for number, each in enumerate(unknown[:MOST_NAMES])
    ]


def _rows(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    told = ", ".join(map(str, rows[:MOST_ROWS_TOLD]))
    more = f" and {len(rows) - MOST_ROWS_TOLD} more" if len(rows) > MOST_ROWS_TOLD else ""
    return f"Row {told}" if len(rows) == 1 else f"Rows {told}{more}"


@dataclass(frozen=True)
class NamedLine:
    """A name of the sheet whose meaning somebody has said: of which measure, or that its rows are left out."""

    number: int
    text: str
    told: str


def named_lines(table: Table, mapping: SheetMapping, register: Register) -> list[NamedLine]:
    """The names of this sheet whose meaning has been said, in alphabetical order."""
    if mapping.measure is None or not mapping.names:
        return []
    units = [""] * len(table.rows) if mapping.unit is None else table.column(mapping.unit)
    here = {
        plain(f"{name} ({unit})" if unit else name)
        for name, unit in zip(table.column(mapping.measure), units, strict=True)
    }
    found: list[NamedLine] = []
    for text in sorted(here & mapping.names.keys()):
        known = register.by_key.get(mapping.names[text])
        found.append(NamedLine(len(found), text, f"means {known.label}" if known else "is left out"))
    return found[:MOST_NAMES]


def would_lines(register: Register, rows: dict[int, tuple[PointRow, ...]], outcomes: dict) -> list[MeasureLine]:
    """What taking it in would do to each measure, by name."""
    lines = []
    for key, outcome in outcomes.items():
        known, frequency = register.by_key[key], register.by_key[key].wanted.frequency
        first, last = rows[key][0].period, rows[key][-1].period
        span = period_name(last, frequency)
        if first != last:
            span = f"{period_name(first, frequency)} to {span}"
        lines.append(MeasureLine(known.label, len(outcome.added), len(outcome.changed), outcome.unchanged, span))
    return sorted(lines, key=lambda line: line.name)


def told_lines(taken: Import) -> list[MeasureLine]:
    """What taking it in did to each measure, by name; one query."""
    told = taken.mapping.get("told", {})
    measures = Measure.objects.select_related("team", "system").in_bulk(map(int, told))
    lines = []
    for key, measure in measures.items():
        added, changed, unchanged = told[str(key)]
        url = reverse("measures:measure", args=[key])
        lines.append(MeasureLine(f"{measure.name} ({where(measure)})", added, changed, unchanged, url=url))
    return sorted(lines, key=lambda line: line.name)


def choices_of(known: Sequence[Known]) -> list[tuple[int, str]]:
    """Measures as the choices of a list."""
    return [(each.key, each.label) for each in known]


HEADINGS = ["Period", "Measure", "Team or system", "Figure", "Out of", "Estimated", "Note"]


def rows_to_fill_in(user: User, place: Place) -> list[list[Any]]:
    """A sheet with a row for each measure that the person enters here, for its next period; two queries, three for a
    system. Measures whose points are several figures each are entered on their own pages."""
    measures = [measure for measure in enterable(user, place, "summary") if not takes_subgroup(measure)]
    rows = [[_next_period(measure), measure.name, where(measure), None, None, None, None] for measure in measures]
    return [list(HEADINGS), *rows]


def _next_period(measure: Measure) -> dt.date:
    """The period after its newest point, but none that has not begun."""
    stands = summary_or_none(measure)
    latest = stands.latest_period if stands else None
    now = period_start(today(), measure.frequency, latest)
    return now if latest is None else min(step(latest, measure.frequency), now)
