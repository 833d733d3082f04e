"""Backup and restore: one dated file that holds all (nothing is kept outside the database)."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from redesign.embedded import launcher, wheels
from redesign.embedded.refusal import CannotStart
from redesign.lib.env import ROOT

EMPTY = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"


def write(file: Path | None = None) -> Path:
    """Write the whole database into `file`, or a dated one in backups/; returns where it lies."""
    with launcher.at_hand() as given:
        kind = "demo" if given["DEMO"] == "1" else "real"
        file = file or Path.cwd() / "backups" / f"redesign-{kind}-{dt.datetime.now():%Y-%m-%d-%H%M%S}.dump"
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(file.name + ".unfinished")
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _tool(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", unfinished, given["DATABASE_URL"]
        )
        unfinished.rename(file)
    print(f"Written: {file} ({file.stat().st_size / 1e6:.1f} MB). Keep it where this machine's loss does not reach it.")
    return file


def restore(file: Path | None, *, sure: bool = False) -> None:
    """Replace everything in the database by what the file holds, or leave it all as it was.

    Asks first. Refuses a demo's backup on a real database and the other way round.
    """
    if file is None or not file.is_file():
        raise CannotStart("Say which backup: make restore FILE=backups/….dump")
    _tool("pg_restore", "--list", file, quiet=True)
    with launcher.at_hand() as given, tempfile.TemporaryDirectory() as folder:
        if not sure and not _agreed(f"Replace everything in {_named(given)} by {file.name}? Type yes: "):
            raise CannotStart("Nothing was changed.")
        script = Path(folder) / "restore.sql"
        _tool("pg_restore", "--no-owner", "--no-privileges", "--schema=public", "--file", script, file)
        _tool(
            *[
                "psql",
                "--quiet",
                "--no-psqlrc",
                "--single-transaction",
                "--set",
                "ON_ERROR_STOP=1",
                "--output",
                os.devnull,
            ],
            *["--command", EMPTY, "--file", str(script), "--command", _same_kind(demo=given["DEMO"] == "1")],
            given["DATABASE_URL"],
        )
        _manage(given, "make_ready")
    print(f"Restored from {file}.")


def demo_anew() -> None:
    """Empty the demo's database and build the organisation again."""
    with launcher.at_hand() as given:
        with psycopg.connect(given["DATABASE_URL"]) as connection:
            _refuse_a_real_one(connection)
            connection.execute(EMPTY)
        _manage(given, "make_ready")
    print("The demo organisation is as new.")


def _refuse_a_real_one(connection: psycopg.Connection) -> None:
    there = connection.execute("SELECT to_regclass('public.teams_organisation')").fetchone()
    if there is None or there[0] is None:
        return
    if connection.execute("SELECT 1 FROM teams_organisation WHERE NOT is_demo").fetchone():
        raise CannotStart("This database holds a real organisation; the demo is never built over it.")


def _same_kind(*, demo: bool) -> str:
    """SQL that fails, and so undoes the restore, when the backup is of the other kind."""
    other = "a real organisation, and this is the demo" if demo else "the demo, and this is a real organisation"
    return (
        "DO $$ BEGIN IF EXISTS (SELECT FROM public.teams_organisation WHERE is_demo <> "
        f"{'true' if demo else 'false'}) THEN RAISE EXCEPTION 'The backup is of {other}: nothing was changed.'; "
        "END IF; END $$"
    )


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        return False


def _named(given: dict[str, str]) -> str:
    return "the demo" if given["DEMO"] == "1" else "the organisation's database"


def _manage(given: dict[str, str], *words: str) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "manage.py"), *words], env=given, cwd=ROOT, check=False)
    if done.returncode:
        raise CannotStart(f"manage.py {words[0]} did not succeed; the lines above say why.")


def _tool(name: str, *words: str | Path, quiet: bool = False) -> None:
    """Run a PostgreSQL program: the wheel's, or the one on the PATH where there is no wheel."""
    try:
        program = str(wheels.postgres_programs() / name)
    except CannotStart:
        found = shutil.which(name)
        if found is None:
            raise CannotStart(
                f"{name} is not here: install PostgreSQL's client programs (18 or later), or use the database's own tools."
            ) from None
        program = found
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotStart(f"{name} did not succeed:\n{done.stderr.strip()[-1500:]}")
    if done.stderr.strip() and not quiet:
        print(done.stderr.strip(), file=sys.stderr)
