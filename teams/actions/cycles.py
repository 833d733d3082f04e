"""PDSA cycles: planned, done, studied, decided. The state table is `teams.enums.NEXT_STEPS`.

Every action here locks the team first and the cycle second, so that a team that is paused or closed at the same moment
is noticed, and two people who press the same button are answered one after the other.
"""

from typing import Any

from django.db import transaction
from django.db.models import Max

from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import cycle_adapted, team_touched
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.actions.jobs import enqueue
from teams.actions.teams import team_at_work
from teams.enums import NEXT_STEPS, ActDecision, Reconfigures, Scale, Step
from teams.models import ChangeIdea, Cycle, CycleNote, Team, User
from teams.models.cycles import PREDICTION

PLAN = frozenset({"title", "question", "scale", "who", "what", "place", "starts_on", "ends_on", *PREDICTION})
CARRIED_OVER = ("title", "question", "who", "what", "place", "prediction_kind", "predicted_as", "predicted_unit")
"""What the next cycle of a ramp takes from the one before; the prediction itself is made anew."""

FIELDS = {
    "cycle_ends_after_start": "ends_on",
    "abandoning_says_what_was_learnt": "learnt",
    "cycle_is_predicted_before_it_starts": "prediction",
}


@transaction.atomic
def plan_cycle(
    *,
    team: Team,
    by: User,
    idea: ChangeIdea | None = None,
    new_idea: str = "",
    reconfigures: str = Reconfigures.WORKFLOW,
    **plan: Any,
) -> Cycle:
    """Plan the next cycle of a ramp: of the idea given, or of a new one with this title."""
    team = team_at_work(team.pk)
    if idea is None:
        idea = _idea_called(new_idea, team=team, reconfigures=reconfigures, by=by)
    if idea.team_id != team.pk:
        raise Refusal("This change idea belongs to another team.", field="idea")
    return _add_to_ramp(idea, **{name: plan[name] for name in PLAN & plan.keys()})


@transaction.atomic
def change_plan(*, cycle: Cycle, version: int, to: Step | None = None, **plan: Any) -> Cycle:
    """Rewrite the plan while the test has not begun; `to` takes the cycle on at once."""
    cycle = _at_work(cycle)
    if cycle.step != Step.PLAN:
        raise Refusal("The test has begun, so the plan and its prediction stay as they were made.")
    require_version(cycle, version)
    for name in PLAN & plan.keys():
        setattr(cycle, name, plan[name])
    return _saved(_taken_to(cycle, to) if to else cycle)


@transaction.atomic
def add_note(*, cycle: Cycle, by: User, text: str, is_surprise: bool = False) -> CycleNote:
    """Add what somebody saw to a test that is under way, or being studied. Notes never get in one another's way."""
    team = team_at_work(cycle.team_id)
    cycle = locked(cycle)
    if cycle.step not in {Step.DO, Step.STUDY}:
        not_yet = "This test has not begun yet: start it, then note what happens."
        raise Refusal(not_yet if cycle.step == Step.PLAN else "This test is over, and what was seen is on record.")
    note = CycleNote.objects.create(cycle=cycle, text=text, is_surprise=is_surprise, written_by=by)
    team_touched.send(sender=Team, team_id=team.pk)
    return note


@transaction.atomic
def record_do(*, cycle: Cycle, version: int, to: Step | None = None, **changes: Any) -> Cycle:
    """Sum up what happened and what surprised; move the day it ends; `to` takes the cycle on."""
    cycle = _at_work(cycle)
    _require_step(cycle, Step.DO)
    require_version(cycle, version)
    for name in {"happened", "surprises", "ends_on"} & changes.keys():
        setattr(cycle, name, changes[name])
    return _saved(_taken_to(cycle, to) if to else cycle)


@transaction.atomic
def record_study(*, cycle: Cycle, version: int, to: Step | None = None, **changes: Any) -> Cycle:
    """Write the result and what it says about the prediction; `to` takes the cycle on."""
    cycle = _at_work(cycle)
    _require_step(cycle, Step.STUDY)
    require_version(cycle, version)
    for name in {"result_value", "result_yes", "comparison"} & changes.keys():
        setattr(cycle, name, changes[name])
    return _saved(_taken_to(cycle, to) if to else cycle)


@transaction.atomic
def move_cycle(*, cycle: Cycle, to: Step) -> Cycle:
    """Take the cycle to its next step; refused where NEXT_STEPS does not lead there, or something is still owed."""
    return _saved(_taken_to(_at_work(cycle), to))


@transaction.atomic
def decide_cycle(
    *, cycle: Cycle, by: User, version: int, decision: ActDecision, learnt: str = "", next_scale: Scale | None = None
) -> Cycle | None:
    """Adopt, adapt or abandon, and tell the team. Adapting opens and returns the next cycle of the ramp.

    It reaches further than the one before, unless its scale is said.
    """
    cycle = _at_work(cycle)
    if cycle.is_decided:
        raise Refusal(f"This cycle was decided already: {cycle.get_decision_display().lower()}.")
    _require_step(cycle, Step.ACT)
    require_version(cycle, version)
    cycle.decision, cycle.learnt, cycle.decided_on = decision, learnt, today()
    _saved(cycle)
    enqueue("teams.tasks.tell_of_decision", cycle_id=cycle.pk, by_id=by.pk)
    return _next_in_ramp(cycle, next_scale) if decision == ActDecision.ADAPT else None


def larger(scale: str) -> Scale:
    """The scale that follows in a ramp; the largest stays."""
    scales = list(Scale)
    return scales[min(scales.index(Scale(scale)) + 1, len(scales) - 1)]


# -- What the actions are made of ---------------------------------------------------------------------------------


def _at_work(cycle: Cycle) -> Cycle:
    """The cycle as it is saved now, locked, in a team that is running."""
    team_at_work(cycle.team_id)
    return locked(cycle)


def _saved(cycle: Cycle) -> Cycle:
    with constraints_in_words(Cycle, FIELDS):
        cycle.save()
    team_touched.send(sender=Team, team_id=cycle.team_id)
    return cycle


def _require_step(cycle: Cycle, step: Step) -> None:
    if cycle.step != step:
        raise Refusal(
            f"This cycle stands at '{cycle.get_step_display()}' now, no longer at '{step.label}': "
            "somebody took it on while you were typing."
        )


def _taken_to(cycle: Cycle, to: Step) -> Cycle:
    """The locked cycle at its next step, with the dates that follow from it; not saved yet."""
    if cycle.step == to:
        raise Refusal(f"This cycle is at '{to.label}' already: somebody took it there a moment ago.")
    if to not in NEXT_STEPS[cycle.step]:
        after = " and ".join(f"'{step.label}'" for step in cycle.next_steps)
        follows = f"{after} comes next" if after else "it ends there"
        raise Refusal(f"A cycle at '{cycle.get_step_display()}' cannot go to '{to.label}': {follows}.")
    READY[to](cycle)
    cycle.step = to
    return cycle


def _ready_to_do(cycle: Cycle) -> None:
    if not cycle.is_predicted:
        raise Refusal("Make the prediction before the test begins: say what you expect to find.", field="prediction")
    if cycle.confidence is None:
        raise Refusal("Say how sure you are of your prediction, in per cent.", field="confidence")
    cycle.starts_on = min(cycle.starts_on, today())


def _ready_to_study(cycle: Cycle) -> None:
    if not cycle.happened and not cycle.notes.exists():
        raise Refusal("Note what happened before you study it; one sentence is enough.", field="happened")
    cycle.ends_on = min(cycle.ends_on or today(), today())


def _ready_to_act(cycle: Cycle) -> None:
    if not cycle.has_result and not cycle.comparison:
        raise Refusal(
            "Give the result before you decide. If it could not be told, say why in the comparison.",
            field="comparison",
        )


READY = {Step.DO: _ready_to_do, Step.STUDY: _ready_to_study, Step.ACT: _ready_to_act}


def _idea_called(title: str, *, team: Team, reconfigures: str, by: User) -> ChangeIdea:
    if not title:
        raise Refusal("Choose a change idea, or write a new one.", field="new_idea")
    with constraints_in_words(ChangeIdea, {"idea_title_is_unique_in_its_team": "new_idea"}):
        return ChangeIdea.objects.create(team=team, title=title, reconfigures=reconfigures, offered_by=by)


def _add_to_ramp(idea: ChangeIdea, **fields: Any) -> Cycle:
    """The next cycle of the idea; the idea is locked, so that two at once get two numbers."""
    idea = locked(idea)
    last = idea.cycles.aggregate(last=Max("number"))["last"] or 0
    return _saved(Cycle(team_id=idea.team_id, idea=idea, number=last + 1, **fields))


def _next_in_ramp(cycle: Cycle, scale: Scale | None) -> Cycle:
    carried = {name: getattr(cycle, name) for name in CARRIED_OVER}
    following = _add_to_ramp(cycle.idea, **carried, scale=scale or larger(cycle.scale), starts_on=today())
    cycle_adapted.send(sender=Cycle, cycle_id=cycle.pk, next_id=following.pk)
    return following
