"""A database that is away is said to be away within seconds, and used again as soon as it is back."""

import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from redesign.lib import postgres
from redesign.settings import database


@pytest.fixture
def socket(tmp_path_factory):
    """Where the server's socket is to be looked for; nothing is there yet."""
    postgres.forget_outage()
    yield tmp_path_factory.mktemp("s") / ".s.PGSQL.5432"
    postgres.forget_outage()


@pytest.fixture
def pooled(socket, monkeypatch):
    monkeypatch.setenv("DATABASE_POOL", "2")
    named = connection.settings_dict
    wrapper = ConnectionHandler(
        {"default": database(f"postgresql://{named['USER']}@/{named['NAME']}?host={socket.parent}")}
    )["default"]
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def seconds(wrapper) -> float:
    """How long somebody waits who is told that the database is away."""
    began = time.monotonic()
    with pytest.raises(OperationalError):
        wrapper.ensure_connection()
    return time.monotonic() - began


def one(wrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_who_comes_first_waits_two_seconds_and_who_comes_next_not_at_all(pooled):
    assert 1.9 < seconds(pooled) < 4
    assert seconds(pooled) < 0.5


@pytest.mark.django_db
def test_it_is_used_again_as_soon_as_it_is_back(pooled, socket):
    seconds(pooled)
    socket.symlink_to(Path(connection.settings_dict["HOST"]) / ".s.PGSQL.5432")
    time.sleep(postgres.REST)
    began = time.monotonic()
    assert one(pooled) == 1
    assert time.monotonic() - began < postgres.PATIENCE


def test_a_server_that_falls_silent_is_not_waited_for_longer_than_its_address_says(monkeypatch):
    monkeypatch.setenv("DATABASE_POOL", "0")
    options = [database(f"postgresql://u@db.example/n{more}")["OPTIONS"] for more in ("", "?connect_timeout=30")]
    assert options == [
        {"connect_timeout": 5, "tcp_user_timeout": 10_000},
        {"connect_timeout": "30", "tcp_user_timeout": 10_000},
    ]
