"""A pytest plugin: one throw-away PostgreSQL and Valkey for the run, started before Django's settings are read.

Named in pyproject.toml by `-p tests.services`. With xdist the controller starts them and the workers inherit their
addresses; several runs at once do not meet; they end with the run, even when it is killed.

The database that the addresses name holds all migrations; each worker's test database is a copy of it. What the
migrations made is kept under .pytest_cache, named by their content, so that they run once and not at every start.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from redesign.embedded import servers, wheels
from redesign.lib.env import ROOT

KEPT = 5
_open = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        running = _open.enter_context(servers.throw_away(given={}))
        for name in servers.env.VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(servers.for_checks(running))
        migrate(running.database_url)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _open.close()


def migrate(database_url: str) -> None:
    """Bring the run's own database to the newest migrations, from what an earlier run kept where that is the same."""
    kept = ROOT / ".pytest_cache" / "migrated" / f"{fingerprint()}.sql"
    psql = [wheels.postgres_programs() / "psql", "-q", "-X", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
    if kept.exists():
        subprocess.run([*psql, "-f", kept, database_url], check=True)
        return
    migrated = subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, check=False)
    if migrated.returncode:
        pytest.exit("The migrations did not succeed; the lines above say why.", returncode=4)
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    subprocess.run([wheels.postgres_programs() / "pg_dump", "-f", unfinished, database_url], check=True)
    unfinished.rename(kept)
    for older in sorted(kept.parent.glob("*.sql"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
        older.unlink(missing_ok=True)


def fingerprint() -> str:
    """Changes when a migration does, or a dependency with migrations of its own."""
    sum_of_all = hashlib.sha256()
    for file in [ROOT / "locks" / "run.txt", Path(__file__), *sorted(ROOT.glob("*/migrations/*.py"))]:
        sum_of_all.update(file.read_bytes())
    return sum_of_all.hexdigest()[:24]
