"""What pages show of redesign teams."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString

from redesign.lib import components
from redesign.lib.dates import days_ago
from teams.enums import TeamRole
from teams.models import Membership, Team, User
from teams.permissions.organisation import can_read_organisation
from teams.permissions.standing import standing
from teams.queries.aims import aim_sentence

SORTS = {
    "name": ("name", "pk"),
    "system": ("system__name", "name", "pk"),
    "state": ("state_order", "name", "pk"),
    "by": ("aim_by", "name", "pk"),
    "touched": ("updated_at", "name", "pk"),
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
    touched: str


def readable_teams(user: User) -> "QuerySet[Team]":
    """The teams that this person may read: all for staff, their own for partners and other outsiders."""
    if can_read_organisation(user):
        return Team.objects.all()
    return Team.objects.filter(pk__in=list(standing(user).teams))


def team_rows(teams: "QuerySet[Team]", order: Iterable[str] = ("name", "pk")) -> list[TeamRow]:
    """These teams with their system and lead, in one query."""
    return [_row(team) for team in with_lead(teams).select_related("system").order_by(*order)]


def with_lead(teams: "QuerySet[Team]") -> "QuerySet[Team]":
    """The teams with `lead_name`, the person who leads each now."""
    leads = Membership.objects.current().filter(team=OuterRef("pk"), role=TeamRole.LEAD)
    return teams.annotate(lead_name=Subquery(leads.values("user__name")[:1]))


def _row(team: Team) -> TeamRow:
    return TeamRow(
        pk=team.pk,
        url=reverse("teams:team", args=[team.pk]),
        name=team.name,
        state=team.state,
        state_badge=components.badge("team", team.state),
        system_id=team.system_id,
        system=team.system.name,
        system_url=reverse("teams:system", args=[team.system_id]),
        aim=aim_sentence(team),
        by=f"{team.aim_by:%-d %b %Y}" if team.aim_by else "",
        lead=getattr(team, "lead_name", "") or "",
        touched=days_ago(team.updated_at.date()),
    )
