"""Who joins a team, in which role, and who leaves."""

import datetime as dt

from django.db import transaction

from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.actions.teams import require_not_closed
from teams.enums import SERVING, TeamRole, TeamState
from teams.models import Membership, Team, User

FIELD_OF = {
    "membership_ends_after_start": "left_on",
    "membership_spells_do_not_overlap": "joined_on",
    "one_lead_a_team": "role",
}


@transaction.atomic
def add_member(
    *,
    team: Team,
    user: User,
    role: str,
    discipline: str = "",
    joined_on: dt.date | None = None,
    hand_over: bool = False,
) -> Membership:
    """Bring a person into the team from this day on; `hand_over` makes the present lead a co-lead."""
    team = locked(team)
    require_not_closed(team)
    if not user.is_active:
        raise Refusal(f"{user.name} can no longer sign in here, and so cannot join a team.")
    joined_on = joined_on or today()
    require_day(joined_on, field="joined_on")
    require_staff_to_serve(user, role)
    if role == TeamRole.LEAD:
        make_room_for_lead(team, hand_over=hand_over)
    member = Membership(team=team, user=user, role=role, discipline=discipline or user.discipline, joined_on=joined_on)
    with constraints_in_words(Membership, FIELD_OF, membership_spells_do_not_overlap=_already(user)):
        member.save()
    team_touched.send(sender=Team, team_id=team.pk)
    return member


@transaction.atomic
def change_member(
    *, membership: Membership, role: str, discipline: str, hand_over: bool = False, saw: str | None = None
) -> Membership:
    """Give a member another role or discipline; a team that works keeps a lead.

    `saw` is what `said_of` told when the form was opened: refused when somebody has changed it since.
    """
    team = locked(membership.team)
    membership = locked(membership)
    require_not_closed(team)
    if membership.left_on is not None:
        raise Refusal(f"{membership.user.name} left the team on {membership.left_on:%-d %B %Y}.")
    if saw is not None and saw != said_of(membership):
        now = f"{membership.get_role_display().lower()}, {membership.get_discipline_display().lower()}"
        raise Refusal(
            f"Somebody changed this while you were at it: {membership.user.name} is {now} now. Nothing of yours is lost: "
            "save again to replace it."
        )
    require_staff_to_serve(membership.user, role)
    if role == TeamRole.LEAD and membership.role != TeamRole.LEAD:
        make_room_for_lead(team, hand_over=hand_over)
    if membership.role == TeamRole.LEAD and role != TeamRole.LEAD:
        require_another_lead(team, membership)
    membership.role, membership.discipline = role, discipline
    with constraints_in_words(Membership, FIELD_OF):
        membership.save(update_fields=["role", "discipline", "updated_at"])
    team_touched.send(sender=Team, team_id=team.pk)
    return membership


def said_of(membership: Membership) -> str:
    """What a form of this membership shows, in short, so that the next save knows whether it still holds."""
    return f"{membership.role} {membership.discipline}"


@transaction.atomic
def end_membership(*, membership: Membership, left_on: dt.date | None = None) -> Membership:
    """Let a person leave the team; what they did stays. The lead hands over first, while the team is at work."""
    team = locked(membership.team)
    membership = locked(membership)
    left_on = left_on or today()
    require_day(left_on, field="left_on")
    if membership.left_on is not None:
        raise Refusal(f"{membership.user.name} left the team on {membership.left_on:%-d %B %Y} already.")
    if membership.role == TeamRole.LEAD:
        require_another_lead(team, membership)
    membership.left_on = left_on
    with constraints_in_words(Membership, FIELD_OF):
        membership.save(update_fields=["left_on", "updated_at"])
    team_touched.send(sender=Team, team_id=team.pk)
    return membership


def require_day(day: dt.date, *, field: str) -> None:
    """Refuse a day to come: memberships are recorded when they begin and end."""
    if day > today():
        raise Refusal("This day is still to come: record it when it is there.", field=field)


def require_staff_to_serve(user: User, role: str, *, field: str = "role") -> None:
    """Refuse a partner or another outsider as coach or support: those come from the organisation, and score the team."""
    if user.is_outsider and role in SERVING:
        raise Refusal("A coach or internal support is somebody who works here.", field=field)


def make_room_for_lead(team: Team, *, hand_over: bool) -> None:
    """A team has one lead: the present one becomes co-lead, or the change is refused unless `hand_over`."""
    present = team.memberships.current().filter(role=TeamRole.LEAD).select_related("user").first()
    if present is None:
        return
    if not hand_over:
        raise Refusal(
            f"{present.user.name} leads the team. Choose co-lead, or say that the lead is handed over.", field="role"
        )
    present.role = TeamRole.CO_LEAD
    present.save(update_fields=["role", "updated_at"])


def require_another_lead(team: Team, leaving: Membership) -> None:
    """Refuse to leave a team that is at work without a lead."""
    if team.state == TeamState.CLOSED:
        return
    others = team.memberships.current().filter(role=TeamRole.LEAD).exclude(pk=leaving.pk)
    if not others.exists():
        raise Refusal(f"{leaving.user.name} leads the team: make somebody else its lead first.", field="role")


def name_lead(team: Team, user: User) -> Membership:
    """The first lead of a team that is being established; the caller has locked the team."""
    return _in_role(team, user, TeamRole.LEAD, field="lead")


def name_coach(team: Team, user: User) -> Membership:
    """The coach of a team that is being established; the caller has locked the team."""
    return _in_role(team, user, TeamRole.COACH, field="coach")


def _in_role(team: Team, user: User, role: TeamRole, *, field: str) -> Membership:
    require_staff_to_serve(user, role, field=field)
    member = team.memberships.current().filter(user=user).first()
    member = member or Membership(team=team, user=user, discipline=user.discipline, joined_on=today())
    member.role = role
    with constraints_in_words(
        Membership, dict.fromkeys(FIELD_OF, field), membership_spells_do_not_overlap=_already(user)
    ):
        member.save()
    return member


def _already(user: User) -> str:
    return f"{user.name} is in the team on these days already."
