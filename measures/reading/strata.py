"""From a long table, with a column that names the group of people, to the points of each group. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from measures.reading.points import Mapping, PointRow, Wanted, guess_mapping, parse_points
from redesign.lib.reading.numbers import NotANumber, read_number
from redesign.lib.reading.problems import Problem, shown
from redesign.lib.reading.tables import Table

MOST_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class GroupRows:
    """What a table gave: the rows of each group by its name, and every problem, in the order of the rows."""

    rows: dict[str, tuple[PointRow, ...]]
    problems: tuple[Problem, ...]
    empty: int
    asks_order: bool = False
    """Whether it has to be said first if the day or the month comes first."""

    @property
    def count(self) -> int:
        """How many points there are, of all groups together."""
        return sum(map(len, self.rows.values()))


def guess_group_column(table: Table, names: Sequence[str]) -> int | None:
    """The column whose cells most often name one of the groups; None where no column does."""
    sample = table.rows[:200]
    width = range(len(table.columns))
    named = [sum(_same(row[place], name) for row in sample for name in names) for place in width]
    best = max(width, key=lambda place: named[place], default=None)
    return best if best is not None and named[best] else None


def guess_group_mapping(table: Table, group: int | None, *, needs_denominator: bool) -> Mapping | None:
    """Which of the other columns are the periods, the figures and what they are out of."""
    if group is None:
        return guess_mapping(table, needs_denominator=needs_denominator)
    others = [place for place in range(len(table.columns)) if place != group]
    rest = replace(
        table,
        columns=tuple(table.columns[place] for place in others),
        rows=tuple(tuple(row[place] for place in others) for row in table.rows),
    )
    found = guess_mapping(rest, needs_denominator=needs_denominator)
    if found is None:
        return None
    denominator = None if found.denominator is None else others[found.denominator]
    return Mapping(others[found.period], others[found.value], denominator)


def parse_groups(table: Table, group: int, mapping: Mapping, names: Sequence[str], wanted: Wanted) -> GroupRows:
    """The points of each group. A row that names no group is a problem; one that is empty is passed by."""
    called = [next((name for name in names if _same(row[group], name)), None) for row in table.rows]
    problems = [
        Problem(number, table.columns[group], shown(row[group]), f"This is none of the groups: {_listed(names)}.")
        for number, row, name in zip(table.numbers, table.rows, called, strict=True)
        if name is None and any(row)
    ]
    rows: dict[str, tuple[PointRow, ...]] = {}
    empty, asks_order = 0, False
    for name in names:
        mine = [place for place, each in enumerate(called) if each == name]
        part = replace(
            table,
            rows=tuple(table.rows[place] for place in mine),
            numbers=tuple(table.numbers[place] for place in mine),
        )
        parsed = parse_points(part, mapping, wanted, told_by=table)
        rows[name] = parsed.rows
        problems += parsed.problems
        empty += parsed.empty
        asks_order = asks_order or parsed.asks_order
    told = sorted(dict.fromkeys(problems), key=lambda each: each.row)
    return GroupRows(rows, tuple(told[:MOST_PROBLEMS]), empty, asks_order)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _same(cell: str, name: str) -> bool:
    """Whether a cell names a group, whatever its capitals and blanks, or how a spreadsheet writes a number."""
    if " ".join(cell.split()).casefold() == name.casefold():
        return True
    try:
        return read_number(cell) == read_number(name)
    except NotANumber:
        return False
