"""The charts of what a cycle watches: its test stands on them, and what was before is held against what is since."""

import datetime as dt

import pytest

from measures.actions.summaries import refresh
from measures.enums import ChartKind
from measures.queries.cycles import days_of_test, watched_by
from redesign.lib.dates import today
from teams.enums import Step
from teams.permissions.standing import standing
from tests.factories.cycles import CycleFactory
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2024, 1, 1)


def watching(cycle, *values, **fields):
    """A measure that the cycle watches, with a point a week from the first Monday of 2024."""
    measure = MeasureFactory(team=cycle.team, system=cycle.team.system, frequency="weekly", **fields)
    points_for(measure, list(values), first=MONDAY)
    refresh([measure.pk])
    cycle.measure_links.create(measure=measure)
    return measure


def a_test(step=Step.STUDY, first=MONDAY + dt.timedelta(weeks=4), last=MONDAY + dt.timedelta(weeks=5, days=6), **more):
    """A cycle whose test fell into the fifth and sixth week."""
    return CycleFactory(step=step, starts_on=first, ends_on=last, **more)


def test_what_was_before_the_test_is_held_against_what_is_since():
    cycle = a_test()
    watching(cycle, 40.0, 42.0, 44.0, 46.0, 30.0, 31.0, 35.0, name="Hours to leave")
    (row,) = watched_by(cycle, UserFactory())
    assert (row.name, row.latest, row.compared) == (
        "Hours to leave",
        "35.0 minutes, week of 12 Feb 2024",
        "Median before the test 43.0 minutes (4 points), since it began 31.0 minutes (3 points).",
    )
    assert row.drawing.count("small-span") == 1
    assert "The test ran from 29 January 2024 to 11 February 2024." in row.drawing


def test_a_week_that_the_test_begins_in_is_not_before_it_and_ghosted_points_are_left_out():
    cycle = a_test(first=MONDAY + dt.timedelta(weeks=3, days=2))
    measure = watching(cycle, 40.0, 42.0, 44.0, 99.0, 30.0)
    measure.points.filter(value=42.0).update(excluded=True, excluded_why="The clock stood still.")
    (row,) = watched_by(cycle, UserFactory())
    assert row.compared == "Median before the test 42.0 minutes (2 points), since it began 64.5 minutes (2 points)."


@pytest.mark.parametrize(
    ("fields", "chart", "compared"),
    [
        ({"step": Step.PLAN}, ChartKind.INDIVIDUALS, ""),
        ({"first": MONDAY - dt.timedelta(days=7)}, ChartKind.INDIVIDUALS, ""),
        ({}, ChartKind.MOVING_RANGE, ""),
        (
            {"first": MONDAY + dt.timedelta(weeks=9), "last": None},
            ChartKind.INDIVIDUALS,
            "Median before the test 42.0 minutes (3 points); no point since it began.",
        ),
    ],
)
def test_nothing_is_compared_that_cannot_be(fields, chart, compared):
    cycle = a_test(**fields)
    watching(cycle, 40.0, 42.0, 44.0, chart=chart)
    (row,) = watched_by(cycle, UserFactory())
    assert row.compared == compared


def test_a_test_that_has_not_begun_has_no_days_and_one_that_runs_has_them_to_today():
    ahead = today() + dt.timedelta(days=6)
    assert days_of_test(a_test(step=Step.PLAN)) is None
    assert days_of_test(a_test(step=Step.DO, last=ahead)) == (MONDAY + dt.timedelta(weeks=4), today())


def test_a_chart_shows_the_weeks_around_the_test_and_a_measure_without_points_says_so():
    cycle = a_test(first=MONDAY + dt.timedelta(weeks=60), last=MONDAY + dt.timedelta(weeks=61))
    watching(cycle, *[40.0 + week % 5 for week in range(100)], name="A")
    watching(cycle, name="B")
    full, without = watched_by(cycle, UserFactory())
    assert full.drawing.count("small-common") == 20 + 1 + 1 + 12  # twenty weeks before, the test's two, twelve after
    assert (without.latest, without.drawing, without.compared) == ("No points yet", "", "")


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_cycle_watches_costs_four_queries_for_any_number(count, django_assert_num_queries):
    cycle = a_test()
    for _ in range(count):
        watching(cycle, 40.0, 42.0, 44.0, 46.0, 30.0)
    reader = UserFactory()
    standing(reader)  # a page has asked it before
    with django_assert_num_queries(4):
        assert len(watched_by(cycle, reader)) == count
