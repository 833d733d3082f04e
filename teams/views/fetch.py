"""What a view of this app begins with: the row, or 404 when it is absent, or 403 with the sentence why."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from redesign.lib.fetch import found, require
from teams.models import ChangeIdea, Cycle, Invitation, Membership, RoleGrant, StateChange, System, Team, User
from teams.permissions.cycles import can_edit_cycle, can_read_cycle
from teams.permissions.ideas import can_edit_idea, can_offer_idea
from teams.permissions.organisation import can_administer, can_read_organisation
from teams.permissions.people import can_change_invitation, can_invite, can_read_person
from teams.permissions.systems import can_edit_system, can_edit_tree
from teams.permissions.teams import (
    can_ask_for_state,
    can_edit_charter,
    can_edit_members,
    can_propose_team,
    can_read_team,
    can_score_progress,
    can_work_in,
)

ONLY_STAFF = "This page is for the people who work here. You see the teams that you belong to."


def staff_only(request: HttpRequest) -> None:
    """Pages about the whole organisation are for its staff; partners and other outsiders see their own teams."""
    require(can_read_organisation(request.user), ONLY_STAFF)


# -- Systems ------------------------------------------------------------------------------------------------------


def system_to_read(request: HttpRequest, pk: int) -> System:
    """A system, for anybody who works here."""
    staff_only(request)
    return found(System.objects.all(), pk)


def system_to_edit(request: HttpRequest, pk: int) -> System:
    """A system, for its leaders and administrators."""
    system = system_to_read(request, pk)
    sentence = f"Only the leaders of {system.name}, of a system above it, and administrators describe it."
    require(can_edit_system(request.user, system), sentence)
    return system


def system_in_tree_to_edit(request: HttpRequest, pk: int) -> System:
    """A system whose place in the tree may be changed: for administrators."""
    system = system_to_read(request, pk)
    tree_to_edit(request)
    return system


def tree_to_edit(request: HttpRequest) -> None:
    """The tree itself: for administrators."""
    require(can_edit_tree(request.user), "Only administrators make, move and close systems.")


# -- Teams --------------------------------------------------------------------------------------------------------


def team_to_read(request: HttpRequest, pk: int, teams: "models.QuerySet[Team] | None" = None) -> Team:
    """A team with its system, for everybody who works here and the outsiders who belong to it."""
    team = found(Team.objects.select_related("system") if teams is None else teams, pk)
    _require_reading(request, team)
    return team


def _require_reading(request: HttpRequest, team: Team) -> None:
    """Comes before any sentence that names the team: not even its name is open to everybody."""
    require(can_read_team(request.user, team), "You see the teams that you belong to, and this one is not among them.")


def team_to_work_in(request: HttpRequest, pk: int) -> Team:
    """A team, for its members, coaches and support; actions refuse where it is not running."""
    team = team_to_read(request, pk)
    require(can_work_in(request.user, team), f"Only the people who belong to {team.name} write its work.")
    return team


def team_to_charter(request: HttpRequest, pk: int) -> Team:
    """A team, for its leads; while it is proposed, for the person who proposed it."""
    team = team_to_read(request, pk)
    require(can_edit_charter(request.user, team), f"Only the leads of {team.name} write its charter.")
    return team


def team_to_staff(request: HttpRequest, pk: int) -> Team:
    """A team whose members may be changed: for its leads and the oversight group."""
    team = team_to_read(request, pk)
    require(can_edit_members(request.user, team), f"Only the leads of {team.name} say who belongs to it.")
    return team


def team_to_ask_for(request: HttpRequest, pk: int) -> Team:
    """A team, for its leads to ask for another state."""
    team = team_to_read(request, pk)
    require(can_ask_for_state(request.user, team), f"Only the leads of {team.name} ask for its next state.")
    return team


def team_to_score(request: HttpRequest, pk: int) -> Team:
    """A team, for the coaches and internal support who serve it."""
    team = team_to_read(request, pk)
    require(can_score_progress(request.user, team), f"Only the coaches and internal support of {team.name} score it.")
    return team


def proposals_open_to(request: HttpRequest) -> None:
    """Proposing a team is for any member of staff."""
    if not can_propose_team(request.user):
        raise PermissionDenied("Any member of staff may propose a team. Tell your team's lead what you have in mind.")


def state_change_to_withdraw(request: HttpRequest, pk: int) -> StateChange:
    """A request for another state, for whoever asked for it and the leads of its team."""
    change = found(StateChange.objects.select_related("team__system"), pk)
    _require_reading(request, change.team)
    asked = change.asked_by_id == request.user.pk
    sentence = f"Only the leads of {change.team.name} and whoever asked for it withdraw a request."
    require(asked or can_ask_for_state(request.user, change.team), sentence)
    return change


def membership_to_edit(request: HttpRequest, pk: int) -> Membership:
    """One person's membership, for the leads of its team and the oversight group."""
    membership = found(Membership.objects.select_related("team__system", "user"), pk)
    _require_reading(request, membership.team)
    sentence = f"Only the leads of {membership.team.name} say who belongs to it."
    require(can_edit_members(request.user, membership.team), sentence)
    return membership


# -- Improvement work ---------------------------------------------------------------------------------------------


def cycle_to_read(request: HttpRequest, pk: int) -> Cycle:
    """A cycle with its idea, team and system, for whoever may read the team."""
    cycle = found(Cycle.objects.select_related("idea", "team__system"), pk)
    require(can_read_cycle(request.user, cycle), "You see the work of the teams that you belong to.")
    return cycle


def cycle_to_edit(request: HttpRequest, pk: int) -> Cycle:
    """A cycle, for the people who belong to its team; actions refuse where the team is not running."""
    cycle = cycle_to_read(request, pk)
    sentence = f"Only the people who belong to {cycle.team.name} write its cycles. You may read them."
    require(can_edit_cycle(request.user, cycle), sentence)
    return cycle


def idea_to_read(request: HttpRequest, pk: int) -> ChangeIdea:
    """A change idea with its team and system, for whoever may read the team."""
    idea = found(ChangeIdea.objects.select_related("offered_by", "team__system"), pk)
    require(can_read_team(request.user, idea.team), "You see the work of the teams that you belong to.")
    return idea


def idea_to_edit(request: HttpRequest, pk: int) -> ChangeIdea:
    """A change idea, for the people who belong to its team."""
    idea = idea_to_read(request, pk)
    require(can_edit_idea(request.user, idea), f"Only the people who belong to {idea.team.name} edit its ideas.")
    return idea


def team_to_offer_idea(request: HttpRequest, pk: int) -> Team:
    """A team, for any member of staff who has an idea for it."""
    team = team_to_read(request, pk)
    require(can_offer_idea(request.user, team), "Any member of staff may offer an idea; you to your own teams.")
    return team


# -- People -------------------------------------------------------------------------------------------------------


def administrators_only(request: HttpRequest) -> None:
    """Pages about people's accounts, roles and the organisation itself."""
    require(can_administer(request.user), "This page is for administrators.")


def person_to_read(request: HttpRequest, pk: int) -> User:
    """A person, for everybody who works here and for those who share a team with them."""
    person = found(User.objects.select_related("works_in"), pk)
    require(can_read_person(request.user, person), "You see the people of the teams that you belong to.")
    return person


def person_to_edit(request: HttpRequest, pk: int) -> User:
    """A person, for administrators."""
    administrators_only(request)
    return found(User.objects.select_related("works_in"), pk)


def role_to_revoke(request: HttpRequest, pk: int) -> RoleGrant:
    """A role that somebody holds, for administrators."""
    administrators_only(request)
    return found(RoleGrant.objects.select_related("user", "system"), pk)


def invitations_open_to(request: HttpRequest) -> None:
    """Inviting is for administrators and the leads of teams."""
    require(
        can_invite(request.user),
        "Administrators invite people; leads invite people to their own team, and the oversight group to any.",
    )


def invitation_to_change(request: HttpRequest, pk: int) -> Invitation:
    """An invitation, for who could have sent it."""
    invitation = found(Invitation.objects.select_related("team"), pk)
    require(can_change_invitation(request.user, invitation), "Only who could have sent an invitation changes it.")
    return invitation
