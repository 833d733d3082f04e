"""Handing a task to the broker without waiting for one that is down or hung.

A page that owes work must answer all the same: publishing gives up after BROKER_PATIENCE, and after a failure nothing
is tried for a while, so that a page with five jobs waits once and not five times. Whoever publishes keeps the work
somewhere else too (the job row), because here it may fail.
"""

import os
import time
from functools import lru_cache

import structlog
from celery import current_app
from django.conf import settings
from kombu import Connection
from kombu.exceptions import KombuError, OperationalError
from kombu.pools import producers
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

REST = 5.0
"""Seconds without a further try after a failure."""

_resting_until = float("-inf")


def publish(task: str, *arguments: object) -> bool:
    """Send the task to the workers; False when the broker does not take it, or did not a moment ago."""
    global _resting_until
    if time.monotonic() < _resting_until:
        return False
    try:
        with producers[_connection()].acquire(block=True, timeout=settings.BROKER_PATIENCE) as producer:
            current_app.send_task(task, arguments, producer=producer, retry=False, ignore_result=True)
    except (OperationalError, KombuError, RedisError, OSError) as away:
        _resting_until = time.monotonic() + REST
        log.warning("broker_away", task=task, error=str(away))
        return False
    return True


def waiting() -> int | None:
    """How many tasks wait in the broker for a worker; None when it does not answer."""
    try:
        with producers[_connection()].acquire(block=True, timeout=settings.BROKER_PATIENCE) as producer:
            return producer.channel.client.llen(current_app.conf.task_default_queue)
    except (OperationalError, KombuError, RedisError, OSError) as away:
        log.warning("broker_away", error=str(away))
        return None


def forget() -> None:
    """Start anew: with the settings as they are now, and without resting."""
    global _resting_until
    _resting_until = float("-inf")
    _connection.cache_clear()


@lru_cache(maxsize=1)
def _connection() -> Connection:
    """A connection for publishing alone: the workers' own wait for messages and need longer timeouts."""
    impatient = {
        **current_app.conf.broker_transport_options,
        "socket_timeout": settings.BROKER_PATIENCE,
        "socket_connect_timeout": settings.BROKER_PATIENCE,
        "max_retries": 0,
    }
    return current_app.connection_for_write(transport_options=impatient, connect_timeout=settings.BROKER_PATIENCE)


os.register_at_fork(after_in_child=forget)
