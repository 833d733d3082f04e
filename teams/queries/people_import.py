"""Reading a spreadsheet of people: each row becomes an invitation, or a sentence that says why not."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from redesign.lib.reading import Problem, Table, Unreadable, shown
from teams.enums import PARTNERS, Discipline, TeamRole
from teams.models import Invitation, System, Team, User
from teams.queries.system_import import PATH

MOST_ROWS = 2000
COLUMNS = {
    "name": ("name", "full name", "person", "staff name"),
    "email": ("e-mail", "email", "e-mail address", "email address", "mail", "address"),
    "job_title": ("job title", "job", "title", "post", "position"),
    "discipline": ("discipline", "profession", "staff group"),
    "works_in": ("works in", "system", "unit", "ward", "department", "microsystem"),
    "team": ("team", "redesign team"),
    "team_role": ("role in the team", "team role", "role"),
    "is_outsider": ("outsider", "partner", "patient partner", "external"),
}
"""The columns that are understood, with the headings that each may have."""
LONGEST = {"name": 120, "job_title": 120, "email": 254}
YES = {"yes", "y", "true", "1", "x"}
NO = {"", "no", "n", "false", "0"}


@dataclass(frozen=True)
class PersonLine:
    """One person of the file: `invitation` holds the fields to invite them with, None where nothing need be done."""

    row: int
    name: str
    email: str
    does: str
    invitation: dict[str, Any] | None = None


@dataclass
class ReadPeople:
    """What the file says. Nothing may be taken from it while there are problems."""

    lines: list[PersonLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    @property
    def to_invite(self) -> list[PersonLine]:
        return [line for line in self.lines if line.invitation is not None]


def read_people(table: Table) -> ReadPeople:
    """The people of this table, checked against who and what is here already; five queries.

    `Unreadable` when the columns for name and e-mail address are missing, or there are too many rows.
    """
    columns = _columns(table)
    if len(table.rows) > MOST_ROWS:
        raise Unreadable(f"The table has {len(table.rows):,} people; at most {MOST_ROWS:,} can be taken at once.")
    reader = _Reader(columns, table.columns)
    read = ReadPeople(notes=table.said)
    seen: dict[str, int] = {}
    for number, cells in zip(table.numbers, table.rows, strict=True):
        if any(cells[place] for place in columns.values()):
            _read_row(reader, read, seen, number, cells)
    if not read.lines and not read.problems:
        raise Unreadable("There are headings, but nobody under them.")
    return read


def _columns(table: Table) -> dict[str, int]:
    """Where each known column stands; name and e-mail address must be there."""
    found: dict[str, int] = {}
    for key, headings in COLUMNS.items():
        place = next((place for heading in headings if (place := table.index(heading)) is not None), None)
        if place is not None and place not in found.values():
            found[key] = place
    missing = [words for key, words in (("name", "“Name”"), ("email", "“E-mail”")) if key not in found]
    if missing:
        has = ", ".join(f"“{shown(column)}”" for column in table.columns[:12])
        raise Unreadable(f"There is no column {' and no column '.join(missing)}. The columns found are {has}.")
    return found


class _Reader:
    """What rows are checked against, read once."""

    def __init__(self, columns: dict[str, int], titles: tuple[str, ...]) -> None:
        self.columns, self.titles = columns, titles
        self.here = {email.casefold() for email in User.objects.values_list("email", flat=True)}
        waiting = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
        self.invited = {email.casefold() for email in waiting.values_list("email", flat=True)}
        self.systems, self.ways = _by_way(list(System.objects.values_list("pk", "name", "parent_id", "closed_on")))
        self.teams = _by_name(Team.objects.standing().values_list("name", "pk"))
        self.disciplines = _choices(Discipline)
        self.roles = _choices(TeamRole)

    def cell(self, cells: tuple[str, ...], key: str) -> str:
        return " ".join(cells[self.columns[key]].split()) if key in self.columns else ""

    def problem(self, row: int, key: str, cell: str, sentence: str) -> Problem:
        return Problem(row, self.titles[self.columns[key]], shown(cell), sentence)


def _read_row(reader: _Reader, read: ReadPeople, seen: dict[str, int], row: int, cells: tuple[str, ...]) -> None:
    said = {key: reader.cell(cells, key) for key in COLUMNS}
    problems = [
        reader.problem(row, key, said[key], sentence) for key, sentence in _wrong(reader, said) if key in reader.columns
    ]
    email = said["email"].lower()
    if email and email in seen:
        problems.append(reader.problem(row, "email", email, f"The same address stands in row {seen[email]} already."))
    seen.setdefault(email, row)
    if problems:
        read.problems += problems
        return
    if email in reader.here:
        read.lines.append(PersonLine(row, said["name"], email, "Is here already; nothing changes"))
    elif email in reader.invited:
        read.lines.append(PersonLine(row, said["name"], email, "Has an open invitation; nothing changes"))
    else:
        read.lines.append(PersonLine(row, said["name"], email, _does(said), _fields(reader, said)))


def _wrong(reader: _Reader, said: dict[str, str]) -> list[tuple[str, str]]:
    """What is wrong with a row's cells, as (column, sentence)."""
    wrong = []
    if not said["name"]:
        wrong.append(("name", "Everybody needs a name."))
    try:
        validate_email(said["email"])
    except ValidationError:
        told = f"“{shown(said['email'])}” is not an e-mail address." if said["email"] else "Everybody needs an address."
        wrong.append(("email", told))
    for key, most in LONGEST.items():
        if len(said[key]) > most:
            wrong.append((key, f"At most {most} characters fit."))
    if said["discipline"] and said["discipline"].casefold() not in reader.disciplines:
        told = f"“{shown(said['discipline'])}” is not a discipline. Known are: {', '.join(Discipline.labels)}."
        wrong.append(("discipline", told))
    if said["team_role"] and said["team_role"].casefold() not in reader.roles:
        told = f"“{shown(said['team_role'])}” is not a role in a team. Known are: {', '.join(TeamRole.labels)}."
        wrong.append(("team_role", told))
    if said["team_role"] and not said["team"]:
        wrong.append(("team_role", "A role needs its team: name it in the column “Team”."))
    for key, known, noun in (("works_in", reader.systems, "system"), ("team", reader.teams, "team")):
        found = known.get(_called(said[key]), []) if said[key] else [0]
        if len(found) != 1:
            count = "no" if not found else f"more than one ({len(found)})"
            ways = "; ".join(f"“{reader.ways[pk]}”" for pk in found[:3]) if key == "works_in" else ""
            told = f"There is {count} open {noun} called “{shown(said[key])}”."
            wrong.append((key, f"{told} Write the way to it: {ways}." if ways else told))
    if said["is_outsider"].casefold() not in YES | NO:
        wrong.append(("is_outsider", "Write yes or no."))
    if _is_outsider(reader, said) and not said["team"]:
        sentence = "A partner or another outsider sees only their teams: name the first one in the column “Team”."
        wrong.append(("is_outsider" if "is_outsider" in reader.columns else "discipline", sentence))
    return wrong


def _is_outsider(reader: _Reader, said: dict[str, str]) -> bool:
    partner = reader.disciplines.get(said["discipline"].casefold()) in PARTNERS
    return partner or said["is_outsider"].casefold() in YES


def _fields(reader: _Reader, said: dict[str, str]) -> dict[str, Any]:
    """What `teams.actions.invitations.invite` takes."""
    return {
        "email": said["email"].lower(),
        "name": said["name"],
        "job_title": said["job_title"],
        "discipline": reader.disciplines.get(said["discipline"].casefold(), Discipline.OTHER),
        "works_in_id": reader.systems[_called(said["works_in"])][0] if said["works_in"] else None,
        "team_id": reader.teams[_called(said["team"])][0] if said["team"] else None,
        "team_role": reader.roles.get(said["team_role"].casefold(), TeamRole.MEMBER),
        "is_outsider": _is_outsider(reader, said),
    }


def _does(said: dict[str, str]) -> str:
    return f"Will be invited, to {said['team']}" if said["team"] else "Will be invited"


def _called(text: str) -> str:
    """A name, or the way to it, as it is looked up."""
    return " / ".join(PATH.split(text)).casefold()


def _by_way(rows: list[tuple[int, str, int | None, Any]]) -> tuple[dict[str, list[int]], dict[int, str]]:
    """The open systems by name and by every way that ends there ('medicine / ward 7'), and the whole way to each."""
    names = {pk: " ".join(name.split()) for pk, name, _, _ in rows}
    above = {pk: parent for pk, _, parent, _ in rows}
    found: dict[str, list[int]] = {}
    ways: dict[int, str] = {}
    for pk in (pk for pk, _, _, closed_on in rows if closed_on is None):
        way, at = names[pk], above[pk]
        found.setdefault(_called(way), []).append(pk)
        while at is not None:
            way, at = f"{names[at]} / {way}", above[at]
            found.setdefault(_called(way), []).append(pk)
        ways[pk] = way
    return found, ways


def _by_name(pairs: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, pk in pairs:
        found.setdefault(_called(" ".join(name.split())), []).append(pk)
    return found


def _choices(choices: Any) -> dict[str, str]:
    """Both what is stored and what is shown, without regard to capitals."""
    pairs = [*((label, value) for value, label in choices.choices), *((value, value) for value in choices.values)]
    return {words.casefold(): value for words, value in pairs}
