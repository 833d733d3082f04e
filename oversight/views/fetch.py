"""What a view of this app begins with: the row, or 404 when it is absent, or 403 with the sentence why."""

from django.http import HttpRequest

from oversight.models import Barrier, Capacity, Criterion, Resource, ResourceRequest, Screen, StrategicPriority
from oversight.permissions.barriers import (
    can_answer_barrier,
    can_edit_barrier,
    can_escalate_barrier,
    can_raise_barrier,
    can_read_barrier,
    can_remove_barrier,
)
from oversight.permissions.priorities import can_rate_teams, can_set_priorities
from oversight.permissions.requests import can_ask_for_resources, can_change_request, can_settle_requests
from oversight.permissions.resources import can_edit_resources
from oversight.permissions.walls import can_arrange_wall
from redesign.lib.fetch import found, require
from teams.models import Job, StateChange, System, Team
from teams.permissions.organisation import can_administer
from teams.permissions.teams import can_decide_state, can_read_team
from teams.views.fetch import staff_only as staff_only
from teams.views.fetch import system_to_read, team_to_read

# -- Barriers -----------------------------------------------------------------------------------------------------


def barrier_to_read(request: HttpRequest, pk: int) -> Barrier:
    """A barrier with its team, system and people, for everybody who may read the team."""
    rows = Barrier.objects.select_related("team__system", "addressed_to", "raised_by", "owner")
    barrier = found(rows, pk)
    require(can_read_barrier(request.user, barrier), "You see the barriers of the teams that you belong to.")
    return barrier


def barrier_to_answer(request: HttpRequest, pk: int) -> Barrier:
    """A barrier, for the leaders of the system that it stands with."""
    barrier = barrier_to_read(request, pk)
    sentence = f"This barrier stands with {barrier.addressed_to.name}: its leaders answer it."
    require(can_answer_barrier(request.user, barrier), sentence)
    return barrier


def barrier_to_edit(request: HttpRequest, pk: int) -> Barrier:
    """A barrier, for everybody who belongs to its team."""
    barrier = barrier_to_read(request, pk)
    sentence = f"Only the people who belong to {barrier.team.name} word its barriers and withdraw them."
    require(can_edit_barrier(request.user, barrier), sentence)
    return barrier


def barrier_to_escalate(request: HttpRequest, pk: int) -> Barrier:
    """A barrier, for those who may answer it and for its team."""
    barrier = barrier_to_read(request, pk)
    sentence = f"Those who are asked, and the people who belong to {barrier.team.name}, take it further up."
    require(can_escalate_barrier(request.user, barrier), sentence)
    return barrier


def barrier_to_remove(request: HttpRequest, pk: int) -> Barrier:
    """A barrier, for those who may answer it and for its team."""
    barrier = barrier_to_read(request, pk)
    sentence = f"Those who are asked, and the people who belong to {barrier.team.name}, say that it is gone."
    require(can_remove_barrier(request.user, barrier), sentence)
    return barrier


def team_to_raise_for(request: HttpRequest, pk: int) -> Team:
    """A team, for everybody who belongs to it; the action refuses where it is not at work."""
    team = team_to_read(request, pk)
    require(can_raise_barrier(request.user, team), f"Only the people who belong to {team.name} raise its barriers.")
    return team


# -- Establishing teams, and their states -------------------------------------------------------------------------


def state_change_to_decide(request: HttpRequest, pk: int) -> StateChange:
    """A proposal or a request for a state, for the oversight group."""
    require(can_decide_state(request.user), "The oversight group decides on proposals and states of teams.")
    return found(StateChange.objects.select_related("team__system", "asked_by", "decided_by"), pk)


def team_to_oversee(request: HttpRequest, pk: int) -> Team:
    """A team whose state may be changed at once: for the oversight group."""
    team = team_to_read(request, pk)
    require(can_decide_state(request.user), "The oversight group decides on the state of a team; its leads ask for it.")
    return team


# -- Background work ----------------------------------------------------------------------------------------------


def jobs_to_look_after(request: HttpRequest) -> None:
    """Background work, for administrators."""
    require(can_administer(request.user), "Background work is looked after by administrators.")


def job_to_run_again(request: HttpRequest, pk: int) -> Job:
    """A job, for administrators."""
    jobs_to_look_after(request)
    return found(Job.objects.all(), pk)


# -- Data walls ---------------------------------------------------------------------------------------------------


def system_whose_wall_to_arrange(request: HttpRequest, pk: int) -> System:
    """A system, for its leaders, those above it, and administrators."""
    system = system_to_read(request, pk)
    sentence = f"Only the leaders of {system.name}, of a system above it, and administrators arrange its wall."
    require(can_arrange_wall(request.user, system), sentence)
    return system


def screen_to_end(request: HttpRequest, pk: int) -> Screen:
    """A television of a wall, for those who arrange the wall."""
    staff_only(request)
    screen = found(Screen.objects.select_related("system"), pk)
    sentence = f"Only the leaders of {screen.system.name}, of a system above it, and administrators end its screens."
    require(can_arrange_wall(request.user, screen.system), sentence)
    return screen


# -- Priorities and ratings ---------------------------------------------------------------------------------------


def priorities_to_set(request: HttpRequest) -> None:
    """Strategic priorities and criteria, for the oversight group."""
    require(can_set_priorities(request.user), "The oversight group sets the priorities and the criteria.")


def priority_to_set(request: HttpRequest, pk: int) -> StrategicPriority:
    """A strategic priority, for the oversight group."""
    priorities_to_set(request)
    return found(StrategicPriority.objects.select_related("owner"), pk)


def criterion_to_set(request: HttpRequest, pk: int) -> Criterion:
    """A criterion, for the oversight group."""
    priorities_to_set(request)
    return found(Criterion.objects.all(), pk)


def team_to_rate(request: HttpRequest, pk: int) -> Team:
    """A team, for the oversight group; the action refuses where it is closed."""
    team = team_to_read(request, pk)
    require(can_rate_teams(request.user), "The oversight group rates the teams.")
    return team


# -- Shared resources ---------------------------------------------------------------------------------------------


def resource_to_read(request: HttpRequest, pk: int) -> Resource:
    """A shared resource, for anybody who works here."""
    staff_only(request)
    return found(Resource.objects.select_related("person"), pk)


def resources_to_edit(request: HttpRequest) -> None:
    """The shared resources themselves, for the oversight group."""
    require(can_edit_resources(request.user), "The oversight group says what is shared, and how much there is of it.")


def resource_to_edit(request: HttpRequest, pk: int) -> Resource:
    """A shared resource, for the oversight group."""
    resource = resource_to_read(request, pk)
    resources_to_edit(request)
    return resource


def capacity_to_edit(request: HttpRequest, pk: int) -> Capacity:
    """A week with another capacity than usual, for the oversight group."""
    resources_to_edit(request)
    return found(Capacity.objects.select_related("resource"), pk)


def resource_to_settle(request: HttpRequest, pk: int) -> Resource:
    """A shared resource that is shared out, for the oversight group."""
    resource = resource_to_read(request, pk)
    require(can_settle_requests(request.user), "The oversight group shares out what is scarce.")
    return resource


def team_to_ask_in_the_name_of(request: HttpRequest, pk: int) -> Team:
    """A team, for its leads to ask for a shared resource; the action refuses where it is not at work."""
    team = team_to_read(request, pk)
    sentence = f"Only the leads of {team.name} ask for shared resources in its name."
    require(can_ask_for_resources(request.user, team), sentence)
    return team


def request_to_read(request: HttpRequest, pk: int) -> ResourceRequest:
    """A request with its team and resource, for everybody who may read the team."""
    row = found(ResourceRequest.objects.select_related("team__system", "resource", "asked_by", "decided_by"), pk)
    require(can_read_team(request.user, row.team), "You see the requests of the teams that you belong to.")
    return row


def request_to_change(request: HttpRequest, pk: int) -> ResourceRequest:
    """A request, for the leads of the team that asked; the action refuses where it is settled."""
    row = request_to_read(request, pk)
    require(can_change_request(request.user, row), f"Only the leads of {row.team.name} change what it asks for.")
    return row


def request_to_settle(request: HttpRequest, pk: int) -> ResourceRequest:
    """A request, for the oversight group to settle."""
    row = request_to_read(request, pk)
    require(can_settle_requests(request.user), "The oversight group shares out what is scarce.")
    return row
