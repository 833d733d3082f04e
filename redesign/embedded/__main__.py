"""python -m redesign.embedded run | with -- COMMAND … | demo | backup [FILE] | restore FILE [--yes]."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from redesign.embedded.refusal import CannotStart
from redesign.lib.env import ROOT, BadEnvironment


def main(words: list[str] | None = None) -> int:
    """Run one command; a problem is a sentence on standard error and code 1."""
    parser = argparse.ArgumentParser(prog="python -m redesign.embedded")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="start everything")
    wrapped = commands.add_parser("with", help="run a command on throw-away servers")
    wrapped.add_argument("words", nargs=argparse.REMAINDER)
    commands.add_parser("demo", help="make the demo organisation anew")
    kept = commands.add_parser("backup", help="write the database into a file")
    kept.add_argument("file", nargs="?", type=Path)
    back = commands.add_parser("restore", help="put a backup back")
    back.add_argument("file", nargs="?", type=Path)
    back.add_argument("--yes", action="store_true", help="do not ask")
    given = parser.parse_args(words)
    try:
        return _carry_out(given)
    except (CannotStart, BadEnvironment) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(given: argparse.Namespace) -> int:
    from redesign.embedded import backup, launcher, servers

    if given.command == "run":
        launcher.run()
    elif given.command == "with":
        command = given.words[1:] if given.words[:1] == ["--"] else given.words
        with servers.throw_away() as running:
            return subprocess.run(command, env=servers.for_checks(running), cwd=ROOT, check=False).returncode
    elif given.command == "demo":
        os.environ["DEMO"] = "1"
        backup.demo_anew()
    elif given.command == "backup":
        backup.write(given.file)
    elif given.command == "restore":
        backup.restore(given.file, sure=given.yes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
