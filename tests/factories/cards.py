"""Signals that wait for an answer, for tests."""

import datetime as dt

import factory
from django.utils import timezone

from measures.models import Measure, SignalCard
from tests.factories.measures import MeasureFactory


class CardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignalCard

    measure = factory.SubFactory(MeasureFactory)
    rule = factory.Sequence(lambda number: f"rule-{number}")
    first_period = latest_period = dt.date(2024, 4, 8)
    side = -1
    meaning = "improvement"
    words = "Week of 8 Apr 2024 lies below the lower control limit."


def waiting(measure: Measure, days: int = 0) -> SignalCard:
    """A signal of this measure that has waited for so many days."""
    return CardFactory(measure=measure, opened_at=timezone.now() - dt.timedelta(days=days))
