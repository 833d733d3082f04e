"""`python -m measures.spc.conformance [command …]`: hold this engine, or another program, against the kit.

With a command, the program is started once for each case: it reads the question on its standard input as JSON and
writes its answer on its standard output as JSON. Ends with 1 where any case differs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from measures.spc.conformance.compare import differences
from measures.spc.conformance.engine import answer
from measures.spc.conformance.kit import all_cases

SECONDS = 60


def asked_of(command: list[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Asks another program: question in, answer out; a program that fails has answered nothing."""

    def ask(question: dict[str, Any]) -> dict[str, Any]:
        try:
            ran = subprocess.run(
                command, input=json.dumps(question), capture_output=True, text=True, timeout=SECONDS, check=True
            )
            told = json.loads(ran.stdout)
        except subprocess.CalledProcessError as failed:
            return {"failed": failed.stderr.strip()[-200:] or f"it ended with {failed.returncode}"}
        except (subprocess.TimeoutExpired, json.JSONDecodeError) as failed:
            return {"failed": str(failed)[:200]}
        return told if isinstance(told, dict) else {"failed": "its answer is no JSON object"}

    return ask


def run(ask: Callable[[dict[str, Any]], dict[str, Any]], say: Callable[[str], object] = print) -> bool:
    """Ask every case and tell of each that differs or that the program does not know; True where none differs."""
    agreed, differed, unknown = 0, 0, 0
    for case in all_cases():
        told = ask(case.question)
        if told.get("unsupported"):
            unknown += 1
            say(f"skipped  {case.id}")
            continue
        wrong = [f"failed: {told['failed']}"] if "failed" in told else differences(case, told)
        agreed += not wrong
        differed += bool(wrong)
        if wrong:
            say(f"differs  {case.id}: {case.about}")
        for each in wrong:
            say(f"         {each}")
    say(f"{agreed} agree, {differed} differ, {unknown} not supported.")
    return not differed


def main(arguments: list[str]) -> int:
    if arguments and shutil.which(arguments[0]) is None:
        sys.stderr.write(f"There is no program {arguments[0]}.\n")
        return 2
    return 0 if run(asked_of(arguments) if arguments else answer, lambda line: sys.stdout.write(f"{line}\n")) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
