"""Doing several things at the same moment, each on a database connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

PATIENCE = 60


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run these at the same time; what each returned, or the exception that it raised.

    The test that uses it is marked `django_db(transaction=True)`, so that the threads see one another's rows.
    """
    start = threading.Barrier(len(jobs))
    found: list[Any] = [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=PATIENCE)
            found[place] = job()
        except Exception as raised:  # noqa: BLE001 - the test looks at it
            found[place] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return found
