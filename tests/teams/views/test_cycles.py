"""The pages of PDSA cycles."""

import pytest
from django.urls import reverse

from teams.enums import Step
from tests.factories.cycles import CycleFactory
from tests.factories.teams import member_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", Step)
def test_the_page_of_a_cycle_opens_at_every_step(client, step):
    cycle = CycleFactory(step=step)
    client.force_login(member_of(cycle.team))

    response = client.get(reverse("teams:cycle", args=[cycle.pk]))

    assert response.status_code == 200
