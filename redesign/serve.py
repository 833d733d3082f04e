"""The long-running programs, as one command each: python -m redesign.serve web | worker | beat.

Containers run this; the launcher takes the same command lines.
"""

import os
import sys

from redesign.lib import env

PYTHON = sys.executable


def web(host: str) -> list[str]:
    """granian, serving WSGI on PORT."""
    return [
        *[PYTHON, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(env.read("PORT")), "--no-ws"],
        *["--workers", str(env.read("WEB_WORKERS")), "--blocking-threads", str(env.read("WEB_THREADS"))],
        *[
            "--respawn-failed-workers",
            "--workers-kill-timeout",
            "2",
            "--log-level",
            "warning",
            "redesign.wsgi:application",
        ],
    ]


def worker(*more: str) -> list[str]:
    """A task worker; its gossip and heartbeats are left out, which one broker has no use for."""
    return [
        *[PYTHON, "-m", "celery", "-A", "redesign", "worker", "--loglevel", env.read("LOG_LEVEL")],
        *["--concurrency", str(env.read("WORKER_PROCESSES"))],
        *["--without-gossip", "--without-mingle", "--without-heartbeat", *more],
    ]


def beat() -> list[str]:
    """The one clock that starts the periodic tasks; never run two."""
    schedule = f"{env.read('DATA_DIR')}/beat-schedule"
    return [PYTHON, "-m", "celery", "-A", "redesign", "beat", "--loglevel", env.read("LOG_LEVEL"), "-s", schedule]


def main(words: list[str]) -> None:
    """Become the named program."""
    programs = {"web": lambda: web("0.0.0.0"), "worker": worker, "beat": beat}  # noqa: S104 - inside a container
    if len(words) != 1 or words[0] not in programs:
        sys.exit(f"Say which: {', '.join(programs)}.")
    command = programs[words[0]]()
    os.execv(command[0], command)  # noqa: S606 - our own command line


if __name__ == "__main__":
    main(sys.argv[1:])
