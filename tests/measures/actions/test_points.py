"""Entering points and mending them."""

import datetime as dt

import pytest

from measures.actions.measures import retire_measure
from measures.actions.points import add_point, correct_point, count_point, ghost_point, remove_point, undo_entry
from measures.models import MeasureSummary, Point
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal, StaleEdit
from teams.enums import TeamState
from tests.factories.measures import MeasureFactory, PointFactory, points_for
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2024, 3, 4)


def refused(field, **asked) -> str:
    with pytest.raises(Refusal) as no:
        add_point(by=UserFactory(), **asked)
    assert no.value.field == field
    return no.value.sentence


def test_a_point_is_entered_for_the_period_that_its_day_falls_in():
    measure = MeasureFactory(frequency="weekly")
    point = add_point(
        measure=measure, by=UserFactory(), period=MONDAY + dt.timedelta(days=3), value=12.5, note="Half a ward"
    )
    assert (point.period, point.value, point.note) == (MONDAY, 12.5, "Half a ward")
    assert MeasureSummary.objects.get(measure=measure).latest_value == 12.5


def test_one_point_a_period():
    measure = MeasureFactory()
    PointFactory(measure=measure, period=MONDAY)
    told = refused("period", measure=measure, period=MONDAY, value=3)
    assert told == "There is a point for week of 4 Mar 2024 already: correct that one instead."


@pytest.mark.parametrize(
    ("value", "denominator", "field", "told"),
    [
        (float("nan"), 10, "value", "This is not a number that can be charted."),
        (1e16, 10, "value", "This is not a number that can be charted."),
        (5, None, "denominator", "This measure needs a denominator too: out of how many?"),
        (5, -1, "denominator", "A denominator is 0 or more."),
        (-1, 10, "value", "A part of a whole cannot be below 0."),
        (11, 10, "value", "11 is more than the 10 it is part of."),
    ],
)
def test_what_cannot_be_a_point_is_refused_at_its_field(value, denominator, field, told):
    measure = MeasureFactory(chart="p", multiplier=100)
    assert refused(field, measure=measure, period=MONDAY, value=value, denominator=denominator) == told


def test_the_future_has_no_points():
    measure = MeasureFactory()
    assert "future" in refused("period", measure=measure, period=today() + dt.timedelta(days=30), value=1)


def test_a_retired_measure_and_a_closed_team_take_no_points():
    measure = MeasureFactory()
    retire_measure(measure=measure, why="Replaced by another")
    assert "is retired" in refused(None, measure=measure, period=MONDAY, value=1)
    paused = MeasureFactory(team=TeamFactory(state=TeamState.PAUSED))
    assert "is paused" in refused(None, measure=paused, period=MONDAY, value=1)


def test_a_correction_keeps_what_the_point_said_and_why_it_was_changed():
    point = PointFactory(value=42)
    corrected = correct_point(point=point, version=1, why="A digit too many", value=4.2)
    assert (corrected.value, corrected.version) == (4.2, 2)
    events = Point.pgh_event_model.objects.filter(pgh_obj=point.pk).order_by("pgh_id")
    assert [event.value for event in events] == [42, 4.2]
    assert events.last().pgh_context.metadata["reason"] == "A digit too many"


def test_a_stale_correction_is_refused_with_what_is_saved_now():
    point = PointFactory(value=42)
    correct_point(point=point, version=1, why="x", value=5)
    with pytest.raises(StaleEdit) as no:
        correct_point(point=point, version=1, why="y", value=6)
    assert no.value.current.value == 5


def test_a_ghosted_point_is_kept_and_left_out():
    measure = MeasureFactory(chart="run")
    points = points_for(measure, [1, 2, 900])
    ghost_point(point=points[2], why="The clock was broken")
    assert MeasureSummary.objects.get(measure=measure).latest_value == 2
    count_point(point=points[2], why="It was not")
    assert MeasureSummary.objects.get(measure=measure).latest_value == 900


def test_a_removed_point_is_gone_from_the_chart_and_kept_in_the_history():
    point = PointFactory()
    remove_point(point=point, why="Of another ward")
    assert not Point.objects.exists()
    assert Point.pgh_event_model.objects.last().pgh_label == "delete"


def test_only_ones_own_fresh_entry_can_be_undone():
    measure, me = MeasureFactory(), UserFactory()
    point = add_point(measure=measure, by=me, period=MONDAY, value=1)
    with pytest.raises(Refusal):
        undo_entry(point=point, by=UserFactory())
    undo_entry(point=point, by=me)
    assert not Point.objects.exists()
