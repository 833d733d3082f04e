"""Predictions in words, and how often they came true."""

import datetime as dt

import pytest

from redesign.lib.dates import today
from teams.enums import PredictedAs, PredictionKind, Step, TeamState
from teams.models import Cycle
from teams.queries.cycles import Band, Calibration, calibration, cycle_page, figure, verdict_in_words
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory


@pytest.mark.parametrize(
    ("value", "words"),
    [(40.0, "40 min"), (12.5, "12.5 min"), (0.1 + 0.2, "0.3 min"), (52000.0, "52,000 min"), (0, "0 min")],
)
def test_a_figure_is_written_as_people_write_it(value, words):
    assert figure(value, "min") == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"predicted_yes": None}, "Nothing predicted yet"),
        ({"predicted_yes": True, "confidence": 80}, "Predicted yes (80 % sure)"),
        ({"predicted_yes": True, "result_yes": True}, "Predicted yes — got yes: as predicted"),
        (
            {
                "prediction_kind": PredictionKind.NUMBER,
                "predicted_as": PredictedAs.AT_LEAST,
                "predicted_value": 40.0,
                "predicted_unit": "min",
                "confidence": 70,
                "result_value": 38.5,
            },
            "Predicted at least 40 min (70 % sure) — got 38.5 min: not as predicted",
        ),
    ],
)
def test_a_prediction_and_its_result_read_as_one_sentence(fields, words):
    assert verdict_in_words(CycleFactory.build(idea=None, team=None, **fields)) == words


@pytest.mark.django_db
def test_calibration_counts_what_was_judged_and_nothing_else():
    idea = ChangeIdeaFactory()
    judged = {"idea": idea, "step": Step.STUDY, "confidence": 80}
    CycleFactory(**judged, result_yes=True)
    CycleFactory(**judged, result_yes=False)
    CycleFactory(**judged | {"confidence": 50}, result_yes=False)
    CycleFactory(**judged | {"confidence": None}, result_yes=True)
    CycleFactory(**judged)
    CycleFactory(idea=idea, confidence=10)

    bands = (Band("50 to 69 %", judged=1, came_true=0), Band("70 to 89 %", judged=2, came_true=1))
    found = calibration(Cycle.objects.all())
    assert found == Calibration(judged=3, came_true=1, sure=70, bands=bands)
    assert found.by_sureness == "When 50 to 69 % sure, 0 of 1 came true; when 70 to 89 % sure, 1 of 2 came true."
    assert calibration(Cycle.objects.filter(confidence=50)).by_sureness == ""


@pytest.mark.parametrize(
    ("judged", "came_true", "sure", "words"),
    [
        (2, 2, 90, ""),
        (10, 7, 75, "7 of 10 predictions came true (70 %); the team was 75 % sure on average."),
        (
            10,
            3,
            80,
            "3 of 10 predictions came true (30 %); the team was 80 % sure on average. "
            "The tests surprise it more than it expects.",
        ),
        (
            10,
            9,
            50,
            "9 of 10 predictions came true (90 %); the team was 50 % sure on average. It may trust itself more.",
        ),
    ],
)
def test_calibration_reads_as_a_sentence_once_there_are_enough(judged, came_true, sure, words):
    assert Calibration(judged, came_true, sure).sentence == words


@pytest.mark.django_db
def test_nothing_is_overdue_while_a_team_rests():
    late = {"step": Step.DO, "starts_on": today() - dt.timedelta(days=9), "ends_on": today() - dt.timedelta(days=2)}
    working, resting = CycleFactory(**late), CycleFactory(idea__team__state=TeamState.PAUSED, **late)
    assert list(Cycle.objects.overdue(today())) == [working]
    assert [working.is_overdue(today()), resting.is_overdue(today())] == [True, False]


@pytest.mark.django_db
def test_a_cycle_written_down_afterwards_is_told_by_its_own_dates_and_then_by_its_history():
    cycle = CycleFactory(step=Step.STUDY, starts_on=dt.date(2026, 3, 3), ends_on=dt.date(2026, 3, 9))
    taken = [(each.when, each.title) for each in cycle_page(cycle).happenings]
    assert taken == [("9 Mar 2026", "The test ended; the study began"), ("3 Mar 2026", "The test began")]
    Cycle.objects.filter(pk=cycle.pk).update(step=Step.ACT, result_yes=True)
    assert cycle_page(Cycle.objects.get()).happenings[0].title == "Studied"
    over = CycleFactory(step=Step.ACT, decision="adopt", decided_on=dt.date(2026, 4, 1), starts_on=dt.date(2026, 3, 3))
    newest = cycle_page(over).happenings[0]
    assert (newest.when, newest.title) == ("1 Apr 2026", "Adopted")
