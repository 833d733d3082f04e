"""The two questions that machines ask."""

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder

from tests.factories.people import UserFactory


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")


def away(*_, **__):
    raise OperationalError("the server went away")


@pytest.mark.django_db
def test_both_answer_somebody_who_is_signed_in_while_the_database_is_away(client, monkeypatch):
    client.force_login(UserFactory())
    with monkeypatch.context() as broken:
        broken.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
        alive, ready = client.get("/healthz"), client.get("/readyz")
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json() == {"database": False, "broker": True, "migrations": False}


@pytest.mark.django_db
def test_both_answer_whatever_name_they_are_asked_by(client):
    answers = [client.get(path, headers={"host": "10.0.0.7:8000"}).status_code for path in ("/healthz", "/readyz")]
    assert answers == [200, 200]


@pytest.mark.django_db
def test_readyz_says_that_a_migration_is_owed(client):
    MigrationRecorder.Migration.objects.filter(app="teams").latest("pk").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "broker": True, "migrations": False})


@pytest.mark.django_db
def test_readyz_says_that_everything_is_in_order(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "broker": True, "migrations": True})


@pytest.mark.django_db
def test_readyz_says_that_the_broker_is_away(client, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["broker"]) == (503, False)
