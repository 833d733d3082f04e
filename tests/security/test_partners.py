"""Patient and family partners see the teams they belong to: no list tells them what else the organisation has."""

import pytest
from django.urls import reverse

from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory

pytestmark = pytest.mark.django_db
LISTS = ["teams:teams", "measures:measures", "measures:cards", "measures:questions", "oversight:barriers"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_offers_a_partner_the_systems_of_their_own_teams_and_staff_the_whole_tree(client, name):
    mine = MembershipFactory(user=OutsiderFactory(), team__system__name="Larch Ward")
    SystemFactory(name="Kingfisher Ward")

    client.force_login(mine.user)
    theirs = client.get(reverse(name)).content.decode()
    client.force_login(UserFactory())
    everybodys = client.get(reverse(name)).content.decode()

    assert ("Larch Ward" in theirs, "Kingfisher Ward" in theirs) == (True, False)
    assert "Kingfisher Ward" in everybodys
