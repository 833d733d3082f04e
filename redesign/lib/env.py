"""The environment, read in one place: every variable is declared here, with its kind, default and meaning.

Settings, the launcher and the tests read variables only through `read`; a name that is not declared is an error,
so README's table, docker-compose.yml and the code cannot drift apart.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BadEnvironment(Exception):
    """A variable is missing or does not make sense; the message says which, and what to write instead."""


def text(raw: str) -> str:
    """The words as they stand, without the blanks around them."""
    return raw.strip()


def flag(raw: str) -> bool:
    """Yes or no: 1/0, true/false, yes/no, on/off."""
    word = raw.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("should be 1 or 0")


def whole(raw: str) -> int:
    """A whole number, zero or more."""
    try:
        number = int(raw.strip())
    except ValueError:
        raise ValueError("should be a whole number") from None
    if number < 0:
        raise ValueError("should not be below zero")
    return number


def port(raw: str) -> int:
    """A TCP port, 1 to 65535."""
    number = whole(raw)
    if not 1 <= number <= 65535:
        raise ValueError("should be a port between 1 and 65535")
    return number


def words(raw: str) -> list[str]:
    """Entries parted by commas."""
    return [entry.strip() for entry in raw.split(",") if entry.strip()]


def folder(raw: str) -> Path:
    """A folder's absolute path; ~ is the reader's home."""
    return Path(raw.strip()).expanduser().absolute()


def one_of(*choices: str) -> Callable[[str], str]:
    """One of the named words."""

    def convert(raw: str) -> str:
        word = raw.strip().lower()
        if word not in choices:
            raise ValueError(f"should be one of {', '.join(choices)}")
        return word

    return convert


@dataclass(frozen=True)
class Variable:
    """One declared variable: how it is read, what it is when unset, what it is for, and who has a use for it."""

    name: str
    convert: Callable[[str], Any]
    default: str
    says: str
    deployed: bool = True
    """False where only `make run` on one machine reads it, so that a deployment need not carry it."""
    secret: bool = False


ROOT = Path(__file__).resolve().parents[2]

VARIABLES: dict[str, Variable] = {
    variable.name: variable
    for variable in [
        Variable("SECRET_KEY", text, "", "Signs sessions and links; 50 random characters. Made and kept by `make run`.", secret=True),
        Variable("DEBUG", flag, "0", "1 shows error details and the style guide; for developing only."),
        Variable("DATABASE_URL", text, "", "postgresql://user:password@host:5432/name; PostgreSQL 16 or later. `make run` starts its own when empty.", secret=True),
        Variable("DATABASE_POOL", whole, "8", "Most database connections a web process keeps open; 0 gives each thread its own."),
        Variable("REDIS_URL", text, "", "redis://host:6379/0 of Redis or Valkey (rediss:// with TLS), for tasks and cache. `make run` starts its own when empty.", secret=True),
        Variable("DATA_DIR", folder, str(ROOT / ".data"), "Where `make run` keeps its databases, and where static files are collected."),
        Variable("STATIC_ROOT", text, "", "Where collected static files lie; `static` in DATA_DIR when empty."),
        Variable("HOST", text, "127.0.0.1", "The address that `make run` listens on; 0.0.0.0 for the whole network.", deployed=False),
        Variable("PORT", port, "8000", "The port that the web server listens on."),
        Variable("DEMO", flag, "0", "1 is the demo organisation, with its sign-in panel; `make run` takes 1 unless told 0."),
        Variable("ALLOWED_HOSTS", words, "localhost,127.0.0.1,[::1]", "Host names that the site answers to, parted by commas."),
        Variable("SITE_URL", text, "", "The address people type, as https://improve.example.org; used in e-mails."),
        Variable("HTTPS", flag, "1", "1 where a proxy serves https and sets X-Forwarded-Proto: secure cookies, redirect, HSTS. `make run` takes 0."),
        Variable("HSTS_SECONDS", whole, "31536000", "How long browsers shall insist on https."),
        Variable("WEB_WORKERS", whole, "2", "Web processes."),
        Variable("WEB_THREADS", whole, "4", "Threads in each web process."),
        Variable("WORKER_PROCESSES", whole, "2", "Processes of a task worker."),
        Variable("MAX_UPLOAD_MB", whole, "20", "The largest file that may be uploaded, in megabytes."),
        Variable("EMAIL_HOST", text, "", "SMTP server; e-mails are printed in the log when empty."),
        Variable("EMAIL_PORT", port, "587", "SMTP port."),
        Variable("EMAIL_USER", text, "", "SMTP user name."),
        Variable("EMAIL_PASSWORD", text, "", "SMTP password.", secret=True),
        Variable("EMAIL_SECURITY", one_of("starttls", "tls", "none"), "starttls", "How the SMTP connection is kept private: starttls, tls or none."),
        Variable("EMAIL_FROM", text, "redesign@localhost", "The sender that e-mails carry."),
        Variable("LOG_FORMAT", one_of("json", "plain"), "json", "json for machines, plain for eyes; `make run` takes plain."),
        Variable("LOG_LEVEL", one_of("debug", "info", "warning", "error"), "info", "The least grave message that is logged."),
    ]
}  # fmt: skip


def read(name: str, environ: Mapping[str, str] | None = None) -> Any:
    """The variable's value in its own kind, or its default; BadEnvironment says in words what is wrong."""
    variable = VARIABLES[name]
    raw = (os.environ if environ is None else environ).get(name, "")
    if not raw.strip():
        raw = variable.default
    try:
        return variable.convert(raw)
    except ValueError as wrong:
        shown = "its value" if variable.secret else repr(raw)
        raise BadEnvironment(f"{name} {wrong}, not {shown}. {variable.says}") from None


def table() -> str:
    """The variables as the table that README shows."""
    rows = [
        f"| `{variable.name}` | {f'`{_shown(variable.default)}`' if variable.default else ''} | {variable.says} |"
        for variable in VARIABLES.values()
    ]
    return "\n".join(["| variable | default | what it is for |", "| --- | --- | --- |", *rows])


def _shown(default: str) -> str:
    return default.replace(f"{ROOT}/", "")
