"""`make run`: everything on one machine, in the foreground, until Ctrl-C."""

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from redesign import serve
from redesign.embedded import servers
from redesign.embedded.children import Child, Watchman, adopt_orphans, wait_until
from redesign.embedded.fingerprint import fingerprint
from redesign.embedded.refusal import CannotStart
from redesign.lib import env


class Stopped(BaseException):
    """Somebody asked us to end: Ctrl-C, a closed terminal, or a plain kill."""


@dataclass
class Home:
    """The folder of one organisation's data; demo and real ones never share one."""

    path: Path
    demo: bool

    @property
    def note(self) -> Path:
        """Where the running launcher writes how to reach its servers."""
        return self.path / "running.json"

    @property
    def ready(self) -> Path:
        """Holds the fingerprint of what was made ready last, once nothing more was owed."""
        return self.path / "ready"

    def running(self) -> dict[str, str] | None:
        """The environment of the launcher that runs on this home, or None."""
        try:
            noted = json.loads(self.note.read_text())
            os.kill(noted["pid"], 0)
        except (OSError, ValueError, KeyError):
            return None
        return noted["env"]


def home() -> Home:
    """This run's home, by DATA_DIR and DEMO (which is on unless told off)."""
    demo = env.read("DEMO", {"DEMO": os.environ.get("DEMO", "").strip() or "1"})
    return Home(env.read("DATA_DIR") / ("demo" if demo else "real"), demo)


def run() -> None:
    """Start everything in its order, print the address after a real answer, keep watch, stop all together."""
    started = time.monotonic()
    for name in env.VARIABLES:
        env.read(name)  # what is wrong is said before anything starts
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    adopt_orphans()
    host, port, here = env.read("HOST"), env.read("PORT"), home()
    _refuse_a_busy_port(host, port)
    children: list[Child] = []
    with contextlib.suppress(Stopped), _hold(here) as watchman:
        try:
            running = servers.start(here.path, watchman, options=servers.KEPT)
            children += running.children
            given = environment(here, running, host, port)
            _write_note(here, given)
            _make_ready(here, given)
            children += [_worker(here, given, watchman), web := _web(here, given, watchman, host)]
            shown = "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104 - compared, not listened on
            wait_until(lambda: _answers(here, shown, port), web, patience=60, what="answer")
            print(f"\n  Ready in {time.monotonic() - started:.1f} s:  http://{shown}:{port}/\n")
            print(f"  Data and logs: {here.path}   Ctrl-C stops everything.\n", flush=True)
            _watch(children)
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            _stop_all(children)
            here.note.unlink(missing_ok=True)
    print("Stopped.")


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _refuse_a_busy_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise CannotStart(
                f"Port {port} of {host} cannot be used ({taken.strerror}): choose another, as in PORT={port + 1} make run."
            ) from None


@contextlib.contextmanager
def _hold(here: Home) -> Iterator[Watchman]:
    """Lock the home for this launcher and its watchman, so that one launcher at a time touches the data."""
    try:
        here.path.mkdir(parents=True, exist_ok=True)
        lock = os.open(here.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as wrong:
        raise CannotStart(
            f"{here.path} cannot be written ({wrong.strerror}): set DATA_DIR to a folder of yours."
        ) from None
    deadline = time.monotonic() + 8
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            # After kill -9 the watchman of the last run may hold it for a moment more.
            if here.running() or time.monotonic() > deadline:
                raise CannotStart(
                    f"Another launcher runs on {here.path}: stop it first, or set another DATA_DIR."
                ) from None
            time.sleep(0.1)
    watchman = Watchman(held=[lock])
    try:
        yield watchman
    finally:
        watchman.dismiss()
        os.close(lock)


def environment(here: Home, running: servers.Servers, host: str, port: int) -> dict[str, str]:
    """What the children are told: ours, with what a run on one machine takes by itself."""
    loopback = host in {"127.0.0.1", "localhost", "::1"}
    usual = {
        "SECRET_KEY": lambda: kept_secret(here.path / "secret_key"),
        "HTTPS": lambda: "0",
        "LOG_FORMAT": lambda: "plain",
        "ALLOWED_HOSTS": lambda: "localhost,127.0.0.1,[::1]" if loopback else "*",
        "SITE_URL": lambda: f"http://{host if not loopback else 'localhost'}:{port}",
    }
    mine = {name: make() for name, make in usual.items() if not os.environ.get(name, "").strip()}
    return {
        **os.environ,
        **mine,
        "DATABASE_URL": running.database_url,
        "REDIS_URL": running.redis_url,
        "DATA_DIR": str(here.path),
        "DEMO": "1" if here.demo else "0",
        "PYTHONUNBUFFERED": "1",
    }


def kept_secret(path: Path) -> str:
    """The signing key of this home, made at the first run and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _write_note(here: Home, given: dict[str, str]) -> None:
    told = {name: given[name] for name in env.VARIABLES if name in given}
    with os.fdopen(os.open(here.note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump({"pid": os.getpid(), "env": told}, out)


def _make_ready(here: Home, given: dict[str, str]) -> None:
    """Migrations, static files, the demo or the set-up link: one Django process, its words on our console.

    It is left out when all was ready at the last start and nothing that it looks at has changed.
    """
    ours = not env.read("DATABASE_URL")
    now = fingerprint(servers.cluster(here.path) / "PG_VERSION") if ours else ""
    if ours and here.ready.exists() and here.ready.read_text() == now:
        return
    command = [sys.executable, str(env.ROOT / "manage.py"), "make_ready"]
    if ours:
        command += ["--note", str(here.ready), now]
    process = subprocess.Popen(command, env=given, cwd=env.ROOT, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        code = process.wait()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code:
        raise CannotStart("The database could not be made ready; the lines above say why.")


def _worker(here: Home, given: dict[str, str], watchman: Watchman) -> Child:
    """One worker with the beat inside."""
    return Child(
        "The task worker",
        serve.worker("--beat", "--schedule", str(here.path / "beat-schedule")),
        log=servers.fresh_log(here.path / "logs" / "worker.log"),
        watchman=watchman,
        asks=signal.SIGQUIT,  # stop at once: a task that is cut off goes back to the queue
        env=given,
        cwd=env.ROOT,
    )


def _web(here: Home, given: dict[str, str], watchman: Watchman, host: str) -> Child:
    return Child(
        "The web server",
        serve.web(host),
        log=servers.fresh_log(here.path / "logs" / "web.log"),
        watchman=watchman,
        env=given,
        cwd=env.ROOT,
    )


def _answers(here: Home, host: str, port: int) -> bool:
    bracketed = f"[{host}]" if ":" in host else host
    request = urllib.request.Request(f"http://{bracketed}:{port}/readyz", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except urllib.error.HTTPError as refused:
        here.ready.unlink(missing_ok=True)  # the next start looks closer
        raise CannotStart(
            f"The web server answers {refused.code} to /readyz: {refused.read(500).decode(errors='replace')}"
        ) from None
    except OSError:
        return False


def _watch(children: list[Child]) -> None:
    """Return never: raises when a child has died, or when we are asked to stop."""
    while True:
        for child in children:
            if not child.alive():
                raise CannotStart(
                    f"{child.name} has ended, so everything was stopped. Its last lines ({child.log}):\n"
                    f"{child.last_lines()}"
                )
        time.sleep(0.2)


def _stop_all(children: list[Child]) -> None:
    """First those who use the servers, then the servers; all within five seconds."""
    users = [child for child in children if child.name not in {"PostgreSQL", "Valkey"}]
    for crew, patience in ((users, 1.5), ([child for child in children if child not in users], 2.0)):
        for child in crew:
            child.ask_to_end()
        deadline = time.monotonic() + patience
        for child in crew:
            child.wait_to_end(deadline - time.monotonic())


@contextlib.contextmanager
def at_hand() -> Iterator[dict[str, str]]:
    """The environment for one command on this home's data: of the launcher that runs, or of servers started for it."""
    here = home()
    if noted := here.running():
        yield {**os.environ, **noted}
        return
    with _hold(here) as watchman:
        running = servers.start(here.path, watchman, options=servers.KEPT)
        try:
            yield environment(here, running, env.read("HOST"), env.read("PORT"))
        finally:
            running.stop()
