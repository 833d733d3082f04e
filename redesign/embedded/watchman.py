"""A small process that waits for its parent's end, then ends what the parent left and removes what was temporary.

It is told on its standard input, a line each: `group PID SIGNAL` (a process group to end, and how to ask it),
`ended PID`, `folder PATH`. The input closes when the parent ends, in whatever way; so kill -9 leaves nothing, on any
system. It holds the lock on the data meanwhile, so that the next start waits until all is quiet.

Run as a file, on the standard library alone, so that it starts in milliseconds.
"""

import contextlib
import os
import shutil
import signal
import sys
import time

PATIENCE = 4.0


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def tell(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def main() -> None:
    for ours in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ours, signal.SIG_IGN)
    groups: dict[int, int] = {}
    folders: list[str] = []
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "group":
            pid, number = rest.split()
            groups[int(pid)] = int(number)
        elif word == "ended":
            groups.pop(int(rest), None)
        elif word == "folder":
            folders.append(rest)
    for group, number in groups.items():
        tell(group, number)
    deadline = time.monotonic() + PATIENCE
    while any(alive(group) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.05)
    for group in groups:
        tell(group, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
