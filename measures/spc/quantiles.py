"""Quantiles of the normal, gamma and chi-square distributions, to about twelve digits, without scipy.

The gamma distribution function is the regularised incomplete gamma function: by its series below the mean, by its
continued fraction (Lentz) above (Abramowitz and Stegun 6.5.29, 6.5.31). The quantile is found from the
approximation of Wilson and Hilferty (1931) by Newton steps, kept within a bracket.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

_STEPS = 100
_TERMS = 100_000
_NEAR_NOUGHT = 1e-17
_EXACT_TO = 200_000.0
"""Above this shape the expansion for large shapes is nearer than rounding allows the sums to come."""


def normal_quantile(chance: float) -> float:
    """The value below which a standard normal variable lies with this chance."""
    return NormalDist().inv_cdf(chance)


def gamma_distribution(x: float, shape: float) -> float:
    """The chance that a gamma variable of this shape (scale 1) is x or less."""
    if x <= 0:
        return 0.0
    scale = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        return scale * _series(x, shape)
    return 1 - scale * _fraction(x, shape)


def _series(x: float, shape: float) -> float:
    term = total = 1 / shape
    for step in range(1, _TERMS):
        term *= x / (shape + step)
        total += term
        if term < total * 1e-17:
            break
    return total


def _fraction(x: float, shape: float) -> float:
    tiny = 1e-300
    below = x + 1 - shape
    c, d = 1 / tiny, 1 / below
    found = d
    for step in range(1, _TERMS):
        factor = -step * (step - shape)
        below += 2
        d = 1 / (factor * d + below or tiny)
        c = below + factor / c or tiny
        found *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return found


@lru_cache(maxsize=8192)
def gamma_quantile(chance: float, shape: float) -> float:
    """The value below which a gamma variable of this shape (scale 1) lies with this chance."""
    if not 0 < chance < 1 or not shape > 0:
        raise ValueError("A gamma quantile needs a chance between 0 and 1 and a shape above 0.")
    z = normal_quantile(chance)
    if shape > _EXACT_TO:
        return _for_large(z, shape)
    first = exp(min((log(chance) + lgamma(shape + 1)) / shape, 0.0))  # the quantile, were the sum its first term alone
    if first < _NEAR_NOUGHT:
        return first  # so near to 0 it is
    root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape))
    guess = shape * root**3 if root > 0 else first
    low, high = 0.0, float("inf")
    x = max(guess, 1e-300)
    for _ in range(_STEPS):
        off = gamma_distribution(x, shape) - chance
        low, high = (x, high) if off < 0 else (low, x)
        slope = exp((shape - 1) * log(x) - x - lgamma(shape))
        nearer = x - off / slope if slope > 0 else 0.0
        if not low < nearer < high:
            nearer = (low + high) / 2 if high < float("inf") else 2 * x
        if abs(nearer - x) <= 1e-15 * nearer:
            return nearer
        x = nearer
    return x


def _for_large(z: float, shape: float) -> float:
    """Cornish and Fisher's expansion in powers of 1 / sqrt(shape); the first term left out is below 1e-12 here."""
    r = sqrt(shape)
    return shape + r * z + (z**2 - 1) / 3 + (z**3 - 7 * z) / (36 * r) - (3 * z**4 + 7 * z**2 - 16) / (810 * r**2)


def chi_square_quantile(chance: float, freedom: float) -> float:
    """The value below which a chi-square variable with so many degrees of freedom lies with this chance."""
    return 2 * gamma_quantile(chance, freedom / 2)
