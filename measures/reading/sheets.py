"""From one sheet to the points of many measures: a row for each figure, or a column for each measure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from typing import Any

from measures.reading.points import MOST_PROBLEMS, Mapping, Parsed, PointRow, Wanted, parse_points
from redesign.lib.reading.days import day_order, looks_like_day
from redesign.lib.reading.numbers import COMMA, POINT, decimal_mark, looks_like_number
from redesign.lib.reading.problems import Problem, shown
from redesign.lib.reading.tables import Table

LONG, WIDE = "long", "wide"
LEFT_OUT = 0
"""In the place of a measure's key: rows of this name are left out."""


# -- Which measure a name means -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """A measure as a sheet may name it: alone, with its team or system, or by its number.

    `refused` is the sentence why this person may not enter its points; empty where they may.
    """

    key: int
    name: str
    place: str
    wanted: Wanted
    refused: str = ""
    other_place: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} ({self.place})"


def plain(text: str) -> str:
    """A name without the differences of capitals and blanks."""
    return " ".join(text.split()).casefold()


class Register:
    """Finds measures by what a sheet calls them."""

    def __init__(self, known: Iterable[Known]):
        self.by_key = {each.key: each for each in known}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        for each in self.by_key.values():
            for name in {plain(name) for name in self._names(each)}:
                self._by_name[name].append(each)

    @staticmethod
    def _names(known: Known) -> Iterable[str]:
        yield known.name
        yield f"#{known.key}"
        for place in filter(None, (known.place, known.other_place)):
            yield from (f"{known.name} ({place})", f"{place}: {known.name}", f"{known.name}, {place}")

    def find(self, text: str, place: str = "") -> Known | str:
        """The measure that is meant, or the sentence why none, or no single one, is."""
        found = self._by_name.get(plain(text), [])
        if place:
            there = plain(place)
            found = [each for each in found if there in (plain(each.place), plain(each.other_place))]
        allowed = [each for each in found if not each.refused]
        told = f"“{shown(text)}”" + (f" of {shown(place)}" if place else "")
        if len(allowed) == 1:
            return allowed[0]
        if len(allowed) > 1:
            places = ", ".join(each.place for each in allowed[:4])
            return f"Several measures are called {told} ({places}): say which, such as {allowed[0].label}."
        if found:
            return found[0].refused
        return f"There is no measure {told} here."


# -- Which column is what -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """The columns of one measure in a sheet that has a column for each."""

    measure: int
    value: int
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """Which column says what, by place; `names` says which measure is meant by a name that is not ours (0: none).

    Of a LONG sheet each row is one figure, of the measure that its column `measure` names (with its team or system in
    `unit`, where several have one name). Of a WIDE one each row is a period, with the columns of `pairs`.
    """

    layout: str
    period: int
    measure: int | None = None
    unit: int | None = None
    value: int | None = None
    denominator: int | None = None
    spread: int | None = None
    note: int | None = None
    estimated: int | None = None
    pairs: tuple[Pair, ...] = ()
    names: AnyMapping[str, int] = field(default_factory=dict)
    order: str | None = None
    decimal: str | None = None

    COLUMNS = ("period", "measure", "unit", "value", "denominator", "spread", "note", "estimated")

    def as_json(self) -> dict[str, Any]:
        """The mapping as it is stored."""
        said = {name: getattr(self, name) for name in ("layout", *self.COLUMNS, "order", "decimal")}
        pairs = [[pair.measure, pair.value, pair.denominator] for pair in self.pairs]
        return {**said, "pairs": pairs, "names": dict(self.names)}

    @classmethod
    def from_json(cls, stored: AnyMapping[str, Any]) -> SheetMapping:
        """The mapping that was stored so."""
        said = {name: stored.get(name) for name in ("layout", *cls.COLUMNS, "order", "decimal")}
        pairs = tuple(Pair(*pair) for pair in stored.get("pairs", ()))
        return cls(**said, pairs=pairs, names=dict(stored.get("names", {})))


_ROLES = {
    "measure": r"\b(measure|indicator|metric|kpi)s?\b",
    "unit": r"\b(unit|ward|team|system|site|clinic|practice|department|place|where|organisation)\b",
    "denominator": r"denominator|out of|\bbase\b|\bof\b|^n$",
    "value": r"value|numerator|figure|result|count|number",
    "spread": r"standard deviation|\bsd\b|spread",
    "note": r"note|comment|remark",
    "estimated": r"estimated?|provisional",
}
_SAMPLE = 400


def guess_sheet(table: Table, register: Register, *, layout: str = "") -> SheetMapping | None:
    """The mapping that headings and cells suggest, of this layout where one is asked for; None where no column looks
    like dates."""
    sample = table.rows[:_SAMPLE]
    width = len(table.columns)
    days = [_share(sample, place, looks_like_day) for place in range(width)]
    dated = re.compile(r"period|date|month|week|day|quarter|when")
    scores = [share + 0.5 * bool(dated.search(plain(table.columns[place]))) for place, share in enumerate(days)]
    period = max(range(width), key=scores.__getitem__)
    if scores[period] < 0.6:
        return None
    named = [_share(sample, place, lambda cell: not isinstance(register.find(cell), str)) for place in range(width)]
    headed = [_headed(table.columns[place], register) for place in range(width)]
    likely = [named[place] + _fits(table, place, "measure") * _is_words(sample, place) for place in range(width)]
    measure = max((place for place in range(width) if place != period), key=likely.__getitem__, default=None)
    looks_long = measure is not None and likely[measure] >= 0.3 and not any(headed)
    if measure is not None and (layout == LONG or (looks_long and layout != WIDE)):
        return _guess_long(table, period, measure, sample, register)
    return SheetMapping(WIDE, period, note=_first(table, "note"), pairs=_guess_pairs(table, period, headed, register))


def _share(rows: Iterable[tuple[str, ...]], place: int, looks: Any) -> float:
    cells = [row[place] for row in rows if row[place]]
    return sum(map(bool, map(looks, cells))) / len(cells) if cells else 0.0


def _is_words(rows: Iterable[tuple[str, ...]], place: int) -> bool:
    return _share(rows, place, looks_like_number) < 0.2


def _fits(table: Table, place: int, role: str) -> bool:
    return bool(re.search(_ROLES[role], plain(table.columns[place])))


def _first(table: Table, role: str, taken: Iterable[int] = ()) -> int | None:
    out = set(taken)
    return next((place for place in range(len(table.columns)) if place not in out and _fits(table, place, role)), None)


def _guess_long(
    table: Table, period: int, measure: int, sample: tuple[tuple[str, ...], ...], register: Register
) -> SheetMapping:
    taken = {period, measure}
    found: dict[str, int | None] = {}
    for role in ("note", "estimated", "spread", "unit", "denominator", "value"):
        place = _first(table, role, taken)
        if place is not None and role in ("denominator", "value", "spread") and not _numbers(sample, place):
            place = None
        found[role] = place
        taken |= {place} - {None}
    if found["value"] is None:
        found["value"] = next((p for p in range(len(table.columns)) if p not in taken and _numbers(sample, p)), None)
    taken |= {found["value"]} - {None}
    left = [place for place in range(len(table.columns)) if place not in taken and _numbers(sample, place)]
    if found["denominator"] is None and len(left) == 1 and _all_need_denominators(sample, measure, register):
        found["denominator"] = left[0]
    return SheetMapping(LONG, period, measure, **found)  # type: ignore[arg-type]  # the roles are its fields


def _all_need_denominators(sample: Iterable[tuple[str, ...]], measure: int, register: Register) -> bool:
    """Whether every measure that is known by its name there needs one, and there is any."""
    found = [register.find(name) for name in {row[measure] for row in sample}]
    known = [each for each in found if not isinstance(each, str)]
    return bool(known) and all(each.wanted.fit.needs_denominator for each in known)


def _numbers(sample: Iterable[tuple[str, ...]], place: int) -> bool:
    return _share(sample, place, looks_like_number) >= 0.5


_PART = re.compile(
    r"^(?P<name>.*?)[\s:,(–-]*\b(?P<part>numerator|denominator|num|denom|value|count|out of|total|n)\b[\s)]*$"
)


def _headed(heading: str, register: Register) -> Known | None:
    """The measure that a heading names, alone or with the word for its part."""
    text = plain(heading)
    found = register.find(text)
    if isinstance(found, str) and (parts := _PART.match(text)):
        found = register.find(parts["name"])
    return None if isinstance(found, str) else found


def _guess_pairs(table: Table, period: int, headed: list[Known | None], register: Register) -> tuple[Pair, ...]:
    """Each measure's column, and beside it the one of its denominators where it has them."""
    values: dict[int, int] = {}
    bases: dict[int, int] = {}
    for place, known in enumerate(headed):
        if known is None or place == period:
            continue
        part = _PART.match(plain(table.columns[place]))
        exact = not isinstance(register.find(table.columns[place]), str)
        base = not exact and part is not None and part["part"] in ("denominator", "denom", "out of", "total", "n")
        (bases if base else values).setdefault(known.key, place)
    used = {period, *values.values(), *bases.values()}
    for key, place in values.items():
        beside = place + 1
        asks = register.by_key[key].wanted.fit.needs_denominator
        if asks and key not in bases and beside < len(table.columns) and beside not in used and headed[beside] is None:
            bases[key] = beside
            used.add(beside)
    return tuple(Pair(key, place, bases.get(key)) for key, place in values.items())


# -- Reading it ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be taken: `place` its column, `problem` what is said of it."""

    place: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in a sheet that means no measure, or none that this person may enter for; `rows` have it."""

    text: str
    sentence: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParsedSheet:
    """What a sheet gave: points by the key of their measure, and all that stands in the way of taking them in."""

    rows: dict[int, tuple[PointRow, ...]]
    problems: tuple[CellProblem, ...] = ()
    more_problems: int = 0
    unknown: tuple[UnknownName, ...] = ()
    empty: int = 0
    left_out: int = 0
    notes: tuple[str, ...] = ()
    asks_order: bool = False
    """Whether it has to be said first if the day or the month comes first."""

    @property
    def is_clean(self) -> bool:
        return not (self.problems or self.unknown)

    @property
    def count(self) -> int:
        return sum(map(len, self.rows.values()))


Cell = tuple[int, int]
"""A row's number as the spreadsheet counts it, and a column's place."""


def parse_sheet(
    table: Table, mapping: SheetMapping, register: Register, left_out: frozenset[Cell] = frozenset()
) -> ParsedSheet:
    """The points that a sheet holds, by measure, and every problem by row and column.

    A row is passed by where one of the cells that it is read from is in `left_out`.
    """
    order = mapping.order or day_order(row[mapping.period] for row in table.rows)
    mapping = replace(mapping, order=order)
    reader = _Reader(table, mapping, register, left_out)
    (reader.read_long if mapping.layout == LONG else reader.read_wide)()
    return reader.found()


class _Reader:
    def __init__(self, table: Table, mapping: SheetMapping, register: Register, left_out: frozenset[Cell]):
        self.table, self.mapping, self.register, self.left_out = table, mapping, register, left_out
        self.parsed: dict[int, Parsed] = {}
        self.problems: list[CellProblem] = []
        self.unknown: dict[str, tuple[str, list[int]]] = {}
        self.passed = 0
        self.place_of = {name: place for place, name in enumerate(table.columns)}

    def found(self) -> ParsedSheet:
        told: dict[tuple[int, int, str], CellProblem] = {}
        more = 0
        for problem in self.problems:
            told.setdefault((problem.problem.row, problem.place, problem.problem.sentence), problem)
        for parsed in self.parsed.values():
            more += parsed.more_problems
            for each in parsed.problems:
                place = self.place_of[each.column]
                told.setdefault((each.row, place, each.sentence), CellProblem(place, each))
        problems = [told[key] for key in sorted(told)]
        notes = dict.fromkeys(note for parsed in self.parsed.values() for note in parsed.notes)
        return ParsedSheet(
            rows={key: parsed.rows for key, parsed in sorted(self.parsed.items()) if parsed.rows},
            problems=tuple(problems[:MOST_PROBLEMS]),
            more_problems=more + max(0, len(problems) - MOST_PROBLEMS),
            unknown=tuple(UnknownName(text, told, tuple(rows)) for text, (told, rows) in self.unknown.items()),
            empty=sum(parsed.empty for parsed in self.parsed.values()),
            left_out=self.passed,
            notes=tuple(notes),
            asks_order=any(parsed.asks_order for parsed in self.parsed.values()),
        )

    # A row for each figure

    def read_long(self) -> None:
        said = self.mapping
        if said.measure is None or said.value is None:
            return
        of: dict[int, list[int]] = defaultdict(list)
        columns = [place for name in said.COLUMNS if (place := getattr(said, name)) is not None]
        for index, (number, row) in enumerate(zip(self.table.numbers, self.table.rows, strict=True)):
            if not any(row[place] for place in columns):
                continue
            if any((number, place) in self.left_out for place in columns):
                self.passed += 1
                continue
            key = self._measure_of(number, row)
            if key:
                of[key].append(index)
            elif key == LEFT_OUT:
                self.passed += 1
        mapping = Mapping(
            period=said.period, value=said.value, denominator=said.denominator, note=said.note,
            estimated=said.estimated, order=said.order, decimal=said.decimal or self._decimal(), spread=said.spread,
        )  # fmt: skip
        for key, indexes in of.items():
            self._parse(key, mapping, indexes, self.table)

    def _measure_of(self, number: int, row: tuple[str, ...]) -> int | None:
        """The key of the row's measure, LEFT_OUT where its name is, None where nobody knows it."""
        assert self.mapping.measure is not None
        text = row[self.mapping.measure]
        unit = "" if self.mapping.unit is None else row[self.mapping.unit]
        if not text:
            told = Problem(number, self.table.columns[self.mapping.measure], "", "Which measure is this a figure of?")
            self.problems.append(CellProblem(self.mapping.measure, told))
            return None
        name = f"{text} ({unit})" if unit else text
        if (chosen := self.mapping.names.get(plain(name))) is not None:
            known = self.register.by_key.get(chosen)
            if chosen == LEFT_OUT or (known is not None and not known.refused):
                return chosen
        meant = self.register.find(text, unit)
        if isinstance(meant, str) and unit:
            meant = meant if not isinstance(by_full := self.register.find(name), Known) else by_full
        if isinstance(meant, Known):
            return meant.key
        self.unknown.setdefault(name, (meant, []))[1].append(number)
        return None

    def _decimal(self) -> str | None:
        """How the columns write decimals, where they agree; None lets each measure's rows tell."""
        if self.table.typed:
            return None
        default = COMMA if self.table.delimiter == ";" else POINT
        places = [place for place in (self.mapping.value, self.mapping.denominator) if place is not None]
        marks = {decimal_mark(filter(None, self.table.column(place)), default=default) for place in places}
        return marks.pop() if len(marks) == 1 else None

    # A column for each measure

    def read_wide(self) -> None:
        said = self.mapping
        for pair in said.pairs:
            if pair.measure not in self.register.by_key:
                self.unknown.setdefault(self.table.columns[pair.value], ("This measure is not here any more.", []))
                continue
            known = self.register.by_key[pair.measure]
            if known.refused:
                self.unknown.setdefault(self.table.columns[pair.value], (known.refused, []))
                continue
            columns = [place for place in (said.period, pair.value, pair.denominator) if place is not None]
            kept = [
                index
                for index, number in enumerate(self.table.numbers)
                if not any((number, place) in self.left_out for place in columns)
            ]
            self.passed += len(self.table.rows) - len(kept)
            mapping = Mapping(
                period=said.period, value=pair.value, denominator=pair.denominator, order=said.order,
                note=said.note, estimated=said.estimated, decimal=said.decimal,
            )  # fmt: skip
            self._parse(pair.measure, mapping, kept, self.table)

    def _parse(self, key: int, mapping: Mapping, indexes: list[int], whole: Table) -> None:
        part = whole
        if len(indexes) < len(whole.rows):
            rows, numbers = whole.rows, whole.numbers
            part = replace(
                whole, rows=tuple(rows[index] for index in indexes), numbers=tuple(numbers[index] for index in indexes)
            )
        wanted = self.register.by_key[key].wanted
        if not (wanted.fit.needs_denominator or wanted.fit.subgroups):
            mapping = replace(mapping, denominator=None, spread=None)
        self.parsed[key] = parse_points(part, mapping, wanted, told_by=whole)
