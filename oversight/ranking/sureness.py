"""How sure a ranking is: the weights are opinions, so they are shaken, and each team's place is watched."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from oversight.ranking.scores import MOST

Table = npt.NDArray[np.float64]

TRIALS = 1000
SPREAD = 0.3
"""In a trial every weight is multiplied by a factor drawn evenly from 1 - SPREAD to 1 + SPREAD."""
TOP = 10
SEED = 90_120  # any fixed number: the same ratings give the same answer


@dataclass(frozen=True)
class Place:
    """A team's place, 1 for the first; equal scores share a place. Shares are of all trials.

    From `low` to `high` the team stood in nine of ten trials; `near` is how often it kept its place within
    `nearness` places, `top` how often it was among the first `TOP`.
    """

    place: int
    low: int
    high: int
    near: float
    top: float


def nearness(teams: int) -> int:
    """How many places up or down still count as keeping one's place: three, or one in twenty where teams are many."""
    return max(3, teams // 20)


def shaken(weights: Table, *, trials: int = TRIALS, spread: float = SPREAD, seed: int = SEED) -> Table:
    """The weights of each trial, one trial a row."""
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (trials, len(weights)))
    return weights * factors


def filled(values: Table, *, trials: int = TRIALS, seed: int = SEED) -> Table:
    """What stands in for ratings that are not made yet: any rating is as likely as any other.

    One row a missing rating, in the order of `np.argwhere(np.isnan(values))`, one column a trial.
    """
    missing = int(np.isnan(values).sum())
    return np.random.default_rng(seed + 1).uniform(0, MOST, (missing, trials))


def scores(values: Table, weights: Table) -> Table:
    """The weighted mean of each team, 0 to MOST, over the lines on which it has a value."""
    known = ~np.isnan(values)
    return np.nansum(values * weights, axis=1) / (known * weights).sum(axis=1)


def trial_scores(values: Table, weights: Table, stand_ins: Table) -> Table:
    """The score of each team in each trial, one trial a row; missing ratings are taken from `stand_ins`."""
    totals = weights @ np.nan_to_num(values).T
    for (team, line), drawn in zip(np.argwhere(np.isnan(values)), stand_ins, strict=True):
        totals[:, team] += weights[:, line] * drawn
    return totals / weights.sum(axis=1, keepdims=True)


def places(scores: Table) -> npt.NDArray[np.int64]:
    """Each team's place in each row: one more than the number of teams that score higher."""
    rounded = np.round(scores, 9)  # scores that are equal on paper differ by the order in which they were added
    order = np.argsort(-rounded, axis=1, kind="stable")
    ordered = np.take_along_axis(rounded, order, axis=1)
    rows, teams = rounded.shape
    new = np.ones((rows, teams), dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    standing = np.maximum.accumulate(np.where(new, np.arange(1, teams + 1), 0), axis=1)
    found = np.empty((rows, teams), dtype=np.int64)
    np.put_along_axis(found, order, standing, axis=1)
    return found


def rank(
    values: Sequence[Sequence[float | None]],
    weights: Sequence[float],
    *,
    near: int | None = None,
    top: int = TOP,
    trials: int = TRIALS,
    spread: float = SPREAD,
    seed: int = SEED,
) -> list[Place]:
    """The place of each team and how sure it is; one row of `values` a team, one column a line, None where not rated.

    Every team needs one value at least. 1,000 teams, 10 lines and 1,000 trials take about a quarter of a second.
    """
    if not values:
        return []
    table = np.array([[np.nan if value is None else value for value in row] for row in values], dtype=np.float64)
    given = np.array(weights, dtype=np.float64)
    near = nearness(len(values)) if near is None else near
    stand = places(scores(table, given)[np.newaxis, :])[0]
    tried = places(
        trial_scores(
            table, shaken(given, trials=trials, spread=spread, seed=seed), filled(table, trials=trials, seed=seed)
        )
    )
    low, high = np.quantile(tried, [0.05, 0.95], axis=0, method="nearest")
    kept = (np.abs(tried - stand) <= near).mean(axis=0)
    first = (tried <= top).mean(axis=0)
    return [
        Place(place=int(place), low=int(least), high=int(most), near=float(share), top=float(lead))
        for place, least, most, share, lead in zip(stand, low, high, kept, first, strict=True)
    ]
