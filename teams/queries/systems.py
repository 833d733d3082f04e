"""What pages show of the tree of systems."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from redesign.lib import components
from redesign.lib.components import Crumb, TreeNode
from redesign.lib.fetch import named
from teams.enums import Level, Role
from teams.models import RoleGrant, System, Team, User
from teams.permissions.organisation import can_read_organisation
from teams.permissions.standing import standing
from teams.queries.teams import TeamRow, team_rows

LEVEL_ICONS = {Level.MACRO: "building-2", Level.MESO: "network", Level.MICRO: "users-round"}


def trail_of(system: System, *here: Crumb | str, linked: bool = True) -> list[Crumb]:
    """The way to a system from the top of the tree, then what stands below it on this page; one query.

    `linked=False` for readers who may not open the systems, such as patient and family partners.
    """
    way = _way_to(system.pk) if system.parent_id else [(system.pk, system.name)]
    crumbs = [Crumb(name, reverse("teams:system", args=[pk]) if linked else "") for pk, name in way]
    return [*crumbs, *(Crumb(step) if isinstance(step, str) else step for step in here)]


def _way_to(pk: int) -> list[tuple[int, str]]:
    """Key and name of each system from the top to this one: upwards only, not through the whole tree."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE way (id, name, parent_id, height) AS (
                SELECT id, name, parent_id, 0 FROM teams_system WHERE id = %s
                UNION ALL
                SELECT above.id, above.name, above.parent_id, height + 1
                FROM teams_system above JOIN way ON above.id = way.parent_id
            )
            SELECT id, name FROM way ORDER BY height DESC
            """,
            [pk],
        )
        return cursor.fetchall()


def open_system(key: str) -> System | None:
    """The open system that an address names by its key, or None; one query at most."""
    return named(System.objects.open(), key)


def has_systems() -> bool:
    """Whether there is any open system yet; one query."""
    return System.objects.open().exists()


def readable_systems(user: User) -> "QuerySet[System]":
    """All systems, closed ones too, for people who work here; for others those of their teams and the way to them.

    One query for partners and other outsiders, to find the way.
    """
    if can_read_organisation(user):
        return System.objects.all()
    homes = Team.objects.filter(pk__in=list(standing(user).teams)).values_list("system", flat=True)
    return System.objects.filter(pk__in={pk for home in set(homes) for pk, _ in _way_to(home)})


def systems_in_order(*, closed: bool = False) -> list[System]:
    """Every system, each under its parent, with `tree_depth`; one query."""
    systems = System.objects.with_tree_fields()
    return list(systems if closed else systems.filter(closed_on__isnull=True))


@dataclass(frozen=True)
class TreeFilter:
    """Which systems of the tree to show; empty values show all that are open."""

    text: str = ""
    level: str = ""
    supporting: bool = False
    closed: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it asks for some systems among the others, so that those above them are shown only as the way."""
        return bool(self.text or self.level or self.supporting)

    def wants(self, system: System) -> bool:
        """Whether the system is one of those asked for."""
        text = self.text.casefold()
        return (
            (not text or text in system.name.casefold() or text in system.kind.casefold())
            and (not self.level or system.level == self.level)
            and (not self.supporting or system.supporting)
        )


@dataclass(frozen=True)
class Tree:
    """The tree to draw: its top nodes, how many systems were asked for, and how many there are at all."""

    nodes: list[TreeNode]
    shown: int
    everything: int


def tree(asked: TreeFilter | None = None) -> Tree:
    """The systems asked for with the way to each, and the number of teams in each and below; two queries."""
    asked = asked or TreeFilter()
    systems = systems_in_order(closed=True)
    shown = [system for system in systems if asked.closed or system.closed_on is None]
    found = {system.pk for system in shown if asked.wants(system)}
    by_pk = {system.pk: system for system in systems}
    way = {above for pk in found for above in by_pk[pk].tree_path} if asked.narrows else found
    drawn = [system for system in systems if system.pk in way]
    nodes = nodes_of(drawn, teams_by_system(), systems, faint=way - found)
    return Tree(nodes=nodes, shown=len(found), everything=len(systems))


def teams_by_system() -> Counter[int]:
    """How many teams that are not closed have their home in each system; one query."""
    counts = Team.objects.standing().order_by().values_list("system_id").annotate(teams=Count("pk"))
    return Counter(dict(counts))


def nodes_of(
    drawn: Iterable[System], teams: Counter[int], everything: Iterable[System], *, faint: Iterable[int] = ()
) -> list[TreeNode]:
    """Systems in tree order as nodes for `components.tree`; the count of a node takes in all below it."""
    below: Counter[int] = Counter()
    for system in everything:
        for above in system.tree_path:
            below[above] += teams[system.pk]
    faint = frozenset(faint)
    children: dict[int | None, list[System]] = {}
    pks = set()
    for system in drawn:
        parent = system.parent_id if system.parent_id in pks else None
        pks.add(system.pk)
        children.setdefault(parent, []).append(system)

    def node(system: System) -> TreeNode:
        return TreeNode(
            key=str(system.pk),
            title=system.name,
            url=reverse("teams:system", args=[system.pk]),
            icon=LEVEL_ICONS[Level(system.level)],
            icon_says=Level(system.level).label,
            sub=system.kind,
            badges=marks_of(system),
            count=teams_in_words(below[system.pk]),
            faint=system.pk in faint,
            children=tuple(node(child) for child in children.get(system.pk, [])),
        )

    return [node(system) for system in children.get(None, [])]


def teams_in_words(count: int) -> str:
    """'3 teams', '1 team', nothing for none."""
    return "" if count == 0 else "1 team" if count == 1 else f"{count} teams"


def marks_of(system: System) -> SafeString:
    """What sets a system apart from its neighbours: that it is a supporting one, that it is closed."""
    marks = SafeString()
    if system.supporting:
        marks += components.tag("Supporting", icon_name="hand-helping")
    if system.closed_on is not None:
        marks += components.tag("Closed", icon_name="archive", tone="quiet")
    return marks


@dataclass(frozen=True)
class SystemPage:
    """Everything that a system's page prints itself; measures and barriers come as fragments."""

    trail: list[Crumb]
    kicker: str
    facts: list[tuple[str, str | SafeString]]
    leaders: list[SafeString]
    staff: list[SafeString]
    staff_count: int
    teams: list[TeamRow]
    closed_teams: int
    touching: list[TeamRow]
    below: list[TreeNode] = field(default_factory=list)
    below_count: int = 0


STAFF_SHOWN = 6


def system_page(system: System) -> SystemPage:
    """A system with its people, its teams and those below it; seven queries, whatever the number of rows."""
    under = list(System.objects.descendants(system, include_self=True))
    pks = [each.pk for each in under]
    home = Team.objects.filter(system__in=pks)
    standing = team_rows(home.standing())
    closed = home.count() - len(standing)
    counts = Counter(row.system_id for row in standing)
    staff = User.objects.of_staff().filter(works_in__in=pks)
    people = list(staff.values_list("pk", "name", "job_title")[: STAFF_SHOWN + 1])
    staff_count = staff.count() if len(people) > STAFF_SHOWN else len(people)
    below = [each for each in under if each.pk != system.pk]
    return SystemPage(
        trail=[Crumb("Systems", reverse("teams:systems")), *trail_of(system)],
        kicker=" · ".join(part for part in (Level(system.level).label, system.kind) if part),
        facts=_counted(len(standing), len(below), staff_count),
        leaders=_leaders(system),
        staff=[_person(*person) for person in people[:STAFF_SHOWN]],
        staff_count=staff_count,
        teams=standing,
        closed_teams=closed,
        touching=team_rows(Team.objects.standing().filter(also_touches__in=pks).exclude(system__in=pks).distinct()),
        below=nodes_of(below, counts, under),
        below_count=len(below),
    )


def _counted(teams: int, below: int, staff: int) -> list[tuple[str, str | SafeString]]:
    said = [("Teams at work", teams), ("Systems below", below), ("Staff", staff)]
    return [(name, str(count)) for name, count in said if count]


def _leaders(system: System) -> list[SafeString]:
    grants = RoleGrant.objects.filter(role=Role.SYSTEM_LEADER, system=system, user__is_active=True)
    people = grants.order_by("user__name").values_list("user_id", "user__name", "user__job_title")
    return [_person(*person) for person in people]


def _person(pk: int, name: str, job_title: str) -> SafeString:
    return components.person_chip(name, job_title, url=reverse("teams:person", args=[pk]))
