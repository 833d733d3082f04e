"""Drafts: kept for their author, given back to nobody else, gone with the save."""

import json

import pytest
from django.urls import reverse

from teams.actions.drafts import LARGEST, MOST
from teams.models import Draft
from tests.factories.cycles import CycleFactory
from tests.factories.people import UserFactory
from tests.factories.teams import member_of

pytestmark = pytest.mark.django_db

URL = "/drafts/"
TYPED = {"text": "Mrs K. went at eleven.", "is_surprise": ["on"]}


@pytest.fixture
def nurse(client):
    nurse = UserFactory()
    client.force_login(nurse)
    return nurse


def keep(client, key="cycle-note-1", data=None):
    return client.post(URL, {"key": key, "data": json.dumps(TYPED if data is None else data)})


def test_what_was_typed_is_kept_and_comes_back(client, nurse):
    assert keep(client).status_code == 204

    given = client.get(URL, {"key": "cycle-note-1"}).json()
    assert given["data"] == TYPED
    assert given["updated_at"]


def test_a_json_body_does_as_well(client, nurse):
    client.post(URL, json.dumps({"key": "cycle-note-1", "data": TYPED}), content_type="application/json")

    assert Draft.objects.get().data == TYPED


def test_typing_on_takes_the_place_of_what_was_kept(client, nurse):
    keep(client)
    keep(client, data={"text": "Mrs K. went at noon."})

    assert Draft.objects.get().data == {"text": "Mrs K. went at noon."}


def test_a_draft_belongs_to_its_author_alone(client, nurse):
    keep(client)
    client.force_login(UserFactory())

    assert client.get(URL, {"key": "cycle-note-1"}).status_code == 204
    client.post(reverse("teams:draft-discard"), {"key": "cycle-note-1"})
    keep(client, data={"text": "Mine"})

    assert Draft.objects.get(owner=nurse).data == TYPED


@pytest.mark.parametrize("forget", ["discard", "empty"])
def test_a_draft_may_be_discarded(client, nurse, forget):
    keep(client)

    if forget == "discard":
        client.post(reverse("teams:draft-discard"), {"key": "cycle-note-1"})
    else:
        client.post(URL, {"key": "cycle-note-1", "data": ""})

    assert not Draft.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 121, "Cycle 1", "../../etc/passwd", "cycle--1", "<script>", "1"])
def test_a_key_that_no_form_has_is_refused(client, nurse, key):
    assert keep(client, key=key).status_code == 422
    assert client.get(URL, {"key": key}).status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.parametrize("data", ["[1, 2]", "nothing of the kind", "[" * 100_000, '"text"'])
def test_what_is_not_a_form_is_refused_with_a_sentence(client, nurse, data):
    response = client.post(URL, {"key": "cycle-note-1", "data": data})

    assert (response.status_code, response.json()) == (422, {"error": "This draft cannot be read, so it was not kept."})


def test_a_draft_that_is_too_long_is_refused_with_a_sentence(client, nurse):
    response = keep(client, data={"text": "x" * LARGEST})

    assert response.status_code == 422
    assert "too long" in response.json()["error"]


def test_secrets_and_what_is_not_text_are_never_kept(client, nurse):
    keep(client, data={"csrfmiddlewaretoken": "t", "password": "p", "text": "x", "deep": {"er": 1}, "number": 3})

    assert Draft.objects.get().data == {"text": "x"}


def test_characters_that_the_database_cannot_keep_are_left_out(client, nurse):
    keep(client, data={"te\x00xt": "a\x00b\ud800c", "list": ["\x00x"]})

    assert Draft.objects.get().data == {"text": "ab?c", "list": ["x"]}


def test_the_oldest_draft_gives_way(client, nurse):
    for number in range(MOST + 2):
        keep(client, key=f"cycle-note-{number}")

    assert Draft.objects.count() == MOST
    assert not Draft.objects.filter(key="cycle-note-0").exists()


def test_the_draft_goes_with_the_save(client):
    cycle = CycleFactory(step="do")
    nurse = member_of(cycle.team)
    client.force_login(nurse)
    keep(client, key=f"cycle-note-{cycle.pk}")
    keep(client, key="cycle-note-0")

    client.post(reverse("teams:cycle-note", args=[cycle.pk]), {"text": "Mrs K. went at eleven."})

    assert list(Draft.objects.values_list("key", flat=True)) == ["cycle-note-0"]


def test_the_draft_stays_when_the_save_is_refused(client):
    cycle = CycleFactory(step="plan")
    client.force_login(member_of(cycle.team))
    keep(client, key=f"cycle-note-{cycle.pk}")

    client.post(reverse("teams:cycle-note", args=[cycle.pk]), {"text": "Mrs K. went at eleven."})

    assert Draft.objects.exists()


def test_a_key_that_no_form_has_is_dropped_without_a_word(client):
    client.force_login(UserFactory())
    assert client.post(reverse("teams:draft-discard"), {"key": "a\x00b"}).status_code == 204
