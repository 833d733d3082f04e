"""The page of the one-time link, and the checklist that leads on."""

import pytest
from django.urls import reverse

from oversight.queries.setup import checklist_steps
from teams.actions.organisation import new_setup_token
from teams.enums import Role, TeamState
from teams.models import Organisation, User
from tests.factories.measures import PointFactory
from tests.factories.people import PASSWORD, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db

FIELDS = {
    "organisation_name": "St Brigid's",
    "time_zone": "Europe/Dublin",
    "name": "Maeve Byrne",
    "email": "maeve@example.org",
    "password": PASSWORD,
}


def test_the_link_opens_once_and_leads_to_the_checklist(client):
    url = reverse("oversight:setup", args=[new_setup_token()])
    assert client.get(url).status_code == 200
    assert client.post(url, FIELDS).url == reverse("oversight:checklist")
    assert "Draw the tree" in client.get(reverse("oversight:checklist")).content.decode()
    assert client.get(url).status_code == 404
    assert client.post(url, FIELDS | {"email": "else@example.org"}).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars/Olympus"), ("email", "not-an-address"), ("password", "short"), ("organisation_name", " ")],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(client, field, value):
    url = reverse("oversight:setup", args=[new_setup_token()])
    page = client.post(url, FIELDS | {field: value})
    assert list(page.context["form"].errors) == [field]
    assert not User.objects.exists()


def test_the_steps_are_ticked_by_what_is_there(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [step.done for step in checklist_steps()] == [False] * 7
    macro = SystemFactory()
    assert not checklist_steps()[0].done
    ward = SystemFactory(parent=macro)
    person_with(Role.OVERSIGHT)
    person_with(Role.ADMINISTRATOR)
    TeamFactory(system=ward, state=TeamState.PROPOSED)
    assert [step.done for step in checklist_steps()] == [True, True, True, True, False, False, False]
    TeamFactory(system=ward, state=TeamState.CHARTERED)
    PointFactory(measure__system=ward)
    assert all(step.done for step in checklist_steps())


def test_no_step_of_the_checklist_leads_to_a_closed_door(client):
    client.force_login(person_with(Role.ADMINISTRATOR))
    for step in client.get(reverse("oversight:checklist")).context["steps"]:
        for url in filter(None, [step.url, step.more_url]):
            assert client.get(url).status_code == 200, url


def test_home_does_not_say_that_nothing_waits_while_there_is_an_organisation_to_set_up(client):
    client.force_login(person_with(Role.ADMINISTRATOR))
    page = client.get(reverse("oversight:home")).content.decode()
    assert "Go on setting up" in page
    assert "Nothing waits for you" not in page


def test_the_checklist_is_taken_off_home_and_put_back(client):
    Organisation.objects.create(pk=1, name="St Brigid's")
    client.force_login(person_with(Role.ADMINISTRATOR))
    assert "Setting up the organisation" in client.get("/").content.decode()
    client.post(reverse("oversight:checklist-hide"))
    assert "Setting up the organisation" not in client.get("/").content.decode()
    client.post(reverse("oversight:checklist-hide"), {"show": "yes"})
    assert "Setting up the organisation" in client.get("/").content.decode()
