"""Making, moving, describing and closing systems. What is true across the tree is checked while it is locked."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.text import get_text_list

from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import system_touched
from redesign.lib.history import because
from redesign.lib.reading import Table, Unreadable
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.enums import LEVEL_DEPTH, Level
from teams.models import System, Team
from teams.queries.system_import import read_systems

FIELD_OF = {"system_name_is_unique_among_siblings": "name", "supporting_is_a_microsystem": "supporting"}


def lock_tree() -> None:
    """Let nobody else change a system until this transaction ends; everybody may go on reading."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE teams_system IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def make_system(*, name: str, level: str, parent: System | None, **described: Any) -> System:
    """A new system under this parent; refused where the levels, the name or a closed parent forbid it.

    `described` are `kind`, `supporting`, `purpose` and `patients`.
    """
    lock_tree()
    parent = locked(parent) if parent else None
    require_place(level, parent, field="level")
    system = System(name=name.strip(), level=level, parent=parent, **described)
    with constraints_in_words(System, FIELD_OF):
        system.save()
    system_touched.send(sender=System, system_id=system.pk)
    return system


@transaction.atomic
def describe_system(*, system: System, version: int, **changes: Any) -> System:
    """Rename or describe a system; its level may change where its parent and those below it allow."""
    lock_tree()
    system = locked(system)
    require_version(system, version)
    for field, value in changes.items():
        setattr(system, field, value)
    require_place(system.level, system.parent, field="level", moving=False)
    below = min((LEVEL_DEPTH[Level(child)] for child in _levels_below(system)), default=LEVEL_DEPTH[Level.MICRO])
    if LEVEL_DEPTH[Level(system.level)] > below:
        raise Refusal(
            "A system directly below it is of a higher level than this: change that one first.", field="level"
        )
    with constraints_in_words(System, FIELD_OF):
        system.save(update_fields=[*changes, "version", "updated_at"])
    system_touched.send(sender=System, system_id=system.pk)
    return system


def _levels_below(system: System) -> list[str]:
    return list(System.objects.filter(parent=system).order_by().values_list("level", flat=True).distinct())


@transaction.atomic
def move_system(*, system: System, to: System | None, why: str = "") -> System:
    """Put a system, with all below it, under another one; never under itself or one that is below it."""
    lock_tree()
    system = locked(system)
    to = locked(to) if to else None
    if to is not None:
        way = System.objects.ancestors(to, include_self=True)
        if to.pk == system.pk or any(above.pk == system.pk for above in way):
            raise Refusal(f"{system.name} cannot stand below itself: {to.name} is part of it.", field="to")
    require_place(system.level, to, field="to")
    system.parent = to
    system.version += 1
    with because(why), constraints_in_words(System, {"system_name_is_unique_among_siblings": "to"}):
        system.save(update_fields=["parent", "version", "updated_at"])
    system_touched.send(sender=System, system_id=system.pk)
    return system


@transaction.atomic
def close_system(*, system: System, why: str = "") -> System:
    """Close a system that has nothing open left in it; its record stays, and nothing new begins in it."""
    lock_tree()
    system = locked(system)  # whoever begins a team here holds this lock too: see open_system_for_work
    if system.closed_on is not None:
        raise Refusal(f"{system.name} was closed on {system.closed_on:%-d %B %Y} already.")
    if hindrance := what_keeps_open(system):
        raise Refusal(hindrance)
    return _open_or_closed(system, closed_on=today(), why=why)


def what_keeps_open(system: System) -> str:
    """Why the system cannot be closed now, in a sentence; empty where nothing open is left in it."""
    if system.parent_id is None:
        return f"{system.name} stands at the top of the tree and cannot be closed."
    open_below = list(System.objects.open().filter(parent=system).values_list("name", flat=True))
    if open_below:
        return f"{_named(open_below)} below it {_is(open_below)} still open: close or move {_it(open_below)} first."
    at_work = list(Team.objects.standing().filter(system=system).values_list("name", flat=True))
    if at_work:
        return (
            f"{_named(at_work)} {_is(at_work)} still at home here: the oversight group closes "
            f"{_it(at_work)} first, or the charter names another system."
        )
    return ""


@transaction.atomic
def reopen_system(*, system: System, why: str = "") -> System:
    """Open a closed system again, where the one above it is open."""
    lock_tree()
    system = locked(system)
    if system.closed_on is None:
        raise Refusal(f"{system.name} is open.")
    require_place(system.level, system.parent, field="parent")
    return _open_or_closed(system, closed_on=None, why=why)


@dataclass(frozen=True)
class Imported:
    """How many systems an import made and changed."""

    made: int
    changed: int


@transaction.atomic
def import_systems(*, table: Table) -> Imported:
    """Make and describe the systems of this table, all or none; the same table again changes nothing.

    The table is read anew against the tree while it is locked, so that what was tried before still holds.
    """
    lock_tree()
    try:
        read = read_systems(table)
    except Unreadable as wrong:
        raise Refusal(wrong.sentence) from wrong
    if read.problems:
        raise Refusal(f"Nothing was taken. {read.problems[0]}")
    made: dict[int, System] = {}
    for node in read.nodes:  # parents come before those below them
        if node.pk is None:
            parent_id = (node.parent.pk or made[id(node.parent)].pk) if node.parent else None
            system = made[id(node)] = System(name=node.name, level=node.level, parent_id=parent_id, **node.fields)
            with constraints_in_words(System):
                system.save()
            system_touched.send(sender=System, system_id=system.pk)
    for node in read.changed:
        assert node.pk is not None  # what is changed is there already
        system = System.objects.get(pk=node.pk)
        for name, value in node.changes.items():
            setattr(system, name, value)
        system.version += 1
        with constraints_in_words(System):
            system.save(update_fields=[*node.changes, "version", "updated_at"])
        system_touched.send(sender=System, system_id=system.pk)
    return Imported(made=len(made), changed=len(read.changed))


def _open_or_closed(system: System, *, closed_on: Any, why: str) -> System:
    system.closed_on = closed_on
    system.version += 1
    with because(why):
        system.save(update_fields=["closed_on", "version", "updated_at"])
    system_touched.send(sender=System, system_id=system.pk)
    return system


def open_system_for_work(system: System, *, field: str | None = "system") -> System:
    """The system, locked so that it is not closed meanwhile; refused when it is closed already."""
    system = System.objects.select_for_update(no_key=True).get(pk=system.pk)
    if system.closed_on is not None:
        raise Refusal(
            f"{system.name} was closed on {system.closed_on:%-d %B %Y}: choose a system that is open.", field=field
        )
    return system


def require_place(level: str, parent: System | None, *, field: str, moving: bool = True) -> None:
    """Refuse a level that may not stand under this parent, or a parent that is closed."""
    if parent is None:
        if level != Level.MACRO:
            raise Refusal(
                "Only a macrosystem stands at the top of the tree: choose the system it is part of.", field=field
            )
        return
    if moving and parent.closed_on is not None:
        raise Refusal(f"{parent.name} is closed: choose a system that is open.", field=field)
    if LEVEL_DEPTH[Level(level)] < LEVEL_DEPTH[Level(parent.level)]:
        raise Refusal(
            f"A {Level(level).label.lower()} cannot stand below a {Level(parent.level).label.lower()} "
            f"such as {parent.name}.",
            field=field,
        )


def _named(names: list[str]) -> str:
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    return get_text_list(shown, "and")


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _it(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"
