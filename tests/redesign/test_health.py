"""The two questions that machines ask."""

import pytest


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_readyz_says_that_everything_is_in_order(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "broker": True, "migrations": True})


@pytest.mark.django_db
def test_readyz_says_that_the_broker_is_away(client, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["broker"]) == (503, False)
