"""Proposing, chartering and moving redesign teams."""

from redesign.lib.refusals import Refusal
from teams.enums import TeamState
from teams.models import Team

NOT_RUNNING = {
    TeamState.PROPOSED: "is only proposed: its work can begin once the oversight group has established it",
    TeamState.PAUSED: "is paused: ask the oversight group to start it again before you change its work",
    TeamState.CLOSED: "is closed: its record is kept as it was, and can be read but not changed",
}


def require_running(team: Team) -> None:
    """Refuse with a sentence unless the team's work may be changed: chartered, active or sustaining.

    Call it in every action on a team's work. For a decision that must hold against a state change at the same moment,
    lock the team first.
    """
    if not team.is_running:
        raise Refusal(f"{team.name} {NOT_RUNNING[TeamState(team.state)]}.")
