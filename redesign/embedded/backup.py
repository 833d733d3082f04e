"""Backup and restore: one dated file that holds all (nothing is kept outside the database)."""

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import psycopg

from redesign.embedded import launcher, wheels
from redesign.embedded.refusal import CannotStart
from redesign.lib import env
from redesign.lib.env import ROOT

EMPTY = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"
NAMES = {True: "the demo", False: "a real organisation"}


def write(file: Path | None = None) -> Path:
    """Write the whole database into `file`, or a dated one in backups/; returns where it lies."""
    here = launcher.home_at_hand()
    if not (here.is_there() or env.read("DATABASE_URL")):
        raise CannotStart(f"There is nothing to back up in {here.path.parent} yet.")
    with launcher.at_hand(here) as given:
        demo = _kind_there(given["DATABASE_URL"])
        if demo is None:
            raise CannotStart("There is nothing to back up: the database holds no organisation.")
        file = file or Path.cwd() / "backups" / f"redesign-{_word(demo=demo)}-{dt.datetime.now():%Y-%m-%d-%H%M%S}.dump"
        _dump(given["DATABASE_URL"], file)
    print(f"Written: {file} ({file.stat().st_size / 1e6:.1f} MB). Keep it where this machine's loss does not reach it.")
    return file


def _dump(url: str, file: Path) -> None:
    """Write the file beside its place, readable by its owner alone, then rename: there is a whole one or none."""
    unfinished = file.with_name(file.name + ".unfinished")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", unfinished, url)
        unfinished.rename(file)
    except OSError as wrong:
        raise CannotStart(f"{file} cannot be written: {wrong.strerror}.") from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def restore(file: Path | None, *, sure: bool = False) -> None:
    """Replace everything in the database by what the file holds, or leave it all as it was.

    Asks first. Refuses what is no backup of this product, what a newer version made, and a demo's backup on a real
    database and the other way round.
    """
    if file is None or not file.is_file():
        raise CannotStart("Say which backup: make restore FILE=backups/….dump")
    demo = _kind_of(file)
    _refuse_a_newer_one(file)
    _refuse_the_other_kind(demo, launcher.said_demo())
    here = launcher.home_of(demo=demo)
    os.environ["DEMO"] = "1" if demo else "0"
    with launcher.at_hand(here) as given, tempfile.TemporaryDirectory() as folder:
        _refuse_the_other_kind(demo, _kind_there(given["DATABASE_URL"]))
        if not sure and not _agreed(f"Replace everything in {_named(given)} by {file.name}? Type yes: "):
            raise CannotStart("Nothing was changed.")
        script = Path(folder) / "restore.sql"
        _tool("pg_restore", "--no-owner", "--no-privileges", "--schema=public", "--file", script, file)
        _replace(given["DATABASE_URL"], script)
        _manage(given, "make_ready")
    print(f"Restored from {file}.")


def _replace(url: str, script: Path) -> None:
    """Empty the database and run the script, in one transaction."""
    quietly = ["--quiet", "--no-psqlrc", "--output", os.devnull, "--command", "SET client_min_messages = warning"]
    at_once = ["--single-transaction", "--set", "ON_ERROR_STOP=1"]
    _tool("psql", *at_once, *quietly, "--command", EMPTY, "--file", script, url)


def _word(*, demo: bool) -> str:
    return "demo" if demo else "real"


def _kind_there(url: str) -> bool | None:
    """Whether the organisation in this database is the demo; None where there is none."""
    with _connected(url) as connection:
        there = connection.execute("SELECT to_regclass('public.teams_organisation')").fetchone()
        if there is None or there[0] is None:
            return None
        row = connection.execute("SELECT is_demo FROM teams_organisation").fetchone()
        return row[0] if row else False  # made ready, not set up yet: only a real one can be


@contextlib.contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            yield connection
    except psycopg.OperationalError as away:
        raise CannotStart(f"The database does not answer: {str(away).strip()}") from None


def _kind_of(file: Path) -> bool:
    """Whether the organisation in this backup is the demo."""
    rows = _rows_in(file, "teams_organisation")
    if rows is None:
        raise CannotStart(f"{file} is no backup of this product, or was made before there was an organisation.")
    return bool(rows) and rows[0]["is_demo"] == "t"


def _refuse_the_other_kind(demo: bool, there: bool | None) -> None:
    if there is not None and there != demo:
        raise CannotStart(f"The backup is of {NAMES[demo]}, and this is {NAMES[there]}: nothing was changed.")


def _refuse_a_newer_one(file: Path) -> None:
    """Its migrations are all here, or it was made by a version that knows more than this one."""
    here = {(path.parents[1].name, path.stem) for path in ROOT.glob("*/migrations/*.py")}
    ours = {app for app, _ in here}
    done = {(row["app"], row["name"]) for row in _rows_in(file, "django_migrations") or [] if row["app"] in ours}
    if unknown := sorted(done - here):
        raise CannotStart(
            f"{file} was made by a newer version of the product (it has {'.'.join(unknown[-1])}): install that version, then "
            "restore. Nothing was changed."
        )


def _rows_in(file: Path, table: str) -> list[dict[str, str]] | None:
    """The rows of one small table of a backup, as texts; None where the backup has no such table."""
    listed = _tool("pg_restore", "--list", file)
    if not re.search(rf"TABLE DATA public {table} ", listed):
        return None
    script = _tool("pg_restore", "--data-only", "--table", table, "--file", "-", file)
    lines = iter(script.split("\n"))
    head = next((line for line in lines if line.startswith("COPY ")), "")
    names = [name.strip(' "') for name in head.partition("(")[2].partition(")")[0].split(",")]
    return [dict(zip(names, line.split("\t"), strict=True)) for line in takewhile(lambda line: line != "\\.", lines)]


def demo_anew() -> None:
    """Empty the demo's database and build the organisation again."""
    with launcher.at_hand(launcher.home_of(demo=True)) as given:
        if _kind_there(given["DATABASE_URL"]) is False:
            raise CannotStart("This database holds a real organisation; the demo is never built over it.")
        with _connected(given["DATABASE_URL"]) as connection:
            connection.execute(EMPTY)
        _manage(given, "make_ready")
    print("The demo organisation is as new.")


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


def _tool(name: str, *words: str | Path) -> str:
    """What a PostgreSQL program prints: the wheel's, or the one on the PATH where there is no wheel."""
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
        raise CannotStart(f"{name} did not succeed, and nothing was changed:\n{done.stderr.strip()[-1500:]}")
    if done.stderr.strip():
        print(done.stderr.strip(), file=sys.stderr)
    return done.stdout
