"""Whether anything has changed since the database and the static files were last made ready."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from redesign.lib.env import ROOT


def fingerprint(*more: Path) -> str:
    """Another one when a migration, a static file, a dependency or one of `more` is another; reads no contents."""
    found = hashlib.sha256()
    for file in sorted({*_sources(), *more}):
        known = file.stat()
        found.update(f"{file}\0{known.st_size}\0{known.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _sources() -> Iterable[Path]:
    yield ROOT / "locks" / "run.txt"
    yield from ROOT.glob("*/migrations/*.py")
    yield from (file for file in (ROOT / "static").rglob("*") if file.is_file())
