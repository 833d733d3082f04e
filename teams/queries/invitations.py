"""What pages show of invitations."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from redesign.lib import components
from teams.enums import Role
from teams.models import Invitation, Team, User
from teams.permissions.organisation import can_administer
from teams.permissions.standing import standing

A_PAGE = 50
SORTS = {
    "name": ("name", "pk"),
    "team": (F("team__name").asc(nulls_last=True), "name", "pk"),
    "sent": ("created_at", "pk"),
    "until": ("expires_at", "pk"),
}
"""What the list may be sorted by, upwards; `-` before the key turns it round."""


@dataclass(frozen=True)
class InvitationsAsked:
    """Which invitations to list; without a state those that wait, too old ones among them."""

    text: str = ""
    state: str = ""
    sort: str = "-sent"

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text or self.state)

    def of(self, invitations: "QuerySet[Invitation]") -> "QuerySet[Invitation]":
        """These invitations, narrowed down and in order."""
        if self.text:
            words = Q(name__icontains=self.text) | Q(email__icontains=self.text) | Q(team__name__icontains=self.text)
            invitations = invitations.filter(words)
        key = self.sort.removeprefix("-")
        ordered = invitations.filter(_in_state(self.state)).order_by(*SORTS.get(key, SORTS["sent"]))
        return ordered.reverse() if self.sort.startswith("-") or key not in SORTS else ordered


def _in_state(state: str) -> Q:
    waits = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return {
        "old": waits & Q(expires_at__lt=timezone.now()),
        "accepted": Q(accepted_at__isnull=False),
        "withdrawn": Q(withdrawn_at__isnull=False),
        "all": Q(),
    }.get(state, waits)


@dataclass(frozen=True)
class InvitationRow:
    """An invitation, in ready strings; one that is over has no addresses."""

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


@dataclass(frozen=True)
class InvitationsPage:
    """One page of invitations: the rows to print, and the page that the pager reads."""

    rows: list[InvitationRow]
    page: Page


def invitations_page(user: User, asked: InvitationsAsked, number: int | str | None = 1) -> InvitationsPage:
    """The invitations asked for among those that this person may change: two queries, whatever their number."""
    invitations = Invitation.objects.select_related("team", "invited_by")
    if not can_administer(user):
        invitations = invitations.filter(team__in=teams_to_invite_to(user))
    page = Paginator(asked.of(invitations), A_PAGE).get_page(number)
    return InvitationsPage([_row(each) for each in page], page)


def _row(invitation: Invitation) -> InvitationRow:
    waits = invitation.accepted_at is None and invitation.withdrawn_at is None
    return InvitationRow(
        name=invitation.name,
        email=invitation.email,
        team=invitation.team.name if invitation.team else "",
        by=invitation.invited_by.name if invitation.invited_by else "",
        badge=_badge(invitation),
        until=f"{timezone.localtime(invitation.expires_at):%-d %b %Y}" if waits else "",
        resend_url=reverse("teams:invitation-resend", args=[invitation.pk]) if waits else "",
        withdraw_url=reverse("teams:invitation-withdraw", args=[invitation.pk]) if waits else "",
    )


def _badge(invitation: Invitation) -> SafeString:
    if invitation.accepted_at is not None:
        day = f"{timezone.localtime(invitation.accepted_at):%-d %b %Y}"
        return components.tag(f"Accepted {day}", icon_name="circle-check", tone="good")
    if invitation.withdrawn_at is not None:
        return components.tag("Withdrawn", icon_name="circle-x", tone="quiet")
    if invitation.expires_at < timezone.now():
        return components.tag("Too old", icon_name="clock", tone="warn")
    return components.tag("Sent", icon_name="mail")
