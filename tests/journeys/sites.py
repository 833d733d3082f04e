"""Whole sites for journeys: a database of its own, the production web server, e-mails that can be read."""

import contextlib
import email
import email.policy
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from redesign.embedded.children import Child, Watchman, wait_until
from redesign.lib.env import ROOT

RUN_JOBS = """
import django; django.setup()
from teams.actions.jobs import run
from teams.models import Job
for job in Job.objects.filter(done_at__isnull=True).order_by("pk"):
    run(job.pk)
    job.refresh_from_db()
    assert job.done_at, job.error
"""


@dataclass
class Site:
    """A running site. `url` has no slash at its end."""

    url: str
    env: dict[str, str]
    mail: Path

    def manage(self, *words: str) -> str:
        """Run `manage.py …` on the site's data; what it printed."""
        return self._python("manage.py", *words)

    def run_jobs(self) -> None:
        """Do the work that is owed, as a worker would: send e-mails, refresh summaries."""
        self._python("-c", RUN_JOBS)

    def run_python(self, code: str) -> str:
        """Run a few lines on the site's data, with Django set up; what they printed."""
        return self._python("-c", "import django; django.setup()\n" + code)

    def emails_to(self, address: str) -> list[email.message.EmailMessage]:
        """The e-mails that the site sent to this address, oldest first."""
        found = []
        for file in sorted(self.mail.iterdir(), key=lambda each: each.stat().st_mtime_ns):
            for part in re.split(rb"^-{70,}$", file.read_bytes(), flags=re.MULTILINE):
                if part.strip():
                    found.append(email.message_from_bytes(part.strip(), policy=email.policy.default))
        return [each for each in found if address in (each["To"] or "")]

    def link_in_email_to(self, address: str) -> str:
        """The link in the latest e-mail to this address."""
        latest = self.emails_to(address)[-1]
        found = re.search(r"https?://\S+", latest.get_content())
        assert found, f"No link in: {latest.get_content()}"
        return found[0]

    def _python(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{words}: {done.stdout}\n{done.stderr}"
        return done.stdout


@contextlib.contextmanager
def site(*, demo: bool) -> Iterator[Site]:
    """A site with the demo organisation, or an empty one; gone afterwards."""
    base = os.environ["DATABASE_URL"]  # of the run: migrated, and only ever copied
    name = f"journey_{secrets.token_hex(4)}"
    watchman = Watchman()
    folder = Path(tempfile.mkdtemp(prefix="redesign-journey-"))
    watchman.note(f"folder {folder}")
    (folder / "mail").mkdir()
    database = {**conninfo_to_dict(base), "dbname": name}
    _copy(base, name)
    port = _free_port()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "DATABASE_URL": make_conninfo(**database),
        "DATABASE_POOL": "4",
        "DEMO": "1" if demo else "0",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "JOURNEY_NAME": name,
        "JOURNEY_MAIL": str(folder / "mail"),
    }
    here = Site(env["SITE_URL"], env, folder / "mail")
    server = None
    try:
        if demo:
            here.manage("build_demo")
        server = Child(
            "The web server",
            [
                *[sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)],
                *["--no-ws", "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"],
                "redesign.wsgi:application",
            ],
            log=folder / "web.log",
            watchman=watchman,
            env=env,
            cwd=ROOT,
        )
        wait_until(lambda: _answers(here.url), server, patience=60, what="answer")
        yield here
    finally:
        if server is not None:
            server.ask_to_end()
            server.wait_to_end(3)
        _drop(base, name)
        watchman.dismiss()


def _copy(base: str, name: str) -> None:
    template = conninfo_to_dict(base)["dbname"]
    with _maintenance(base) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(str(template)))
        )


def _drop(base: str, name: str) -> None:
    with _maintenance(base) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _maintenance(base: str) -> psycopg.Connection:
    return psycopg.connect(make_conninfo(**{**conninfo_to_dict(base), "dbname": "postgres"}), autocommit=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
            return answer.status == 200
    except urllib.error.HTTPError as refused:
        raise AssertionError(f"{url}/healthz answers {refused.code}") from None
    except OSError:
        return False
