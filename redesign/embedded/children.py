"""Child processes: each in its own session, with a log of its own; none outlives the one who started it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from redesign.embedded.refusal import CannotStart

TAIL = 20
HURRIED = 0.8
"""Seconds for a program that is told to end at once."""
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent(parent: int, number: int) -> Callable[[], None]:
    """What a child runs before its program: ask Linux for a signal when the parent is gone."""

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def adopt_orphans() -> None:
    """On Linux: what our children leave behind becomes ours, so that it can be waited for and leaves no zombie."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


class Watchman:
    """The process that cleans up after this one, however this one ends. See watchman.py."""

    def __init__(self, held: Sequence[int] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("watchman.py"))],
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=tuple(held),
            text=True,
        )

    def note(self, line: str) -> None:
        """Tell it of a group, an end or a folder."""
        pipe = self._pipe()
        with contextlib.suppress(BrokenPipeError):
            pipe.write(line + "\n")
            pipe.flush()

    def dismiss(self) -> None:
        """Let it do its work now and end; returns when it has."""
        with contextlib.suppress(BrokenPipeError):
            self._pipe().close()
        self._process.wait()

    def _pipe(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin


class Child:
    """A running program. `asks` is the signal that makes it end in good order, `insists` the one that hurries it."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        watchman: Watchman,
        asks: signal.Signals = signal.SIGTERM,
        insists: signal.Signals = signal.SIGKILL,
        env: Mapping[str, str] | None = None,
        uid: int | None = None,
        gid: int | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.name, self.log, self._watchman = name, log, watchman
        self._asks, self._insists = asks, insists
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                user=uid,
                group=gid,
                extra_groups=None if uid is None else [],
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid(), asks),
            )
        self.pid = self._process.pid
        watchman.note(f"group {self.pid} {int(asks)}")

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def last_lines(self) -> str:
        """The end of its log, for people to read."""
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-TAIL:])

    def ask_to_end(self) -> None:
        """Signal it; does not wait."""
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, self._asks)

    def wait_to_end(self, patience: float) -> None:
        """Return when it and its group are gone; who takes longer than `patience` seconds is hurried, then killed."""
        for seconds, harder in ((patience, self._insists), (HURRIED, signal.SIGKILL)):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=max(seconds, 0))
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, harder)
        self._process.wait()
        deadline = time.monotonic() + HURRIED
        with contextlib.suppress(ProcessLookupError, PermissionError):  # what it has started and left
            os.killpg(self.pid, signal.SIGKILL)
            while time.monotonic() < deadline:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(-self.pid, os.WNOHANG)
                time.sleep(0.01)
                os.killpg(self.pid, 0)
        self._watchman.note(f"ended {self.pid}")


def wait_until(ready: Callable[[], bool], child: Child, *, patience: float, what: str) -> None:
    """Return once `ready()`; CannotStart when the child dies first or takes longer than `patience` seconds."""
    deadline = time.monotonic() + patience
    while not ready():
        if not child.alive():
            raise CannotStart(f"{child.name} ended while it should start. Its last lines:\n{child.last_lines()}")
        if time.monotonic() > deadline:
            raise CannotStart(
                f"{child.name} did not {what} within {patience:.0f} seconds. Its last lines:\n{child.last_lines()}"
            )
        time.sleep(0.02)
    if not child.alive():
        raise CannotStart(f"{child.name} ended while it should start. Its last lines:\n{child.last_lines()}")
