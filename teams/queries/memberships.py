"""What pages show of who belongs to a team."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from redesign.lib import components
from redesign.lib.dates import today
from teams.enums import Discipline, TeamRole
from teams.models import Membership, Team, User

SUGGESTIONS = 12


@dataclass(frozen=True)
class MemberRow:
    """One spell of a person in a team, in ready strings."""

    pk: int
    person: SafeString
    role: str
    discipline: str
    span: str
    edit_url: str
    leave_url: str


@dataclass(frozen=True)
class Members:
    """Who is in a team, and who was."""

    current: list[MemberRow]
    past: list[MemberRow]


def members_of(team: Team, *, linked: bool = True) -> Members:
    """The team's members now, leads first, and those who left, latest first; one query.

    `linked=False` for readers who may not open people's pages.
    """
    order = list(TeamRole)
    rows = list(Membership.objects.filter(team=team).select_related("user"))
    now = sorted(
        (row for row in rows if row.left_on is None), key=lambda row: (order.index(TeamRole(row.role)), row.joined_on)
    )
    left = sorted(
        (row for row in rows if row.left_on is not None), key=lambda row: row.left_on or today(), reverse=True
    )
    return Members(current=[_row(row, linked) for row in now], past=[_row(row, linked) for row in left])


def members_now(team: Team) -> list[Membership]:
    """Who is in the team today, with the people; one query."""
    return list(team.memberships.current().select_related("user"))


def lead_of(team: Team, *, besides: Membership | None = None) -> Membership | None:
    """The membership of the person who leads the team now; `besides` leaves one out of the search. One query."""
    leads = team.memberships.current().filter(role=TeamRole.LEAD).select_related("user")
    return (leads.exclude(pk=besides.pk) if besides else leads).first()


def _row(member: Membership, linked: bool) -> MemberRow:
    url = reverse("teams:person", args=[member.user_id]) if linked else ""
    span = f"since {member.joined_on:%-d %b %Y}"
    if member.left_on is not None:
        span = f"{member.joined_on:%-d %b %Y} to {member.left_on:%-d %b %Y}"
    return MemberRow(
        pk=member.pk,
        person=components.person_chip(member.user.name, member.user.job_title, url=url),
        role=TeamRole(member.role).label,
        discipline=Discipline(member.discipline).label,
        span=span,
        edit_url=reverse("teams:member-edit", args=[member.pk]),
        leave_url=reverse("teams:member-leave", args=[member.pk]),
    )


def role_in_words(membership: Membership) -> str:
    """'Team lead, doctor'; the discipline alone for a member without another role."""
    discipline = Discipline(membership.discipline).label
    if membership.role == TeamRole.MEMBER:
        return discipline
    return f"{TeamRole(membership.role).label}, {discipline[:1].lower()}{discipline[1:]}"


def people_like(text: str) -> list[User]:
    """The first people who match this text (see `UserQuerySet.matching`); nobody for less than two letters."""
    text = text.strip()
    if len(text) < 2:
        return []
    return list(User.objects.filter(is_active=True).matching(text)[:SUGGESTIONS])
