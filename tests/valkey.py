"""A Valkey of a test's own, which it may stop, hang and kill without harm to others."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from celery import current_app

from redesign.embedded import wheels
from redesign.lib import broker


class Valkey:
    """The server; `url` as in REDIS_URL."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "v.sock"
        self.url = f"unix://{self.socket}"
        self.broker_url = f"redis+socket://{self.socket}"
        self.start()

    def start(self) -> None:
        given = ["--port", "0", "--unixsocket", self.socket, "--dir", self.folder, "--save", "", "--appendonly", "yes"]
        self.process = subprocess.Popen([wheels.valkey_program(), *given], stdout=subprocess.DEVNULL)
        while not self.socket.exists():
            time.sleep(0.02)

    def hang(self) -> None:
        """It takes connections and never answers."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)


@contextlib.contextmanager
def own_valkey() -> Iterator[Valkey]:
    """A server on a short socket path, with this process's publishing pointed to it; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="v-", dir="/tmp") as folder:
        server = Valkey(Path(folder))
        usual = current_app.conf.broker_url
        current_app.conf.broker_url = server.broker_url
        broker.forget()
        try:
            yield server
        finally:
            current_app.conf.broker_url = usual
            broker.forget()
            server.kill()


@contextlib.contextmanager
def real_worker(server: Valkey, *more: str) -> Iterator[subprocess.Popen]:
    """A real task worker on this broker and the test's own database, with its children in one process group."""
    from django.db import connection

    given = connection.settings_dict
    address = f"postgresql://{given['USER']}@/{given['NAME']}?host={given['HOST']}"
    env = {**os.environ, "DATABASE_URL": address, "REDIS_URL": server.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "redesign",
        "worker",
        "--concurrency",
        "1",
        "--include",
        "tests.live_tasks",
    ]
    flags = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "warning", *more]
    with tempfile.NamedTemporaryFile("w+", prefix="worker-") as log:
        process = subprocess.Popen([*command, *flags], env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def eventually(question, seconds: float = 20.0) -> bool:
    """Whether the question is answered with yes within so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False
