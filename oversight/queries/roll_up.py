"""What rolls up the tree: of a system and all below it, by state, dimension and strategic priority.

Read from the summary rows of measures and teams, never from points. Every figure carries the address of the list that
it is the count of.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q, Sum
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString

from measures.enums import CONCERNING, IMPROVING, Dimension, Variation
from measures.models import Measure, SignalCard, late_data
from oversight.models import Barrier, StrategicPriority, TeamSummary
from oversight.queries.by_chance import signals_by_chance
from redesign.lib.components import Crumb, badge, figure_strip, meaning_mark, share_bar
from redesign.lib.components import Figure as StripFigure
from redesign.lib.dates import today
from teams.enums import Level, TeamState
from teams.models import System, Team

GROUPS = ("improvement", "concern", "common", "neutral", "none")
GROUP_WORDS = {
    "improvement": "Improving",
    "concern": "Of concern",
    "common": "Common cause",
    "neutral": "Neither better nor worse",
    "none": "Too few points",
}
LISTED_AS = {
    "improvement": "improving",
    "concern": "concerning",
    "common": "common",
    "neutral": "neither",
    "none": "unclear",
}
"""The state that the list of measures is asked for, to show what a figure is made of."""


def group_of(variation: str | None) -> str:
    """The group that a variation is counted in."""
    if variation in IMPROVING:
        return "improvement"
    if variation in CONCERNING:
        return "concern"
    if variation == Variation.COMMON:
        return "common"
    return "neutral" if variation in {Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW} else "none"


# -- What is counted ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """A count, what it counts, and where to see what it is made of (nowhere when it is nought)."""

    count: int
    words: str
    url: str = ""
    icon: SafeString = field(default_factory=SafeString)

    @property
    def shown(self) -> str:
        return number_format(self.count)


@dataclass(frozen=True)
class Shares:
    """Measures of one kind by what their charts say: the figures in the order of GROUPS, and a bar of them."""

    title: str
    url: str
    all: Figure
    figures: list[Figure]
    bar: SafeString
    note: str = ""


@dataclass(frozen=True)
class Branch:
    """A system directly below, with what it and all below it come to."""

    title: str
    url: str
    level: SafeString
    teams: Figure
    bar: SafeString
    improving: Figure
    concerning: Figure
    barriers: Figure
    overdue: Figure


@dataclass(frozen=True)
class PriorityShares:
    """A strategic priority: the teams here that serve it, and their measures."""

    title: str
    teams: Figure
    shares: Shares


@dataclass(frozen=True)
class RollUp:
    """Everything that the page of a system's roll-up prints."""

    system: System
    trail: list[Crumb]
    teams: list[Figure]
    all_teams: Figure
    measures: Shares
    late: Figure
    unanswered: Figure
    by_chance: str
    dimensions: list[Shares]
    priorities: list[PriorityShares]
    barriers: list[Figure]
    branches: list[Branch]
    as_of: str


# -- Addresses of the lists behind the figures --------------------------------------------------------------------


Asked = Mapping[str, object]
"""The filters of a list, as its address has them."""


def _list(name: str, asked: Asked) -> str:
    """The address of a list with these filters; empty while there is no such page."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return ""
    given = {key: value for key, value in asked.items() if value not in ("", None)}
    return f"{address}?{urlencode(given)}" if given else address


def _figure(count: int, words: str, name: str, asked: Asked, icon: SafeString | None = None) -> Figure:
    return Figure(count, words, _list(name, asked) if count else "", icon or SafeString())


def _shares(title: str, counts: Mapping[str, int], asked: Asked, note: str = "") -> Shares:
    figures = [
        _figure(
            counts.get(group, 0),
            GROUP_WORDS[group],
            "measures:measures",
            {**asked, "state": LISTED_AS[group]},
            meaning_mark(group),
        )
        for group in GROUPS
    ]
    bar = share_bar([(group, counts.get(group, 0), GROUP_WORDS[group].lower()) for group in GROUPS], label=title)
    whole = _figure(sum(counts.values()), "measures", "measures:measures", asked)
    return Shares(title, whole.url, whole, figures, bar, note)


# -- The tree -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forest:
    """All systems by key, and the keys below each; one query."""

    systems: dict[int, System]
    children: dict[int | None, list[int]]

    def with_all_below(self, pk: int) -> set[int]:
        """The system's key and those of all below it."""
        found, waiting = {pk}, [pk]
        while waiting:
            waiting = [child for each in waiting for child in self.children.get(each, [])]
            found.update(waiting)
        return found

    def way_to(self, pk: int) -> list[System]:
        """From the top to this system."""
        way = [self.systems[pk]]
        while way[0].parent_id is not None:
            way.insert(0, self.systems[way[0].parent_id])
        return way

    def branches_of(self, pk: int) -> dict[int, int]:
        """For every key below, the child of this system that it stands under."""
        return {below: child for child in self.children.get(pk, []) for below in self.with_all_below(child)}


def forest() -> Forest:
    """The whole tree; one query."""
    systems = {system.pk: system for system in System.objects.order_by("name", "pk")}
    children: dict[int | None, list[int]] = defaultdict(list)
    for system in systems.values():
        children[system.parent_id].append(system.pk)
    return Forest(systems, dict(children))


def top_of(trees: Forest) -> System | None:
    """The organisation itself: the macrosystem at the top, or the first of several."""
    roots = [trees.systems[pk] for pk in trees.children.get(None, [])]
    return min(roots, key=lambda root: (root.level != Level.MACRO, root.name)) if roots else None


# -- The roll-up --------------------------------------------------------------------------------------------------


def roll_up(system: System, trees: Forest) -> RollUp:
    """What a system and all below it come to; seven queries beside the tree, whatever stands in it."""
    here = trees.with_all_below(system.pk)
    branch_of = trees.branches_of(system.pk)
    measured = _measures_by_system(here)
    teamed = _teams_by_system(here)
    asked: Asked = {"system": system.pk}
    states = Counter[str]()
    barriers = Counter[str]()
    for (_, state), counts in teamed.items():
        states[state] += counts["teams"]
        barriers.update({"open": counts["open"], "overdue": counts["overdue"]})
    waiting = _barriers_standing_in(here)
    overall, late, dimensions = _by_dimension(measured)
    return RollUp(
        system=system,
        trail=[Crumb(each.name, _list("oversight:roll-up", {"system": each.pk})) for each in trees.way_to(system.pk)],
        teams=[_teams_in(state, states[state], asked) for state in TeamState if state != TeamState.CLOSED],
        all_teams=_figure(
            sum(count for state, count in states.items() if state != TeamState.CLOSED),
            "teams",
            "oversight:portfolio",
            asked,
        ),
        measures=_shares("All measures", overall, asked),
        late=_figure(late, "with late data", "measures:measures", {**asked, "state": "late"}),
        unanswered=_unanswered(here, asked),
        by_chance=signals_by_chance(here),
        dimensions=[
            _shares(
                each.label,
                dimensions[each.value],
                {**asked, "dimension": each.value},
                note="" if dimensions[each.value] else "Nobody measures this here.",
            )
            for each in Dimension
        ],
        priorities=_by_priority(here, asked),
        barriers=[
            _barriers(barriers["open"], "open, raised by teams here", {"of": system.pk}),
            _barriers(barriers["overdue"], "of them overdue", {"of": system.pk, "state": "overdue"}),
            _barriers(waiting["open"], "open, waiting for an answer here", asked),
            _barriers(waiting["overdue"], "of them overdue", {**asked, "state": "overdue"}),
        ],
        branches=_branches(trees, system, branch_of, measured, teamed),
        as_of=date_format(today(), "j F Y"),
    )


def _teams_in(state: TeamState, count: int, asked: Asked) -> Figure:
    there = {**asked, "state": state.value}
    return _figure(count, str(state.label), "oversight:portfolio", there, badge("team", state))


def _barriers(count: int, words: str, asked: Asked) -> Figure:
    return _figure(count, words, "oversight:barriers", asked)


@dataclass(frozen=True)
class Measured:
    """How many measures of one system have this dimension and group, and how many of them are late."""

    system: int
    dimension: str
    group: str
    count: int
    late: int


def _measures_by_system(here: Iterable[int]) -> list[Measured]:
    """One query over the summaries of the measures in use."""
    rows = (
        Measure.objects.in_use()
        .filter(system__in=list(here))
        .order_by()
        .values_list("system_id", "dimension", "summary__variation")
        .annotate(count=Count("pk"), late=Count("pk", filter=late_data()))
    )
    return [
        Measured(system, dimension, group_of(variation), count, late)
        for system, dimension, variation, count, late in rows
    ]


def _teams_by_system(here: Iterable[int]) -> dict[tuple[int, str], dict[str, int]]:
    """Teams and their barriers by system and state, from the teams' summaries; one query."""
    rows = (
        Team.objects.filter(system__in=list(here))
        .order_by()
        .values("system_id", "state")
        .annotate(teams=Count("pk"), open=Sum("summary__open_barriers"), overdue=Sum("summary__overdue_barriers"))
    )
    return {
        (row["system_id"], row["state"]): {key: row[key] or 0 for key in ("teams", "open", "overdue")} for row in rows
    }


def _barriers_standing_in(here: Iterable[int]) -> dict[str, int]:
    """Open barriers that systems here are asked to answer; one query."""
    standing = Barrier.objects.open().filter(addressed_to__in=list(here)).order_by()
    return standing.aggregate(open=Count("pk"), overdue=Count("pk", filter=Q(reply_by__lt=today())))


def _unanswered(here: Iterable[int], asked: Asked) -> Figure:
    """Signals on charts here that wait for their teams' answers; one query."""
    count = SignalCard.objects.waiting().filter(measure__system__in=list(here)).count()
    return _figure(count, "signals unanswered", "measures:cards", asked)


def _by_dimension(measured: Iterable[Measured]) -> tuple[Counter[str], int, dict[str, Counter[str]]]:
    """All measures by group, how many are late, and the groups of each dimension."""
    overall, late = Counter[str](), 0
    dimensions: dict[str, Counter[str]] = defaultdict(Counter)
    for each in measured:
        overall[each.group] += each.count
        dimensions[each.dimension][each.group] += each.count
        late += each.late
    return overall, late, dimensions


def _by_priority(here: Iterable[int], asked: Asked) -> list[PriorityShares]:
    """The strategic priorities of today with the teams here that serve them; two queries, from the teams' summaries."""
    priorities = list(StrategicPriority.objects.current(today()).values_list("pk", "name"))
    rows = (
        TeamSummary.objects.filter(
            team__system__in=list(here), team__strategic_priorities__in=[pk for pk, _ in priorities]
        )
        .exclude(team__state=TeamState.CLOSED)
        .order_by()
        .values(priority_id=F("team__strategic_priorities"))
        .annotate(
            teams=Count("team"),
            measures=Sum("measures"),
            improving=Sum("improving"),
            concerning=Sum("concerning"),
            keys=ArrayAgg("team", order_by="team"),
        )
    )
    found: dict[int, Mapping[str, Any]] = {row["priority_id"]: {**row} for row in rows}
    return [_priority_shares(pk, name, found.get(pk, {}), asked) for pk, name in priorities]


def _priority_shares(pk: int, name: str, row: Mapping[str, Any], asked: Asked) -> PriorityShares:
    """Its figures open to the teams that serve it, and to their measures."""
    improving, concerning = row.get("improving", 0), row.get("concerning", 0)
    others = row.get("measures", 0) - improving - concerning
    there = {**asked, "strategic": pk}
    theirs = {"team": ",".join(map(str, row.get("keys", [])))}
    whole = _figure(improving + concerning + others, "measures", "measures:measures", theirs)
    figures = [
        _figure(improving, GROUP_WORDS["improvement"], "measures:measures", {**theirs, "state": "improving"}),
        _figure(concerning, GROUP_WORDS["concern"], "measures:measures", {**theirs, "state": "concerning"}),
    ]
    bar = share_bar(
        [("improvement", improving, "improving"), ("concern", concerning, "of concern"), ("common", others, "others")],
        label=name,
    )
    teams = _figure(row.get("teams", 0), "teams", "oversight:portfolio", there)
    return PriorityShares(name, teams, Shares(name, whole.url, whole, figures, bar))


def _branches(
    trees: Forest,
    system: System,
    branch_of: Mapping[int, int],
    measured: Iterable[Measured],
    teamed: Mapping[tuple[int, str], Mapping[str, int]],
) -> list[Branch]:
    """The systems directly below, in the order of their names; closed ones only where something is in them."""
    groups: dict[int, Counter[str]] = defaultdict(Counter)
    for each in measured:
        if each.system in branch_of:
            groups[branch_of[each.system]][each.group] += each.count
    work: dict[int, Counter[str]] = defaultdict(Counter)
    for (place, state), counts in teamed.items():
        if place in branch_of:
            standing = counts if state != TeamState.CLOSED else {**counts, "teams": 0}
            work[branch_of[place]].update(standing)
    below = [trees.systems[pk] for pk in trees.children.get(system.pk, [])]
    return [
        _branch(each, groups[each.pk], work[each.pk])
        for each in below
        if each.closed_on is None or groups[each.pk] or work[each.pk]
    ]


def _branch(system: System, groups: Counter[str], work: Counter[str]) -> Branch:
    asked: Asked = {"system": system.pk}
    shares = _shares(system.name, groups, asked)
    return Branch(
        title=system.name,
        url=_list("oversight:roll-up", asked),
        level=badge("level", system.level),
        teams=_figure(work["teams"], "teams", "oversight:portfolio", asked),
        bar=shares.bar,
        improving=shares.figures[0],
        concerning=shares.figures[1],
        barriers=_barriers(work["open"], "open barriers", {"of": system.pk}),
        overdue=_barriers(work["overdue"], "overdue", {"of": system.pk, "state": "overdue"}),
    )


# -- The panel of a system's page -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Panel:
    """What a system's page shows of what rolls up to it."""

    strip: SafeString
    bar: SafeString
    url: str
    wall_url: str


def panel(system: System, trees: Forest) -> Panel:
    """A system's roll-up in one line; three queries beside the tree."""
    here = trees.with_all_below(system.pk)
    overall, late, _ = _by_dimension(_measures_by_system(here))
    asked: Asked = {"system": system.pk}
    shares = _shares("Measures here and below", overall, asked)
    waiting = _barriers_standing_in(here)
    figures = [
        *shares.figures[:3],
        _figure(late, "Data late", "measures:measures", {**asked, "state": "late"}),
        replace(_unanswered(here, asked), words="Signals unanswered"),
        _barriers(waiting["open"], "Barriers to answer", asked),
        _barriers(waiting["overdue"], "Replies overdue", {**asked, "state": "overdue"}),
    ]
    return Panel(
        strip=figure_strip([StripFigure(each.count, each.words, each.url) for each in figures], label=system.name),
        bar=shares.bar,
        url=_list("oversight:roll-up", asked),
        wall_url=reverse("oversight:wall", args=[system.pk]),
    )
