import datetime as dt
import threading

import pytest
from django.db import connection

from oversight.actions.barriers import (
    answer_barrier,
    edit_barrier,
    escalate_barrier,
    escalate_if_silent,
    escalate_silent_barriers,
    own_barrier,
    raise_barrier,
    remove_barrier,
    withdraw_barrier,
)
from oversight.enums import BarrierKind, BarrierState
from oversight.models import Barrier, BarrierStep, TeamSummary
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal, StaleEdit
from teams.enums import TeamState
from teams.models import Job, Team
from tests.factories.barriers import hospital, raised
from tests.factories.systems import SystemFactory


@pytest.fixture
def place(db):
    return hospital()


def steps_of(barrier):
    return list(barrier.steps.values_list("state", "system__name", "by__name"))


def test_raising_a_barrier_writes_its_first_step_and_owes_the_e_mail(place):
    barrier = raised(place)
    assert (barrier.state, barrier.addressed_to, barrier.version) == (BarrierState.RAISED, place.meso, 1)
    assert steps_of(barrier) == [("raised", "Medicine", place.lead.name)]
    assert Job.objects.filter(task="oversight.tasks.tell_of_barrier").values_list("arguments", flat=True).get() == {
        "step_id": barrier.steps.get().pk
    }


def test_the_portfolio_knows_of_a_barrier_as_soon_as_it_is_raised(place):
    raised(place, days=-1)
    place.team.refresh_from_db()
    escalated = TeamSummary.objects.get(team=place.team)
    assert escalated.open_barriers == 1


@pytest.mark.parametrize("state", [TeamState.PROPOSED, TeamState.PAUSED, TeamState.CLOSED])
def test_a_team_that_is_not_at_work_raises_no_barriers(place, state):
    place.team.state = state
    place.team.save()
    with pytest.raises(Refusal, match="barriers are raised by teams that are at work"):
        raised(place)


def test_a_barrier_goes_to_the_teams_own_line_only(place):
    elsewhere = SystemFactory(name="Surgery", parent=place.macro)
    with pytest.raises(Refusal, match="own system or one above it"):
        raised(place, to=elsewhere)


def test_the_same_barrier_is_not_raised_twice_while_it_is_open(place):
    first = raised(place)
    with pytest.raises(Refusal, match="raised this already") as refused:
        raised(place)
    assert refused.value.field == "title"
    withdraw_barrier(barrier=first, version=1, by=place.lead, why="")
    assert raised(place).state == BarrierState.RAISED


@pytest.mark.parametrize(("days", "sentence"), [(-1, "passed already"), (91, "within 90 days")])
def test_the_promised_day_is_to_come_and_near(place, days, sentence):
    with pytest.raises(Refusal, match=sentence):
        raise_barrier(
            team=place.team,
            by=place.lead,
            title="No scanner on Sundays",
            kind=BarrierKind.SPACE,
            description="",
            addressed_to=place.meso,
            reply_by=today() + dt.timedelta(days=days),
        )


def test_an_answer_is_kept_with_who_gave_it(place):
    barrier = raised(place)
    answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="Open until eight from Monday.")
    barrier.refresh_from_db()
    assert (barrier.state, barrier.owner, barrier.version) == ("answered", place.division_leader, 2)
    assert barrier.steps.last().text == "Open until eight from Monday."


def test_an_empty_answer_is_refused_by_the_action_and_by_the_database(place):
    barrier = raised(place)
    with pytest.raises(Refusal, match="Write the answer"):
        answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="  ")
    constraint = next(each for each in Barrier._meta.constraints if each.name == "answered_barrier_has_its_answer")
    assert constraint.violation_error_message == "Write the answer: the team is waiting for it."


def test_taking_it_on_keeps_the_promised_day(place):
    barrier = raised(place)
    own_barrier(barrier=barrier, version=1, by=place.division_leader, owner=place.ward_leader)
    barrier.refresh_from_db()
    assert (barrier.owner, barrier.state) == (place.ward_leader, BarrierState.RAISED)
    assert barrier.steps.last().owner == place.ward_leader


def test_whoever_answers_after_it_has_gone_up_is_told_where_it_stands(place):
    barrier = raised(place)
    escalate_barrier(barrier=barrier, version=1, by=place.division_leader, why="Beyond the division.")
    barrier.refresh_from_db()
    with pytest.raises(Refusal, match="stands with St Brigid's now"):
        answer_barrier(barrier=barrier, version=2, by=place.division_leader, answer="Done.")


def test_an_edit_of_what_somebody_else_has_changed_is_refused(place):
    barrier = raised(place)
    own_barrier(barrier=barrier, version=1, by=place.division_leader, owner=place.division_leader)
    with pytest.raises(StaleEdit):
        edit_barrier(
            barrier=barrier,
            version=1,
            by=place.lead,
            title="Another title",
            kind=BarrierKind.OTHER,
            description="",
            reply_by=barrier.reply_by,
        )


def test_the_team_waits_for_the_promised_day_before_it_takes_a_barrier_up(place):
    barrier = raised(place)
    with pytest.raises(Refusal, match="has until"):
        escalate_barrier(barrier=barrier, version=1, by=place.lead, why="They are slow.")


def test_the_team_takes_an_answer_that_does_not_help_further_up(place):
    barrier = raised(place)
    answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="There is no money.")
    escalate_barrier(barrier=barrier, version=2, by=place.lead, why="It needs no money, only other hours.")
    barrier.refresh_from_db()
    assert (barrier.state, barrier.addressed_to, barrier.owner) == ("escalated", place.macro, None)
    assert barrier.reply_by == today() + dt.timedelta(days=21)


def test_at_the_top_there_is_nobody_above(place):
    barrier = raised(place, to=place.macro)
    with pytest.raises(Refusal, match="the top"):
        escalate_barrier(barrier=barrier, version=1, by=place.executive, why="Up.")


def test_a_barrier_that_is_gone_says_what_made_it_go_and_is_over(place):
    barrier = raised(place)
    remove_barrier(barrier=barrier, version=1, by=place.lead, what_happened="Pharmacy moved their round.")
    barrier.refresh_from_db()
    assert (barrier.state, barrier.closed_on, barrier.answer) == ("removed", today(), "Pharmacy moved their round.")
    with pytest.raises(Refusal, match="removed in the meantime"):
        withdraw_barrier(barrier=barrier, version=2, by=place.lead, why="")


def test_a_silent_barrier_goes_level_by_level_to_the_top_and_stays_there_overdue(place):
    barrier = raised(place, to=place.ward, days=-1)
    for above, days in ((place.meso, 14), (place.macro, 21)):
        assert escalate_silent_barriers() == 1
        barrier.refresh_from_db()
        assert (barrier.addressed_to, barrier.state) == (above, BarrierState.ESCALATED)
        assert barrier.reply_by == today() + dt.timedelta(days=days)
        Barrier.objects.update(reply_by=today() - dt.timedelta(days=1))
    assert escalate_silent_barriers() == 0
    assert list(Barrier.objects.overdue(today())) == [barrier]
    assert steps_of(barrier)[1:] == [("escalated", "Medicine", None), ("escalated", "St Brigid's", None)]
    assert barrier.steps.last().text.startswith("No answer from Medicine by ")


def test_escalating_twice_on_a_day_is_without_harm(place):
    raised(place, days=-1)
    assert (escalate_silent_barriers(), escalate_silent_barriers()) == (1, 0)
    assert BarrierStep.objects.filter(state="escalated").count() == 1


def test_a_barrier_whose_day_is_today_is_not_late_yet(place):
    raised(place, days=0)
    assert escalate_silent_barriers() == 0


def test_a_closed_system_on_the_way_is_passed_over(place):
    place.meso.closed_on = today()
    place.meso.save()
    barrier = raised(place, to=place.ward, days=-1)
    escalate_silent_barriers()
    barrier.refresh_from_db()
    assert barrier.addressed_to == place.macro


@pytest.mark.django_db(transaction=True)
def test_the_clock_and_an_answer_at_once_never_both_win():
    place = hospital()
    outcomes = []
    for round_number in range(8):
        barrier = raised(place, days=-1, title=f"Barrier {round_number}")
        start = threading.Barrier(2)

        def answer(barrier=barrier, start=start):
            start.wait()
            try:
                answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="Done.")
                outcomes.append("answered")
            except Refusal:
                outcomes.append("refused")
            finally:
                connection.close()

        def tick(barrier=barrier, start=start):
            start.wait()
            try:
                outcomes.append("escalated" if escalate_if_silent(barrier.pk) else "left alone")
            finally:
                connection.close()

        threads = [threading.Thread(target=answer), threading.Thread(target=tick)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        pair = set(outcomes[-2:])
        assert pair in ({"answered", "left alone"}, {"refused", "escalated"})
        barrier.refresh_from_db()
        assert barrier.version == 2
        assert barrier.steps.count() == 2
        assert barrier.state == ("answered" if "answered" in pair else "escalated")


def test_the_words_of_a_closed_team_s_barrier_stay_as_they_were(place):
    barrier = raised(place)
    Team.objects.filter(pk=barrier.team_id).update(state=TeamState.CLOSED)
    barrier = Barrier.objects.get(pk=barrier.pk)
    words = {"title": "Otherwise", "kind": barrier.kind, "description": "", "reply_by": barrier.reply_by}
    with pytest.raises(Refusal, match="is closed"):
        edit_barrier(barrier=barrier, version=barrier.version, by=place.lead, **words)
