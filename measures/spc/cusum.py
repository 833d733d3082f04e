"""Bernoulli CUSUM: watching for a change in how often a rare event happens, case by case.

M. Reynolds and Z. Stoumbos, A CUSUM chart for monitoring a proportion when inspecting continuously, J Qual Technol 1999;
S. Steiner et al., Monitoring surgical performance using risk-adjusted cumulative sum charts, Biostatistics 2000;
J. Neuburger et al., Comparison of control charts for monitoring clinical performance using binary data, BMJ Qual Saf
2017, whose odds ratio of 2 and limit of 3.5 are the defaults; they suit events in 1 to 10 of 100 cases.

Every case adds ln R where the event happened, and takes away ln(1 - p + R p) where it did not or did: p is the
expected share, R the odds ratio to look out for. The sum never goes below 0, signals at the limit, and then starts
anew. A second sum looks for the odds divided by R, in the other direction.

Where only the events and cases of a period are known, a period's cases are added at once (`grouped`): a sum that
reached the limit within a period and fell below it again before its end is not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, log1p

import numpy as np

from measures.spc.constants import TOLERANCE
from measures.spc.series import BadSeries, CusumDesign, as_floats

HIGHER, LOWER = 1, -1
FEW_CASES = 200
"""An expected share that rests on fewer cases is said to be rough."""


def checked(design: CusumDesign) -> CusumDesign:
    """The same design, or a refusal in words."""
    if design.rate is not None and not 0 < design.rate < 1:
        raise BadSeries("The expected share of cases lies between 0 and 1, without either.")
    if not 0 < design.odds < float("inf") or design.odds == 1:
        raise BadSeries("The odds ratio to look out for is above 0, and not 1.")
    if not 0 < design.limit < float("inf"):
        raise BadSeries("The limit of a CUSUM is above 0.")
    return design


USUAL = CusumDesign()


@dataclass(frozen=True, slots=True)
class Crossing:
    """One signal: the point at which a sum reached the limit, and the run-up to it.

    `since` is the first point after the sum last stood at 0; `events` and `cases` are those since then.
    """

    point: int
    since: int
    side: int
    height: float
    events: float
    cases: float
    rate: float
    odds: float

    @property
    def expected(self) -> float:
        """How many events the expected share would have brought since then."""
        return self.cases * self.rate


@dataclass(frozen=True, slots=True)
class Cusum:
    """Both sums, per point (None where the point is missing or ghosted), and the signals.

    `higher` looks for more events than expected, `lower` for fewer; both are 0 or more. `learnt_from` is the number of
    cases that the expected share rests on, None where it was given.
    """

    design: CusumDesign
    rate: float
    learnt_from: float | None
    grouped: bool
    higher: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    crossings: tuple[Crossing, ...]
    why_not: str = ""
    """Why there are no sums yet, where there are none."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know before relying on it."""
        if self.why_not:
            return (self.why_not,)
        found = []
        if self.learnt_from is not None and self.learnt_from < FEW_CASES:
            found.append(
                f"The expected share, {100 * self.rate:.2g} %, rests on {self.learnt_from:,.0f} cases: that is rough."
            )
        if self.grouped:
            found.append(
                "The cases of each period are added at once, so a signal that came and went within a period is not seen."
            )
        if not 0.005 <= self.rate <= 0.2:
            found.append("A CUSUM of this kind suits events in about 1 to 10 of 100 cases.")
        return tuple(found)


def steps(rate: float, odds: float) -> tuple[float, float]:
    """What an event adds, and what every case takes away, at this expected share and odds ratio."""
    return log(odds), log1p((odds - 1) * rate)


def cusum(
    events: Sequence[float | None],
    cases: Sequence[float | None] | None = None,
    *,
    design: CusumDesign = USUAL,
    baseline: int | None = None,
    excluded: frozenset[int] = frozenset(),
) -> Cusum:
    """Follow events among cases, one case a point (0 or 1) or, with `cases`, so many a point.

    The expected share is the design's, or else that of the first `baseline` points (None: all of them). Missing and
    excluded points, and points without a case, are passed over. Where no share can be learnt there are no sums, and
    `why_not` says so. Raises `BadSeries` with a sentence where the numbers cannot be events among cases.
    """
    design = checked(design)
    x = as_floats(events)
    n = np.where(np.isnan(x), np.nan, 1.0) if cases is None else as_floats(cases)
    if len(x) != len(n):
        raise BadSeries(f"There are {len(x)} values but {len(n)} denominators.")
    _check(x, n, single=cases is None)
    counts = ~np.isnan(x) & (n > 0)
    counts[[index for index in excluded if 0 <= index < len(x)]] = False
    grouped = bool((n[counts] > 1).any())
    rate, learnt_from, why_not = _rate(x, n, counts, design, baseline)
    if why_not:
        nothing = (None,) * len(x)
        return Cusum(design, rate, learnt_from, grouped, nothing, nothing, (), why_not)
    odds = max(design.odds, 1 / design.odds)
    higher, above = _follow(x, n, counts, rate, odds, design.limit, HIGHER)
    lower, below = _follow(x, n, counts, rate, 1 / odds, design.limit, LOWER)
    crossings = tuple(sorted([*above, *below], key=lambda each: (each.point, -each.side)))
    return Cusum(design, rate, learnt_from, grouped, higher, lower, crossings)


def _check(x: np.ndarray, n: np.ndarray, *, single: bool) -> None:
    if single and (~np.isnan(x) & (x != 0) & (x != 1)).any():
        where = int(np.argmax(~np.isnan(x) & (x != 0) & (x != 1))) + 1
        raise BadSeries(f"Point {where} is neither 0 nor 1: without denominators each point is one case.")
    for wrong, why in (
        (x < 0, "has a numerator below 0"),
        (n < 0, "has a denominator below 0"),
        ((n > 0) & (x > n), "has a numerator above its denominator"),
    ):
        if wrong.any():
            raise BadSeries(f"Point {int(np.argmax(wrong)) + 1} {why}.")


def _rate(
    x: np.ndarray, n: np.ndarray, counts: np.ndarray, design: CusumDesign, baseline: int | None
) -> tuple[float, float | None, str]:
    """The expected share, the number of cases it rests on (None: it was given), and why there is none."""
    if design.rate is not None:
        return design.rate, None, ""
    chosen = counts.copy()
    if baseline is not None:
        chosen[max(baseline, 1) :] = False
    cases = float(n[chosen].sum())
    if cases == 0:
        return float("nan"), 0.0, "No CUSUM yet: there are no cases to learn the expected share from."
    rate = float(x[chosen].sum()) / cases
    if 0 < rate < 1:
        return rate, cases, ""
    what = "no event" if rate == 0 else "nothing but events"
    return rate, cases, f"No CUSUM yet: the baseline has {what}, so give the expected share in the definition."


def _follow(
    x: np.ndarray, n: np.ndarray, counts: np.ndarray, rate: float, odds: float, limit: float, side: int
) -> tuple[tuple[float | None, ...], list[Crossing]]:
    adds, takes = steps(rate, odds)
    found: list[float | None] = []
    crossings = []
    total, since, events, cases = 0.0, 0, 0.0, 0.0
    for index, (xi, ni, counting) in enumerate(zip(x.tolist(), n.tolist(), counts.tolist(), strict=True)):
        if not counting:
            found.append(None)
            continue
        if total == 0:
            since, events, cases = index, 0.0, 0.0
        total = max(0.0, total + xi * adds - ni * takes)
        events, cases = events + xi, cases + ni
        found.append(total)
        if total >= limit * (1 - TOLERANCE):
            crossings.append(Crossing(index, since, side, total, events, cases, rate, odds))
            total = 0.0
    return tuple(found), crossings


STATES = 200
"""Into so many steps the sum is divided to work out how long it runs."""


@lru_cache(maxsize=64)
def run_length(rate: float, odds: float = 2.0, limit: float = 3.5, *, now: float | None = None) -> float:
    """How many cases it takes to a signal on average, when the share of events is `now` (None: the expected one).

    The sum is followed as a Markov chain over `STATES` steps from 0 to the limit (Brook and Evans 1972; Reynolds and
    Stoumbos 1999), each move shared between the two steps it falls between. Good to about one in fifty; infinite where
    it is too long to be worked out.
    """
    adds, takes = steps(rate, odds)
    share = rate if now is None else now
    width = limit / STATES
    at = np.arange(STATES) * width
    moves = np.zeros((STATES, STATES))
    for change, chance in ((adds - takes, share), (-takes, 1 - share)):
        place = np.minimum(np.maximum(at + change, 0.0) / width, STATES)  # beyond the limit it matters not how far
        below = np.floor(place).astype(int)
        upper = place - below
        for step, part in ((below, 1 - upper), (below + 1, upper)):
            inside = step < STATES
            np.add.at(moves, (np.flatnonzero(inside), step[inside]), chance * part[inside])
    with np.errstate(all="ignore"):
        found = _solved_at_first(np.eye(STATES) - moves, np.ones(STATES))
    return found if 1 <= found < float("inf") else float("inf")


def _solved_at_first(matrix: np.ndarray, right: np.ndarray) -> float:
    """The first unknown of these equations, whose diagonal outweighs its rows; both are used up.

    By elimination, row by row: LAPACK takes more stack than the threads of a web server have, and ends the process.
    """
    size = len(right)
    for here in range(size):
        rows = np.flatnonzero(matrix[here + 1 :, here]) + here + 1
        factors = matrix[rows, here] / matrix[here, here]
        matrix[rows, here:] -= factors[:, None] * matrix[here, here:]
        right[rows] -= factors * right[here]
    for here in range(size - 1, -1, -1):
        right[here] = (right[here] - (matrix[here, here + 1 :] * right[here + 1 :]).sum()) / matrix[here, here]
    return float(right[0])
