"""`make run`: everything on one machine, in the foreground, until Ctrl-C."""

import contextlib
import errno
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
        return noted["env"] if self.is_held() else None  # a number may be another process's by now

    def is_held(self) -> bool:
        """Whether a launcher, or a command on its data, holds the lock."""
        try:
            with (self.path / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def is_there(self) -> bool:
        """Whether anything was ever kept here."""
        return (self.path / "lock").exists()


def said_demo() -> bool | None:
    """What DEMO says; None where it is not set."""
    said = os.environ.get("DEMO", "").strip()
    return env.read("DEMO", {"DEMO": said}) if said else None


def home_of(*, demo: bool) -> Home:
    """The home of this kind in DATA_DIR."""
    return Home(env.read("DATA_DIR") / ("demo" if demo else "real"), demo)


def home() -> Home:
    """This run's home, by DATA_DIR and DEMO (which is on unless told off)."""
    return home_of(demo=said_demo() is not False)


def home_at_hand() -> Home:
    """The home that a single command means: by DEMO; else the one that runs; else the only one that is there."""
    if said_demo() is not None or env.read("DATABASE_URL"):
        return home()
    both = [home_of(demo=True), home_of(demo=False)]
    meant = [one for one in both if one.running()] or [one for one in both if one.is_there()]
    if len(meant) > 1:
        raise CannotStart(
            f"There are a demo and a real organisation in {env.read('DATA_DIR')}: say which, by DEMO=1 or DEMO=0 before the "
            "command, as in DEMO=0 make backup."
        )
    return meant[0] if meant else home()


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
    _refuse_a_second_one(here)
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
            address = local_address(host, port)
            wait_until(lambda: _answers(here, address), web, patience=60, what="answer")
            print(f"\n  Ready in {time.monotonic() - started:.1f} s:  {address}/\n")
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


def local_address(host: str, port: int) -> str:
    """Where this machine's browser finds what listens on `host`."""
    shown = "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104 - compared, not listened on
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _refuse_a_second_one(here: Home) -> None:
    noted = here.running()
    if noted is None:
        return
    address = local_address(env.read("HOST", noted), env.read("PORT", noted))
    raise CannotStart(
        f"Another launcher runs on {here.path}, at {address}/: stop it first (Ctrl-C where it runs), or set another DATA_DIR."
    )


def _refuse_a_busy_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise CannotStart(no_such_place(host, port, taken)) from None


def no_such_place(host: str, port: int, why: OSError) -> str:
    """What to do where `host` and `port` cannot be listened on."""
    if isinstance(why, socket.gaierror) or why.errno == errno.EADDRNOTAVAIL:
        return f"HOST={host} is no address of this machine: take 127.0.0.1, or 0.0.0.0 for the whole network."
    free = port + 1 if 1024 <= port < 65535 else 8000
    return f"Port {port} of {host} cannot be used ({why.strerror}): choose another, as in PORT={free} make run."


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
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"Another launcher or command works on {here.path}: let it end first, or set another DATA_DIR."
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


def _answers(here: Home, address: str) -> bool:
    request = urllib.request.Request(f"{address}/readyz", headers={"Host": "localhost"})  # noqa: S310 - our own address
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
def at_hand(here: Home) -> Iterator[dict[str, str]]:
    """The environment for one command on this home's data: of the launcher that runs, or of servers started for it.

    A database that DATABASE_URL names is taken before any.
    """
    host, port, named = env.read("HOST"), env.read("PORT"), env.read("DATABASE_URL")
    noted = here.running()
    if noted and named in {"", noted["DATABASE_URL"]}:
        yield {**os.environ, **noted}
    elif named:
        yield environment(here, servers.Servers(named, env.read("REDIS_URL")), host, port)
    else:
        with _hold(here) as watchman:
            running = servers.start(here.path, watchman, options=servers.KEPT)
            try:
                yield environment(here, running, host, port)
            finally:
                running.stop()
