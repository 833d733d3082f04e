"""The lines of Home, and the words that all of them use."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString

from redesign.lib.dates import days_ago
from teams.enums import LEADING, TeamRole

SHOWN = 12
"""Lines of each list; what is left out is counted and linked."""
SCORE_EVERY = 30
"""Days after which a team's progress score is due again."""
OPEN_ENDED = 14
"""Days after which a test without an end is taken to wait for its study."""
SILENT_AFTER = 28
"""Days without anything happening after which a running team is shown as silent."""
WORKING = frozenset({TeamRole.MEMBER, *LEADING})


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person, in ready strings; `order` puts the pressing first."""

    order: tuple[int, dt.date]
    icon: SafeString
    title: str
    where: str
    when: str
    url: str
    button: str
    late: bool = False


@dataclass(frozen=True)
class TeamCard:
    """A team of one's own."""

    url: str
    name: str
    place: str
    badge: SafeString
    signal: SafeString
    signal_text: str
    next_step: str
    next_url: str
    barriers: str
    silence: str


@dataclass(frozen=True)
class MeasureLine:
    """A measure of one's own, with its latest weeks."""

    url: str
    name: str
    where: str
    latest: str
    spark: SafeString
    icons: SafeString
    since: str
    enter_url: str
    tally_url: str = ""


@dataclass(frozen=True)
class SystemLine:
    """A system that one leads."""

    url: str
    name: str
    level: SafeString
    teams: str
    barriers: str
    signals: str
    signals_url: str


@dataclass(frozen=True)
class Home:
    """Everything on the page of one person, in ready strings."""

    waiting: list[Waiting] = field(default_factory=list)
    left_out: int = 0
    teams: list[TeamCard] = field(default_factory=list)
    measures: list[MeasureLine] = field(default_factory=list)
    measures_title: str = "My measures"
    systems: list[SystemLine] = field(default_factory=list)
    attention: list[TeamCard] = field(default_factory=list)
    setup_done: int = 0
    setup_steps: int = 0
    setup_next: str = ""
    looks_after: bool = False
    is_new: bool = False

    @property
    def setup_words(self) -> str:
        return f"{self.setup_done} of {self.setup_steps}"


def read(statement: str, *given: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement. Home is asked for most of all pages, so it reads plain rows and makes no models."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def waits_since(day: dt.date, now: dt.date, verb: str) -> str:
    if day >= now:
        return f"{verb} {days_ago(day)}"
    late = (now - day).days
    return f"waits for {count_of(late, 'day')}"


def count_of(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
