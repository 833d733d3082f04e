"""Systems for tests: a microsystem that stands alone unless given a parent."""

import factory

from teams.enums import Level
from teams.models import System


class SystemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = System

    name = factory.Sequence(lambda number: f"Ward {number}")
    level = Level.MICRO
    kind = "Ward"
    parent = None
