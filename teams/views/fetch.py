"""What a view of this app begins with: the row, or 404 when it is absent, or 403 with the sentence why."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from redesign.lib.fetch import found, require
from teams.models import Membership, System, Team
from teams.permissions.organisation import can_read_organisation
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
    require(can_read_team(request.user, team), "You see the teams that you belong to, and this one is not among them.")
    return team


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


def membership_to_edit(request: HttpRequest, pk: int) -> Membership:
    """One person's membership, for the leads of its team and the oversight group."""
    membership = found(Membership.objects.select_related("team__system", "user"), pk)
    sentence = f"Only the leads of {membership.team.name} say who belongs to it."
    require(can_edit_members(request.user, membership.team), sentence)
    return membership
