"""What a data wall shows: the tiles of a system, chosen by hand or by what matters most, read from summary rows.

What may be read from five metres: see docs/oversight.md. A page of the wall holds twelve tiles at most.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Case, Count, IntegerField, Max, Q, Value, When
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from measures.enums import CONCERNING, IMPROVING, Direction, Frequency, MeasureStatus, MeasureType, Variation
from measures.models import Measure
from measures.periods import period_end
from oversight.models import Wall
from oversight.queries.roll_up import Forest
from redesign.lib.components import TileFacts, icon, sparkline, tile
from redesign.lib.dates import days_ago, today
from teams.enums import RUNNING, Level, TeamState
from teams.models import System

MOST_TILES = 24
A_PAGE = 12
"""Tiles that one screen holds: with more of them, no value could be read from five metres."""
SECONDS_A_PAGE = 20

# -- A wall as it stands ------------------------------------------------------------------------------------------

BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT %(system)s::bigint
    UNION ALL
    SELECT child.id FROM teams_system AS child JOIN below ON child.parent_id = below.id
)
"""
KEYS = "SELECT array_agg(id) FROM below"
STANDS = """
SELECT system.name, system.level, wall.id, wall.title, wall.seconds_a_page, wall.version,
    (SELECT array_agg(id) FROM below), shown.fresh, shown.changed, shown.count
FROM teams_system AS system
LEFT JOIN oversight_wall AS wall ON wall.system_id = system.id
CROSS JOIN LATERAL (
    SELECT max(summary.refreshed_at) AS fresh, max(measure.updated_at) AS changed, count(*) AS count
    FROM measures_measure AS measure
    LEFT JOIN measures_measuresummary AS summary ON summary.measure_id = measure.id
    WHERE measure.system_id IN (SELECT id FROM below)
        OR measure.id IN (SELECT measure_id FROM oversight_tile WHERE wall_id = wall.id)
) AS shown
WHERE system.id = %(system)s
"""


@dataclass(frozen=True)
class WallStands:
    """A system's wall before its tiles are read.

    `version` changes whenever the wall does: a summary was written, a tile chosen, a measure came or went, the day
    turned. `wall_id` is None where nobody has arranged it.
    """

    system_id: int
    title: str
    sub: str
    seconds: int
    here: tuple[int, ...]
    version: str
    wall_id: int | None


def wall_stands(system_id: int) -> WallStands | None:
    """The wall of a system, None where there is no such system; one query, over the summaries' hours."""
    if system_id > BigIntegerField.MAX_BIGINT:  # an address may say any number
        return None
    with connection.cursor() as cursor:
        cursor.execute(BELOW + STANDS, {"system": system_id})
        row = cursor.fetchone()
    if row is None:
        return None
    name, level, wall_id, title, seconds, wall_version, here, *shown = row
    said = repr((wall_id, wall_version, shown, today()))
    return WallStands(
        system_id=system_id,
        title=title or name,
        sub=_sub(Level(level), len(here) - 1),
        seconds=seconds or SECONDS_A_PAGE,
        here=tuple(here),
        version=hashlib.sha256(said.encode()).hexdigest()[:16],
        wall_id=wall_id,
    )


def _sub(level: Level, below: int) -> str:
    """What the wall is about, under its title."""
    return f"{level.label} and the {below} system{'' if below == 1 else 's'} in it" if below else level.label


def with_all_below(system_id: int) -> list[int]:
    """The keys of a system and of all below it; one query that makes no rows of them."""
    with connection.cursor() as cursor:
        cursor.execute(BELOW + KEYS, {"system": system_id})
        return cursor.fetchone()[0]


# -- Which measures -----------------------------------------------------------------------------------------------


class Facts(NamedTuple):
    """What a tile needs of its measure, in the order of COLUMNS; `recent` as JSON."""

    pk: int
    name: str
    unit: str
    decimals: int
    target: float | None
    direction: str
    frequency: str
    team: str | None
    system: str
    system_id: int
    latest_value: float | None
    latest_period: date | None
    recent: str | None
    centre: float | None
    lower: float | None
    upper: float | None
    variation: str | None
    assurance: str | None
    due_on: date | None


COLUMNS = """
SELECT measure.id, measure.name, measure.unit, measure.decimals, measure.target, measure.direction, measure.frequency,
    team.name, system.name, system.id, summary.latest_value, summary.latest_period, summary.recent, summary.centre, summary.lower,
    summary.upper, summary.variation, summary.assurance,
    CASE WHEN team.id IS NULL OR team.state = ANY(%(running)s) THEN summary.due_on END
FROM measures_measure AS measure
JOIN teams_system AS system ON system.id = measure.system_id
LEFT JOIN teams_team AS team ON team.id = measure.team_id
LEFT JOIN measures_measuresummary AS summary ON summary.measure_id = measure.id
"""
CHOSEN = f"""{COLUMNS}
JOIN oversight_tile AS tile ON tile.measure_id = measure.id
WHERE tile.wall_id = %(wall)s AND measure.status <> %(retired)s
ORDER BY tile.position, tile.id LIMIT %(most)s
"""
WHAT_MATTERS_MOST = f"""{COLUMNS}
WHERE measure.system_id = ANY(%(here)s) AND measure.status <> %(retired)s AND summary.points > 0
    AND team.state IS DISTINCT FROM %(closed)s
ORDER BY measure.whole_system DESC, array_position(%(loudest)s, summary.variation::text),
    array_position(%(types)s, measure.type::text), summary.signal_on DESC NULLS LAST, measure.name, measure.id
LIMIT %(most)s
"""
LOUDEST_FIRST = [
    *sorted(CONCERNING),
    *sorted(IMPROVING),
    *[Variation.NEUTRAL_HIGH.value, Variation.NEUTRAL_LOW.value, Variation.COMMON.value, Variation.NONE.value],
]
GIVEN: dict[str, Any] = {
    "retired": MeasureStatus.RETIRED.value,
    "closed": TeamState.CLOSED.value,
    "running": sorted(RUNNING),
    "most": MOST_TILES,
    "types": [MeasureType.OUTCOME.value, MeasureType.PROCESS.value, MeasureType.BALANCING.value],
}


def measures_of(here: Sequence[int], wall_id: int | None) -> list[Facts]:
    """The measures of the wall's tiles, in their order; one query, two where the wall was arranged by hand.

    Those chosen by hand, as long as they are in use. Without any, what matters most in the systems: whole-system
    measures first, then those with a signal, of concern before improving; outcome before process before balancing.
    A closed team's measures do not come by themselves.
    """
    if wall_id is not None and (chosen := _facts(CHOSEN, wall=wall_id)):
        return chosen
    return _facts(WHAT_MATTERS_MOST, here=list(here))


def _facts(query: str, **given: Any) -> list[Facts]:
    with connection.cursor() as cursor:
        cursor.execute(query, {**GIVEN, "loudest": LOUDEST_FIRST, **given})
        return [Facts._make(row) for row in cursor.fetchall()]


# -- Tiles --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def tile_of(facts: Facts, own: int, now: date) -> SafeString:
    """The finished tile of a measure. It says whose the measure is, unless that is the wall's `own` system.

    Kept by what is on it: when one measure changes, the other tiles of a wall are not made again.
    """
    url = f"{_measures()}{facts.pk}/"
    where = facts.team or ("" if facts.system_id == own else facts.system)
    if facts.latest_value is None:
        return tile(TileFacts(title=facts.name, value="–", where=where, url=url, since="No data yet"))
    spark = sparkline(
        json.loads(facts.recent or "[]"),
        variation=facts.variation or "",
        centre=facts.centre,
        lower=facts.lower,
        upper=facts.upper,
        target=facts.target,
        size="wall",
    )
    return tile(
        TileFacts(
            title=facts.name,
            value=written(facts.latest_value, facts.decimals),
            unit="%" if facts.unit.casefold() in PER_CENT else facts.unit,
            variation=facts.variation or "",
            assurance=facts.assurance or "",
            spark=spark,
            target=_target(facts),
            since=since(facts.latest_period, facts.frequency, now),
            where=where,
            url=url,
            stale=facts.due_on is not None and facts.due_on < now,
        )
    )


PER_CENT = frozenset({"%", "per cent", "percent"})


def written(value: float, decimals: int) -> str:
    """A number as the reader writes it, with so many decimals; large ones without."""
    return number_format(round(value, decimals), decimals if abs(value) < 1000 else 0, use_l10n=True)


def _target(facts: Facts) -> str:
    if facts.target is None:
        return ""
    mark = {Direction.INCREASE.value: "≥ ", Direction.DECREASE.value: "≤ "}.get(facts.direction, "")
    return f"Target {mark}{written(facts.target, facts.decimals)}"


@lru_cache(maxsize=1)
def _measures() -> str:
    return reverse("measures:measures")


RUNNING_PERIODS = {
    Frequency.DAILY: "Today",
    Frequency.WEEKLY: "This week",
    Frequency.FORTNIGHTLY: "This fortnight",
    Frequency.MONTHLY: "This month",
    Frequency.QUARTERLY: "This quarter",
}


def since(period: date | None, frequency: str, now: date) -> str:
    """How long the newest period has been over: '1 day ago', '12 days ago'; 'Today', 'This week' while it runs."""
    if period is None:
        return ""
    days = (now - period_end(period, frequency)).days
    if days <= 0:
        return RUNNING_PERIODS[Frequency(frequency)]
    return "1 day ago" if days == 1 else f"{days} days ago"


# -- Its pages ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WallPage:
    """One screen of a wall."""

    title: str
    tiles: list[SafeString]


@dataclass(frozen=True)
class WallShown:
    """A wall's tiles in finished strings, by page, and the version of what they show."""

    pages: list[WallPage]
    version: str


def wall_shown(stands: WallStands) -> WallShown:
    """The tiles of a wall on its pages; one query, two where it was arranged by hand, whatever their number."""
    now = today()
    pages = in_pages(measures_of(stands.here, stands.wall_id))
    return WallShown(
        pages=[
            WallPage(f"{number} of {len(pages)}", [tile_of(facts, stands.system_id, now) for facts in page])
            for number, page in enumerate(pages, start=1)
        ],
        version=stands.version,
    )


def in_pages(measures: Sequence[Facts]) -> list[Sequence[Facts]]:
    """Evenly filled screens: thirteen tiles make seven and six, not twelve and one."""
    if not measures:
        return []
    size = -(-len(measures) // -(-len(measures) // A_PAGE))
    return [measures[start : start + size] for start in range(0, len(measures), size)]


# -- The list of walls --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WallRow:
    """A wall in the list."""

    url: str
    title: str
    indent: str
    level: str
    icon: SafeString
    measures: int
    improving: int
    concerning: int
    fresh: str
    edit_url: str


def wall_rows(trees: Forest, editable: frozenset[int] | None, text: str = "", level: str = "") -> list[WallRow]:
    """The walls of all open systems that have measures in them or below, in the order of the tree; one query.

    `editable` are the systems whose wall this person arranges; None for all.
    """
    counts = {
        row["system_id"]: row
        for row in Measure.objects.in_use()
        .filter(summary__points__gt=0)
        .order_by()
        .values("system_id")
        .annotate(
            count=Count("pk"),
            improving=Count("pk", filter=Q(summary__variation__in=IMPROVING)),
            concerning=Count("pk", filter=Q(summary__variation__in=CONCERNING)),
            fresh=Max("summary__refreshed_at"),
        )
    }
    rows = []
    for system in in_tree_order(trees):
        below = [counts[pk] for pk in trees.with_all_below(system.pk) if pk in counts]
        if below and _wanted(system, text, level):
            indent = "" if text or level else "\u2003" * 2 * (len(trees.way_to(system.pk)) - 1)
            rows.append(_wall_row(system, indent, below, editable is None or system.pk in editable))
    return rows


def _wanted(system: System, text: str, level: str) -> bool:
    return (not text or text.casefold() in system.name.casefold()) and (not level or system.level == level)


LEVEL_ICONS = {Level.MACRO: "building-2", Level.MESO: "network", Level.MICRO: "users-round"}


def _wall_row(system: System, indent: str, below: Sequence[dict], editable: bool) -> WallRow:
    fresh = max(row["fresh"] for row in below)
    return WallRow(
        url=reverse("oversight:wall", args=[system.pk]),
        title=system.name,
        indent=indent,
        level=system.get_level_display(),
        icon=icon(LEVEL_ICONS[Level(system.level)]),
        measures=sum(row["count"] for row in below),
        improving=sum(row["improving"] for row in below),
        concerning=sum(row["concerning"] for row in below),
        fresh=days_ago(localtime(fresh).date()),
        edit_url=reverse("oversight:wall-edit", args=[system.pk]) if editable else "",
    )


def in_tree_order(trees: Forest, parent: int | None = None) -> list[System]:
    """Open systems, each under its parent. A closed one hides what is below it."""
    found = []
    for pk in trees.children.get(parent, []):
        if trees.systems[pk].closed_on is None:
            found += [trees.systems[pk], *in_tree_order(trees, pk)]
    return found


# -- Choosing tiles -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A measure among those that a wall shows or may show."""

    pk: int
    name: str
    where: str


def found_to_add(here: Iterable[int], text: str, taken: Sequence[int], most: int = 12) -> list[Choice]:
    """Measures in use whose name or place has this text in it and that are not on the wall; those of the wall's own
    systems first; one query. Without a text, the first of the wall's own systems."""
    rows = Measure.objects.in_use().exclude(pk__in=taken)
    own = Case(When(system__in=list(here), then=Value(0)), default=Value(1), output_field=IntegerField())
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(system__name__icontains=text) | Q(team__name__icontains=text))
    else:
        rows = rows.filter(system__in=list(here))
    found = rows.order_by(own, "name", "pk").values_list("pk", "name", "system__name", "team__name")[:most]
    return [Choice(pk, name, team or system) for pk, name, system, team in found]


def wall_of(system: System) -> Wall | None:
    """The system's wall as it was arranged; None where nobody has; one query."""
    return Wall.objects.filter(system=system).first()


def chosen(wall: Wall | None) -> list[Choice]:
    """The measures chosen by hand, in their order, retired ones too; one query, none where nobody has arranged it."""
    if wall is None:
        return []
    rows = wall.tiles.values_list("measure_id", "measure__name", "measure__system__name", "measure__team__name")
    return [Choice(pk, name, team or system) for pk, name, system, team in rows]
