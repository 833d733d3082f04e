"""A cache that may be down: a lost or silent server is a miss, never an error on a page."""

import time
from typing import Any

import structlog
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

    def _try(self, name: str, otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < self._resting_until:
            return otherwise
        try:
            return getattr(super(), name)(*args, **kwargs)
        except (RedisError, OSError) as lost:
            self._resting_until = time.monotonic() + REST
            log.warning("cache out of reach", operation=name, reason=str(lost))
            return otherwise

    def add(self, key: Any, value: Any, **kwargs: Any) -> bool:
        return self._try("add", True, key, value, **kwargs)

    def get(self, key: Any, default: Any = None, **kwargs: Any) -> Any:
        return self._try("get", default, key, default, **kwargs)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._try("set", None, key, value, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return self._try("touch", False, key, *args, **kwargs)

    def delete(self, key: Any, **kwargs: Any) -> bool:
        return self._try("delete", False, key, **kwargs)

    def get_many(self, keys: Any, **kwargs: Any) -> dict[Any, Any]:
        return self._try("get_many", {}, keys, **kwargs)

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        return self._try("set_many", list(data), data, *args, **kwargs)

    def delete_many(self, keys: Any, **kwargs: Any) -> None:
        self._try("delete_many", None, keys, **kwargs)

    def has_key(self, key: Any, **kwargs: Any) -> bool:
        return self._try("has_key", False, key, **kwargs)

    def incr(self, key: Any, delta: int = 1, **kwargs: Any) -> int:
        return self._try("incr", delta, key, delta, **kwargs)

    def clear(self) -> bool:
        return self._try("clear", False)
