"""Targets that change over time, and the one in force today on the measure."""

import datetime as dt

import pytest

from measures.actions.measures import redefine_measure, retire_measure
from measures.actions.targets import bring_targets_into_force, change_target, remove_target
from measures.models import MeasureSummary, Target
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MARCH = dt.date(2024, 3, 4)


def changed(measure, day=MARCH, value=8.0, why="Agreed at the review"):
    return change_target(measure=measure, by=UserFactory(), starts_on=day, value=value, why=why)


def rows(measure):
    return list(measure.targets.values_list("starts_on", "value"))


def test_the_first_change_keeps_what_was_the_target_from_the_beginning():
    measure = MeasureFactory(target=10)
    changed(measure, MARCH + dt.timedelta(days=2))
    measure.refresh_from_db()
    assert (rows(measure), measure.target) == ([(None, 10), (MARCH, 8)], 8)


def test_a_measure_without_a_target_gets_one_from_a_day_on():
    measure = MeasureFactory(target=None)
    changed(measure)
    assert rows(measure) == [(MARCH, 8)]


def test_a_target_may_end():
    measure = MeasureFactory(target=10)
    changed(measure, value=None)
    measure.refresh_from_db()
    assert (rows(measure), measure.target) == ([(None, 10), (MARCH, None)], None)


def test_one_target_starts_on_a_day_and_the_same_target_is_no_change():
    measure = MeasureFactory(target=10)
    changed(measure)
    for value, field in ((9.0, "starts_on"), (8.0, "value")):
        with pytest.raises(Refusal) as no:
            changed(measure, value=value)
        assert no.value.field == field


def test_the_assurance_is_of_the_target_in_force_at_the_newest_point():
    measure = MeasureFactory(chart="i", rules="anhoej-3-sigma", target=100)
    points_for(measure, [40, 50] * 10)
    changed(measure, dt.date(2024, 5, 1), 45)
    assert MeasureSummary.objects.get(measure=measure).assurance == "hit_or_miss"


def test_a_target_of_the_future_comes_into_force_by_the_clock():
    measure = MeasureFactory(target=10)
    changed(measure, today() + dt.timedelta(days=21), 8)
    measure.refresh_from_db()
    assert (measure.target, bring_targets_into_force()) == (10, 0)
    Target.objects.filter(value=8).update(starts_on=today() - dt.timedelta(days=1))
    assert (bring_targets_into_force(), bring_targets_into_force()) == (1, 0)
    measure.refresh_from_db()
    assert measure.target == 8


def test_taking_the_only_change_back_leaves_one_target_for_all_time():
    measure = MeasureFactory(target=10)
    target = changed(measure)
    remove_target(target=target, why="Never agreed")
    measure.refresh_from_db()
    assert (rows(measure), measure.target) == ([], 10)
    with pytest.raises(Refusal):
        remove_target(target=target, why="Again")


def test_a_definition_does_not_overwrite_a_target_that_changed():
    measure = MeasureFactory(target=10)
    changed(measure)
    measure.refresh_from_db()
    with pytest.raises(Refusal) as no:
        redefine_measure(measure=measure, version=measure.version, target=3)
    assert no.value.field == "target"


def test_a_retired_measure_keeps_its_target():
    measure = MeasureFactory(target=10)
    retire_measure(measure=measure, why="Replaced")
    with pytest.raises(Refusal):
        changed(measure)


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(9999, 12, 31)])
def test_a_year_that_cannot_be_right_is_refused(day):
    with pytest.raises(Refusal) as no:
        changed(MeasureFactory(target=10), day)
    assert no.value.field == "starts_on"
