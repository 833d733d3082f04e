"""The engine of settings.DATABASES: Django's own for PostgreSQL, except that nobody queues for a database that is away.

It is said to be away within seconds, and used again as soon as it is back. The pool alone lets every request wait its whole
patience, and tries again at ever longer intervals: an outage would block all threads of a web process, and outlast itself.
"""

import time

PATIENCE = 2.0
"""Seconds that a request waits for a connection."""
RETRIES_FOR = 1.0
"""Seconds after which the pool gives up connecting; the next request that asks makes it try anew."""
REST = 1.0
"""Seconds after a failure in which nobody waits: whoever asks is told at once."""
UNLESS_SAID = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
"""Seconds and milliseconds after which a server that has fallen silent counts as gone, where its address says nothing."""

_rests_until = float("-inf")


def note_outage(*_: object) -> None:
    """Remember that the database could not be reached just now."""
    global _rests_until
    _rests_until = time.monotonic() + REST


def away_just_now() -> bool:
    """Whether it could not be reached a moment ago."""
    return time.monotonic() < _rests_until


def forget_outage() -> None:
    """Ask again at once."""
    global _rests_until
    _rests_until = float("-inf")
