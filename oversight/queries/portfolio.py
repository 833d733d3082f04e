"""What the oversight group sees of all teams at once: the portfolio, read from summary rows only."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

from measures.enums import CONCERNING, IMPROVING, Variation
from oversight.models import StrategicPriority
from oversight.queries.conflicts import COUNT_OF_CONFLICTS, now_for_conflicts
from oversight.queries.scores import ordinal, why_list
from redesign.lib.components import Figure, badge, dots, table_row, tag, variation_icon
from redesign.lib.dates import today
from teams.enums import TeamRole, TeamState
from teams.models import Membership, Team

PAGE_SIZE = 50

SIGNALS = {
    "concern": ("Concern", Q(summary__signal__in=CONCERNING)),
    "improvement": ("Improvement", Q(summary__signal__in=IMPROVING)),
    "other": ("Neither", Q(summary__signal__in=[Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW])),
    "none": ("No signal yet", Q(summary__signal="") | Q(summary=None)),
}
"""What the signal filter offers: value, words, condition."""

BARRIERS = {
    "open": ("Open", Q(summary__open_barriers__gt=0)),
    "overdue": ("Overdue", Q(summary__overdue_barriers__gt=0)),
}

ANSWERS = {
    "some": ("Some", Q(summary__unanswered__gt=0)),
    "long": ("For two weeks or longer", Q(summary__unanswered_since__lte=Now() - dt.timedelta(days=14))),
}
"""What the filter of unanswered signals offers."""

LIFECYCLE = Case(
    *[When(state=state, then=Value(place)) for place, state in enumerate(TeamState.values)],
    output_field=IntegerField(),
)
COACHES = Subquery(
    Membership.objects.current()
    .filter(team=OuterRef("pk"), role=TeamRole.COACH)
    .order_by()
    .values("team")
    .annotate(names=StringAgg("user__name", ", ", order_by="user__name"))
    .values("names")
)
ORDERS: dict[str, list[Any]] = {
    # key: the order upwards; '-key' turns each around. Teams without a value come last either way.
    "priority": [F("summary__priority")],
    "sure": [F("summary__sure")],
    "name": [Lower("name")],
    "state": [LIFECYCLE],
    "progress": [F("summary__progress")],
    "signal": [F("summary__signal_on")],
    "unanswered": [F("summary__unanswered")],
    "silence": [F("summary__last_happened_at")],
    "barriers": [F("summary__overdue_barriers"), F("summary__open_barriers")],
    "coach": [Lower("coaches")],
}
BACKWARDS = {"silence"}  # the longer ago, the longer the silence
FIRST = "-priority"


@dataclass(frozen=True)
class PortfolioFilter:
    """Which teams to show and in which order; empty values show every team that is not closed."""

    text: str = ""
    state: str = ""
    systems: frozenset[int] | None = None
    strategic: int | None = None
    signal: str = ""
    silent: int | None = None
    barriers: str = ""
    unanswered: str = ""
    sort: str = FIRST

    def teams(self) -> "QuerySet[Team]":
        """The teams asked for, in their order."""
        teams = Team.objects.annotate(coaches=COACHES)
        if self.state != "all":
            teams = teams.filter(state=self.state) if self.state else teams.standing()
        if self.text:
            theirs = Q(system__name__icontains=self.text) | Q(coaches__icontains=self.text)
            teams = teams.filter(Q(name__icontains=self.text) | Q(aim_what__icontains=self.text) | theirs)
        if self.systems is not None:
            teams = teams.filter(system__in=self.systems)
        if self.strategic is not None:
            teams = teams.filter(strategic_priorities=self.strategic)
        if self.signal in SIGNALS:
            teams = teams.filter(SIGNALS[self.signal][1])
        if self.barriers in BARRIERS:
            teams = teams.filter(BARRIERS[self.barriers][1])
        if self.unanswered in ANSWERS:
            teams = teams.filter(ANSWERS[self.unanswered][1])
        if self.silent is not None:
            since = timezone.now() - dt.timedelta(days=self.silent)
            teams = teams.filter(Q(summary__last_happened_at__lte=since) | Q(summary__last_happened_at=None))
        return teams.order_by(*self._order(), "name", "pk")

    def _order(self) -> list[Any]:
        key = self.sort.removeprefix("-")
        down = self.sort.startswith("-") != (key in BACKWARDS)
        return [
            each.desc(nulls_last=True) if down else each.asc(nulls_last=True)
            for each in ORDERS.get(key, ORDERS["priority"])
        ]


@dataclass(frozen=True)
class PortfolioRow:
    """A team of the portfolio; `html` is its finished table row."""

    pk: int
    name: str
    html: SafeString


COLUMNS = (
    "pk",
    "name",
    "system__name",
    "state",
    "coaches",
    "summary__priority",
    "summary__priority_why",
    "summary__place",
    "summary__place_low",
    "summary__place_high",
    "summary__sure",
    "summary__progress",
    "summary__signal",
    "summary__signal_text",
    "summary__signal_on",
    "summary__unanswered",
    "summary__unanswered_since",
    "summary__last_happened_at",
    "summary__open_barriers",
    "summary__overdue_barriers",
)


def portfolio_page(asked: PortfolioFilter, number: str | None, *, may_rate: bool = False) -> Page:
    """One page of the portfolio, as rows of finished strings, in two queries: how many teams, and these.

    `number` is what the URL says; what makes no sense becomes the first or the last page.
    """
    page = Paginator(asked.teams().values(*COLUMNS), PAGE_SIZE).get_page(number)
    now = timezone.now()
    page.object_list = [_row(facts, now, may_rate) for facts in page.object_list]
    return page


def _row(facts: Mapping[str, Any], now: dt.datetime, may_rate: bool) -> PortfolioRow:
    pk = facts["pk"]
    cells = (
        ("Priority", _priority(facts, f"{_oversight()}teams/{pk}/rating/" if may_rate else "")),
        ("How sure", _sure(facts)),
        ("State", badge("team", facts["state"])),
        ("Progress", _progress(facts["summary__progress"])),
        ("Last signal", _signal(facts)),
        ("Unanswered", _unanswered(facts, now)),
        ("Silent for", silence(facts["summary__last_happened_at"], now)),
        ("Barriers", _barriers(facts["summary__open_barriers"] or 0, facts["summary__overdue_barriers"] or 0)),
        ("Coach", facts["coaches"] or _DASH),
    )
    row = table_row(facts["name"], f"{_teams()}{pk}/", facts["system__name"], cells)
    return PortfolioRow(pk, facts["name"], row)


@lru_cache(maxsize=1)
def _teams() -> str:
    return reverse("teams:teams")


@lru_cache(maxsize=1)
def _oversight() -> str:
    return reverse("oversight:portfolio")


def _priority(facts: Mapping[str, Any], rating_url: str) -> SafeString:
    score, why = facts["summary__priority"], facts["summary__priority_why"] or []
    anew = f'<a href="{rating_url}">{"Rate this team" if score is None else "Rate anew"}</a>' if rating_url else ""
    if score is None:
        return mark_safe(anew or '<span class="quiet">Not rated</span>')  # noqa: S308 - our own words and address
    place = f"<small>{ordinal(facts['summary__place'])}</small>" if facts["summary__place"] else ""
    return mark_safe(  # noqa: S308 - why_list escapes, the rest are numbers and our own words
        f'<details class="why" name="why"><summary><b>{score:.0f}</b>{place}<span class="visually-hidden">Why?</span></summary>'
        f'<div class="why-pop">{why_list(why)}{anew}</div></details>'
    )


def _sure(facts: Mapping[str, Any]) -> SafeString:
    if facts["summary__sure"] is None:
        return _DASH
    low, high = facts["summary__place_low"], facts["summary__place_high"]
    between = ordinal(low) if low == high else f"{ordinal(low)}–{ordinal(high)}"
    return mark_safe(f"{facts['summary__sure']:.0%}<small>{between}</small>")  # noqa: S308 - numbers only


_DASH = mark_safe('<span class="none">–</span>')


@lru_cache(maxsize=32)
def _progress(score: Any) -> SafeString:
    if score is None:
        return _DASH
    return mark_safe(f'{dots(float(score), label="Progress score")} <small class="num-after">{score:.1f}</small>')  # noqa: S308 - numbers


def _signal(facts: Mapping[str, Any]) -> SafeString:
    if not facts["summary__signal"]:
        return _DASH
    drawn = variation_icon(facts["summary__signal"], size="s")
    day = _day(facts["summary__signal_on"])
    return mark_safe(f'<span class="signal-last" title="{esc(facts["summary__signal_text"])}">{drawn} {day}</span>')  # noqa: S308 - escaped


def _unanswered(facts: Mapping[str, Any], now: dt.datetime) -> SafeString:
    """How many signals wait for the team's answer, the oldest for how long; opens to them."""
    count, since = facts["summary__unanswered"], facts["summary__unanswered_since"]
    if not count:
        return _DASH
    days = (now.date() - since).days if since else 0
    waits = f"<small>{days} day{'' if days == 1 else 's'}</small>" if days > 0 else "<small>today</small>"
    return mark_safe(f'<a href="{_signals()}?team={facts["pk"]}">{count}</a>{waits}')  # noqa: S308 - numbers and our own address


@lru_cache(maxsize=1)
def _signals() -> str:
    return reverse("measures:cards")


@lru_cache(maxsize=1024)
def _day(day: dt.date | None) -> str:
    return date_format(day, "j M") if day else ""


def silence(last: dt.datetime | None, now: dt.datetime) -> str:
    """How long nothing has happened: 'today', '1 day', '40 days', 'always' where nothing ever did."""
    if last is None:
        return "always"
    days = (now - last).days
    return "today" if days < 1 else "1 day" if days == 1 else f"{days} days"


@lru_cache(maxsize=256)
def _barriers(open_ones: int, overdue: int) -> SafeString:
    if not open_ones:
        return _DASH
    late = f" {tag(f'{overdue} overdue', icon_name='clock', tone='warn')}" if overdue else ""
    return mark_safe(f"{open_ones} open{late}")  # noqa: S308 - numbers and our own tag


STRIP = f"""
SELECT state, count(*), 0, 0, 0 FROM teams_team GROUP BY state
UNION ALL
SELECT '', 0, (SELECT count(*) FROM teams_statechange WHERE decided_at IS NULL),
    (SELECT coalesce(sum(overdue_barriers), 0) FROM oversight_teamsummary), ({COUNT_OF_CONFLICTS})
"""  # noqa: S608 - our own words


def strip() -> list[Figure]:
    """How many teams stand in each state, and what waits for the group, each with its address; one query."""
    with connection.cursor() as cursor:
        cursor.execute(STRIP, now_for_conflicts())
        counts = {state: figures for state, *figures in cursor.fetchall()}
    _, decisions, overdue, conflicts = counts[""]
    here = _oversight()
    waits = (
        (conflicts, "open conflict", "open conflicts", f"{here}conflicts/"),
        (decisions, "decision waits", "decisions wait", f"{here}decisions/"),
        (overdue, "barrier overdue", "barriers overdue", f"{here}?barriers=overdue"),
    )
    return [
        *(
            Figure(counts.get(state, (0,))[0], state.label.lower(), f"{here}?state={state.value}")
            for state in TeamState
        ),
        *(Figure(many, one if many == 1 else more, url, "warn" if many else "") for many, one, more, url in waits),
    ]


SystemChoice = tuple[int, str, int]
"""Key, name and depth in the tree."""


def system_choices() -> list[SystemChoice]:
    """Every system under its parent, as plain values; one query, also for hundreds of systems."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE tree (id, name, depth, names) AS (
                SELECT id, name, 0, ARRAY[lower(name), id::text] FROM teams_system WHERE parent_id IS NULL
                UNION ALL
                SELECT below.id, below.name, tree.depth + 1, tree.names || ARRAY[lower(below.name), below.id::text]
                FROM teams_system below JOIN tree ON below.parent_id = tree.id
            )
            SELECT id, name, depth FROM tree ORDER BY names
            """
        )
        return cursor.fetchall()


def with_all_below(system: int, choices: Sequence[SystemChoice]) -> frozenset[int]:
    """The keys of a system and of everything below it; none when there is no such system."""
    found: set[int] = set()
    top = None
    for pk, _, depth in choices:
        if pk == system:
            top = depth
        elif top is not None and depth <= top:
            break
        if top is not None:
            found.add(pk)
    return frozenset(found)


def strategic_choices() -> list[tuple[int, str]]:
    """Key and name of the strategic priorities that hold today, the weightiest first; one query."""
    return list(StrategicPriority.objects.current(today()).values_list("pk", "name"))
