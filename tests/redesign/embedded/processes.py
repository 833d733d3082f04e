"""A launcher under test, and the processes that belong to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from redesign.lib.env import ROOT, VARIABLES


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def outside_world() -> dict[str, str]:
    """The environment as a stranger has it: none of the variables that a test run sets."""
    ours = {*VARIABLES, "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def groups_below(pid: int) -> set[int]:
    """The process groups of everything that this process has started, itself and their children too."""
    shown = subprocess.run(["ps", "-eo", "pid=,ppid=,pgid="], capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in shown.splitlines()]
    family, size = {pid}, 0
    while len(family) > size:
        size = len(family)
        family |= {child for child, parent, _ in rows if parent in family}
    return {group for member, _, group in rows if member in family and member != pid}


def children_of(pid: int) -> set[int]:
    """The processes that this one has started."""
    shown = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return {child for child, parent in (map(int, line.split()) for line in shown.splitlines()) if parent == pid}


def still_running(groups: set[int]) -> list[str]:
    """The processes of these groups; those that have ended and only wait to be counted by their parent are not."""
    shown = subprocess.run(["ps", "-ww", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = (line.split(maxsplit=2) for line in shown.splitlines())
    return [" ".join(row) for row in rows if int(row[0]) in groups and not row[1].startswith("Z")]


def wait_for(condition, *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@dataclass
class Launcher:
    """`make run` on a folder of its own, as a process."""

    process: subprocess.Popen
    port: int
    output: Path
    home: Path
    groups: set[int]

    def said(self) -> str:
        return self.output.read_text()

    def ask(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status

    def answers(self, path: str) -> bool:
        """Whether anything answers 200 there just now."""
        try:
            return self.ask(path) == 200
        except OSError:
            return False

    def end(self, number: int = signal.SIGINT, *, within: float = 5.0) -> int:
        """Signal it; its exit code, once it is gone."""
        self.process.send_signal(number)
        return self.process.wait(timeout=within)

    def pid_of(self, name: str) -> int:
        """The process group leader whose command line has this name in it."""
        for group in self.groups:
            shown = subprocess.run(
                ["ps", "-ww", "-o", "args=", "-p", str(group)], capture_output=True, text=True, check=False
            )
            if name in shown.stdout:
                return group
        raise LookupError(name)


def launch(data: Path, *, wait: bool = True, **variables: str) -> Launcher:
    """Start it; with `wait`, return when it says that it is ready."""
    data.mkdir(exist_ok=True)
    variables = {"DATA_DIR": str(data), "PORT": str(free_port()), "DEMO": "0", "WEB_WORKERS": "1", **variables}
    output = data / "output"
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "redesign.embedded", "run"],
            env={**outside_world(), **variables},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    home = data / ("demo" if variables["DEMO"] == "1" else "real")
    launcher = Launcher(process, int(variables["PORT"]), output, home, set())
    if wait:
        ready = wait_for(lambda: "Ready in" in launcher.said() or process.poll() is not None, seconds=120)
        assert ready, launcher.said()
        assert process.poll() is None, launcher.said()
        launcher.groups = groups_below(process.pid)
    return launcher


def running_note(home: Path) -> dict:
    return json.loads((home / "running.json").read_text())
