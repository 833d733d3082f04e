"""When something broke, the page says so without a database, and says whether waiting will help."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from redesign.errors import AWAY, server_error
from teams.models import User
from tests.factories.people import UserFactory


def answer(broken: Exception, request=None):
    try:
        raise broken
    except type(broken):
        return server_error(request or RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("broken", "status", "said"),
    [
        (OperationalError("the server went away"), 503, "Back in a moment"),
        (ZeroDivisionError(), 500, "Something went wrong on our side"),
    ],
)
def test_the_page_tells_an_outage_from_a_mistake(broken, status, said):
    response = answer(broken)
    assert response.status_code == status
    assert said in response.content.decode()
    assert "went away" not in response.content.decode()


def test_an_outage_says_when_to_ask_again():
    assert answer(OperationalError())["Retry-After"] == "15"


def sent_again(**fields) -> str:
    return answer(OperationalError(), RequestFactory().post("/ideas/new/", fields)).content.decode()


def test_what_was_typed_when_the_database_went_away_is_on_the_page_to_be_sent_again():
    page = sent_again(title="Lamps & “hooks”", why="First line\r\nSecond <b>line</b>", dimension=["safe", "timely"])
    assert 'name="title" value="Lamps &amp; “hooks”"' in page
    assert 'name="why" value="First line\r\nSecond &lt;b&gt;line&lt;/b&gt;"' in page
    assert (page.count('name="dimension"'), page.count("Send it again</button>"), page.count("Try again now")) == (
        2,
        1,
        0,
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"login": "nurse@example.org", "password": "her own words"},
        {"old_password": "her own words", "new_password1": "x", "new_password2": "x"},
        {"note": "her own words", "file": SimpleUploadedFile("points.csv", b"2026-01-01,1")},
    ],
)
def test_no_page_holds_a_password_and_a_file_must_be_chosen_anew(fields):
    page = sent_again(**fields)
    assert ("her own words" in page, "Send it again" in page) == (False, False)
    assert "a file or a password must be given anew" in page


def test_a_program_is_answered_in_its_own_form():
    response = answer(
        OperationalError(), RequestFactory().post("/api/v1/points", "{}", content_type="application/json")
    )
    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (503, "application/json", "15")
    assert json.loads(response.content) == {"detail": AWAY, "errors": []}


@pytest.mark.django_db
def test_what_a_page_holds_is_saved_when_it_is_sent_again(monkeypatch):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    person = UserFactory(name="Ann Byrne")
    client.force_login(person)
    form = client.get(reverse("teams:account")).context["form"]
    typed = {**{name: form[name].value() or "" for name in form.fields}, "name": "Ann O’Brien"}
    typed["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value
    with monkeypatch.context() as broken:
        broken.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", _away)
        page = client.post(reverse("teams:account"), typed)
    assert page.status_code == 503
    held = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page.content.decode())}
    assert held == {name: str(value) for name, value in typed.items()}
    assert client.post(reverse("teams:account"), held).status_code == 302
    assert User.objects.get(pk=person.pk).name == "Ann O’Brien"


def _away(*_, **__):
    raise OperationalError("the server went away")
