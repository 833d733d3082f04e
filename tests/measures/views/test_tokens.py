"""The page of keys: a key is shown once, device keys are for administrators; and the page that describes the API."""

import pytest
from django.urls import reverse

from measures.actions.tokens import token_of
from measures.models import ApiToken
from teams.enums import Role
from tests.factories.people import UserFactory, person_with
from tests.factories.systems import SystemFactory

pytestmark = pytest.mark.django_db

KEYS = reverse("measures:keys")


def test_a_key_is_shown_once(client):
    analyst = person_with(Role.ANALYST)
    client.force_login(analyst)
    answer = client.post(KEYS, {"name": "Nightly export", "ends": "92"})
    key = answer.context["made"]["key"]
    assert f'value="{key}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert token_of(key).owner == analyst
    page = client.get(KEYS).content.decode()
    assert key not in page
    assert f"{key[:8]}…" in page
    assert "Nightly export" in page


def test_an_administrator_makes_keys_for_devices_only(client):
    client.force_login(person_with(Role.ADMINISTRATOR))
    ward = SystemFactory(name="Ward 7")
    page = client.post(KEYS, {"name": "Bed board", "ends": "30"}).content.decode()
    assert "Choose the system that the device enters data of." in page
    assert not ApiToken.objects.exists()
    client.post(KEYS, {"name": "Bed board", "ends": "30", "system": ward.pk})
    assert ApiToken.objects.get().system == ward


def test_an_analyst_makes_no_key_for_a_device(client):
    client.force_login(person_with(Role.ANALYST))
    client.post(KEYS, {"name": "Bed board", "ends": "30", "system": SystemFactory().pk})
    assert ApiToken.objects.get().system is None


def test_a_revoked_key_opens_nothing(client):
    client.force_login(person_with(Role.ANALYST))
    key = client.post(KEYS, {"name": "Export", "ends": "30"}).context["made"]["key"]
    page = client.post(reverse("measures:key-revoke", args=[ApiToken.objects.get().pk]), follow=True).content.decode()
    assert "“Export” is revoked" in page
    assert token_of(key) is None


def test_an_analyst_sees_and_revokes_only_their_own_keys(client):
    client.force_login(person_with(Role.ANALYST))
    client.post(KEYS, {"name": "Export", "ends": "30"})
    client.force_login(person_with(Role.ANALYST))
    assert "Export" not in client.get(KEYS).content.decode()
    assert client.post(reverse("measures:key-revoke", args=[ApiToken.objects.get().pk])).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_keys(client, count, django_assert_num_queries):
    client.force_login(person_with(Role.ANALYST))
    for number in range(count):
        client.post(KEYS, {"name": f"Export {number}", "ends": "30"})
    with django_assert_num_queries(4):
        client.get(KEYS)


def test_the_api_is_described_for_people(client):
    client.force_login(UserFactory())
    page = client.get(reverse("measures:api-docs")).content.decode()
    for word in ("/api/v1/points", "Idempotency-Key", "points[].value", "Up to 1,000 points of any measures"):
        assert word in page
