"""What another state means for a team's work, and who hears of a decision."""

from django.db.models import Q, QuerySet

from teams.enums import TeamState
from teams.models import StateChange, Team, User
from teams.queries.cycles import CycleRow, cycle_rows, in_order

MEANS = {
    TeamState.CHARTERED: "It has its people and writes its charter: the aim, in quality and in efficiency.",
    TeamState.ACTIVE: "It tests changes and enters its data.",
    TeamState.SUSTAINING: "Its data go on, so that everybody sees whether the change holds.",
    TeamState.PAUSED: "Its work stands still and can be read by everybody. Nobody is reminded of its data meanwhile.",
    TeamState.CLOSED: "Its record is kept as it is, and can be read by everybody.",
}
"""What each state means, in the words of the e-mail about it."""


def what_it_means(state: str) -> str:
    """The sentence of this state; empty for a proposal."""
    return MEANS.get(TeamState(state), "")


def told_people(change: StateChange) -> "QuerySet[User]":
    """Whoever asked for it and everybody in the team, who can sign in and wants e-mails; not whoever decided."""
    in_team = Q(memberships__team=change.team_id, memberships__left_on__isnull=True)
    people = User.objects.filter(in_team | Q(pk=change.asked_by_id) | Q(pk=change.team.proposed_by_id))
    people = people.filter(is_active=True, wants_reminders=True).exclude(pk=change.decided_by_id)
    return people.order_by("pk").distinct()


def undecided(team: Team) -> list[CycleRow]:
    """The tests of change that still wait for their decision: what a pause leaves standing; one query."""
    cycles = team.cycles.open().select_related("idea", "team")
    return cycle_rows(in_order(cycles, "starts"))
