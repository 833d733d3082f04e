"""From signal to response: cards open with special causes, follow them, and are answered on the chart."""

import datetime as dt

import pytest
from django.utils import timezone

from measures.actions.annotations import remove_annotation
from measures.actions.answers import answer_card, withdraw_answer
from measures.actions.measures import retire_measure
from measures.actions.phases import start_phase
from measures.actions.points import add_point, correct_point, count_point, ghost_point
from measures.actions.summaries import refresh
from measures.models import Annotation, Measure, MeasureSummary, Point, SignalCard
from redesign.lib.refusals import Refusal, StaleEdit
from teams.models import Team
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db

CALM = [40, 44, 39, 41, 45, 38, 42, 40, 43, 41, 39, 44, 40, 42]
SAYS = {"cause": "planned", "decision": "learn", "answer": "The new rota began"}


def measure_with(values: list[float], **fields) -> Measure:
    measure = MeasureFactory(chart="i", rules="anhoej-3-sigma", **fields)
    points_for(measure, values)
    refresh([measure.pk])
    return measure


def cards() -> list[tuple[str, dt.date, dt.date, str]]:
    return list(SignalCard.objects.order_by("pk").values_list("rule", "first_period", "latest_period", "state"))


def test_a_special_cause_opens_a_card_with_its_sentence():
    measure_with([*CALM, 54])
    card = SignalCard.objects.get()
    assert (card.rule, card.first_period, card.state) == ("outside", dt.date(2024, 4, 8), "open")
    assert (card.side, card.meaning) == (1, "concern")
    assert card.words == "Week of 8 Apr 2024 lies above the upper control limit."


def test_common_cause_opens_none():
    measure_with(CALM)
    assert cards() == []


def test_a_first_import_of_old_data_asks_only_about_what_reaches_into_the_newest_points():
    measure_with([*CALM, 54, *CALM, *CALM])
    assert cards() == []
    measure_with([*CALM, *CALM, 54, 41, 42])
    assert [card[1] for card in cards()] == [dt.date(2024, 7, 15)]


def test_a_signal_that_goes_on_keeps_its_card():
    measure = measure_with([*CALM, *[20] * 9])
    (before,) = SignalCard.objects.filter(rule="long-run")
    add_point(measure=measure, by=UserFactory(), period=dt.date(2024, 6, 10), value=21)
    after = SignalCard.objects.get(rule="long-run")
    assert (after.pk, after.first_period) == (before.pk, before.first_period)
    assert after.latest_period == dt.date(2024, 6, 10)
    assert after.words.startswith("Ten points in a row")


def test_a_signal_whose_beginning_moves_with_the_centre_line_keeps_its_card_too():
    measure = measure_with([*CALM, 25, *[20] * 9])
    card = SignalCard.objects.get(rule="long-run")
    answer_card(card=card, version=1, by=UserFactory(), **SAYS)
    point = Point.objects.get(measure=measure, period=card.first_period)
    correct_point(point=point, version=1, why="Recounted", value=45)
    kept = SignalCard.objects.exclude(state="gone").get(rule="long-run")
    assert (kept.pk, kept.state) == (card.pk, "answered")


def test_a_card_closes_when_its_point_is_ghosted_and_opens_again_when_it_counts():
    measure_with([*CALM, 54])
    point = Point.objects.latest("period")
    ghost_point(point=point, why="A power cut")
    assert SignalCard.objects.get().state == "gone"
    SignalCard.objects.update(opened_at=timezone.now() - dt.timedelta(days=90))
    count_point(point=point, why="It was right")
    card = SignalCard.objects.get()
    assert card.state == "open"
    assert timezone.now() - card.opened_at < dt.timedelta(hours=1)


def test_a_card_closes_when_its_point_is_put_right():
    measure_with([*CALM, 54])
    correct_point(point=Point.objects.latest("period"), version=1, why="It was 41", value=41)
    assert SignalCard.objects.get().state == "gone"


def test_a_new_phase_closes_the_cards_of_what_it_explains():
    measure = measure_with([*CALM, *[20, 22, 19, 21] * 4])
    start_phase(measure=measure, by=UserFactory(), starts_on=dt.date(2024, 4, 8), reason="The rota has held")
    assert {card[3] for card in cards()} == {"gone"}


def test_an_answered_card_that_had_gone_comes_back_answered():
    measure_with([*CALM, 54])
    answer_card(card=SignalCard.objects.get(), version=1, by=UserFactory(), **SAYS)
    point = Point.objects.latest("period")
    ghost_point(point=point, why="A power cut")
    count_point(point=point, why="It was right")
    assert SignalCard.objects.get().state == "answered"


def test_an_answered_card_asks_anew_when_its_signal_turns_round():
    measure_with([*CALM, 54])
    answer_card(card=SignalCard.objects.get(), version=1, by=UserFactory(), **SAYS)
    correct_point(point=Point.objects.latest("period"), version=1, why="A digit too much", value=28)
    card = SignalCard.objects.get()
    assert (card.state, card.meaning, card.answer) == ("open", "improvement", "The new rota began")


def test_nobody_is_asked_again_what_other_rules_see_in_the_same_days():
    measure = measure_with([*CALM, *[20] * 9])
    first, *others = SignalCard.objects.order_by("pk")
    person = UserFactory()
    answer_card(card=first, version=1, by=person, also=others, **SAYS)
    Measure.objects.filter(pk=measure.pk).update(rules="making-data-count", rules_version=2)
    refresh([measure.pk])
    (shift,) = SignalCard.objects.filter(rule="shift", side=-1)
    assert (shift.state, shift.answer, shift.answered_by) == ("answered", "The new rota began", person)
    answer_card(card=shift, version=shift.version, by=person, **{**SAYS, "answer": "The lounge opened"})
    assert [note.text for note in Annotation.objects.all()] == ["The lounge opened"]


def test_other_rules_ask_about_what_nobody_has_answered():
    measure = measure_with([*CALM, *[20] * 9])
    Measure.objects.filter(pk=measure.pk).update(rules="making-data-count", rules_version=2)
    refresh([measure.pk])
    assert SignalCard.objects.get(rule="shift", side=-1).state == "open"
    assert SignalCard.objects.get(rule="long-run").state == "gone"


def test_a_retired_measure_opens_none_and_asks_for_nothing():
    measure = measure_with([*CALM, 54])
    retire_measure(measure=measure, why="Replaced")
    assert not SignalCard.objects.waiting().exists()
    SignalCard.objects.all().delete()
    MeasureSummary.objects.update(cards_key="")
    refresh([measure.pk])
    assert cards() == []


def test_the_cards_of_a_resting_team_wait_until_it_goes_on():
    team = TeamFactory()
    measure_with([*CALM, 54], team=team, system=team.system)
    assert SignalCard.objects.waiting().count() == 1
    Team.objects.update(state="paused")
    assert SignalCard.objects.waiting().count() == 0


def test_following_twice_changes_nothing():
    measure = measure_with([*CALM, *[20] * 9])
    before = list(SignalCard.objects.order_by("pk").values())
    MeasureSummary.objects.update(cards_key="")
    refresh([measure.pk])
    assert list(SignalCard.objects.order_by("pk").values()) == before


def test_nothing_is_asked_of_the_database_while_no_signal_changes(django_assert_num_queries):
    measure = measure_with([*CALM, *CALM, *CALM, 54, *CALM])
    with django_assert_num_queries(6):  # measures, points, phases, targets, summaries; the teams of the measures
        refresh([measure.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_opening_cards_takes_two_queries_for_any_number_of_measures(count, django_assert_num_queries):
    ids = []
    for _ in range(count):
        ids.append((made := MeasureFactory(chart="i", rules="anhoej-3-sigma")).pk)
        points_for(made, [*CALM, 54])
    with django_assert_num_queries(8):
        refresh(ids)
    assert SignalCard.objects.count() == count


# -- Answering ----------------------------------------------------------------------------------------------------


def test_an_answer_stands_on_the_chart_at_the_day_of_the_signal():
    measure = measure_with([*CALM, *[20] * 9])
    person = UserFactory()
    card = answer_card(card=SignalCard.objects.get(rule="long-run"), version=1, by=person, **SAYS)
    note = measure.annotations.get()
    assert (note.on, note.text, note.written_by) == (card.first_period, "The new rota began", person)
    assert (card.state, card.answered_by, card.annotation) == ("answered", person, note)


def test_an_answer_to_a_signal_of_a_whole_phase_stands_where_it_was_seen():
    measure = measure_with([*CALM, *[20] * 9])
    card = SignalCard.objects.get(rule="few-crossings")
    answer_card(card=card, version=1, by=UserFactory(), **SAYS)
    assert measure.annotations.get().on == card.latest_period


def test_one_answer_may_hold_for_several_signals_and_stands_on_the_chart_once():
    measure = measure_with([*CALM, *[20] * 9])
    first = SignalCard.objects.get(rule="few-crossings")
    others = list(SignalCard.objects.exclude(pk=first.pk))
    answer_card(card=first, version=1, by=UserFactory(), also=others, **SAYS)
    assert not SignalCard.objects.waiting().exists()
    assert measure.annotations.get().on == min(each.first_period for each in others)


def test_an_answer_is_changed_and_the_chart_with_it():
    measure_with([*CALM, 54])
    card = answer_card(card=SignalCard.objects.get(), version=1, by=UserFactory(), **SAYS)
    answer_card(card=card, version=2, by=UserFactory(), cause="unplanned", decision="act", answer="Ice on the roads")
    assert Annotation.objects.get().text == "Ice on the roads"
    with pytest.raises(StaleEdit):
        answer_card(card=card, version=2, by=UserFactory(), **SAYS)


def shared_answer() -> list[SignalCard]:
    """One answer that was given to several signals, through the first of them."""
    measure_with([*CALM, *[20] * 9])
    first, *others = SignalCard.objects.order_by("pk")
    answer_card(card=first, version=1, by=UserFactory(), also=others, **SAYS)
    return list(SignalCard.objects.order_by("pk"))


@pytest.mark.parametrize("place", [0, -1])
def test_an_answer_given_to_several_is_changed_for_all_whichever_is_opened(place):
    card = shared_answer()[place]
    answer_card(
        card=card, version=card.version, by=UserFactory(), cause="unknown", decision="act", answer="Not the rota"
    )
    assert set(SignalCard.objects.values_list("cause", "answer", "version")) == {("unknown", "Not the rota", 3)}
    assert [note.text for note in Annotation.objects.all()] == ["Not the rota"]


@pytest.mark.parametrize("place", [0, -1])
def test_an_answer_given_to_several_is_taken_back_from_all(place):
    withdraw_answer(card=shared_answer()[place], why="It was something else")
    assert set(SignalCard.objects.values_list("state", "answer", "answered_by")) == {("open", "", None)}
    assert not Annotation.objects.exists()


def test_an_answer_changes_with_that_of_a_signal_which_has_gone_and_leaves_it_gone():
    card, other, *_ = shared_answer()
    SignalCard.objects.filter(pk=other.pk).update(state="gone")
    answer_card(card=card, version=card.version, by=UserFactory(), **{**SAYS, "answer": "Not the rota"})
    other.refresh_from_db()
    assert (other.state, other.answer) == ("gone", "Not the rota")


def test_the_answer_to_a_signal_is_not_taken_off_the_chart_alone():
    measure_with([*CALM, 54])
    card = answer_card(card=SignalCard.objects.get(), version=1, by=UserFactory(), **SAYS)
    with pytest.raises(Refusal, match="take the answer back"):
        remove_annotation(annotation=card.annotation)
    ghost_point(point=Point.objects.latest("period"), why="A power cut")
    remove_annotation(annotation=Annotation.objects.get())
    assert not Annotation.objects.exists()


def test_an_answer_is_taken_back_and_the_signal_asks_again():
    measure_with([*CALM, 54])
    card = answer_card(card=SignalCard.objects.get(), version=1, by=UserFactory(), **SAYS)
    withdraw_answer(card=card, why="It was something else")
    assert not Annotation.objects.exists()
    card = SignalCard.objects.get()
    assert (card.state, card.cause, card.answer, card.answered_by) == ("open", "", "", None)


def test_what_the_chart_shows_no_more_is_not_answered():
    measure_with([*CALM, 54])
    ghost_point(point=Point.objects.latest("period"), why="A power cut")
    with pytest.raises(Refusal, match="does not show this signal any more"):
        answer_card(card=SignalCard.objects.get(), version=1, by=UserFactory(), **SAYS)


def test_a_card_tells_the_numbers_of_its_chart_as_it_is_now():
    measure = MeasureFactory(chart="run", rules="anhoej")
    points_for(measure, [1, 2, 1, 2, 1, 2, 1, 9, 2, 1, 2, *[8, 9] * 6, 8])
    refresh([measure.pk])
    (card,) = SignalCard.objects.filter(rule="few-crossings")
    assert "crosses its centre only 3 in" in card.words
    point = measure.points.get(value=9, period__lt=dt.date(2024, 3, 1))
    correct_point(point=point, version=point.version, value=1, why="Misread")
    card.refresh_from_db()
    assert "crosses its centre only 1 in" in card.words
