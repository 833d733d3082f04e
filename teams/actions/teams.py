"""Proposing and chartering redesign teams, and the question whether their work may be changed."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.actions.systems import open_system_for_work
from teams.enums import TeamState
from teams.models import StateChange, System, Team, User

NOT_RUNNING = {
    TeamState.PROPOSED: "is only proposed: its work can begin once the oversight group has established it",
    TeamState.PAUSED: "is paused: ask the oversight group to start it again before you change its work",
    TeamState.CLOSED: "is closed: its record is kept as it was, and can be read but not changed",
}
FIELD_OF = {
    "team_name_is_unique_in_its_system": "name",
    "team_ends_after_start": "ends_on",
    "protected_hours_fit_a_week": "protected_hours",
}


def require_running(team: Team) -> None:
    """Refuse with a sentence unless the team's work may be changed: chartered, active or sustaining.

    Call it in every action on a team's work. For a decision that must hold against a state change at the same moment,
    lock the team first.
    """
    if not team.is_running:
        raise Refusal(f"{team.name} {NOT_RUNNING[TeamState(team.state)]}.")


def require_not_closed(team: Team) -> None:
    """Refuse with a sentence when the team is closed; what may be done to a proposed or paused team goes on."""
    if team.state == TeamState.CLOSED:
        require_running(team)


def team_at_work(team_id: int) -> Team:
    """The team, locked until the end of the transaction; refused unless its work may be changed.

    Others may go on pointing to it: only who would pause, close or describe it waits.
    """
    team = Team.objects.select_for_update(no_key=True).get(pk=team_id)
    require_running(team)
    return team


@transaction.atomic
def propose_team(*, by: User, name: str, system: System, problem: str, why: str = "", **said: Any) -> Team:
    """A proposed team, and its request to be established, open until the oversight group decides.

    `said` are further fields of the charter that the proposer knows already.
    """
    system = open_system_for_work(system)
    team = Team(name=name.strip(), system=system, problem=problem, proposed_by=by, state=TeamState.PROPOSED, **said)
    with constraints_in_words(Team, FIELD_OF):
        team.save()
    StateChange.objects.create(
        team=team, from_state=TeamState.PROPOSED, to_state=TeamState.CHARTERED, asked_by=by, why=why
    )
    team_touched.send(sender=Team, team_id=team.pk)
    return team


@transaction.atomic
def write_charter(*, team: Team, version: int, touches: Iterable[System] | None = None, **charter: Any) -> Team:
    """Save the charter as it was typed; refused when somebody saved a newer one, and while the team rests.

    `touches` are the other systems that the work reaches; None leaves them as they are.
    """
    team = locked(team)
    if team.state != TeamState.PROPOSED:
        require_running(team)
    require_version(team, version)
    require_sense(team, charter)
    for field, value in charter.items():
        setattr(team, field, value)
    if "system" in charter:
        open_system_for_work(team.system)
    with constraints_in_words(Team, FIELD_OF):
        team.save(update_fields=[*charter, "version", "updated_at"])
    if touches is not None:
        team.also_touches.set([system for system in touches if system.pk != team.system_id])
    team_touched.send(sender=Team, team_id=team.pk)
    return team


def require_sense(team: Team, charter: dict[str, Any]) -> None:
    """Refuse figures that say nothing and a day that has passed already, where they are newly written."""
    for first, last, field in (("aim_from", "aim_to", "aim_to"), ("efficiency_from", "efficiency_to", "efficiency_to")):
        if charter.get(first) is not None and charter.get(first) == charter.get(last):
            raise Refusal("The two figures are the same: an aim says how much shall change.", field=field)
    by = charter.get("aim_by")
    if by is not None and by != team.aim_by and by <= today():
        raise Refusal("This day has passed. An aim is reached on a day to come.", field="aim_by")
