"""PDSA cycles through their states: what may follow what, what is owed before, and what never changes again."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal, StaleEdit
from teams.actions.cycles import (
    add_note,
    change_plan,
    decide_cycle,
    larger,
    move_cycle,
    plan_cycle,
    record_do,
    record_study,
)
from teams.enums import NEXT_STEPS, RUNNING, ActDecision, PredictedAs, PredictionKind, Scale, Step, TeamState, Verdict
from teams.models import ChangeIdea, Cycle
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

A_DAY = dt.date(2024, 3, 4)
PLAN = {
    "title": "Round at eight",
    "question": "Does an earlier round free a bed before noon?",
    "scale": Scale.ONE_PERSON,
    "prediction_kind": PredictionKind.NUMBER,
    "predicted_value": 40.0,
    "predicted_as": PredictedAs.AT_MOST,
    "predicted_unit": "min",
    "prediction": "Fewer people wait for the porter.",
    "confidence": 70,
    "who": "Bo and the day team",
    "what": "Round at eight instead of ten",
    "place": "Bay 3",
    "starts_on": A_DAY,
    "ends_on": None,
}


def ready(step: Step, **fields) -> Cycle:
    """A cycle at this step that owes nothing for the next."""
    return CycleFactory(step=step, confidence=70, happened="It was tried.", result_yes=True, comparison="So.", **fields)


# -- Planning -----------------------------------------------------------------------------------------------------


def test_the_first_cycle_of_a_new_idea_opens_its_ramp():
    team, nurse = TeamFactory(), UserFactory()

    cycle = plan_cycle(team=team, by=nurse, new_idea="Earlier rounds", reconfigures="workforce", **PLAN)

    idea = ChangeIdea.objects.get()
    assert (idea.title, idea.reconfigures, idea.offered_by, idea.team) == ("Earlier rounds", "workforce", nurse, team)
    assert (cycle.idea, cycle.number, cycle.step) == (idea, 1, Step.PLAN)
    assert {name: getattr(cycle, name) for name in PLAN} == PLAN


def test_the_next_cycle_of_an_idea_takes_the_next_number():
    idea = ChangeIdeaFactory()
    CycleFactory(idea=idea, number=3)

    assert plan_cycle(team=idea.team, by=UserFactory(), idea=idea, **PLAN).number == 4


def test_a_cycle_needs_an_idea():
    with pytest.raises(Refusal, match="Choose a change idea, or write a new one"):
        plan_cycle(team=TeamFactory(), by=UserFactory(), **PLAN)


def test_another_teams_idea_is_refused():
    with pytest.raises(Refusal, match="belongs to another team"):
        plan_cycle(team=TeamFactory(), by=UserFactory(), idea=ChangeIdeaFactory(), **PLAN)


def test_an_idea_that_the_team_has_already_is_refused_with_a_sentence():
    idea = ChangeIdeaFactory()

    with pytest.raises(Refusal, match="has this change idea already") as refused:
        plan_cycle(team=idea.team, by=UserFactory(), new_idea=idea.title, **PLAN)
    assert refused.value.field == "new_idea"


def test_a_cycle_that_ends_before_it_starts_is_refused():
    cycle = CycleFactory(starts_on=A_DAY)

    with pytest.raises(Refusal, match="must end on or after") as refused:
        change_plan(cycle=cycle, version=1, ends_on=A_DAY - dt.timedelta(days=1))
    assert refused.value.field == "ends_on"


def test_the_plan_changes_while_the_test_has_not_begun():
    cycle = change_plan(cycle=CycleFactory(), version=1, **PLAN)

    cycle.refresh_from_db()
    assert {name: getattr(cycle, name) for name in PLAN} == PLAN
    assert cycle.version == 2


def test_a_stale_plan_is_refused_with_the_newer_one():
    cycle = CycleFactory()
    change_plan(cycle=cycle, version=1, title="Round at seven")

    with pytest.raises(StaleEdit) as refused:
        change_plan(cycle=cycle, version=1, title="Round at nine")
    assert refused.value.current.title == "Round at seven"


# -- The prediction is made before, and kept ----------------------------------------------------------------------


@pytest.mark.parametrize("step", [Step.DO, Step.STUDY, Step.ACT])
def test_the_plan_is_frozen_once_the_test_has_begun(step):
    with pytest.raises(Refusal, match="the plan and its prediction stay as they were made"):
        change_plan(cycle=CycleFactory(step=step), version=1, **PLAN)


@pytest.mark.parametrize("step", [Step.DO, Step.STUDY, Step.ACT])
@pytest.mark.parametrize("change", [{"confidence": 99}, {"predicted_yes": False}, {"prediction": "I knew it"}])
def test_not_even_sql_changes_a_prediction_after_the_test_has_begun(step, change):
    cycle = CycleFactory(step=step, confidence=50)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(**change)


def test_a_test_does_not_begin_without_a_prediction():
    with pytest.raises(Refusal, match="Make the prediction before the test begins"):
        move_cycle(cycle=CycleFactory(predicted_yes=None, confidence=70), to=Step.DO)


def test_a_test_does_not_begin_before_one_has_said_how_sure_one_is():
    with pytest.raises(Refusal, match="how sure you are"):
        move_cycle(cycle=CycleFactory(confidence=None), to=Step.DO)


@pytest.mark.parametrize(
    ("meant_as", "result", "verdict"),
    [
        (PredictedAs.AT_MOST, 40, Verdict.MET),
        (PredictedAs.AT_MOST, 12, Verdict.MET),
        (PredictedAs.AT_MOST, 40.1, Verdict.NOT_MET),
        (PredictedAs.AT_LEAST, 40, Verdict.MET),
        (PredictedAs.AT_LEAST, 39.9, Verdict.NOT_MET),
        (PredictedAs.ABOUT, 44, Verdict.MET),
        (PredictedAs.ABOUT, 36, Verdict.MET),
        (PredictedAs.ABOUT, 44.1, Verdict.NOT_MET),
        (PredictedAs.ABOUT, None, ""),
    ],
)
def test_a_result_is_held_against_the_number_predicted(meant_as, result, verdict):
    number = {"prediction_kind": PredictionKind.NUMBER, "predicted_value": 40.0, "predicted_as": meant_as}

    assert CycleFactory.build(step=Step.STUDY, **number, result_value=result, idea=None, team=None).verdict == verdict


# -- From step to step --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", Step)
@pytest.mark.parametrize("at", Step)
def test_a_cycle_goes_only_where_the_table_leads(at, to):
    cycle = ready(at)

    if to in NEXT_STEPS[at]:
        assert move_cycle(cycle=cycle, to=to).step == to
    else:
        with pytest.raises(
            Refusal, match="already" if to == at else f"A cycle at '{at.label}' cannot go to '{to.label}'"
        ):
            move_cycle(cycle=cycle, to=to)
        cycle.refresh_from_db()
        assert cycle.step == at


@pytest.mark.parametrize("state", sorted(set(TeamState) - RUNNING))
def test_the_work_of_a_team_that_is_not_running_is_refused(state):
    cycle = ready(Step.DO, idea__team__state=state)
    writes = {
        "plan": lambda: plan_cycle(team=cycle.team, by=None, idea=cycle.idea, **PLAN),
        "note": lambda: add_note(cycle=cycle, by=None, text="x"),
        "do": lambda: record_do(cycle=cycle, version=1, happened="x"),
        "move": lambda: move_cycle(cycle=cycle, to=Step.STUDY),
    }

    for write in writes.values():
        with pytest.raises(Refusal, match=cycle.team.name):
            write()


def test_starting_a_test_that_was_planned_for_later_starts_it_today():
    cycle = CycleFactory(
        confidence=60, starts_on=today() + dt.timedelta(days=9), ends_on=today() + dt.timedelta(days=12)
    )

    assert move_cycle(cycle=cycle, to=Step.DO).starts_on == today()


@pytest.mark.parametrize(
    ("planned", "ended"),
    [(None, today()), (today() + dt.timedelta(days=5), today()), (dt.date(2024, 3, 9), dt.date(2024, 3, 9))],
)
def test_the_day_the_test_ended_is_known_when_it_is_studied(planned, ended):
    assert move_cycle(cycle=ready(Step.DO, ends_on=planned), to=Step.STUDY).ends_on == ended


def test_a_test_of_which_nothing_was_noted_is_not_studied():
    cycle = CycleFactory(step=Step.DO)

    with pytest.raises(Refusal, match="Note what happened"):
        move_cycle(cycle=cycle, to=Step.STUDY)
    add_note(cycle=cycle, by=UserFactory(), text="Two of three were ready.")
    assert move_cycle(cycle=cycle, to=Step.STUDY).step == Step.STUDY


def test_a_cycle_without_a_result_is_not_decided_unless_it_says_why():
    cycle = CycleFactory(step=Step.STUDY)

    with pytest.raises(Refusal, match="Give the result before you decide"):
        move_cycle(cycle=cycle, to=Step.ACT)
    assert record_study(cycle=cycle, version=1, comparison="The clock was broken.", to=Step.ACT).step == Step.ACT


def test_saving_a_step_may_take_the_cycle_on_and_both_are_saved_or_neither():
    cycle = CycleFactory(step=Step.DO)

    with pytest.raises(Refusal):
        record_do(cycle=cycle, version=1, surprises="None", to=Step.ACT)
    cycle.refresh_from_db()
    assert (cycle.surprises, cycle.version) == ("", 1)

    record_do(cycle=cycle, version=1, happened="Two of three were ready.", to=Step.STUDY)
    cycle.refresh_from_db()
    assert (cycle.happened, cycle.step, cycle.version) == ("Two of three were ready.", Step.STUDY, 2)


def test_what_was_written_for_a_step_that_is_past_is_refused():
    with pytest.raises(Refusal, match="stands at 'Study' now, no longer at 'Do'"):
        record_do(cycle=ready(Step.STUDY), version=1, happened="Late news")


def test_notes_stand_beside_one_another():
    cycle, amara, bo = CycleFactory(step=Step.DO), UserFactory(), UserFactory()
    add_note(cycle=cycle, by=amara, text="Mrs K. went at eleven.")
    add_note(cycle=cycle, by=bo, text="The lift was out.", is_surprise=True)

    assert list(cycle.notes.order_by("pk").values_list("text", "written_by", "is_surprise")) == [
        ("Mrs K. went at eleven.", amara.pk, False),
        ("The lift was out.", bo.pk, True),
    ]


@pytest.mark.parametrize(("step", "sentence"), [(Step.PLAN, "has not begun yet"), (Step.ACT, "is over")])
def test_notes_are_for_a_test_that_is_under_way(step, sentence):
    with pytest.raises(Refusal, match=sentence):
        add_note(cycle=CycleFactory(step=step), by=UserFactory(), text="x")


def test_a_change_says_that_the_team_was_touched():
    heard = []
    cycle = ready(Step.PLAN)
    team_touched.connect(listener := lambda team_id, **_: heard.append(team_id))
    try:
        move_cycle(cycle=cycle, to=Step.DO)
    finally:
        team_touched.disconnect(listener)

    assert heard == [cycle.team_id]


# -- Deciding -----------------------------------------------------------------------------------------------------


def test_adapting_opens_the_next_cycle_of_the_ramp_with_the_plan_carried_over_and_the_prediction_open():
    cycle = CycleFactory(step=Step.ACT, result_value=52.0, number=2, **PLAN)

    following = decide_cycle(
        cycle=cycle, by=UserFactory(), version=1, decision=ActDecision.ADAPT, learnt="Start with bay 2."
    )

    cycle.refresh_from_db()
    assert (cycle.decision, cycle.learnt, cycle.decided_on) == (ActDecision.ADAPT, "Start with bay 2.", today())
    carried = ("title", "question", "who", "what", "place", "prediction_kind", "predicted_as", "predicted_unit")
    assert {name: getattr(following, name) for name in carried} == {name: PLAN[name] for name in carried}
    assert (following.number, following.step, following.idea) == (3, Step.PLAN, cycle.idea)
    assert (following.scale, following.starts_on) == (Scale.ONE_SHIFT, today())
    assert (following.predicted_value, following.confidence, following.prediction) == (None, None, "")


def test_the_scale_of_the_next_cycle_may_be_chosen():
    cycle = ready(Step.ACT)

    following = decide_cycle(
        cycle=cycle, by=UserFactory(), version=1, decision=ActDecision.ADAPT, next_scale=Scale.ONE_PERSON
    )
    assert following.scale == Scale.ONE_PERSON


def test_a_ramp_grows_from_scale_to_scale_up_to_the_largest():
    assert [larger(scale) for scale in Scale] == [*list(Scale)[1:], Scale.SEVERAL_UNITS]


def test_abandoning_asks_what_was_learnt():
    cycle = ready(Step.ACT)

    with pytest.raises(Refusal, match="Say what was learnt") as refused:
        decide_cycle(cycle=cycle, by=UserFactory(), version=1, decision=ActDecision.ABANDON)
    assert refused.value.field == "learnt"
    assert (
        decide_cycle(
            cycle=cycle, by=UserFactory(), version=1, decision=ActDecision.ABANDON, learnt="No porter at eight."
        )
        is None
    )


@pytest.mark.parametrize("step", [Step.PLAN, Step.DO, Step.STUDY])
def test_a_cycle_is_decided_only_in_act(step):
    with pytest.raises(Refusal, match=f"stands at '{step.label}' now"):
        decide_cycle(cycle=ready(step), by=UserFactory(), version=1, decision=ActDecision.ADOPT)


def test_a_decision_stands():
    cycle = ready(Step.ACT)
    decide_cycle(cycle=cycle, by=UserFactory(), version=1, decision=ActDecision.ADOPT)

    with pytest.raises(Refusal, match="was decided already: adopt"):
        decide_cycle(cycle=cycle, by=UserFactory(), version=2, decision=ActDecision.ABANDON, learnt="x")


# -- Whatever people press ----------------------------------------------------------------------------------------

MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(Step)),
        st.tuples(st.just("plan"), st.sampled_from([None, 40.0])),
        st.tuples(st.just("note"), st.just("Seen.")),
        st.tuples(st.just("do"), st.sampled_from([None, dt.date(2024, 3, 1), dt.date(2024, 3, 9)])),
        st.tuples(st.just("study"), st.sampled_from(["", "So it is."])),
        st.tuples(st.just("act"), st.sampled_from(ActDecision)),
    ),
    max_size=12,
)


def pressed(cycle: Cycle, person, kind: str, what) -> str:
    """What somebody who presses this button is told."""
    try:
        match kind:
            case "move":
                move_cycle(cycle=cycle, to=what)
            case "plan":
                change_plan(cycle=cycle, version=cycle.version, predicted_value=what, confidence=70)
            case "note":
                add_note(cycle=cycle, by=person, text=what)
            case "do":
                record_do(cycle=cycle, version=cycle.version, happened="It was tried.", ends_on=what)
            case "study":
                record_study(cycle=cycle, version=cycle.version, comparison=what, result_value=None)
            case "act":
                decide_cycle(cycle=cycle, by=person, version=cycle.version, decision=what, learnt="That.")
    except Refusal as refusal:
        return refusal.sentence
    return "Done."


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_no_sequence_of_moves_breaks_what_must_be_true_of_a_cycle(db, moves):
    """Each is carried out or refused with a sentence; the database never has to say no, and steps only go forward."""
    with transaction.atomic():
        cycle = CycleFactory(predicted_yes=None, prediction_kind=PredictionKind.NUMBER)
        person = UserFactory()
        seen = [(cycle.step, None)]
        for kind, what in moves:
            cycle.refresh_from_db()
            assert pressed(cycle, person, kind, what).endswith(".")
            cycle.refresh_from_db()
            seen.append((cycle.step, cycle.predicted_value))
        order = list(Step)
        places = [order.index(Step(step)) for step, _ in seen]
        assert places == sorted(places)
        assert len({value for step, value in seen if step != Step.PLAN}) <= 1
        numbers = list(cycle.idea.cycles.values_list("number", flat=True))
        assert len(numbers) == len(set(numbers))
        transaction.set_rollback(True)


# -- At the same moment -------------------------------------------------------------------------------------------


def at_once(count: int, press) -> list:
    """What `press` gives in so many threads that begin together: its result, or the sentence of its refusal."""
    line = Barrier(count)

    def one(number: int):
        try:
            line.wait(timeout=20)
            return press(number)
        except Refusal as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_when_eight_people_start_a_test_at_once_one_does_and_the_others_are_told():
    cycle = CycleFactory(confidence=70)

    answers = at_once(8, lambda _: move_cycle(cycle=Cycle.objects.get(pk=cycle.pk), to=Step.DO).step)

    assert sorted(answers) == sorted(
        [Step.DO, *["This cycle is at 'Do' already: somebody took it there a moment ago."] * 7]
    )


@pytest.mark.django_db(transaction=True)
def test_when_two_adapt_at_once_one_next_cycle_is_opened():
    cycle, nurse = ready(Step.ACT), UserFactory()

    def adapt(_):
        fresh = Cycle.objects.get(pk=cycle.pk)
        return decide_cycle(cycle=fresh, by=nurse, version=fresh.version, decision=ActDecision.ADAPT).number

    answers = at_once(2, adapt)

    assert cycle.idea.cycles.count() == 2
    assert sorted(map(type, answers), key=str) == [int, str]


@pytest.mark.django_db(transaction=True)
def test_eight_cycles_planned_at_once_take_eight_numbers():
    idea, nurse = ChangeIdeaFactory(), UserFactory()

    numbers = at_once(8, lambda _: plan_cycle(team=idea.team, by=nurse, idea=idea, **PLAN).number)

    assert sorted(numbers) == list(range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_eight_notes_at_once_are_all_kept():
    cycle = CycleFactory(step=Step.DO)
    nurse = member_of(cycle.team)

    at_once(8, lambda number: add_note(cycle=cycle, by=nurse, text=f"Note {number}").pk)

    assert cycle.notes.count() == 8
