"""A measure as it looked on a day gone by, rebuilt from what people really did."""

import datetime as dt

import pgtrigger
import pytest
from django.db import connection
from django.urls import reverse

from measures.actions.annotations import annotate, remove_annotation
from measures.actions.measures import redefine_measure
from measures.actions.phases import start_phase
from measures.actions.points import add_point, correct_point, count_point, ghost_point, remove_point
from measures.models import Measure, Point
from measures.queries.past import past_page
from redesign.lib.dates import today
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

WEEKS = [40, 44, 39, 41, 45, 38, 42, 40, 43, 41, 39, 44, 40, 42]
TABLES = ("measure", "point", "phase", "annotation", "target")


def days_pass(days: int) -> None:
    """Let all that has happened so far be so many days longer ago."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for table in TABLES:
            past = f"SET created_at = created_at - interval '{days} days'"
            cursor.execute(f"UPDATE measures_{table} {past}")
            cursor.execute(
                f"UPDATE measures_{table}event {past}, pgh_created_at = pgh_created_at - interval '{days} days'"
            )


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


@pytest.fixture
def measure():
    measure = MeasureFactory(chart="i", rules="anhoej-3-sigma", target=50)
    points_for(measure, WEEKS)
    return measure


def page(measure: Measure, days: int):
    return past_page(Measure.objects.get(pk=measure.pk), UserFactory(), ago(days))


def values(found) -> list[str]:
    return [row.value for row in reversed(found.rows)]


def told(found) -> list[str]:
    return [each.what for each in found.since]


def test_points_that_were_not_known_yet_are_not_shown(measure):
    days_pass(7)
    add_point(measure=measure, by=UserFactory(), period=dt.date(2024, 4, 8), value=43)
    assert len(values(page(measure, 3))) == 14
    assert len(values(page(measure, 0))) == 15
    assert told(page(measure, 3)) == ["A point was added: week of 8 Apr 2024."]
    assert told(page(measure, 0)) == []


def test_a_corrected_point_says_what_it_said_then_and_who_put_it_right_and_why(measure):
    days_pass(7)
    point = Point.objects.latest("period")
    correct_point(point=point, version=1, why="Recounted", value=48)
    assert values(page(measure, 3))[-1] == "42.0"
    assert values(page(measure, 0))[-1] == "48.0"
    (change,) = page(measure, 3).since
    assert (change.what, change.why) == ("Week of 1 Apr 2024: 42.0 minutes became 48.0 minutes.", "Recounted")
    assert f"{today().day} {today():%b}" in change.who


def test_ghosting_limits_and_signals_are_those_then_known(measure):
    point = add_point(measure=measure, by=UserFactory(), period=dt.date(2024, 4, 8), value=58)
    days_pass(7)
    ghost_point(point=point, why="A power cut")
    days_pass(7)
    count_point(point=Point.objects.get(pk=point.pk), why="It was right")
    first, between, now = page(measure, 10), page(measure, 3), page(measure, 0)
    assert [("upper control limit" in " ".join(words for _, words in each.signals)) for each in (first, between, now)] == [
        True, False, True,
    ]  # fmt: skip
    assert between.rows[0].says == "Ghosted: A power cut"
    assert first.centre == now.centre != between.centre
    assert told(first) == ["Week of 8 Apr 2024: counts again.", "Week of 8 Apr 2024: ghosted."]


def test_a_point_that_was_taken_out_is_there_again(measure):
    days_pass(7)
    remove_point(point=Point.objects.latest("period"), why="Never was")
    assert len(values(page(measure, 3))) == 14
    assert told(page(measure, 3)) == ["Week of 1 Apr 2024: taken out; it said 42.0 minutes."]


def test_the_definition_is_the_one_then_in_force(measure):
    days_pass(7)
    redefine_measure(measure=measure, version=1, target=45, name="Minutes to first dose", chart="run", rules="anhoej")
    before, after = page(measure, 3), page(measure, 0)
    assert (before.target, after.target) == ("50.0 minutes", "45.0 minutes")
    assert before.chart_words.startswith("I chart")
    assert after.chart_words.startswith("Run chart")
    assert after.name == "Minutes to first dose"
    assert "The target: 50.0 minutes became 45.0 minutes." in told(before)


def test_phases_and_annotations_are_those_then_set(measure):
    days_pass(7)
    note = annotate(measure=measure, by=UserFactory(), on=dt.date(2024, 2, 12), text="A new triage nurse")
    start_phase(measure=measure, by=UserFactory(), starts_on=dt.date(2024, 2, 12), reason="The rota has held")
    days_pass(7)
    remove_annotation(annotation=note)
    first, between, now = page(measure, 10), page(measure, 3), page(measure, 0)
    phases = ["Phase 1 · mean 41.2", "Phase 2 · mean 41.4"]
    assert [
        [written["text"] for written in each.figure["layout"]["annotations"]] for each in (first, between, now)
    ] == [
        [],
        ["A", *phases],
        phases,
    ]
    assert "A phase was started from week of 12 Feb 2024: The rota has held" in told(first)
    assert told(between) == ["Taken off the chart: A new triage nurse"]


def test_one_steps_to_the_days_on_which_something_changed(measure):
    days_pass(7)
    correct_point(point=Point.objects.latest("period"), version=1, why="Recounted", value=48)
    days_pass(5)
    found = page(measure, 8)
    here = reverse("measures:measure-then", args=[measure.pk])
    assert found.before.url == f"{here}?on={ago(12)}"
    assert found.after.url == f"{here}?on={ago(5)}"
    assert page(measure, 5).after is None
    assert page(measure, 12).before is None


def test_without_a_day_the_one_before_the_latest_change_is_shown(measure):
    days_pass(7)
    correct_point(point=Point.objects.latest("period"), version=1, why="Recounted", value=48)
    assert past_page(measure, UserFactory(), None).day == ago(1)


def test_rows_older_than_the_history_are_known_since_they_were_made():
    with pgtrigger.ignore():
        measure = MeasureFactory(chart="i", rules="anhoej-3-sigma")
        points_for(measure, WEEKS)
    days_pass(20)
    point = Point.objects.latest("period")
    days_pass(7)
    correct_point(point=point, version=1, why="Recounted", value=48)
    assert len(values(page(measure, 25))) == 14
    assert values(page(measure, 28)) == []
    assert [state for state in told(page(measure, 25)) if "became" in state] == []  # what it said before is not known


def test_before_anything_was_there_the_page_says_so(client, measure):
    client.force_login(UserFactory())
    days_pass(7)
    here = reverse("measures:measure-then", args=[measure.pk])
    assert "No points were known then" in client.get(here, {"on": "2020-01-01"}).content.decode()


@pytest.mark.parametrize("asked", ["", "nonsense", "0026-03-01", "9999-12-31", "2999-01-01"])
def test_a_day_that_makes_no_sense_shows_another(client, measure, asked):
    client.force_login(UserFactory())
    answer = client.get(reverse("measures:measure-then", args=[measure.pk]), {"on": asked})
    assert answer.status_code == 200
    assert "As it looked on" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_queries_for_any_number_of_points_and_changes(
    client, measure, count, django_assert_num_queries
):
    days_pass(7)
    for number, point in enumerate(Point.objects.order_by("period")[:count]):
        correct_point(point=point, version=1, why="Recounted", value=50)
        annotate(measure=measure, by=UserFactory(), on=dt.date(2024, 2, 12 + number), text="x")
        start_phase(measure=measure, by=UserFactory(), starts_on=dt.date(2024, 2, 12 + 7 * number), reason="x")
    client.force_login(UserFactory())
    url = reverse("measures:measure-then", args=[measure.pk]) + f"?on={ago(3)}"
    with django_assert_num_queries(14):  # session, person, standing, measure; five tables and their history
        assert client.get(url).status_code == 200
