"""What the oversight group works with, for tests."""

import datetime as dt
from decimal import Decimal

import factory

from oversight.models import Barrier, Criterion, Resource, ResourceRequest, StrategicPriority
from tests.factories.people import UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

A_MONDAY = dt.date(2030, 1, 7)


class StrategicPriorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StrategicPriority

    name = factory.Sequence(lambda number: f"Priority {number}")
    starts_on = dt.date(2024, 1, 1)


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    name = factory.Sequence(lambda number: f"Criterion {number}")
    question = "How much would patients gain?"


class ResourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Resource

    name = factory.Sequence(lambda number: f"Resource {number}")
    weekly_capacity = Decimal(10)


class ResourceRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResourceRequest

    team = factory.SubFactory(TeamFactory)
    resource = factory.SubFactory(ResourceFactory)
    amount = Decimal(4)
    first_week = A_MONDAY
    last_week = A_MONDAY + dt.timedelta(weeks=3)
    why = "To build the new discharge form."


class BarrierFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Barrier

    team = factory.SubFactory(TeamFactory)
    addressed_to = factory.SubFactory(SystemFactory)
    title = factory.Sequence(lambda number: f"Barrier {number}")
    reply_by = factory.LazyFunction(lambda: dt.date.today() + dt.timedelta(days=14))
    raised_by = factory.SubFactory(UserFactory)
