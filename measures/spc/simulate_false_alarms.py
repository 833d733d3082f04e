"""Simulates stable series and counts those that show a signal all the same: the table behind `false_alarms`.

For maintainers, after a rule set is added or changed (`make chances`). Every series is random and without any
special cause, so whatever a rule set finds in it is a false signal. The seed is fixed: the same engine writes the
same table.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from measures.spc.analysis import Needs
from measures.spc.block import Block
from measures.spc.false_alarms import false_alarm
from measures.spc.limits import CHARTS, Chart
from measures.spc.rules import RULE_SETS, Rule, RuleSet, View, rule_set

TABLE = Path(__file__).with_name("false_alarms.json")
SEED = 20_140_101
SERIES = 20_000
AT_ONCE = 2_000
"""Rows of a block: as many as fit into a processor's cache with their limits."""

LENGTHS = (*range(10, 41), *range(42, 61, 2), *range(64, 121, 4), 150, 180, 240, 365)
FROZEN = (12, 20, 30)
"""Baselines that are frozen, beside those of all points: the fewer points, the less sure the line and the limits."""
FROZEN_LENGTHS = (12, 16, 20, 24, 30, 36, 48, 60, 90, 120, 240, 365)
CASES, SHARE = 100, 0.2
IN_THE_DOCS = (12, 24, 36, 60)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Stable series, one a row; `sizes` are their denominators where the chart has some."""

    values: np.ndarray
    sizes: np.ndarray | None = None


def _normal(random: np.random.Generator, rows: int, length: int) -> Drawn:
    return Drawn(random.standard_normal((rows, length)))


def _binomial(random: np.random.Generator, rows: int, length: int) -> Drawn:
    return Drawn(random.binomial(CASES, SHARE, (rows, length)).astype(float), np.full((rows, length), float(CASES)))


STABLE: dict[str, Callable[[np.random.Generator, int, int], Drawn]] = {"run": _normal, "i": _normal, "p": _binomial}
"""By kind of chart, what a process without special causes gives: normal values, or 20 of 100 cases on average."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of `series` stable series, those that show a signal anywhere, and those that show one at their newest point."""

    series: int
    anywhere: int
    newest: int


def applicable(rules: RuleSet, kind: Chart) -> tuple[Rule, ...]:
    """The rules of the set that this kind of chart is read by."""
    return tuple(rule for rule in rules.rules if kind.has_limits or not rule.needs_limits)


def judged(
    drawn: Drawn, kind: Chart, length: int, sets: Iterable[RuleSet], baseline: int | None = None
) -> dict[tuple[str, int], np.ndarray]:
    """For each set, which of the series show a signal anywhere (row 0) and at the newest point (row 1), when only the
    first `length` points are there, and centre and limits learn from the first `baseline` of them (None: all)."""
    values = drawn.values[:, :length]
    everywhere = np.ones(values.shape, dtype=bool)
    base = everywhere if baseline is None else everywhere & (np.arange(length) < baseline)
    block = Block(
        values=values, sizes=None if drawn.sizes is None else drawn.sizes[:, :length], spreads=None, inside=everywhere,
        kept=everywhere, base=base, marked=~everywhere, centres=np.full(len(values), np.nan),
    )  # fmt: skip
    needs = Needs()
    view = View(block, kind.levels(block), np.full(len(values), length >= needs.limits), needs.runs)
    by_rule: dict[Rule, np.ndarray] = {}
    found = {}
    for chosen in sets:
        told = np.zeros((2, len(values)), dtype=bool)
        for rule in applicable(chosen, kind):
            if rule not in by_rule:
                by_rule[rule] = _told(rule, view)
            told |= by_rule[rule]
        found[chosen.key, chosen.version] = told
    return found


def _told(rule: Rule, view: View) -> np.ndarray:
    told = np.zeros((2, view.shape[0]), dtype=bool)
    for patterns in rule.find(view):
        told[0] |= patterns.group.any(axis=1)
        told[1] |= patterns.group[:, -1] > 0
    return told


def simulate(
    chart: str,
    lengths: Iterable[int],
    *,
    baseline: int | None = None,
    series: int = SERIES,
    seed: int = SEED,
    sets: Iterable[RuleSet] = (),
) -> Iterator[tuple[int, dict[tuple[str, int], Counts]]]:
    """For each number of points, what each set finds in so many stable series of this kind of chart.

    Without `sets`, all those that have a rule for it. A longer series begins with a shorter one, as they do in life.
    """
    kind, lengths = CHARTS[chart], sorted(lengths)
    chosen = tuple(each for each in (tuple(sets) or RULE_SETS.values()) if applicable(each, kind))
    random = np.random.default_rng([seed, *chart.encode()])
    sums = {length: {(each.key, each.version): np.zeros(2, dtype=int) for each in chosen} for length in lengths}
    for first in range(0, series, AT_ONCE):
        drawn = STABLE[chart](random, min(AT_ONCE, series - first), lengths[-1])
        for length in lengths:
            for key, told in judged(drawn, kind, length, chosen, baseline).items():
                sums[length][key] += told.sum(axis=1)
    for length, by_set in sums.items():
        yield length, {key: Counts(series, int(any_), int(newest)) for key, (any_, newest) in by_set.items()}


def table(series: int = SERIES, seed: int = SEED) -> dict[str, object]:
    """The whole table as it is kept, by baseline."""
    baselines = {"all": chances(None, LENGTHS, series, seed)}
    for count in FROZEN:
        baselines[str(count)] = chances(count, [each for each in FROZEN_LENGTHS if each >= count], series, seed)
    return {"series": series, "seed": seed, "baselines": baselines}


def chances(baseline: int | None, lengths: Sequence[int], series: int, seed: int) -> dict[str, object]:
    """Chances in ten-thousandths by chart, set and version, in the order of `points`."""
    found: dict[str, dict[str, dict[str, list[int]]]] = {}
    for chart in STABLE:
        by_set: dict[str, dict[str, list[int]]] = {}
        for _, counted in simulate(chart, lengths, baseline=baseline, series=series, seed=seed):
            for (key, version), counts in counted.items():
                row = by_set.setdefault(f"{key} {version}", {"anywhere": [], "newest": []})
                row["anywhere"].append(round(10_000 * counts.anywhere / series))
                row["newest"].append(round(10_000 * counts.newest / series))
        found[chart] = by_set
    return {"points": list(lengths), "chances": found}


def written(found: dict[str, object]) -> str:
    """The table as JSON with one line for each list, so that a change of it can be read."""
    return re.sub(r"\[[^][]*\]", lambda each: " ".join(each[0].split()), json.dumps(found, indent=1)) + "\n"


def rows_for_the_docs() -> list[str]:
    """The rows of the tables in docs/charts.md: each set on the charts that it is meant for, at a few lengths, and what
    a frozen baseline makes of the sets that most people use."""
    rows = []
    for (key, _), chosen in RULE_SETS.items():
        charts = ("i", "p") if any(rule.needs_limits for rule in chosen.rules) else ("run",)
        for chart in charts if "earlier" not in key else ():
            found = [false_alarm(chart, chosen, points).anywhere for points in IN_THE_DOCS]
            found.append(false_alarm(chart, chosen, 24).newest)
            rows.append(_row(chosen, chart, "", found))
    for key in ("anhoej", "shewhart", "anhoej-3-sigma", "making-data-count"):
        chosen = rule_set(key)
        chart = "run" if key == "anhoej" else "i"
        for baseline in FROZEN[:2]:
            found = [false_alarm(chart, chosen, points, baseline).anywhere for points in IN_THE_DOCS[1:]]
            found.append(false_alarm(chart, chosen, 24, baseline).newest)
            rows.append(_row(chosen, chart, f", first {baseline} points", found))
    return rows


def _row(chosen: RuleSet, chart: str, more: str, found: list[float]) -> str:
    name = chart if chart == "run" else chart.upper()
    cells = " | ".join(f"{100 * chance:.1f} %" for chance in found)
    return f"| {chosen.label} | `{chosen.key}` {chosen.version} | {name} chart{more} | {cells} |"


def main(arguments: list[str]) -> None:
    """Write the table; `--look N` writes a small one of N series to the screen, `--docs` the rows for docs/charts.md."""
    if arguments[:1] == ["--docs"]:
        sys.stdout.write("\n".join(rows_for_the_docs()) + "\n")
        return
    if arguments[:1] == ["--look"]:
        sys.stdout.write(written(table(series=int(arguments[1]))))
        return
    TABLE.write_text(written(table()))
    sys.stdout.write(f"{TABLE}: {SERIES:,} stable series for each number of points\n")


if __name__ == "__main__":
    main(sys.argv[1:])
