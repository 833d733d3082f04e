"""From a table to the points of a measure: which column is what, and every cell that cannot be taken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from measures.fit import LARGEST, Fit
from measures.periods import period_name, period_start
from measures.reading.measurements import subgroup_of
from redesign.lib.reading.days import (
    DAY_FIRST,
    NotADay,
    day_order,
    likely_order,
    looks_like_day,
    read_day,
    span_said,
    two_ways,
)
from redesign.lib.reading.numbers import COMMA, POINT, NotANumber, bare, decimal_mark, looks_like_number, read_number
from redesign.lib.reading.problems import Problem, Unreadable, shown
from redesign.lib.reading.tables import Table

MOST_PROBLEMS = 200
"""Problems told one by one; the rest are counted."""
MOST_KINDS = 20
FEW_REPEATED = 2
"""So many rows for a period that has one already are slips; more of them are another series."""
LONGEST_NOTE = 300
NEEDS_COLUMN = "This measure needs a denominator: choose its column."
"""What is said of a figure whose denominator no column is said to hold."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column says what, by place. `where` keeps only rows whose column says this text.

    For points that are the mean of several measurements, `denominator` is their number and `spread` their standard
    deviation; without both, each row is one measurement, and those of a period are gathered into its point.

    `order` is 'dmy' or 'mdy', `decimal` '.' or ','; None lets the column itself tell.
    """

    period: int
    value: int
    denominator: int | None = None
    note: int | None = None
    estimated: int | None = None
    where: tuple[tuple[int, str], ...] = ()
    order: str | None = None
    decimal: str | None = None
    spread: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the measure asks of its points."""

    frequency: str
    today: dt.date
    fit: Fit = field(default_factory=Fit)
    anchor: dt.date | None = None


SPANS = ("day", "week", "month", "quarter")
SHORTEST = {"daily": "day", "weekly": "week", "fortnightly": "week", "monthly": "month", "quarterly": "quarter"}
"""The longest span that still names one period of a frequency."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point, read: `row` as the spreadsheet counts it, `period` the first day of its period."""

    row: int
    period: dt.date
    value: float
    denominator: float | None = None
    note: str = ""
    estimated: bool = False
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a table gave: points in order of period, problems, and how many rows were passed by.

    `left_out` rows did not match the filter; `empty` ones have a period but no figure: missing points.
    `more_problems` counts those beyond the ones told; `repeated` rows were for a period that another row is for,
    and `twins` are the numbers of the first two such rows.
    `asks_order`: whether the day or the month comes first has to be said before anything can be read; the one problem is
    at the first cell that could be either.
    """

    rows: tuple[PointRow, ...]
    problems: tuple[Problem, ...]
    left_out: int = 0
    empty: int = 0
    more_problems: int = 0
    repeated: int = 0
    notes: tuple[str, ...] = field(default_factory=tuple)
    asks_order: bool = False
    twins: tuple[int, int] | None = None

    @property
    def is_of_several(self) -> bool:
        """Whether most of what is wrong is that several rows are for one period: the file holds more than one series."""
        return self.repeated > FEW_REPEATED and self.repeated * 2 > len(self.problems) + self.more_problems


_GUESSES = {
    "period": r"period|date|month|week|day|quarter|year|when|time",
    "denominator": r"denominator|out of|total|attendances?|admissions|bed ?days|patients|population|opportunit|^n$|base",
    "value": r"value|numerator|count|number|figure|result|measure(ment)?|rate|score|minutes|hours|events?|falls|breaches|cases",
    "spread": r"standard dev|std|stdev|\bsd\b|\bs\.?d\.?$|spread",
    "number": r"^n$|number|measured|size|how many|count",
    "note": r"note|comment|remark",
    "estimated": r"estimated?|provisional",
}


def with_points(table: Table) -> Table:
    """The first sheet of a workbook that looks like dates and figures: before it there may be a cover."""
    names = (table.sheet, *(other.sheet for other in table.others))
    sheets = (table.of_sheet(name) for name in names)
    return next((sheet for sheet in sheets if guess_mapping(sheet) is not None), table)


def guess_mapping(table: Table, *, needs_denominator: bool = False, subgroups: bool = False) -> Mapping | None:
    """The mapping that the names and cells of the columns suggest; None where no column looks like dates and figures."""
    if subgroups:
        return _guess_of_subgroups(table)
    sample = table.rows[:200]
    width = len(table.columns)
    days = [_share(sample, place, looks_like_day) for place in range(width)]
    numbers = [_share(sample, place, looks_like_number) for place in range(width)]
    named = {
        role: [bool(re.search(pattern, name.casefold())) for name in table.columns]
        for role, pattern in _GUESSES.items()
    }

    def best(scores: Sequence[float], taken: set[int], least: float) -> int | None:
        ranked = sorted((place for place in range(width) if place not in taken), key=lambda place: -scores[place])
        return ranked[0] if ranked and scores[ranked[0]] >= least else None

    period = best([days[place] + named["period"][place] * 0.5 for place in range(width)], set(), 0.6)
    if period is None:
        serials = [numbers[place] + named["period"][place] for place in range(width)]
        period = best(serials, set(), 1.5)
    if period is None:
        return None
    taken = {period}
    denominator = None
    if needs_denominator:
        scores = [numbers[place] + named["denominator"][place] - 0.8 * named["value"][place] for place in range(width)]
        denominator = best(scores, taken, 1.2)
        if denominator is not None:
            taken.add(denominator)
    value = best([numbers[place] + named["value"][place] - 0.5 * days[place] for place in range(width)], taken, 0.4)
    if value is None:
        return None
    taken.add(value)
    if needs_denominator and denominator is None:
        denominator = best([float(share) for share in numbers], taken, 0.5)
        taken |= {denominator} if denominator is not None else set()
    if denominator is not None and not (named["value"][value] or named["denominator"][denominator]):
        value, denominator = _smaller_first(sample, value, denominator)
    note = best([float(flag) for flag in named["note"]], taken, 1)
    estimated = best([float(flag) for flag in named["estimated"]], taken | ({note} if note is not None else set()), 1)
    return Mapping(period, value, denominator, note, estimated)


def _guess_of_subgroups(table: Table) -> Mapping | None:
    """Columns for mean, number and standard deviation where their names say so; else one measurement a row."""
    named = {
        role: next(
            (place for place, name in enumerate(table.columns) if re.search(_GUESSES[role], name.casefold())), None
        )
        for role in ("spread", "number")
    }
    spread, number = named["spread"], named["number"]
    if spread is None or number is None or spread == number:
        return guess_mapping(table)
    rest = [place for place in range(len(table.columns)) if place not in (spread, number)]
    found = guess_mapping(
        Table(
            tuple(table.columns[place] for place in rest),
            tuple(tuple(row[place] for place in rest) for row in table.rows[:200]),
            table.numbers[:200],
            table.typed,
            table.delimiter,
        )
    )
    if found is None:
        return None

    def whole(place: int | None) -> int | None:
        return None if place is None else rest[place]

    return Mapping(
        rest[found.period], rest[found.value], number, whole(found.note), whole(found.estimated), spread=spread
    )


def _share(rows: Sequence[tuple[str, ...]], place: int, looks) -> float:
    cells = [row[place] for row in rows if row[place]]
    return sum(map(looks, cells)) / len(cells) if cells else 0.0


def _smaller_first(rows: Sequence[tuple[str, ...]], one: int, other: int) -> tuple[int, int]:
    """Two columns that no name tells apart: what is counted is seldom more than what it is counted out of."""
    pairs = [(row[one], row[other]) for row in rows if looks_like_number(row[one]) and looks_like_number(row[other])]
    larger = sum(_rough(first) > _rough(second) for first, second in pairs)
    return (other, one) if larger * 2 > len(pairs) else (one, other)


def _rough(text: str) -> float:
    try:
        return read_number(text)
    except NotANumber:
        return 0.0


def column_named(table: Table, name: str, *, what: str) -> int:
    """The place of a column by its name; `Unreadable` with the names that there are where it is missing."""
    place = table.index(name)
    if place is None:
        known = ", ".join(f"“{shown(column)}”" for column in table.columns[:20])
        raise Unreadable(f"There is no column “{shown(name)}” for the {what}. The columns are {known}.")
    return place


def differences(table: Table, mapping: Mapping, twins: tuple[int, int]) -> list[tuple[int, str, str]]:
    """The columns, besides those of figures, in which two rows differ, with what each says: by these they are told apart."""
    one, other = (table.rows[table.numbers.index(number)] for number in twins)
    read = {mapping.period, mapping.value, mapping.denominator, mapping.spread, mapping.note}
    return [
        (place, one[place], other[place])
        for place in range(len(table.columns))
        if place not in read and one[place] != other[place] and not looks_like_many(table, place)
    ]


def looks_like_many(table: Table, place: int) -> bool:
    """Whether a column hardly ever says the same twice, as figures do."""
    cells = [row[place] for row in table.rows[:2000] if row[place]]
    return len(set(cells)) * 2 > len(cells) > MOST_KINDS


def parse_points(table: Table, mapping: Mapping, wanted: Wanted, *, told_by: Table | None = None) -> Parsed:
    """The points that a table holds, and every problem by row and column. Nothing is half-read: a row is a point, a
    problem, empty, or left out by the filter.

    `told_by` is the whole table where this one is a part of it: how it writes days and decimals is told by all its rows.
    """
    return _Parser(table, mapping, wanted, told_by).parsed()


class _Parser:
    def __init__(self, table: Table, mapping: Mapping, wanted: Wanted, told_by: Table | None = None):
        self.table, self.mapping, self.wanted = table, mapping, wanted
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.chosen = [
            (number, row) for number, row in zip(table.numbers, table.rows, strict=True) if self._matches(row)
        ]
        self.gathers = wanted.fit.subgroups and mapping.denominator is None and mapping.spread is None
        self.telling = [row for _, row in self.chosen] if told_by is None else told_by.rows
        self.serial = table.typed or self._all_numbers(mapping.period)
        order = mapping.order or self._order()
        self.asks_order, self.order = order is None, order or DAY_FIRST
        self.decimals = {
            place: mapping.decimal or self._decimal(place)
            for place in (mapping.value, mapping.denominator, mapping.spread)
            if place is not None
        }
        self.notes += [note for place in self.decimals if (note := self._thousands(place))]

    def _matches(self, row: tuple[str, ...]) -> bool:
        return all(_same_text(row[place], text) for place, text in self.mapping.where)

    def _cells(self, place: int) -> list[str]:
        return [row[place] for row in self.telling if row[place]]

    def _order(self) -> str | None:
        """Whether the day or the month comes first: as one cell tells, or else as alone makes sense; None: it is asked."""
        if told := day_order(self._cells(self.mapping.period)):
            return told
        cells = [row[self.mapping.period] for _, row in self.chosen]
        order = likely_order(cells, self._period_of)
        example = next((cell for cell in cells if two_ways(cell)), "")
        if order and example:
            day = read_day(example, order=order)
            first = "day" if order == DAY_FIRST else "month"
            self.notes.append(f"The dates were read with the {first} first: “{shown(example)}” as {_in_full(day)}.")
        return order

    def _period_of(self, day: dt.date) -> dt.date:
        return period_start(day, self.wanted.frequency, self.wanted.anchor)

    def _ask_order(self) -> Parsed:
        """Nothing but the question which comes first, at the first cell that could be either."""
        place = self.mapping.period
        number, row, days = next(
            (number, row, days) for number, row in self.chosen if (days := two_ways(row[place])) is not None
        )
        told = f"“{shown(row[place])}” may be {_in_full(days[0])} or {_in_full(days[1])}: say whether the day or the month "
        self._problem(number, place, row, f"{told}comes first.")
        return Parsed((), tuple(self.problems), notes=tuple(self.notes), asks_order=True)

    def _thousands(self, place: int) -> str:
        """What is said where a mark before three digits could be either, and no cell of the column tells."""
        if self.table.typed or self.mapping.decimal:
            return ""
        cells = self._cells(place)
        example = next((cell for cell in cells if _EITHER.fullmatch(bare(cell))), None)
        if example is None or decimal_mark(cells, default=POINT) == decimal_mark(cells, default=COMMA):
            return ""
        value = read_number(example, decimal=self.decimals[place])
        return f"“{shown(example)}” was read as {value:.15g}; if it is not, say how decimals are written."

    def _decimal(self, place: int) -> str:
        if self.table.typed:
            return POINT
        return decimal_mark(self._cells(place), default=COMMA if self.table.delimiter == ";" else POINT)

    def _all_numbers(self, place: int) -> bool:
        cells = self._cells(place)
        return bool(cells) and all(re.fullmatch(r"\d{5}(\.\d+)?", cell) for cell in cells)

    def parsed(self) -> Parsed:
        if self.asks_order:
            return self._ask_order()
        found: dict[dt.date, PointRow] = {}
        gathered: dict[dt.date, list[PointRow]] = {}
        empty = repeated = 0
        twins = None
        for number, row in self.chosen:
            if not row[self.mapping.value] and not (self._denominator_text(row) and row[self.mapping.period]):
                empty += bool(row[self.mapping.period])
                if not row[self.mapping.period] and any(row):
                    empty += 1
                continue
            point = self._point(number, row)
            if point is None:
                continue
            if self.gathers:
                gathered.setdefault(point.period, []).append(point)
                continue
            before = found.get(point.period)
            if before is None:
                found[point.period] = point
            else:
                repeated += 1
                twins = twins or (before.row, number)
                name = period_name(point.period, self.wanted.frequency)
                self._problem(
                    number, self.mapping.period, row, f"Row {before.row} is for {name} too: one row for each period."
                )
        if gathered:
            found = {period: _gathered(rows) for period, rows in gathered.items()}
            counted = sum(map(len, gathered.values()))
            self.notes.append(f"{counted:,} measurements were gathered into the means of {len(gathered):,} periods.")
        told = sorted(self.problems, key=lambda problem: problem.row)
        return Parsed(
            rows=tuple(found[period] for period in sorted(found)),
            problems=tuple(told[:MOST_PROBLEMS]),
            left_out=len(self.table.rows) - len(self.chosen),
            empty=empty,
            more_problems=max(0, len(told) - MOST_PROBLEMS),
            repeated=repeated,
            notes=tuple(self.notes),
            twins=twins,
        )

    def _denominator_text(self, row: tuple[str, ...]) -> str:
        return "" if self.mapping.denominator is None else row[self.mapping.denominator]

    def _problem(self, number: int, place: int, row: tuple[str, ...], sentence: str) -> None:
        self.problems.append(Problem(number, self.table.columns[place], shown(row[place]), sentence))

    def _point(self, number: int, row: tuple[str, ...]) -> PointRow | None:
        before = len(self.problems)
        period = self._period(number, row)
        value = self._number(number, row, self.mapping.value)
        denominator = self._denominator(number, row)
        spread = self._spread(number, row)
        if value is not None and len(self.problems) == before and not self.gathers:
            field, sentence = self.wanted.fit.misfit(value, denominator, spread)
            place = {"denominator": self.mapping.denominator, "spread": self.mapping.spread}.get(field)
            if sentence:
                self._problem(number, self.mapping.value if place is None else place, row, sentence)
        note = self._note(number, row)
        if len(self.problems) > before or period is None or value is None:
            return None
        estimated = self.mapping.estimated is not None and row[self.mapping.estimated].casefold() in _YES
        return PointRow(number, period, value, denominator, note, estimated, spread)

    def _period(self, number: int, row: tuple[str, ...]) -> dt.date | None:
        try:
            day = read_day(row[self.mapping.period], order=self.order, serial=self.serial)
        except NotADay as wrong:
            self._problem(number, self.mapping.period, row, str(wrong))
            return None
        span, asked = span_said(row[self.mapping.period]), SHORTEST[self.wanted.frequency]
        if SPANS.index(span) > SPANS.index(asked):
            told = (
                f"“{shown(row[self.mapping.period])}” is a whole {span}, and this measure has a point for each {asked}"
            )
            self._problem(number, self.mapping.period, row, f"{told}: say which {asked} of it.")
            return None
        period = self._period_of(day)
        if period > self.wanted.today:
            self._problem(number, self.mapping.period, row, f"“{shown(row[self.mapping.period])}” lies in the future.")
            return None
        return period

    def _number(self, number: int, row: tuple[str, ...], place: int) -> float | None:
        try:
            value = read_number(row[place], decimal=self._decimal_for(row[place], place))
        except NotANumber as wrong:
            self._problem(number, place, row, str(wrong))
            return None
        if abs(value) > LARGEST:
            self._problem(number, place, row, f"“{shown(row[place])}” is too large a number.")
            return None
        return value

    def _decimal_for(self, text: str, place: int) -> str:
        """A workbook's own numbers have a point; a number typed there as text may have a comma."""
        if self.table.typed and self.mapping.decimal is None:
            return decimal_mark([text], default=POINT)
        return self.decimals[place]

    def _denominator(self, number: int, row: tuple[str, ...]) -> float | None:
        place = self.mapping.denominator
        if self.wanted.fit.subgroups:
            return None if place is None or not row[place] else self._number(number, row, place)
        if place is None or not row[place]:
            if self.wanted.fit.needs_denominator:
                told = "There is no denominator here." if place is not None else NEEDS_COLUMN
                self._problem(number, self.mapping.value if place is None else place, row, told)
            return None
        denominator = self._number(number, row, place)
        if denominator is not None and denominator < 0:
            self._problem(number, place, row, "A denominator cannot be below 0.")
            return None
        return denominator

    def _spread(self, number: int, row: tuple[str, ...]) -> float | None:
        place = self.mapping.spread
        if place is None or not self.wanted.fit.subgroups or not row[place]:
            return None
        return self._number(number, row, place)

    def _note(self, number: int, row: tuple[str, ...]) -> str:
        if self.mapping.note is None:
            return ""
        note = " ".join("".join(letter if letter.isprintable() else " " for letter in row[self.mapping.note]).split())
        if len(note) > LONGEST_NOTE:
            self._problem(number, self.mapping.note, row, f"The note is longer than {LONGEST_NOTE} characters.")
        return note


def _gathered(rows: Sequence[PointRow]) -> PointRow:
    """The point that the measurements of one period come to."""
    found = subgroup_of([row.value for row in rows])
    note = next((row.note for row in rows if row.note), "")
    estimated = any(row.estimated for row in rows)
    return PointRow(rows[0].row, rows[0].period, found.mean, found.number, note, estimated, found.spread)


def _in_full(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""1,200 and 1.200, which are twelve hundred or one and a fifth."""
_YES = {"yes", "y", "true", "1", "x", "e", "est", "est.", "estimated", "provisional", "p"}


def _same_text(cell: str, wanted: str) -> bool:
    if cell.casefold() == wanted.strip().casefold():
        return True
    try:
        return read_number(cell) == read_number(wanted)
    except NotANumber:
        return False
