"""Entering a point between two patients: what waits next, check sheets, and forms that were sent twice."""

import datetime as dt

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.models import Measure, MeasureSummary, Point
from redesign.lib.dates import today
from teams.enums import TeamRole, TeamState
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def nurse(client, team):
    person = member_of(team, TeamRole.MEMBER)
    client.force_login(person)
    return person


def due(name, team, days=3, **fields):
    measure = MeasureFactory(name=name, team=team, system=team.system, **fields)
    MeasureSummary.objects.update_or_create(
        measure=measure, defaults={"due_on": today() - dt.timedelta(days=days), "points": 9}
    )
    return measure


def enter(client, measure, **given):
    period = {"period": today().isoformat()}
    return client.post(reverse("measures:point-new", args=[measure.pk]), period | given)


def shown(client, answer) -> str:
    page = client.get(answer.url) if answer.status_code == 302 else answer
    return page.content.decode()


def test_what_waits_longest_is_offered_after_saving(client, nurse, team):
    first = due("First", team)
    due("Waits long", team, days=30)
    due("Waits too", team)
    due("Somebody else collects it", team, collector=UserFactory())
    due("Not due", team, days=-3)
    due("Rests", TeamFactory(state=TeamState.PAUSED), collector=nurse)
    due("Retired", team, status="retired")
    page = shown(client, enter(client, first, value="12"))
    assert "2 more points wait for you" in page
    assert ">Waits long<" in page
    assert ">First<" not in page.split("entered-next")[1].split("</p>")[0]


def test_nothing_more_waits_is_said_too(client, nurse, team):
    assert "No more points wait for you." in shown(client, enter(client, due("One", team), value="12"))


@pytest.mark.parametrize("count", [1, 3])
def test_saving_and_its_answer_ask_the_same_queries_for_any_number_of_waiting_measures(
    client, nurse, team, count, django_assert_num_queries
):
    first = due("First", team)
    for number in range(count):
        due(f"Other {number}", team)
    answer = enter(client, first, value="12")
    # session, person, standing, measure; the periods offered; the point, what waits; the tree
    with django_assert_num_queries(8):
        client.get(answer.url)


def test_a_form_sent_twice_is_answered_as_saved(client, nurse, team):
    measure = due("Falls", team)
    first, second = (enter(client, measure, value="12", note="Busy") for _ in range(2))
    assert (first.url, Point.objects.count()) == (second.url, 1)
    assert "already" in shown(client, enter(client, measure, value="13"))


def test_a_count_gets_the_keyboard_of_digits_and_a_measurement_the_one_with_a_point(client, nurse, team):
    for fields, mode in (({"chart": "c"}, "numeric"), ({"chart": "i"}, "decimal")):
        measure = MeasureFactory(team=team, system=team.system, **fields)
        assert f'inputmode="{mode}"' in client.get(reverse("measures:point-new", args=[measure.pk])).content.decode()


# -- Check sheets ------------------------------------------------------------------------------------------------------


@pytest.fixture
def causes(team):
    return MeasureFactory(team=team, system=team.system, chart="c", categories=["Slip", "Bed", "Chair"], unit="falls")


def test_a_check_sheet_is_typed_by_category_and_adds_up(client, nurse, causes):
    page = shown(client, enter(client, causes, count_0="2", count_2="5"))
    point = Point.objects.get()
    assert (point.value, point.counts) == (7, {"Slip": 2, "Chair": 5})
    assert "Saved: 7" in page


def test_a_check_sheet_may_be_none_or_a_total_and_not_nothing(client, nurse, causes):
    assert "Type at least one count" in shown(client, enter(client, causes))
    enter(client, causes, count_1="0")
    assert Point.objects.get().value == 0
    Point.objects.all().delete()
    enter(client, causes, value="4")
    assert (Point.objects.get().value, Point.objects.get().counts) == (4, {})


@pytest.mark.parametrize("wrong", ["-1", "1.5", "x", "9" * 30])
def test_what_is_no_count_is_refused_beside_its_field(client, nurse, causes, wrong):
    page = shown(client, enter(client, causes, count_1=wrong))
    assert 'id="id_count_1_error"' in page
    assert not Point.objects.exists()


def test_counts_are_corrected_by_category_and_a_gone_category_stays_to_be_seen(client, nurse, causes):
    enter(client, causes, count_0="2", count_1="3")
    Measure.objects.filter(pk=causes.pk).update(categories=["Slip", "Chair"])
    point = Point.objects.get()
    here = reverse("measures:point-edit", args=[point.pk])
    page = client.get(here).content.decode()
    assert 'value="3"' in page
    sent = {"do": "correct", "version": 1, "why": "Recounted", "count_0": "4", "count_1": "1", "count_2": "3"}
    client.post(here, sent)
    point.refresh_from_db()
    assert (point.value, point.counts) == (8, {"Slip": 4, "Chair": 1, "Bed": 3})


def test_a_total_in_place_of_counts_clears_them(client, nurse, causes):
    enter(client, causes, count_0="2")
    point = Point.objects.get()
    sent = {"do": "correct", "version": 1, "why": "Only the total was right", "value": "9"}
    client.post(reverse("measures:point-edit", args=[point.pk]), sent)
    point.refresh_from_db()
    assert (point.value, point.counts) == (9, {})


def test_taps_that_arrive_while_counts_are_mended_are_not_lost(client, nurse, causes):
    enter(client, causes, count_0="2", count_1="3")
    point = Point.objects.get()
    point.counts, point.value, point.version = {"Slip": 2, "Bed": 4}, 6, 2
    point.save()
    here = reverse("measures:point-edit", args=[point.pk])
    sent = {"do": "correct", "version": 1, "why": "Recounted", "count_0": "1", "count_1": "3"}
    page = client.post(here, sent).content.decode()
    assert "Somebody saved a newer version" in page
    assert 'name="count_1" value="4"' in page
    assert 'name="count_0" value="1"' in page


def test_a_value_beyond_the_limits_is_asked_about_and_one_within_is_not(client, nurse, team):
    measure = MeasureFactory(team=team, system=team.system, chart="i", rules="anhoej-3-sigma")
    points_for(measure, [40, 44] * 8)
    refresh([measure.pk])
    assert "Is that right?" in shown(client, enter(client, measure, value="70"))
    assert enter(client, measure, value="50").status_code == 302


def test_what_was_saved_is_read_before_the_next_figure_is_asked_for(client, nurse, team):
    measure = due("One", team)
    address = reverse("measures:point-new", args=[measure.pk])
    assert "autofocus" in client.get(address).content.decode()
    saved = shown(client, enter(client, measure, value="12"))
    assert "Saved: 12" in saved
    assert "autofocus" not in saved  # on a phone it would push the answer and its Undo out of sight
