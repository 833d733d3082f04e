"""The audit history: database triggers copy every insert, update and delete of a row that people rely on."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar

import pghistory
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.timezone import localtime

Model = TypeVar("Model", bound=type[models.Model])


def audited(model: Model, *, without: tuple[str, ...] = ()) -> Model:
    """Class decorator for a model whose rows must say who changed them, when, and what they were before.

    The triggers are in the database: a bulk update or raw SQL is in the history too. Who and why come from the context
    (`redesign.lib.history.because`, and the middleware that knows the signed-in person). Fields named in `without`,
    such as a password's hash, are not copied.
    """
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*trackers, exclude=list(without))(model)


def because(reason: str) -> pghistory.context:
    """Context manager: the changes made inside carry this reason in the audit history."""
    return pghistory.context(reason=reason)


def by_the_clock(task: str) -> pghistory.context:
    """Context manager: the changes made inside were made by no person but by this task, on time or afterwards."""
    return pghistory.context(clock=task)


# -- Reading it back ----------------------------------------------------------------------------------------------

UNTOLD = frozenset({"id", "created_at", "updated_at", "version", "password", "token_hash", "setup_token_hash"})
LABELS = {"insert": "Made", "update": "Changed", "delete": "Removed"}
LONGEST = 280
A_PAGE = 20


def events_of(row: models.Model) -> models.QuerySet:
    """The states that an audited row went through, each with when (`pgh_created_at`) and in what context."""
    return row.events.all()  # type: ignore[attr-defined]  # set by pghistory


@dataclass(frozen=True)
class Part:
    """One audited model whose rows belong to the history of a thing.

    `via` is the column of its events that holds the thing's key; `words` names the row where it is not the thing itself;
    `labels` says which events are told ("insert", "update", "delete"); `untold` fields are left out, and those of
    `beyond` for readers who may not read what they name.
    """

    model: type[models.Model]
    via: str = "pgh_obj_id"
    words: str = ""
    labels: tuple[str, ...] = tuple(LABELS)
    untold: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()

    @property
    def events(self) -> type[models.Model]:
        """The model of the event table."""
        return self.model.events.rel.related_model  # type: ignore[attr-defined]  # set by pghistory

    @property
    def fields(self) -> list[models.Field]:
        """What is told of a row, in the order of the model."""
        left_out = UNTOLD | self.untold
        kept = {field.attname for field in self.events._meta.concrete_fields}
        return [f for f in self.model._meta.concrete_fields if f.name not in left_out and f.attname in kept]


@dataclass(frozen=True)
class Kind:
    """A kind of thing whose history has a page.

    `find` gives the thing, or None; `may_read` is the same question that guards the thing's own page; `heading` and
    `url` name it and lead back to it.
    """

    name: str
    find: Callable[[int], Any]
    may_read: Callable[[Any, Any], bool]
    heading: Callable[[Any], str]
    url: Callable[[Any], str]
    parts: tuple[Part, ...]


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Give these kinds their history page; each app does so when it is ready."""
    _kinds.update({kind.name: kind for kind in kinds})


def kind_called(name: str) -> Kind | None:
    """The registered kind of this name, or None."""
    return _kinds.get(name)


@dataclass(frozen=True)
class Change:
    """One field: what it was and what it became, in words; empty for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryRow:
    """One change of one row: when, by whom, why where a reason was given, and what."""

    when: str
    who: str
    what: str
    why: str
    changes: list[Change]


@dataclass(frozen=True)
class HistoryPage:
    """Some changes, newest first."""

    rows: list[HistoryRow]
    number: int
    has_next: bool


def history_page(kind: Kind, pk: int, number: int = 1, *, whole: bool = True) -> HistoryPage:
    """A page of a thing's history, newest first; `whole` for readers who may read whatever it names.

    For each part two queries (its events, and the state before each); one for the people, and one for each model that
    a changed field points to. Their number does not depend on how many changes there are.
    """
    start = (number - 1) * A_PAGE
    parts = kind.parts if whole else tuple(replace(part, untold=part.untold | part.beyond) for part in kind.parts)
    found = [(part, event) for part in parts for event in _newest(part, pk, start + A_PAGE + 1)]
    place = {part: number for number, part in enumerate(parts)}  # of one moment: the thing before its parts
    found.sort(key=lambda each: (each[1].pgh_created_at, place[each[0]], each[1].pgh_id), reverse=True)
    shown = found[start : start + A_PAGE]
    before = _states_before(parts, shown)
    names = _names(shown, before)
    people = _people(event for _, event in shown)
    rows = [_row(part, event, before.get((part, event.before_id)), names, people) for part, event in shown]
    told = [row for row in rows if row is not None]
    return HistoryPage(rows=told, number=number, has_next=len(found) > start + A_PAGE)


def _newest(part: Part, pk: int, most: int) -> list[Any]:
    events = part.events._default_manager
    earlier = events.filter(pgh_obj_id=models.OuterRef("pgh_obj_id"), pgh_id__lt=models.OuterRef("pgh_id"))
    mine = events.filter(**{part.via: pk}, pgh_label__in=part.labels).select_related("pgh_context")
    mine = mine.annotate(before_id=models.Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
    return list(mine.order_by("-pgh_created_at", "-pgh_id")[:most])


Found = list[tuple[Part, Any]]
States = dict[tuple[Part, int], Any]


def _states_before(parts: Iterable[Part], shown: Found) -> States:
    states: States = {}
    for part in parts:
        wanted = {event.before_id for of, event in shown if of == part and event.before_id}
        if wanted:
            kept = part.events._default_manager.in_bulk(wanted)
            states |= {(part, pk): event for pk, event in kept.items()}
    return states


def _names(shown: Found, before: States) -> dict[tuple[type[models.Model], int], str]:
    """The names of the rows that changed fields point to, one query for each model."""
    wanted: dict[type[models.Model], set[int]] = {}
    for part, event in shown:
        for field in part.fields:
            if isinstance(field, models.ForeignKey):
                states = (event, before.get((part, event.before_id)))
                keys = {getattr(state, field.attname) for state in states if state is not None}
                wanted.setdefault(field.related_model, set()).update(keys - {None})
    return {
        (model, pk): str(row)
        for model, keys in wanted.items()
        if keys
        for pk, row in model._default_manager.in_bulk(keys).items()
    }


def _people(events: Iterable[Any]) -> dict[int, str]:
    contexts = (event.pgh_context.metadata for event in events if event.pgh_context)
    keys = {metadata.get("user") for metadata in contexts} - {None}
    return {pk: str(person) for pk, person in get_user_model()._default_manager.in_bulk(keys).items()} if keys else {}


def actor(metadata: dict[str, Any] | None, people: dict[int, str]) -> str:
    """Who made a change, from the context it was made in."""
    known = metadata or {}
    if known.get("user") is not None and known.get("key"):
        return f"{people.get(known['user'], 'Somebody who is no longer here')}, by the key “{known['key']}”"
    if known.get("user") is not None:
        return people.get(known["user"], "Somebody who is no longer here")
    if "clock" in known:
        return "The clock"
    return "Somebody not signed in" if "url" in known else "The system itself"


def _row(part: Part, event: Any, before: Any, names: dict, people: dict[int, str]) -> HistoryRow | None:
    changes = _changes(part, event, before, names)
    if event.pgh_label == "update" and not changes:
        return None
    metadata = event.pgh_context.metadata if event.pgh_context else None
    return HistoryRow(
        when=date_format(localtime(event.pgh_created_at), "j M Y, H:i"),
        who=actor(metadata, people),
        what=f"{part.words}: {LABELS[event.pgh_label].lower()}" if part.words else LABELS[event.pgh_label],
        why=(metadata or {}).get("reason", ""),
        changes=changes,
    )


def _changes(part: Part, event: Any, before: Any, names: dict) -> list[Change]:
    """What differs from the state before; everything that was said of a row that was made or removed."""
    told = []
    for field in part.fields:
        new = in_words(field, getattr(event, field.attname), names)
        if event.pgh_label == "delete":
            old, new = new, ""
        else:
            old = in_words(field, getattr(before, field.attname), names) if before is not None else ""
        if old != new:
            told.append(Change(field=capfirst(str(field.verbose_name)), before=old, after=new))
    return told


def in_words(field: models.Field, value: Any, names: dict) -> str:
    """A value as pages show it: the words of a choice, the name of what it points to, a date or number as written."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, value), "something that is no longer here")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return date_format(localtime(value), "j M Y, H:i")
    if isinstance(value, dt.date):
        return date_format(value, "j M Y")
    if isinstance(value, float | Decimal):
        return number_format(f"{value:.6f}".rstrip("0").rstrip("."))
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
