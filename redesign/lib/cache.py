"""A cache that may be down: a lost or silent server is a miss, never an error on a page."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

REST = 5.0
"""Seconds without a further try after a failure, so that a hung server costs one wait and not one per question."""


class ForgivingRedisCache(RedisCache):
    """Redis, answering as an empty cache while the server cannot be reached."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._resting_until = 0.0

    def _try(self, name: str, otherwise: Any, question: Callable[[], Any]) -> Any:
        if time.monotonic() < self._resting_until:
            return otherwise
        try:
            return question()
        except (RedisError, OSError) as lost:
            self._resting_until = time.monotonic() + REST
            log.warning("cache out of reach", operation=name, reason=str(lost))
            return otherwise

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._try("add", True, lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try("get", default, lambda: super(ForgivingRedisCache, self).get(key, default, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._try("set", None, lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version))

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._try("touch", False, lambda: super(ForgivingRedisCache, self).touch(key, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._try("delete", False, lambda: super(ForgivingRedisCache, self).delete(key, version))

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._try("get_many", {}, lambda: super(ForgivingRedisCache, self).get_many(keys, version))

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        return self._try(
            "set_many", list(data), lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version)
        )

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._try("delete_many", None, lambda: super(ForgivingRedisCache, self).delete_many(keys, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._try("has_key", False, lambda: super(ForgivingRedisCache, self).has_key(key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._try("incr", delta, lambda: super(ForgivingRedisCache, self).incr(key, delta, version))

    def clear(self) -> None:
        """Forget the cache's own keys; the tasks that wait in the same server stay."""
        self._try("clear", None, self._clear_own)

    def _clear_own(self) -> None:
        server = self._cache.get_client(None, write=True)
        for key in server.scan_iter(match=self.make_key("*"), count=1000):
            server.delete(key)
