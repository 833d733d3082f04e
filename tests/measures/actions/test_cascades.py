"""Choosing the parts of a measure, and taking its figures from them."""

import datetime as dt

import pytest

from measures.actions.cascades import set_parts, take_from_parts
from measures.models import Measure
from redesign.lib.refusals import Refusal
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import UserFactory
from tests.factories.systems import SystemFactory

pytestmark = pytest.mark.django_db
FIRST = dt.date(2024, 1, 1)


def proportion(system, **fields) -> Measure:
    return MeasureFactory(name="Seen in time", system=system, chart="p", multiplier=100, unit="%", **fields)


@pytest.fixture
def division():
    return SystemFactory(name="Medicine")


@pytest.fixture
def whole(division):
    return proportion(division)


@pytest.fixture
def wards(division):
    return [proportion(SystemFactory(name=name, parent=division)) for name in ("Elm", "Oak")]


def enter(measure: Measure, *pairs: tuple[float, float]) -> None:
    for week, (value, size) in enumerate(pairs):
        PointFactory(measure=measure, period=FIRST + dt.timedelta(weeks=week), value=value, denominator=size)


def test_measures_of_lower_systems_become_parts_and_cease_to_be(whole, wards):
    set_parts(measure=whole, parts=wards)
    assert set(whole.parts.all()) == set(wards)
    set_parts(measure=whole, parts=wards[:1])
    assert list(whole.parts.all()) == wards[:1]


def test_parts_that_were_not_offered_stay(whole, wards):
    set_parts(measure=whole, parts=wards)
    set_parts(measure=whole, parts=[], among=[wards[0].pk])
    assert list(whole.parts.all()) == [wards[1]]


def test_a_measure_of_the_same_system_or_elsewhere_is_no_part(whole, division):
    for stranger in (MeasureFactory(system=division), MeasureFactory()):
        with pytest.raises(Refusal, match="not measured in a system below"):
            set_parts(measure=whole, parts=[stranger])


def test_a_part_is_counted_once(whole, wards, division):
    other = MeasureFactory(name="Another whole", system=division)
    set_parts(measure=other, parts=wards[:1])
    with pytest.raises(Refusal, match="rolls up into another measure already"):
        set_parts(measure=whole, parts=wards)
    assert not whole.parts.exists()


def test_totals_are_entered_for_the_periods_that_the_measure_lacks(whole, wards):
    set_parts(measure=whole, parts=wards)
    enter(wards[0], (1, 10), (2, 10), (3, 10))
    enter(wards[1], (10, 20), (10, 30))
    PointFactory(measure=whole, period=FIRST, value=99, denominator=100)
    assert take_from_parts(measure=whole, by=UserFactory()) == 1
    stored = list(whole.points.values_list("period", "value", "denominator", "note"))
    assert stored == [
        (FIRST, 99, 100, ""),
        (FIRST + dt.timedelta(weeks=1), 12, 40, "Added up from 2 parts"),
    ]
    assert whole.summary.latest_value == pytest.approx(30)
    with pytest.raises(Refusal, match="a point for every period"):
        take_from_parts(measure=whole, by=UserFactory())


def test_what_cannot_be_added_up_is_not_taken(whole, wards):
    with pytest.raises(Refusal, match="no parts"):
        take_from_parts(measure=whole, by=UserFactory())
    Measure.objects.filter(pk=wards[0].pk).update(chart="i")
    set_parts(measure=whole, parts=wards)
    with pytest.raises(Refusal, match="numerators and denominators"):
        take_from_parts(measure=whole, by=UserFactory())
    Measure.objects.filter(pk=wards[0].pk).update(chart="p", frequency="monthly")
    with pytest.raises(Refusal, match="measured as often"):
        take_from_parts(measure=whole, by=UserFactory())
