"""How teams are rated, for tests."""

import factory

from oversight.models import Rating
from tests.factories.oversight import CriterionFactory
from tests.factories.teams import TeamFactory


class RatingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rating

    team = factory.SubFactory(TeamFactory)
    criterion = factory.SubFactory(CriterionFactory)
    value = 3
