"""What rows said at a moment gone by, from the audit history; of what it does not hold, from the rows themselves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.timezone import get_current_timezone, localtime

from redesign.lib.history import actor

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """What a row said from a moment on; no `values` where it was removed then. `context` says who did it, and why."""

    since: dt.datetime
    values: Values | None
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def why(self) -> str:
        return str(self.context.get("reason", ""))


@dataclass(frozen=True)
class Past:
    """The states of some rows, by their keys, each in order of time."""

    rows: dict[int, list[State]]

    def at(self, moment: dt.datetime) -> dict[int, Values]:
        """What the rows said then, by their keys; rows that were not there yet, or no more, are left out."""
        found = {}
        for key, states in self.rows.items():
            state = state_at(states, moment)
            if state is not None and state.values is not None:
                found[key] = state.values
        return found

    def days(self) -> set[dt.date]:
        """The days on which anything changed, where the organisation is."""
        return {localtime(state.since).date() for states in self.rows.values() for state in states}

    def since(self, moment: dt.datetime) -> dict[int, tuple[Values | None, list[State]]]:
        """Of each row that has changed after the moment: what it said then, and the states since."""
        found = {}
        for key, states in self.rows.items():
            later = [state for state in states if state.since > moment]
            if later:
                then = state_at(states, moment)
                found[key] = (None if then is None else then.values, later)
        return found


def state_at(states: Iterable[State], moment: dt.datetime) -> State | None:
    """The last of these states that began by then."""
    found = None
    for state in states:
        if state.since > moment:
            break
        found = state
    return found


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day, where the organisation is."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=get_current_timezone())


def past_of(rows: models.QuerySet, via: str, key: int) -> Past:
    """The past of the audited rows whose column `via` holds this key; `rows` are those of them that are there now.

    Two queries. A row that was there before the history began is taken to have said, since it was made, what the
    history first knows of it.
    """
    model = rows.model
    names = [each.attname for each in model._meta.concrete_fields]
    now = {values["id"]: values for values in rows.order_by().values(*names)}
    events = model.events.rel.related_model._default_manager.filter(**{via: key}).order_by("pgh_id")
    told = events.values("pgh_obj_id", "pgh_label", "pgh_created_at", "pgh_context__metadata", *_kept(model, names))
    by_row: dict[int, list[Values]] = defaultdict(list)
    for event in told:
        by_row[event["pgh_obj_id"]].append(event)
    found = {pk: [State(values["created_at"], values)] for pk, values in now.items() if pk not in by_row}
    found |= {pk: _states(each, now.get(pk)) for pk, each in by_row.items()}
    return Past(found)


def _kept(model: type[models.Model], names: Iterable[str]) -> list[str]:
    there = {each.attname for each in model.events.rel.related_model._meta.concrete_fields}  # type: ignore[attr-defined]  # set by pghistory
    return [name for name in names if name in there]


def _states(events: list[Values], now: Values | None) -> list[State]:
    """A row's states; the first holds since the row was made, which may be earlier than its first event."""
    states: list[State] = []
    for event in events:
        at, context = event.pop("pgh_created_at"), event.pop("pgh_context__metadata") or {}
        label, _ = event.pop("pgh_label"), event.pop("pgh_obj_id")
        if not states:
            made = min(at, event["created_at"], now["created_at"] if now else at)
            states.append(State(made, event, context if label == "insert" else {}))
            if label == "insert":
                continue
        states.append(State(at, None if label == "delete" else event, context))
    return states


def people_of(states: Iterable[State]) -> dict[int, str]:
    """The names of those who made these changes; one query."""
    keys = {state.context.get("user") for state in states} - {None}
    return {pk: str(person) for pk, person in get_user_model()._default_manager.in_bulk(keys).items()} if keys else {}


def made_by(state: State, people: dict[int, str]) -> str:
    """Who made a change, and on which day: 'Ada Obi, 3 Mar 2026'."""
    day = localtime(state.since).date()
    return f"{actor(dict(state.context), people)}, {day.day} {day:%b} {day.year}"
