"""The cache may be away or silent: pages go on without it, and do not wait for it twice."""

import time

import pytest

from redesign.lib.cache import ForgivingRedisCache
from tests.valkey import own_valkey

PATIENCE = 0.3


def cache_at(url: str, prefix: str = "ours") -> ForgivingRedisCache:
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return ForgivingRedisCache(url, {"KEY_PREFIX": prefix, "OPTIONS": patience})


@pytest.fixture
def valkey():
    with own_valkey() as server:
        yield server


def test_it_keeps_what_it_is_given(valkey):
    cache = cache_at(valkey.url)
    cache.set("a", [1, 2])
    cache.set_many({"b": 3})
    assert (cache.get("a"), cache.get_many(["a", "b"]), cache.has_key("c")) == ([1, 2], {"a": [1, 2], "b": 3}, False)


def test_a_lost_server_is_an_empty_cache():
    cache = cache_at("unix:///nowhere/valkey.sock")
    cache.set("a", 1)
    assert cache.get("a", "otherwise") == "otherwise"
    assert cache.get_many(["a"]) == {}
    assert (cache.add("a", 1), cache.touch("a"), cache.delete("a"), cache.has_key("a")) == (True, False, False, False)
    assert cache.incr("a") == 1
    cache.clear()


def test_a_silent_server_is_waited_for_once(valkey):
    cache = cache_at(valkey.url)
    cache.set("a", 1)
    valkey.hang()
    began = time.monotonic()
    assert [cache.get("a") for _ in range(50)] == [None] * 50
    assert time.monotonic() - began < 3 * PATIENCE
    valkey.wake()


def test_it_works_again_after_its_rest(valkey, monkeypatch):
    monkeypatch.setattr("redesign.lib.cache.REST", 0.1)
    cache = cache_at(valkey.url)
    valkey.kill()
    assert cache.get("a") is None
    valkey.start()
    time.sleep(0.15)
    cache.set("a", 1)
    assert cache.get("a") == 1


def test_clearing_leaves_what_others_keep_in_the_same_server(valkey):
    ours, tasks = cache_at(valkey.url), cache_at(valkey.url, prefix="celery")
    ours.set("a", 1)
    tasks.set("a", 2)
    ours.clear()
    assert (ours.get("a"), tasks.get("a")) == (None, 2)
