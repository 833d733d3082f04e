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

LARGE = 50.0
"""From this half of a subgroup's size on, the first term that Stirling's series leaves out is 1e-14."""


@lru_cache(maxsize=1024)
def c4(size: int) -> float:
    """The factor by which the standard deviation of `size` normal values falls short, on average.

    By log-gamma, because the gamma function itself overflows from about 340 values.
    """
    return 1 - _short_of_one(size)


def _short_of_one(size: int) -> float:
    """1 - c4, to all its digits: of large subgroups by Stirling's series, because their log-gammas cancel one another."""
    half = (size - 1) / 2
    if half <= 0:
        return float("nan")
    if half < LARGE:
        return 1 - exp(lgamma(half + 0.5) - lgamma(half)) / sqrt(half)
    return (1 / 8 - (1 / 128 + (5 / 1024 - (21 / 32768 + 399 / 262144 / half) / half) / half) / half) / half


@lru_cache(maxsize=1024)
def a3(size: int) -> float:
    """Three sigma of a mean of `size` values, in mean standard deviations."""
    return 3 / (c4(size) * sqrt(size))


@lru_cache(maxsize=1024)
def b_reach(size: int) -> float:
    """One sigma of the standard deviation of `size` values, in mean standard deviations: B4 = 1 + 3 of these."""
    short = _short_of_one(size)
    return sqrt(short * (2 - short)) / (1 - short)
