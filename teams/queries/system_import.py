"""Reading a spreadsheet of the tree: each row becomes a system under its parent, or a sentence that says why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from redesign.lib.reading import Problem, Table, Unreadable, shown
from teams.enums import LEVEL_DEPTH, Level
from teams.models import System

MOST_ROWS = 3000
MOST_DEEP = 40
"""Levels of rows one below the other that a file may have; no tree is so deep."""
COLUMNS = {
    "name": ("name", "system", "unit", "ward", "department"),
    "level": ("level", "macro meso micro", "type"),
    "parent": ("parent", "part of", "belongs to", "under", "division"),
    "kind": ("kind", "sort", "kind of unit"),
    "supporting": ("supporting", "support", "supporting microsystem"),
    "purpose": ("purpose", "why it exists"),
    "patients": ("patients", "whom it cares for"),
}
"""The columns that are understood, with the headings that each may have."""
LONGEST = {"name": 120, "kind": 60, "purpose": 4000, "patients": 4000}
YES = {"yes", "y", "true", "1", "x"}
NO = {"", "no", "n", "false", "0"}
LEVELS = {word: level for level in Level for word in (level.value, level.label.casefold(), f"{level.value} system")}
PATH = re.compile(r"\s+[/>›]\s+")


@dataclass(eq=False)
class Node:
    """A system as it is or will be: with its key when it is here already, with its row when the file names it."""

    name: str
    level: str
    parent: Node | None
    pk: int | None = None
    row: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    closed: bool = False

    @property
    def way(self) -> str:
        """'Medicine / Ward 7': where it stands."""
        return f"{self.parent.way} / {self.name}" if self.parent else self.name

    @property
    def does(self) -> str:
        """What becomes of it."""
        if self.pk is None:
            return f"New, under {self.parent.name}" if self.parent else "New, at the top"
        if self.changes:
            return f"Changes its {', '.join(self.changes)}"
        return "Is here already; nothing changes"


@dataclass
class ReadSystems:
    """What the file says, parents before those below them. Nothing may be taken from it while there are problems."""

    nodes: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    below: int = 0
    """Rows that stand below one that cannot be taken, and are read once that is mended."""

    @property
    def new(self) -> list[Node]:
        return [node for node in self.nodes if node.pk is None]

    @property
    def changed(self) -> list[Node]:
        return [node for node in self.nodes if node.pk is not None and node.changes]


def read_systems(table: Table) -> ReadSystems:
    """The systems of this table, checked against one another and the tree as it stands; one query.

    `Unreadable` when the columns for name and level are missing, or there are too many rows. Rows may come in any
    order; `parent` names a system of the file or of the tree, or the way to it: 'Medicine / Ward 7'.
    """
    columns = _columns(table)
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(f"The table has {len(table.rows):,} systems; at most {MOST_ROWS:,} can be taken at once.")
    reader = _Reader(table, columns)
    if not reader.said:
        raise Unreadable("There are headings, but no system under them.")
    nodes = [node for row in reader.said if (node := reader.node_of(row)) is not None]
    problems = sorted(reader.problems, key=lambda problem: problem.row)
    return ReadSystems(
        nodes=sorted(set(nodes), key=_depth_and_row), problems=problems, notes=table.said, below=reader.below
    )


def _depth_and_row(node: Node) -> tuple[int, int]:
    return node.way.count(" / ") if node.parent else 0, node.row


def _columns(table: Table) -> dict[str, int]:
    """Where each known column stands; name and level must be there."""
    found: dict[str, int] = {}
    for key, headings in COLUMNS.items():
        place = next((place for heading in headings if (place := table.index(heading)) is not None), None)
        if place is not None and place not in found.values():
            found[key] = place
    missing = [words for key, words in (("name", "“Name”"), ("level", "“Level”")) if key not in found]
    if missing:
        has = ", ".join(f"“{shown(column)}”" for column in table.columns[:12])
        raise Unreadable(f"There is no column {' and no column '.join(missing)}. The columns found are {has}.")
    return found


class _Reader:
    """The rows of the file and the tree as it stands, each row resolved to a node once."""

    def __init__(self, table: Table, columns: dict[str, int]) -> None:
        self.titles = {key: table.columns[place] for key, place in columns.items()}
        self.problems: list[Problem] = []
        self.below = 0
        self.said: dict[int, dict[str, str]] = {}
        for number, cells in zip(table.numbers, table.rows, strict=True):
            row = {key: " ".join(cells[columns[key]].split()) if key in columns else "" for key in COLUMNS}
            if any(row.values()):
                self.said[number] = row
        self.rows_called: dict[str, list[int]] = {}
        for number, row in self.said.items():
            self.rows_called.setdefault(row["name"].casefold(), []).append(number)
        self.here = _tree()
        self.called: dict[str, list[Node]] = {}
        for node in self.here.values():
            self.called.setdefault(node.name.casefold(), []).append(node)
        self.placed = {(node.parent, node.name.casefold()): node for node in self.here.values()}
        self.known: dict[int, Node | None] = {}
        self.under_way: set[int] = set()

    def node_of(self, number: int) -> Node | None:
        """What this row stands for; None once a problem was told."""
        if number not in self.known:
            self.under_way.add(number)
            self.known[number] = self._read(number)
            self.under_way.discard(number)
        return self.known[number]

    def _problem(self, number: int, key: str, sentence: str) -> None:
        cell = self.said[number][key]
        self.problems.append(Problem(number, self.titles.get(key, ""), shown(cell), sentence))

    def _read(self, number: int) -> Node | None:
        said = self.said[number]
        wrong = list(_wrong(said))
        for key, sentence in wrong:
            self._problem(number, key, sentence)
        parent, found = self._parent(number, said["parent"])
        if wrong or not found:
            return None
        level = LEVELS[said["level"].casefold()]
        if misplaced := _misplaced(level, parent):
            self._problem(number, "parent" if parent is None and "parent" in self.titles else "level", misplaced)
            return None
        if parent is not None and parent.closed:
            self._problem(number, "parent", f"{parent.name} is closed: choose a system that is open.")
            return None
        return self._placed(number, said, level, parent)

    def _placed(self, number: int, said: dict[str, str], level: Level, parent: Node | None) -> Node | None:
        """The node at this place: the one that is here already, or a new one."""
        fields = {"kind": said["kind"], "purpose": said["purpose"], "patients": said["patients"]}
        fields["supporting"] = said["supporting"].casefold() in YES  # type: ignore[assignment]  # the one that is no text
        place = (parent, said["name"].casefold())
        node = self.placed.get(place)
        if node is None:
            node = self.placed[place] = Node(said["name"], level, parent, row=number, fields=fields)
            return node
        if node.row:
            self._problem(number, "name", f"Row {node.row} names the same system already.")
            return None
        node.row = number
        if node.closed:
            self._problem(number, "name", f"{node.name} is here and closed: open it again on its page first.")
            return None
        if node.level != level:
            was = Level(node.level).label.lower()
            self._problem(number, "level", f"{node.name} is here as a {was}: change its level on its page.")
            return None
        told = {key: value for key, value in fields.items() if said[key]}
        node.changes = {key: value for key, value in told.items() if node.fields[key] != value}
        return node

    def _parent(self, number: int, text: str) -> tuple[Node | None, bool]:
        """The parent that the row names and whether all is well with it; None and True at the top."""
        if not text:
            return None, True
        candidates = list(self._called(text, number))
        if len(candidates) == 1 and candidates[0] is not None:
            return candidates[0], True
        if not candidates:
            self._problem(number, "parent", f"No system is called “{shown(text)}”, neither here nor in the file.")
        elif None not in candidates:
            ways = "; ".join(f"“{node.way}”" for node in candidates[:3] if node)
            self._problem(number, "parent", f"Several systems are called that. Write the way to it: {ways}.")
        elif self.said[number]["name"].casefold() == text.casefold() or self._circular(number):
            self._problem(number, "parent", "This system would stand below itself.")
        elif len(self.under_way) > MOST_DEEP:
            self._problem(number, "parent", f"More than {MOST_DEEP} systems of the file stand one below the other.")
        else:
            self.below += 1  # the row that it stands below has its own sentence
        return None, False

    def _circular(self, number: int) -> bool:
        """Whether the row's parents lead back to rows that wait for it."""
        return any(row in self.under_way and row != number for row in self._rows(self.said[number]["parent"]))

    def _rows(self, text: str) -> list[int]:
        return self.rows_called.get(PATH.split(text)[-1].casefold(), [])

    def _called(self, text: str, asking: int) -> Iterator[Node | None]:
        """Every system of this name or way, each once; None for one that is named but cannot be taken."""
        name = PATH.split(text)[-1].casefold()
        found: dict[int, Node | None] = {id(node): node for node in self.called.get(name, [])}
        rows = [row for row in self._rows(text) if row != asking]
        for row in rows or ([asking] if not found and self._rows(text) else []):
            too_deep = len(self.under_way) > MOST_DEEP
            node = None if row in self.under_way or too_deep else self.node_of(row)
            found[id(node)] = node
        good = {key: node for key, node in found.items() if node is not None}
        if len(good) > 1 or len(PATH.split(text)) > 1:
            way = " / ".join(PATH.split(text)).casefold()
            exact = [node for node in good.values() if f" / {node.way.casefold()}".endswith(f" / {way}")]
            if len(exact) == 1 or (len(PATH.split(text)) > 1 and not exact and None not in found.values()):
                yield from exact
                return
        yield from good.values() or found.values()


def _tree() -> dict[int, Node]:
    """The tree as it stands; one query."""
    systems = list(System.objects.order_by())
    nodes = {
        system.pk: Node(
            system.name,
            system.level,
            None,
            pk=system.pk,
            fields={key: getattr(system, key) for key in ("kind", "purpose", "patients", "supporting")},
            closed=system.closed_on is not None,
        )
        for system in systems
    }
    for system in systems:
        nodes[system.pk].parent = nodes[system.parent_id] if system.parent_id else None
    return nodes


def _wrong(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a row's cells in themselves, as (column, sentence)."""
    if not said["name"]:
        yield "name", "Every system needs a name."
    for key, most in LONGEST.items():
        if len(said[key]) > most:
            yield key, f"At most {most:,} characters fit."
    level = LEVELS.get(said["level"].casefold())
    if level is None:
        told = f"“{shown(said['level'])}” is no level." if said["level"] else "Every system needs a level."
        yield "level", f"{told} Write macro, meso or micro."
    supporting = said["supporting"].casefold()
    if supporting not in YES | NO:
        yield "supporting", f"“{shown(said['supporting'])}” is neither yes nor no."
    elif supporting in YES and level not in (None, Level.MICRO):
        yield "supporting", "Only a microsystem can be a supporting one."


def _misplaced(level: Level, parent: Node | None) -> str:
    """Why this level may not stand there; empty when it may."""
    if parent is None:
        return "" if level == Level.MACRO else "Only a macrosystem stands at the top of the tree: name its parent."
    if LEVEL_DEPTH[level] < LEVEL_DEPTH[Level(parent.level)]:
        under = Level(parent.level).label.lower()
        return f"A {level.label.lower()} cannot stand below a {under} such as {parent.name}."
    return ""
