"""Setting up an empty organisation, once."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from redesign.lib.refusals import Refusal
from teams.actions.organisation import new_setup_token, set_up, waits_for_setup
from teams.enums import Role
from teams.models import Organisation, User
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.systems import SystemFactory

pytestmark = pytest.mark.django_db

FIELDS = {
    "organisation_name": "St Brigid's",
    "time_zone": "Europe/Dublin",
    "name": "Maeve Byrne",
    "email": "Maeve@example.org",
    "password": PASSWORD,
}


def test_the_link_makes_the_organisation_and_its_first_administrator():
    token = new_setup_token()
    assert waits_for_setup(token)
    person = set_up(token=token, **FIELDS)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.time_zone, organisation.is_demo) == ("St Brigid's", "Europe/Dublin", False)
    assert person.email == "maeve@example.org"
    assert list(person.role_grants.values_list("role", flat=True)) == [Role.ADMINISTRATOR]


def test_only_the_hash_of_the_link_is_kept():
    token = new_setup_token()
    assert token not in repr(list(Organisation.objects.values()))


def test_the_link_works_once():
    token = new_setup_token()
    set_up(token=token, **FIELDS)
    assert not waits_for_setup(token)
    with pytest.raises(Refusal):
        set_up(token=token, **FIELDS | {"email": "else@example.org"})


def test_a_newer_link_makes_the_older_worthless():
    older = new_setup_token()
    newer = new_setup_token()
    assert (waits_for_setup(older), waits_for_setup(newer)) == (False, True)


def test_an_organisation_with_people_gets_no_link():
    UserFactory()
    with pytest.raises(Refusal, match="has been set up"):
        new_setup_token()


def test_a_database_with_systems_gets_no_link():
    SystemFactory()
    with pytest.raises(Refusal, match="already"):
        new_setup_token()


def test_the_demo_is_never_set_up(settings):
    Organisation.objects.create(pk=1, name="Demo", is_demo=True)
    with pytest.raises(Refusal, match="demo"):
        new_setup_token()
    settings.DEMO = True
    Organisation.objects.all().delete()
    with pytest.raises(CommandError, match="demo"):
        call_command("setup_link")


def test_the_command_prints_the_whole_link(settings, capsys):
    settings.SITE_URL = "http://localhost:8000"
    call_command("setup_link")
    assert "http://localhost:8000/setup/" in capsys.readouterr().out


def test_a_weak_password_leaves_the_link_open():
    token = new_setup_token()
    with pytest.raises(Refusal) as refused:
        set_up(token=token, **FIELDS | {"password": "1234567890"})
    assert refused.value.field == "password"
    assert waits_for_setup(token)
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_the_link_at_once_one_becomes_administrator():
    token = new_setup_token()
    together, refused = threading.Barrier(2), []

    def begin(email: str) -> None:
        together.wait(timeout=10)
        try:
            set_up(token=token, **FIELDS | {"email": email})
        except Refusal as no:
            refused.append(no.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=[f"{name}@example.org"]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (len(refused), User.objects.count()) == (1, 1)
