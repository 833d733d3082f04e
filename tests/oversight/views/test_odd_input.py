"""Addresses and forms that nobody's browser would make are answered politely, never with an error of ours."""

import pytest

from oversight.queries.loads import this_week
from teams.enums import Role, TeamRole
from tests.factories.oversight import ResourceFactory, ResourceRequestFactory
from tests.factories.people import person_with
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db
HUGE = "9" * 40
PREVIEW = "/teams/{team}/requests/load/?resource={resource}&amount={amount}&first_week={first}&last_week={last}"


@pytest.fixture
def world():
    """A team with its lead, a resource, and a request for it this week."""
    team = TeamFactory()
    lead = member_of(team, TeamRole.LEAD)
    request = ResourceRequestFactory(
        team=team, resource=ResourceFactory(), first_week=this_week(), last_week=this_week()
    )
    return team, lead, request


@pytest.mark.parametrize(
    "address",
    [
        f"/oversight/?system={HUGE}&strategic={HUGE}&silent={HUGE}&page={HUGE}",
        "/oversight/?q=%00&sort=--priority&page=-1",
        f"/oversight/resources/?page={HUGE}&q=%00",
        "/oversight/conflicts/?kind=%00&sort=%00",
        "/oversight/conflicts/{resource}/0001-01-01/",
        "/oversight/conflicts/{resource}/9999-12-27/",
        f"/teams/{{team}}/requests/new/?resource={HUGE}",
        "/teams/{team}/requests/new/?resource=%C2%B2",
        PREVIEW.format(team="{team}", resource=HUGE, amount=1, first="2026-01-01", last="2026-02-01"),
        PREVIEW.format(team="{team}", resource="{resource}", amount="NaN", first="9999-12-20", last="9999-12-31"),
        PREVIEW.format(team="{team}", resource="{resource}", amount=1, first="9999-12-20", last="9999-12-31"),
        PREVIEW.format(team="{team}", resource="{resource}", amount=1, first="0001-01-01", last="0001-01-09"),
    ],
)
def test_an_odd_address_is_answered(client, world, address):
    team, lead, request = world
    client.force_login(lead)
    assert client.get(address.format(team=team.pk, resource=request.resource_id)).status_code == 200


@pytest.mark.parametrize("first", ["9999-12-31", "0001-01-01", "someday", ""])
@pytest.mark.parametrize(("version", "amount"), [("1", "1"), (HUGE, "NaN"), ("", "1e999")])
def test_an_odd_answer_to_a_request_is_refused(client, world, first, version, amount):
    request = world[2]
    client.force_login(person_with(Role.OVERSIGHT))
    sent = {"version": version, "state": "moved", "amount": amount, "first_week": first, "reason": "Because."}
    data = {f"request-{request.pk}-{name}": value for name, value in sent.items()}
    answer = client.post(f"/requests/{request.pk}/settle/", data)
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize("first", ["9999-12-31", "0001-01-01"])
def test_weeks_of_another_millennium_have_no_capacity_of_their_own(client, world, first):
    client.force_login(person_with(Role.OVERSIGHT))
    sent = {"first_week": first, "last_week": "9999-12-31", "amount": "1", "why": "Leave."}
    answer = client.post(f"/oversight/resources/{world[2].resource_id}/capacity/", sent)
    assert answer.context["form"].errors
