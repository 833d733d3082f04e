"""The engine's budgets: many series at once, one series by every rule set, the memory that it takes, all summaries anew.

    python -m benchmarks.engine          the engine's own figures alone, without a database

The figures of qicharts2 were measured elsewhere (version 0.8.1, `qic(return.data = TRUE)`, an I chart): they are given
here so that ours can be held against them, not measured by this program.
"""

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np

from measures.spc import RULE_SETS, Direction, Series, analyse
from measures.spc.batch import Batch, Stack, analyse_stack

SERIES, POINTS = 10_000, 120
BATCH_MS, ONE_MS, PEAK_MB, MEASURE_MS = 0.1, 0.5, 500.0, 1.0
QIC_MS = {24: 13.0, 200: 124.0}
"""Milliseconds that qicharts2 takes for one series of so many points."""
TIMES_QIC = 100.0
FLAT_OUT = "--peak"


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, in which unit, and how far it may go."""

    what: str
    found: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.found >= self.limit if self.at_least else self.found <= self.limit

    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        digits = 3 if self.limit < 10 else 0
        return (
            self.what, f"{self.found:,.{digits}f} {self.unit}", f"{sign} {self.limit:g} {self.unit}",
            "yes" if self.kept else "NO",
        )  # fmt: skip


def best(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds of CPU, the least of some rounds: what others do on the machine only ever adds.

    Without the garbage collector, as `timeit` does it: what it goes through here is what the rest of the process keeps.
    """
    found = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            started = time.process_time()
            work()
            found.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(found) * 1000


def individuals(points: int = POINTS, series: int = SERIES) -> Stack:
    """Normal values, one series in five with a shift near its end."""
    chance = np.random.default_rng(2026)
    values = chance.normal(50, 5, (series, points))
    values[::5, points * 3 // 4 :] += 8
    return Stack.of_rows(values, direction=Direction.INCREASE)


def proportions(points: int = POINTS, series: int = SERIES) -> Stack:
    """About a fifth of 80 to 300 cases, one series in five with a shift near its end."""
    chance = np.random.default_rng(2026)
    cases = chance.integers(80, 300, (series, points))
    share = np.full((series, points), 0.2)
    share[::5, points * 3 // 4 :] = 0.25
    return Stack.of_rows(chance.binomial(cases, share).astype(float), cases.astype(float), multiplier=100)


def read(stack: Stack, chart: str) -> Batch:
    """Limits, rules and icons of a whole stack by the default rule set of charts with limits."""
    return analyse_stack(stack, chart=chart, rules="anhoej-3-sigma")


def batches(series: int) -> list[Figure]:
    """Many series at once, and how that compares with qicharts2."""
    found = []
    for label, chart, stack in (("I", "i", individuals(series=series)), ("P", "p", proportions(series=series))):
        spent = best(lambda stack=stack, chart=chart: read(stack, chart), 5) / series  # type: ignore[misc]  # bound now
        found.append(Figure(f"{series:,} series of {POINTS} points as {label} charts, a series", spent, "ms", BATCH_MS))
    for points, qic in QIC_MS.items():
        count = series * POINTS // points
        stack = individuals(points, count)
        spent = best(lambda stack=stack: read(stack, "i"), 5) / count  # type: ignore[misc]  # bound now
        what = f"as many times as quick as qicharts2 ({qic:g} ms for {points} points)"
        found.append(Figure(what, qic / spent, "×", TIMES_QIC, at_least=True))
    return found


def single(rounds: int) -> list[Figure]:
    """One series by every rule set, the newest version of each."""
    chance = np.random.default_rng(2026)
    values = chance.normal(50, 5, POINTS)
    values[-30:] += 3  # something for the rules to find
    series = Series(values.tolist(), direction=Direction.INCREASE, target=55)
    found = []
    for key in dict.fromkeys(key for key, _ in RULE_SETS):

        def ten(key: str = key) -> None:
            for _ in range(10):
                analyse(series, chart="i", rules=key)

        ten()
        found.append(Figure(f"one series of {POINTS} points by {key}", best(ten, rounds) / 10, "ms", ONE_MS))
    return found


def peak() -> Figure:
    """The memory of a process of its own that does nothing but read both stacks, all of Python included."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.engine", FLAT_OUT],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return Figure("memory at the peak of both", float(told.stdout), "MB", PEAK_MB)


def highest_megabytes() -> float:
    """The most memory that this process has had."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)


def rebuilding(measures: int) -> Figure:
    """All summaries of the reference organisation, computed and written anew: CPU of this process, a measure."""
    from django.core.management import call_command  # what is above needs no Django

    spent = best(lambda: call_command("rebuild_summaries", stdout=StringIO()), 1)
    return Figure(f"rebuild_summaries of {measures:,} measures, a measure", spent / measures, "ms", MEASURE_MS)


def show(figures: list[Figure]) -> None:
    """The table, aligned."""
    lines = [("the engine", "figure", "budget", "kept"), *(figure.cells() for figure in figures)]
    widths = [max(len(line[place]) for line in lines) for place in range(4)]
    for number, line in enumerate(lines):
        first, *rest = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join([first.strip().ljust(widths[0]), *rest]))
        if number == 0:
            print("  ".join("-" * width for width in widths))


def figures(series: int = SERIES, rounds: int = 30) -> list[Figure]:
    """All that needs no database."""
    return [*batches(series), peak(), *single(rounds)]


if __name__ == "__main__":
    if FLAT_OUT in sys.argv:
        read(individuals(), "i")
        read(proportions(), "p")
        print(highest_megabytes())
    else:
        found = figures()
        show(found)
        sys.exit(any(not each.kept for each in found))
