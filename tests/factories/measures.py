"""Measures and their points for tests: an individuals measure that wants to go down, without points."""

import datetime as dt

import factory

from measures.enums import Dimension, Direction
from measures.models import Measure, Point, Stratum, StratumPoint
from tests.factories.systems import SystemFactory


class MeasureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measure

    name = factory.Sequence(lambda number: f"Measure {number}")
    system = factory.SubFactory(SystemFactory)
    dimension = Dimension.TIMELY
    direction = Direction.DECREASE
    unit = "minutes"


class PointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Point

    measure = factory.SubFactory(MeasureFactory)
    period = factory.Sequence(lambda number: dt.date(2024, 1, 1) + dt.timedelta(weeks=number % 120))
    value = 42.0


def points_for(measure: Measure, values: list[float], *, first: dt.date = dt.date(2024, 1, 1), **fields) -> list[Point]:
    """One point a week from `first` on, in this order."""
    return [
        PointFactory(measure=measure, period=first + dt.timedelta(weeks=week), value=value, **fields)
        for week, value in enumerate(values)
    ]


class StratumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stratum

    measure = factory.SubFactory(MeasureFactory)
    name = factory.Sequence(lambda number: f"Group {number}")
    order = factory.Sequence(lambda number: number)


class StratumPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StratumPoint

    stratum = factory.SubFactory(StratumFactory)
    period = factory.Sequence(lambda number: dt.date(2024, 1, 1) + dt.timedelta(weeks=number % 120))
    value = 42.0
