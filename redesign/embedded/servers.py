"""Starting PostgreSQL and Valkey as children: on kept data for `make run`, or throw-away for tests and checks."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis

from redesign.embedded import wheels
from redesign.embedded.children import Child, Watchman, wait_until
from redesign.embedded.refusal import CannotStart
from redesign.lib import env

DATABASE = "redesign"
THROW_AWAY_NEEDS = 700 * 1024 * 1024
KEPT = ["shared_buffers=128MB", "max_connections=80", "jit=off", "timezone=UTC"]
THROW_AWAY = [
    *["shared_buffers=64MB", "max_connections=120", "jit=off", "timezone=UTC"],
    *["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"],
]


@dataclass
class Servers:
    """The running servers' addresses, and the children behind them (none where an address was given)."""

    database_url: str
    redis_url: str
    children: list[Child] = field(default_factory=list)

    def stop(self, patience: float = 4.0) -> None:
        """End both in good order; returns when they are gone."""
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + patience
        for child in self.children:
            child.wait_to_end(deadline - time.monotonic())


def start(home: Path, watchman: Watchman, *, options: list[str], given: Mapping[str, str] = os.environ) -> Servers:
    """Start what is not given by DATABASE_URL or REDIS_URL, PostgreSQL first; data and logs lie in `home`."""
    database_url, redis_url = env.read("DATABASE_URL", given), env.read("REDIS_URL", given)
    servers = Servers(database_url, redis_url)
    if database_url and redis_url:
        return servers
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    who = wheels.runner()
    sockets = Path(tempfile.mkdtemp(prefix="redesign-", dir=short_folder()))
    watchman.note(f"folder {sockets}")
    who.give(sockets)
    try:
        if not database_url:
            servers.children.append(_postgres(home, logs, sockets, who, watchman, options))
            servers.database_url = f"postgresql://{DATABASE}@/{DATABASE}?host={sockets}"
        if not redis_url:
            servers.children.append(_valkey(home, logs, sockets, watchman, kept=options is KEPT))
            servers.redis_url = f"unix://{sockets}/valkey.sock"
        _wait_for_both(servers, sockets)
    except BaseException:
        servers.stop()
        raise
    return servers


def short_folder() -> str:
    """A folder for sockets; their whole path may have no more than 107 bytes, so not the deep ones that some set."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < 60 else "/tmp"  # noqa: S108 - the folder made in it is our own, mode 0700


def _postgres(
    home: Path, logs: Path, sockets: Path, who: wheels.Runner, watchman: Watchman, options: list[str]
) -> Child:
    programs = wheels.postgres_programs_for(who)
    data = cluster(home)
    if not (data / "PG_VERSION").exists():
        _make_cluster(programs, data, who)
    elif (kept := (data / "PG_VERSION").read_text().strip()) != "18":
        raise CannotStart(f"The data in {data} are of PostgreSQL {kept}; this is 18. See docs/operating.md, upgrading.")
    _clear_stale(data)
    settings = [word for option in options for word in ("-c", option)]
    return Child(
        "PostgreSQL",
        [programs / "postgres", "-D", data, "-k", sockets, "-h", "", "-c", "unix_socket_permissions=0700", *settings],
        log=fresh_log(logs / "postgres.log"),
        watchman=watchman,
        asks=signal.SIGINT,  # its word for: end all sessions, write everything, stop
        insists=signal.SIGQUIT,  # for: stop now, all of you, and mend it at the next start
        uid=who.uid,
        gid=who.gid,
        cwd=Path("/"),
    )


def cluster(home: Path) -> Path:
    """PostgreSQL's data folder of this home."""
    return wheels.home_for(wheels.runner(), home) / "postgres"


def _make_cluster(programs: Path, data: Path, who: wheels.Runner) -> None:
    """initdb beside its final place, then a rename: an interrupted one is made anew."""
    unfinished = data.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    who.give(unfinished)
    made = subprocess.run(
        [
            *[str(programs / "initdb"), "-D", str(unfinished), "--username", DATABASE, "--auth", "trust"],
            *["--encoding", "UTF8", "--locale-provider", "builtin", "--locale", "C.UTF-8"],
            *["--no-sync", "--no-instructions"],
        ],
        user=who.uid,
        group=who.gid,
        extra_groups=None if who.uid is None else [],
        cwd="/",
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise CannotStart(f"PostgreSQL could not make its data folder {data}:\n{made.stderr.strip()[-1500:]}")
    unfinished.rename(data)


def _clear_stale(data: Path) -> None:
    """Take away the pid file of a server that is gone; ask one that still runs to stop. The lock on the data is ours."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if _runs_postgres(pid):
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + 10
            while pid_file.exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            return
    pid_file.unlink(missing_ok=True)


def _runs_postgres(pid: int) -> bool:
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout \
        if not Path("/proc/self/cmdline").exists() else _command_of(pid)  # fmt: skip
    return "postgres" in shown


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _valkey(home: Path, logs: Path, sockets: Path, watchman: Watchman, *, kept: bool) -> Child:
    data = home / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    return Child(
        "Valkey",
        [
            *[str(wheels.valkey_program()), "--port", "0", "--unixsocket", f"{sockets}/valkey.sock"],
            *["--unixsocketperm", "700", "--dir", str(data), "--appendonly", "yes" if kept else "no", "--save", ""],
            *["--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru", "--daemonize", "no"],
        ],
        log=fresh_log(logs / "valkey.log"),
        watchman=watchman,
    )


def _wait_for_both(servers: Servers, sockets: Path) -> None:
    """Ready is: psycopg connects and the child lives; Valkey answers a ping and the child lives."""
    for child in servers.children:
        if child.name == "PostgreSQL":
            wait_until(lambda: _connects(sockets), child, patience=60, what="answer")
            _make_database(sockets)
        else:
            wait_until(lambda: _pings(servers.redis_url), child, patience=20, what="answer")


def _connects(sockets: Path) -> bool:
    if not list(sockets.glob(".s.PGSQL.*")):
        return False
    try:
        with _maintenance(sockets):
            return True
    except psycopg.OperationalError:
        return False


def _maintenance(sockets: Path) -> psycopg.Connection:
    return psycopg.connect(host=str(sockets), user=DATABASE, dbname="postgres", autocommit=True, connect_timeout=5)


def _make_database(sockets: Path) -> None:
    with _maintenance(sockets) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _pings(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2) as connection:
            return bool(connection.ping())
    except redis.RedisError:
        return False


def fresh_log(path: Path) -> Path:
    """An empty log; the one before is kept as `.1`."""
    if path.exists():
        path.replace(path.with_suffix(".log.1"))
    path.touch()
    return path


@contextlib.contextmanager
def throw_away(given: Mapping[str, str] = os.environ) -> Iterator[Servers]:
    """Servers without a memory, in RAM where there is room; everything is gone afterwards, even after kill -9."""
    watchman = Watchman()
    home = Path(tempfile.mkdtemp(prefix="redesign-throw-away-", dir=_roomy_memory()))
    watchman.note(f"folder {home}")
    home.chmod(0o755)  # PostgreSQL may run as another account; its own folder in here is closed
    try:
        servers = start(home, watchman, options=THROW_AWAY, given=given)
        try:
            yield servers
        finally:
            servers.stop(patience=2)
    finally:
        watchman.dismiss()


def _roomy_memory() -> str | None:
    memory = Path("/dev/shm")  # noqa: S108 - only a folder of our own in it is used
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > THROW_AWAY_NEEDS:
        return str(memory)
    return None


def for_checks(running: Servers) -> dict[str, str]:
    """The environment of tests and checks on throw-away servers: quiet, plain, nothing of the outside."""
    ours = {name: value for name, value in os.environ.items() if name not in env.VARIABLES}
    return {
        **ours,
        "DATABASE_URL": running.database_url,
        "REDIS_URL": running.redis_url,
        "DATABASE_POOL": "0",
        "SECRET_KEY": "for-tests-alone",
        "HTTPS": "0",
        "LOG_FORMAT": "plain",
        "LOG_LEVEL": "warning",
        "DATA_DIR": tempfile.gettempdir(),
    }
