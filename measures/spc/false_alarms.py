"""How often a chart signals though nothing has changed.

Every rule set finds a signal now and then in pure chance; the longer the chart and the more rules, the more often.
The chances come from a table that `simulate_false_alarms` wrote (its seed, its number of series and so its standard
error are kept with it); this module only reads it, and says in words what it does not hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from math import floor, sqrt
from pathlib import Path
from typing import Any

import numpy as np

from measures.spc.limits import CHARTS
from measures.spc.rules import RuleSet

SIMULATED_AS = {
    "run": "run",
    **dict.fromkeys(("i", "xmr-nhs", "i-median-centre", "ip", "pp", "up"), "i"),
    **dict.fromkeys(("p", "u", "c"), "p"),
}
"""By kind of chart, the kind that was simulated for it: limits from moving ranges of normal values (I), or from the
counts themselves (P)."""


class NotInTable(LookupError):
    """The table holds no such chance; the text says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance that a chart of so many stable points shows a signal: anywhere, or at its newest point.

    The second is the chance of a coloured icon. `error` is the standard error of the first; `baseline` the number of
    points that centre line and limits learn from, None where that is all of them. With `longer` the chart has more
    points than were simulated: at least about as many such charts show a signal.
    """

    points: int
    anywhere: float
    newest: float
    error: float
    baseline: int | None = None
    longer: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """Of so many stable charts, how many show a signal by chance: on average, and from `low` to `high` 19 times in 20."""

    charts: int
    mean: float
    low: int
    high: int


@cache
def _table() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("false_alarms.json").read_text())


def lengths(baseline: str = "all") -> tuple[int, ...]:
    """The numbers of points that were simulated; between them the chances are interpolated."""
    return tuple(_table()["baselines"][baseline]["points"])


def frozen_baselines() -> tuple[int, ...]:
    """The frozen baselines that were simulated, beside those of all points."""
    return tuple(sorted(int(name) for name in _table()["baselines"] if name != "all"))


def series() -> int:
    """How many stable series each chance was counted in."""
    return int(_table()["series"])


@cache
def false_alarm(chart: str, rules: RuleSet, points: int, baseline: int | None = None) -> Chance:
    """The chance of a false signal on a chart of this kind with so many stable points, read by this set.

    `baseline` is the number of points that centre line and limits learn from, where it is frozen (None: all of them):
    the fewer, the less sure both are, and the more points lie beyond them. Of a chart that is longer than the longest
    that was simulated, the chance is that of the longest. Raises `NotInTable` with a sentence for kinds, sets, lengths
    and baselines that were not simulated.
    """
    known = lengths()
    if points < known[0]:
        raise NotInTable(f"Chances of a false signal are known from {known[0]} points, not for {points}.")
    if points > known[-1]:
        return replace(false_alarm(chart, rules, known[-1], baseline), longer=True)
    if baseline is None or baseline >= points:
        anywhere, newest = _read("all", chart, rules, points)
    else:
        fewest = frozen_baselines()[0]
        if baseline < fewest:
            raise NotInTable(
                f"Chances of a false signal are known for baselines from {fewest} points, not for {baseline}."
            )
        # Between two baselines the chance goes with one over their length, as the error of a mean does.
        frozen = [count for count in frozen_baselines() if count < points]
        found = [*(_read(str(count), chart, rules, points) for count in frozen), _read("all", chart, rules, points)]
        at = [-1 / count for count in (*frozen, points)]
        anywhere, newest = (float(np.interp(-1 / baseline, at, [each[part] for each in found])) for part in (0, 1))
        return Chance(points, anywhere, newest, _error(anywhere), baseline)
    return Chance(points, anywhere, newest, _error(anywhere))


def _error(chance: float) -> float:
    return sqrt(chance * (1 - chance) / series())


def _read(baseline: str, chart: str, rules: RuleSet, points: int) -> tuple[float, float]:
    table = _table()["baselines"][baseline]
    by_set = table["chances"].get(SIMULATED_AS.get(chart, ""))
    if by_set is None:
        raise NotInTable(f"How often a {CHARTS[chart].label} signals by chance was not simulated.")
    row = by_set.get(f"{rules.key} {rules.version}")
    if row is None:
        raise NotInTable(f"How often {rules.label} signals by chance on a {CHARTS[chart].label} was not simulated.")
    anywhere, newest = (
        float(np.interp(points, table["points"], row[name])) / 10_000 for name in ("anywhere", "newest")
    )
    return anywhere, newest


def told(chance: Chance, rules: RuleSet) -> str:
    """The chance in a sentence for the page of a chart."""
    many = f"{often(chance.anywhere)} of {chance.points} stable points"
    if chance.baseline:
        many += f", the first {chance.baseline} of them their baseline,"
    more = ", and of longer ones, as this is, no fewer" if chance.longer else ""
    return f"Read by {rules.label}, {many} show a signal by chance alone{more}."


def often(chance: float) -> str:
    """A chance as charts among a hundred."""
    if chance < 0.005:
        return "fewer than 1 in 100 charts"
    return f"about {round(100 * chance)} in 100 charts"


EXACT_BELOW = 25.0
"""With less variance than this the range is counted out; with more, the normal curve is as good."""


def expected(charts: Iterable[tuple[float, int]]) -> Expected:
    """What chance alone makes of a portfolio: pairs of a chance and the number of charts that have it.

    Charts are taken as independent of one another. The range is the binomial one, for chances that differ.
    """
    found = [(chance, count) for chance, count in charts if count > 0]
    total = sum(count for _, count in found)
    mean = sum(chance * count for chance, count in found)
    variance = sum(chance * (1 - chance) * count for chance, count in found)
    reach = 1.96 * sqrt(variance)
    if variance > EXACT_BELOW:
        return Expected(total, mean, max(0, floor(mean - reach + 0.5)), min(total, floor(mean + reach + 0.5)))
    most = min(total, int(mean + 10 * sqrt(variance)) + 10)
    chances = np.zeros(most + 1)
    chances[0] = 1.0
    for chance, count in found:
        for _ in range(count):
            chances[1:] = chances[1:] * (1 - chance) + chances[:-1] * chance
            chances[0] *= 1 - chance
    so_far = np.cumsum(chances)
    return Expected(total, mean, *(min(int(np.searchsorted(so_far, tail)), most) for tail in (0.025, 0.975)))
