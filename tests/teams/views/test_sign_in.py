"""Signing in, the demo's door, one's own account, a forgotten password."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from teams.actions.jobs import run
from teams.models import Job, Organisation, User
from teams.queries.organisation import SEVEN
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    Organisation.objects.create(pk=1, name="Thornmere", is_demo=True)
    for key in SEVEN:
        UserFactory(email=f"{key}@demo.invalid", name=f"The {key}", job_title="Somebody")


def signed_in(client) -> str | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else None


def test_an_address_is_taken_whatever_its_capitals(client):
    person = UserFactory(email="amara@example.org")
    client.post(reverse("account_login"), {"login": "Amara@Example.org", "password": PASSWORD})
    assert signed_in(client) == person.email


def test_many_wrong_passwords_are_slowed_down(client):
    person = UserFactory()
    for _ in range(12):
        client.post(reverse("account_login"), {"login": person.email, "password": "wrong wrong wrong"})
    page = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert signed_in(client) is None
    assert page.status_code == 429 or "Too many" in page.content.decode()


def test_nobody_signs_themselves_up(client):
    fields = {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not User.objects.exists()


def test_before_the_set_up_the_page_says_so(client):
    assert "has not been set up" in client.get(reverse("account_login")).content.decode()
    UserFactory()
    assert "has not been set up" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("key", SEVEN)
def test_the_demo_is_entered_as_one_of_seven(client, demo, key):
    assert f'value="{key}"' in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("teams:demo-sign-in"), {"person": key}).url == "/"
    assert signed_in(client) == f"{key}@demo.invalid"


def test_the_demo_leads_on_to_the_page_that_was_asked_for_but_never_elsewhere(client, demo):
    sent = {"person": "nurse", "next": "/systems/"}
    assert client.post(reverse("teams:demo-sign-in"), sent).url == "/systems/"
    sent["next"] = "https://evil.example.org/"
    assert client.post(reverse("teams:demo-sign-in"), sent).url == "/"


@pytest.mark.parametrize("person", ["", "root", "nurse@demo.invalid"])
def test_the_demo_knows_no_eighth_person(client, demo, person):
    assert client.post(reverse("teams:demo-sign-in"), {"person": person}).status_code == 404


def test_the_demos_door_takes_no_get(client, demo):
    assert client.get(reverse("teams:demo-sign-in")).status_code == 404


@pytest.mark.parametrize(("setting", "stamp"), [(False, True), (True, False), (False, False)])
def test_there_is_no_demo_door_unless_both_the_setting_and_the_database_say_so(client, demo, settings, setting, stamp):
    settings.DEMO = setting
    Organisation.objects.update(is_demo=stamp)
    assert "enter-as" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("teams:demo-sign-in"), {"person": "admin"}).status_code == 404
    assert signed_in(client) is None


def test_a_forgotten_password_is_mended_by_a_letter_that_is_owed_as_a_job(client, settings):
    settings.SITE_URL = "https://improve.example.org"
    person = UserFactory(email="amara@example.org")
    client.post(reverse("account_reset_password"), {"email": "Amara@example.org"})
    job = Job.objects.get()
    assert (job.task, job.arguments) == ("teams.tasks.send_password_reset", {"user_id": person.pk})
    run(job.pk)
    (letter,) = mail.outbox
    link = re.search(r"https://improve\.example\.org(\S+)", letter.body)[1]
    opened = client.get(link, follow=True)
    form_url = opened.redirect_chain[-1][0] if opened.redirect_chain else link
    chosen = "seven quiet otters swim"
    client.post(form_url, {"password1": chosen, "password2": chosen})
    person.refresh_from_db()
    assert person.check_password(chosen)
    assert "used" in client.get(link, follow=True).content.decode()


def test_a_stranger_who_forgot_a_password_learns_nothing_and_gets_no_letter(client):
    known, unknown = UserFactory().email, "nobody@example.org"
    answers = [client.post(reverse("account_reset_password"), {"email": each}) for each in (known, unknown)]
    assert answers[0].url == answers[1].url
    assert Job.objects.count() == 1


def test_a_new_password_keeps_this_session_and_ends_the_others(client, django_user_model):
    person = UserFactory()
    client.force_login(person)
    elsewhere = type(client)()
    elsewhere.force_login(person)
    new = "seven quiet otters swim"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("teams:password"), sent).status_code == 302
    assert client.get(reverse("teams:account")).status_code == 200
    assert elsewhere.get(reverse("teams:account")).status_code == 302


def test_the_account_keeps_how_one_reads(client):
    person = UserFactory()
    client.force_login(person)
    sent = {"version": 1, "name": "Amara", "job_title": "", "discipline": "nurse", "words": "clinical", "theme": "dark"}
    assert client.post(reverse("teams:account"), sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.words, person.theme, person.wants_reminders) == ("Amara", "clinical", "dark", False)


def test_the_theme_is_chosen_from_every_page_and_leads_back_there(client):
    person = UserFactory()
    client.force_login(person)
    back = client.post(reverse("teams:theme"), {"theme": "dark"}, headers={"Referer": "http://testserver/systems/"})
    assert back.url == "http://testserver/systems/"
    assert client.post(reverse("teams:theme"), {"theme": "x"}, headers={"Referer": "http://evil.example/"}).url == "/"
    person.refresh_from_db()
    assert person.theme == "dark"


def test_the_glossary_finds_a_word_in_either_vocabulary(client):
    client.force_login(UserFactory())
    page = client.get(reverse("teams:glossary"), {"q": "usual range"}).content.decode()
    assert "control limits" in page
    assert "driver diagram" not in page
