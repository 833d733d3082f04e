"""Tasks for tests that run a real worker: told by `--include`, part of no app."""

import time
from pathlib import Path

from celery import shared_task


@shared_task
def write_line(path: str, line: str) -> None:
    """Add a line to a file."""
    with Path(path).open("a") as out:
        out.write(f"{line}\n")


@shared_task
def wait_for(path: str, begun: str) -> None:
    """Say that it has begun, then wait until there is a file at `path`."""
    with Path(begun).open("a") as out:
        out.write("begun\n")
    while not Path(path).exists():
        time.sleep(0.05)


@shared_task
def always_fails() -> None:
    """Never succeeds."""
    raise ValueError("The mail server said no.")
