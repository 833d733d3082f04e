"""What lists of redesign teams show, and whose they are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from redesign.lib import components
from redesign.lib.dates import days_ago
from teams.enums import RUNNING, TeamRole, TeamState
from teams.models import Membership, ProgressScore, StateChange, System, Team, User
from teams.permissions.organisation import can_read_organisation
from teams.permissions.standing import standing
from teams.queries.aims import aim_sentence

ANSWERS_SHOWN = dt.timedelta(days=180)
"""How long a decided proposal stands among those of the person who made it."""

SORTS = {
    "name": ("name", "pk"),
    "system": ("system__name", "name", "pk"),
    "state": ("state_order", "name", "pk"),
    "lead": ("lead_name", "name", "pk"),
    "by": ("aim_by", "name", "pk"),
}
"""What a list of teams may be sorted by, upwards; `-` before the key turns it round."""


@dataclass(frozen=True)
class TeamRow:
    """One line of a list of teams, in ready strings."""

    pk: int
    url: str
    name: str
    state: str
    state_badge: SafeString
    system_id: int
    system: str
    system_url: str
    aim: str
    by: str
    lead: str


@dataclass(frozen=True)
class TeamsAsked:
    """Which teams to list; empty values list all that the person may read. `state` may be "running", or
    "leaderless": not closed, established, and without a lead who can sign in."""

    text: str = ""
    state: str = ""
    system: System | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text or self.state or self.system)

    def of(self, teams: "QuerySet[Team]") -> "QuerySet[Team]":
        """These teams, narrowed down; one query when a system is asked for, because all below it is meant too."""
        if self.text:
            teams = teams.matching(self.text)  # type: ignore[attr-defined]  # a method of TeamQuerySet
        if self.state == "leaderless":
            teams = teams.leaderless()  # type: ignore[attr-defined]  # a method of TeamQuerySet
        elif self.state:
            teams = teams.filter(state__in=RUNNING) if self.state == "running" else teams.filter(state=self.state)
        if self.system is not None:
            below = System.objects.descendants(self.system, include_self=True)
            teams = teams.filter(system__in=[system.pk for system in below])
        return teams


def readable_teams(user: User) -> "QuerySet[Team]":
    """The teams that this person may read: all for staff, their own for partners and other outsiders."""
    if can_read_organisation(user):
        return Team.objects.all()
    return Team.objects.filter(pk__in=list(standing(user).teams))


def in_order(teams: "QuerySet[Team]", sort: str) -> "QuerySet[Team]":
    """The teams, with what their rows print, by a key of SORTS; by name when it is not one."""
    key = sort.removeprefix("-")
    teams = with_lead(teams).select_related("system")
    if key == "state":
        teams = teams.annotate(state_order=_state_order())
    first, *rest = SORTS.get(key, SORTS["name"])
    return teams.order_by(f"-{first}" if sort.startswith("-") and key in SORTS else first, *rest)


def _state_order() -> Case:
    states = (When(state=state, then=Value(place)) for place, state in enumerate(TeamState))
    return Case(*states, output_field=IntegerField())


def with_lead(teams: "QuerySet[Team]") -> "QuerySet[Team]":
    """The teams with `lead_name`, the person who leads each now."""
    leads = Membership.objects.current().filter(team=OuterRef("pk"), role=TeamRole.LEAD)
    return teams.annotate(lead_name=Subquery(leads.values("user__name")[:1]))


def team_rows(teams: "QuerySet[Team]", sort: str = "name") -> list[TeamRow]:
    """These teams with their system and lead, in one query."""
    return rows_of(in_order(teams, sort))


def rows_of(teams: Iterable[Team], *, linked: bool = True) -> list[TeamRow]:
    """Lines for these teams; no query beyond theirs when they came from `in_order`.

    Without `linked` their systems have no address: for partners, who may not open them.
    """
    return [_row(team, linked=linked) for team in teams]


def _row(team: Team, *, linked: bool = True) -> TeamRow:
    return TeamRow(
        pk=team.pk,
        url=reverse("teams:team", args=[team.pk]),
        name=team.name,
        state=team.state,
        state_badge=components.badge("team", team.state),
        system_id=team.system_id,
        system=team.system.name,
        system_url=reverse("teams:system", args=[team.system_id]) if linked else "",
        aim=aim_sentence(team),
        by=f"{team.aim_by:%-d %b %Y}" if team.aim_by else "",
        lead=getattr(team, "lead_name", "") or "",
    )


def waiting_change(team: Team) -> StateChange | None:
    """The change of its state that the team has asked for and nobody has decided, or None; one query."""
    return team.state_changes.open().first()


def last_score(team: Team) -> ProgressScore | None:
    """The newest progress score, or None; one query."""
    return team.progress_scores.first()


@dataclass(frozen=True)
class MyTeam:
    """One of a person's own teams, with what they are in it."""

    row: TeamRow
    role: str
    members: SafeString


def my_teams(user: User, *, closed: bool = False) -> list[MyTeam]:
    """The teams a person belongs to, those they lead first, with everybody in them; two queries."""
    roles = standing(user).teams
    teams = Team.objects.filter(pk__in=list(roles))
    rows = team_rows(teams if closed else teams.standing())
    names: dict[int, list[str]] = {}
    together = Membership.objects.current().filter(team__in=[row.pk for row in rows]).order_by("joined_on", "pk")
    for team_id, name in together.values_list("team_id", "user__name"):
        names.setdefault(team_id, []).append(name)
    mine = [MyTeam(row, TeamRole(roles[row.pk]).label, components.people(names.get(row.pk, []))) for row in rows]
    return sorted(mine, key=lambda each: list(TeamRole).index(TeamRole(roles[each.row.pk])))


@dataclass(frozen=True)
class Proposal:
    """A team that somebody proposed, and what became of the proposal, in ready strings."""

    name: str
    url: str
    system: str
    badge: SafeString
    stands: str
    answer: str


def proposed_by(user: User) -> list[Proposal]:
    """What this person proposed: what waits for its decision, and what was decided lately; one query."""
    since = timezone.now() - ANSWERS_SHOWN
    proposals = StateChange.objects.filter(asked_by=user, from_state=TeamState.PROPOSED)
    proposals = proposals.exclude(decided_at__lt=since).select_related("team__system", "decided_by")
    return [_proposal(change) for change in proposals]


def _proposal(change: StateChange) -> Proposal:
    team = change.team
    if change.decided_at is None:
        stands = f"Proposed {days_ago(timezone.localdate(change.created_at))}; it waits for the oversight group."
    else:
        withdrawn = change.decided_by_id == change.asked_by_id
        done = "Established" if change.granted else "Withdrawn" if withdrawn else "Turned down"
        by = f" by {change.decided_by.name}" if change.decided_by else ""
        stands = f"{done} {days_ago(timezone.localdate(change.decided_at))}{by}."
    return Proposal(
        name=team.name,
        url=reverse("teams:team", args=[team.pk]),
        system=team.system.name,
        badge=components.badge("team", team.state),
        stands=stands,
        answer=change.answer,
    )
