"""What pages show of invitations."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from redesign.lib import components
from teams.enums import Role
from teams.models import Invitation, Team, User
from teams.permissions.organisation import can_administer
from teams.permissions.standing import standing

SHOWN = 200


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that waits, in ready strings."""

    name: str
    email: str
    team: str
    by: str
    badge: SafeString
    until: str
    resend_url: str
    withdraw_url: str


def teams_to_invite_to(user: User) -> "QuerySet[Team]":
    """The teams that this person may invite people to: all for administrators and the oversight group, else those led."""
    teams = Team.objects.standing()
    if standing(user).has(Role.ADMINISTRATOR, Role.OVERSIGHT):
        return teams
    return teams.filter(pk__in=[team for team in standing(user).teams if standing(user).leads(team)])


def open_invitations(user: User) -> list[InvitationRow]:
    """The invitations that wait and that this person may change, latest first: one query, two hundred at most."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not can_administer(user):
        rows = rows.filter(team__in=teams_to_invite_to(user))
    return [_row(each) for each in rows.select_related("team", "invited_by").order_by("-created_at")[:SHOWN]]


def _row(invitation: Invitation) -> InvitationRow:
    late = invitation.expires_at < timezone.now()
    return InvitationRow(
        name=invitation.name,
        email=invitation.email,
        team=invitation.team.name if invitation.team else "",
        by=invitation.invited_by.name if invitation.invited_by else "",
        badge=components.tag("Too old", icon_name="clock", tone="warn")
        if late
        else components.tag("Sent", icon_name="mail"),
        until=f"{timezone.localtime(invitation.expires_at):%-d %b %Y}",
        resend_url=reverse("teams:invitation-resend", args=[invitation.pk]),
        withdraw_url=reverse("teams:invitation-withdraw", args=[invitation.pk]),
    )
