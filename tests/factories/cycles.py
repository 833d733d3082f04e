"""Change ideas and cycles for tests: a cycle is in plan, with its prediction made."""

import datetime as dt

import factory

from teams.enums import PredictionKind, Step
from teams.models import ChangeIdea, Cycle
from tests.factories.teams import TeamFactory


class ChangeIdeaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChangeIdea

    team = factory.SubFactory(TeamFactory)
    title = factory.Sequence(lambda number: f"Idea {number}")


class CycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cycle

    team = factory.SelfAttribute("idea.team")
    idea = factory.SubFactory(ChangeIdeaFactory)
    number = factory.Sequence(lambda number: number % 30_000 + 1)
    title = factory.Sequence(lambda number: f"Cycle {number}")
    question = "Does an earlier round free a bed before noon?"
    step = Step.PLAN
    prediction_kind = PredictionKind.YES_NO
    predicted_yes = True
    starts_on = dt.date(2024, 3, 4)
    result_yes = factory.LazyAttribute(lambda cycle: True if cycle.step == Step.ACT else None)
