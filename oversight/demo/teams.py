"""The demo organisation's teams, through all their states."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from oversight.demo.built import Built
from oversight.demo.cycles import write_ramp
from oversight.demo.measures import write_measure
from oversight.demo.script import Story
from teams.enums import (
    TeamRole,
    TeamState,
)
from teams.models import (
    Membership,
    ProgressScore,
    StateChange,
    Team,
)


def write_team(built: Built, story: Story) -> None:
    team = Team.objects.create(
        name=story.name,
        system=built.systems[story.system],
        state=story.state,
        permanence="permanent" if story.permanent else "temporary",
        problem=story.problem,
        scope_in=story.scope_in,
        scope_out=story.scope_out,
        **_aims(built, story),
        sponsor=built.people.get(story.sponsor),
        protected_hours=None if story.state == TeamState.PROPOSED else story.hours,
        starts_on=None if story.state == TeamState.PROPOSED else built.ago(story.began),
        ends_on=None if story.permanent or story.state == TeamState.PROPOSED else built.ago(-story.due - 12),
        proposed_by=built.people[story.lead],
    )
    built.teams[story.name] = team
    team.also_touches.set(built.systems[name] for name in story.touches)
    _states(built, story, team)
    if story.state != TeamState.PROPOSED:
        _members(built, story, team)
    for weeks, score, note in story.scores:
        scorer = built.people.get(story.coach)
        ProgressScore.objects.create(
            team=team, score=Decimal(str(score)), scored_on=built.ago(weeks), note=note, scored_by=scorer
        )
    measures = [write_measure(built, yardstick, team.system, team, story) for yardstick in story.measures]
    for idea in story.ideas:
        write_ramp(built, story, team, idea, measures)


def _aims(built: Built, story: Story) -> dict:
    what, whom, since, to, unit = story.aim
    aims: dict = {"aim_what": what, "aim_for_whom": whom, "aim_unit": unit}
    if what:
        aims |= {"aim_from": Decimal(str(since)), "aim_to": Decimal(str(to)), "aim_by": built.ago(-story.due)}
    if story.efficiency:
        less, high, low, in_unit = story.efficiency
        aims |= {
            "efficiency_what": less,
            "efficiency_from": Decimal(str(high)),
            "efficiency_to": Decimal(str(low)),
            "efficiency_unit": in_unit,
        }
    return aims


PATHS = {
    TeamState.PROPOSED: (),
    TeamState.CHARTERED: (TeamState.CHARTERED,),
    TeamState.ACTIVE: (TeamState.CHARTERED, TeamState.ACTIVE),
    TeamState.SUSTAINING: (TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING),
    TeamState.PAUSED: (TeamState.CHARTERED, TeamState.ACTIVE, TeamState.PAUSED),
    TeamState.CLOSED: (TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING, TeamState.CLOSED),
}


def _states(built: Built, story: Story, team: Team) -> None:
    lead, chair = built.people[story.lead], built.people["Professor Ruth Abernethy"]
    path = PATHS[TeamState(story.state)]
    if not path:
        StateChange.objects.create(
            team=team, from_state=TeamState.PROPOSED, to_state=TeamState.CHARTERED, asked_by=lead, why=story.state_why
        )
    before = TeamState.PROPOSED
    for place, state in enumerate(path):
        weeks = _weeks_ago(story, state)
        last = place == len(path) - 1
        StateChange.objects.create(
            team=team,
            from_state=before,
            to_state=state,
            asked_by=lead,
            why=story.state_why if last else "",
            decided_by=chair,
            decided_at=timezone.now() - dt.timedelta(days=round(weeks * 7)),
            granted=True,
            answer="Agreed." if place else "Established: it serves our strategic priorities, and the people are there.",
        )
        before = state


def _weeks_ago(story: Story, state: TeamState) -> float:
    since = {TeamState.CHARTERED: story.began + 2, TeamState.ACTIVE: story.began, TeamState.SUSTAINING: 10}
    return since.get(state, -story.due if story.state == TeamState.CLOSED else 6)


def _members(built: Built, story: Story, team: Team) -> None:
    roles = [(story.lead, TeamRole.LEAD), (story.coach, TeamRole.COACH)]
    roles += [(name, TeamRole.MEMBER) for name in story.members]
    for place, (name, role) in enumerate(roles):
        if name:
            person = built.people[name]
            Membership.objects.create(
                team=team,
                user=person,
                role=role,
                discipline=person.discipline,
                joined_on=built.ago(story.began - place % 4),
                left_on=built.ago(-story.due) if story.state == TeamState.CLOSED else None,
            )
