"""Constants of statistical process control, computed where they can be, named where they are chosen."""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, sqrt

D2 = 1.128
"""Mean moving range of two points, in standard deviations (d2 for n = 2)."""

D4 = 3.267
"""Upper limit of a moving range of two points, in mean moving ranges (D4 for n = 2)."""

MEDIAN_D2 = 0.954
"""Median moving range of two points, in standard deviations."""

TAYLOR_SCREEN = 3.2665
"""Upper limit of a standardised moving range of an I-prime chart, in mean ones."""

GEOMETRIC_MEDIAN = 0.693
"""The median of a geometric distribution, in means: ln 2."""

T_POWER = 3.6
"""Times between events become nearly normal when raised to 1 / 3.6 (Nelson 1994)."""

TOLERANCE = 1e-9
"""Relative distance within which a value counts as on a line."""

ROUNDING = 1e-13
"""A sum or difference this much smaller than what it was made of is 0: what differs is what rounding left over."""


@lru_cache(maxsize=1024)
def c4(size: int) -> float:
    """The factor by which the standard deviation of `size` normal values falls short, on average.

    By log-gamma, because the gamma function itself overflows from about 340 values.
    """
    if size < 2:
        return float("nan")
    return sqrt(2 / (size - 1)) * exp(lgamma(size / 2) - lgamma((size - 1) / 2))


@lru_cache(maxsize=1024)
def a3(size: int) -> float:
    """Three sigma of a mean of `size` values, in mean standard deviations."""
    return 3 / (c4(size) * sqrt(size))


@lru_cache(maxsize=1024)
def b_reach(size: int) -> float:
    """One sigma of the standard deviation of `size` values, in mean standard deviations: B4 = 1 + 3 of these."""
    if size < 2:
        return float("nan")
    return sqrt(max(0.0, 1 - c4(size) ** 2)) / c4(size)
