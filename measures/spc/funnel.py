"""Funnel plot: peers compared over one period, each against the limits that its own size allows.

D. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 2005; limits widened for
over-dispersion by the additive random effects of the same author (Qual Saf Health Care 2005; DerSimonian and Laird).
A funnel compares units at one time: it knows no runs and no ranking. It is valid only over a period in which each
unit's own chart is stable.

Each kind has a scale on which chance is even (`y`), and a standard error there (`s`) at the common level `t`:

| kind | y | s | t | limits without over-dispersion |
| --- | --- | --- | --- | --- |
| proportion | asin √(x/n) | 1 / 2√n | asin √(Σx/Σn) | sin²(t ± z s) |
| rate | √(x/E), E = n Σx/Σn | 1 / 2√E | 1 | exact Poisson, times Σx/Σn |
| standardised, log | log(x/E) | 1 / √E | 0 | exact Poisson |
| standardised, root | √(x/E) | 1 / 2√E | 1 | exact Poisson |
| ratio of counts | log((x+½)/(n+½)) | √(1/E + 1/n) | log(Σx/Σn) | exp(t ± z s) |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import asin, exp, log, pi, sin, sqrt

import numpy as np

from measures.spc.constants import TOLERANCE
from measures.spc.quantiles import chi_square_quantile, normal_quantile
from measures.spc.series import LARGEST, SMALLEST, BadSeries, as_floats

NEAR, FAR = 0.95, 0.998
"""The two pairs of limits: about two and three sigma."""
TRIM = 0.1
"""The share of z values at each end that over-dispersion is not judged by."""
SMALL = 5.0
"""Below so many expected events (or, of a proportion, non-events) a unit is too small to say much of."""
CURVE_POINTS = 81


class Compared(StrEnum):
    """What is compared."""

    PROPORTION = "proportion"  # a part of a whole
    RATE = "rate"  # events over an area of opportunity, such as bed days
    STANDARDISED = "standardised"  # events over those expected from the unit's cases
    STANDARDISED_ROOT = "standardised-root"  # the same on the scale of square roots
    COUNTS = "counts"  # one count over another


class Place(StrEnum):
    """Where a unit lies against the limits."""

    WITHIN = "within"
    NEAR = "near"  # beyond the 95 % limit: one in twenty does so by chance
    BEYOND = "beyond"  # beyond the 99.8% limit


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits at one size: 95 % and 99.8 %."""

    lower95: float
    upper95: float
    lower998: float
    upper998: float


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One unit. `expected` is the number of events that its size would bring at the common level, `z` how many
    standard errors it lies from that level; `side` is 1 above, -1 below, 0 on it; `small` where its size says little."""

    index: int
    numerator: float
    denominator: float
    ratio: float
    expected: float
    z: float | None
    limits: Limits
    place: Place
    side: int
    small: bool


@dataclass(frozen=True, slots=True)
class Funnel:
    """Units against their limits. `points` keep the order of the input, without the units in `left_out`.

    `phi` and `tau2` tell of over-dispersion: more variation between units than chance within them explains (phi well
    above 1). `adjusted` says whether the limits in force allow for it; that is so where it was asked for and there is
    some. `curve` holds the limits over the range of denominators.
    """

    kind: Compared
    target: float
    points: tuple[FunnelPoint, ...]
    left_out: tuple[int, ...]
    phi: float | None
    tau2: float
    adjusted: bool
    curve: tuple[tuple[float, Limits], ...]
    multiplier: float = 1.0

    @property
    def outliers(self) -> tuple[FunnelPoint, ...]:
        """Units beyond the 99.8% limits, by size, largest first."""
        far = [point for point in self.points if point.place is Place.BEYOND]
        return tuple(sorted(far, key=lambda point: (-point.denominator, point.index)))

    @property
    def overdispersed(self) -> bool:
        """Whether units differ by more than chance explains: 99.9 % of what chance alone would bring is exceeded."""
        if self.phi is None:
            return False
        kept = max(len(self.points), 2)
        return self.tau2 > 0 and self.phi * kept > chi_square_quantile(0.999, kept - 1)

    def tell(self, point: FunnelPoint, name: str, unit: str = "", decimals: int = 1, counted: str = "") -> str:
        """What the plot says of one unit, in a sentence. `counted` is what the denominator counts, such as 'bed days'."""
        sign = "%" if unit in ("%", "per cent") else ""
        value = f"{point.ratio:,.{decimals}f}{sign}"
        from_to = f"{point.limits.lower998:,.{decimals}f}{sign} to {point.limits.upper998:,.{decimals}f}{sign}"
        size = f"{point.denominator:,.0f}"
        usual = "where units that differ as these do would show" if self.adjusted else "where chance would bring"
        if point.place is Place.BEYOND:
            side, limit = ("above", "upper") if point.side > 0 else ("below", "lower")
            return (
                f"{name} lies {side} the {limit} 99.8% limit: {value}, {usual} {from_to} "
                f"{f'in {size} {counted}' if counted else f'for a denominator of {size}'}."
            )
        if point.place is Place.NEAR:
            side = "above" if point.side > 0 else "below"
            alone = "" if self.adjusted else " by chance alone"
            return f"{name} lies {side} its 95% limit: {value}. One unit in twenty does so{alone}."
        return f"{name} lies within its limits: {value}."


def funnel(
    numerators: Sequence[float | None],
    denominators: Sequence[float | None],
    *,
    kind: Compared | str = Compared.PROPORTION,
    adjust: bool = False,
    target: float | None = None,
    multiplier: float = 1.0,
) -> Funnel:
    """Compare units by numerator and denominator (for standardised ratios: observed and expected).

    The common level is all numerators over all denominators (for standardised ratios 1) unless `target` (as shown,
    so times `multiplier`) is given. `adjust` widens the limits for over-dispersion where there is some. Units without
    a denominator above 0 are left out and named by index. Raises `BadSeries` with a sentence where the numbers cannot
    be such units.
    """
    chosen = Compared(kind)
    above, below = as_floats(numerators), as_floats(denominators)
    if len(above) != len(below):
        raise BadSeries(f"There are {len(above)} numerators but {len(below)} denominators.")
    _check(chosen, above, below)
    present = ~np.isnan(above) & (below >= SMALLEST)
    kept = np.flatnonzero(present)
    left_out = tuple(np.flatnonzero(~present).tolist())
    x, n = above[kept], below[kept]
    level = _level(chosen, x, n) if target is None else target / multiplier
    if abs(level) > LARGEST:
        raise BadSeries("The level to compare with is no number that units could have.")
    if len(kept) == 0 or not level > 0 or (chosen is Compared.PROPORTION and level >= 1):
        return _flat(chosen, x, n, kept, level, left_out, multiplier)
    scale = _SCALES[chosen](level)
    z = scale.z(x, n)
    phi, tau2 = _dispersion(chosen, scale, z, x, n)
    adjusted = adjust and tau2 > 0
    spread = tau2 if adjusted else None
    points = tuple(
        _point(chosen, index, xi, ni, level, zi, scale.limits(ni, spread), multiplier)
        for index, xi, ni, zi in zip(kept.tolist(), x.tolist(), n.tolist(), z.tolist(), strict=True)
    )
    curve = tuple((size, _scaled(scale.limits(size, spread), multiplier)) for size in _sizes(n))
    return Funnel(chosen, level * multiplier, points, left_out, phi, tau2, adjusted, curve, multiplier)


def _check(kind: Compared, above: np.ndarray, below: np.ndarray) -> None:
    whole = kind is Compared.PROPORTION
    for wrong, why in (
        (above < 0, "has a numerator below 0"),
        (below < 0, "has a denominator below 0"),
        ((below > 0) & (above > below) & whole, "has a numerator above its denominator"),
    ):
        if wrong.any():
            raise BadSeries(f"Unit {int(np.argmax(wrong)) + 1} {why}.")


def _level(kind: Compared, x: np.ndarray, n: np.ndarray) -> float:
    if kind in (Compared.STANDARDISED, Compared.STANDARDISED_ROOT):
        return 1.0
    return float(x.sum() / n.sum()) if len(n) else float("nan")


def _flat(
    kind: Compared,
    x: np.ndarray,
    n: np.ndarray,
    kept: np.ndarray,
    level: float,
    left_out: tuple[int, ...],
    multiplier: float,
) -> Funnel:
    """No unit, no event at all, or nothing but events: there is nothing that chance could spread."""
    limits = Limits(level, level, level, level)
    points = tuple(
        _point(kind, index, xi, ni, level, None, limits, multiplier)
        for index, xi, ni in zip(kept.tolist(), x.tolist(), n.tolist(), strict=True)
    )
    curve = tuple((size, _scaled(limits, multiplier)) for size in _sizes(n)) if len(n) else ()
    return Funnel(kind, level * multiplier, points, left_out, None, 0.0, False, curve, multiplier)


# -- The scales -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Scale:
    """The scale of one kind, at the common level."""

    level: float

    def z(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def weight(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        """One over the squared standard error of each unit."""
        raise NotImplementedError

    def limits(self, size: float, tau2: float | None) -> Limits:
        found = [self.limit(size, tau2, (1 + sign * reach) / 2) for reach in (NEAR, FAR) for sign in (-1, 1)]
        return Limits(*found)

    def limit(self, size: float, tau2: float | None, chance: float) -> float:
        raise NotImplementedError


class _Proportion(_Scale):
    def z(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        return (np.arcsin(np.sqrt(x / n)) - asin(sqrt(self.level))) * 2 * np.sqrt(n)

    def weight(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        return 4 * n

    def limit(self, size: float, tau2: float | None, chance: float) -> float:
        reach = normal_quantile(chance) * sqrt(1 / (4 * size) + (tau2 or 0.0))
        return sin(min(max(asin(sqrt(self.level)) + reach, 0.0), pi / 2)) ** 2


class _Standardised(_Scale):
    """Events over expected ones, on the scale of logarithms."""

    def expected(self, n: np.ndarray) -> np.ndarray:
        return n * self.level

    def z(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        e = self.expected(n)
        with np.errstate(divide="ignore"):
            return np.log(x / e) * np.sqrt(e)  # no event at all: minus infinity, which trimming takes out

    def weight(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        return self.expected(n)

    def limit(self, size: float, tau2: float | None, chance: float) -> float:
        e = size * self.level
        if tau2 is None:
            return self.level * _poisson(e, chance)
        return self.level * _power(normal_quantile(chance) * sqrt(1 / e + tau2))


class _Root(_Standardised):
    """Events over expected ones, on the scale of square roots: units without an event keep their place."""

    def z(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        e = self.expected(n)
        return (np.sqrt(x / e) - 1) * 2 * np.sqrt(e)

    def weight(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        return 4 * self.expected(n)

    def limit(self, size: float, tau2: float | None, chance: float) -> float:
        if tau2 is None:
            return super().limit(size, None, chance)
        reach = normal_quantile(chance) * sqrt(1 / (4 * size * self.level) + tau2)
        return self.level * max(1 + reach, 0.0) ** 2


class _Counts(_Scale):
    """One count over another, both of them subject to chance."""

    def z(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        return (np.log((x + 0.5) / (n + 0.5)) - log(self.level)) * np.sqrt(self.weight(x, n))

    def weight(self, x: np.ndarray, n: np.ndarray) -> np.ndarray:
        return 1 / (x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)

    def limit(self, size: float, tau2: float | None, chance: float) -> float:
        error = 1 / (self.level * size) + 1 / size
        return self.level * _power(normal_quantile(chance) * sqrt(error + (tau2 or 0.0)))


_SCALES: dict[Compared, type[_Scale]] = {
    Compared.PROPORTION: _Proportion,
    Compared.RATE: _Root,
    Compared.STANDARDISED: _Standardised,
    Compared.STANDARDISED_ROOT: _Root,
    Compared.COUNTS: _Counts,
}


def _power(reach: float) -> float:
    """How many times the level a limit so far away on the scale of logarithms is; of a unit next to nothing in size,
    as many as can be told."""
    return exp(min(reach, log(LARGEST)))


def _poisson(expected: float, chance: float) -> float:
    """The exact limit of an observed over an expected number of events, by the chi-square distribution."""
    freedom = 2 * expected if chance < 0.5 else 2 * (expected + 1)
    return chi_square_quantile(chance, freedom) / 2 / expected


# -- Over-dispersion ------------------------------------------------------------------------------------------------


def _dispersion(
    kind: Compared, scale: _Scale, z: np.ndarray, x: np.ndarray, n: np.ndarray
) -> tuple[float | None, float]:
    """phi (the mean squared z, its ends drawn in) and tau2 (the variance between units).

    The tenth at either end is drawn in to the value at its edge; for standardised ratios on the scale of logarithms
    it is left out, as the method of NHS England's mortality indicator (SHMI) has it.
    """
    if len(z) < 2:
        return None, 0.0
    finite = np.where(np.isneginf(z), np.min(z[np.isfinite(z)], initial=0.0), z)
    low, high = np.quantile(finite, [TRIM, 1 - TRIM])
    weights = scale.weight(x, n)
    if kind is Compared.STANDARDISED:
        inside = (finite >= low) & (finite <= high)
        finite, weights = finite[inside], weights[inside]
    else:
        finite = np.clip(finite, low, high)
    count, total = len(finite), weights.sum()
    if not count:
        return None, 0.0
    phi = float((finite**2).sum() / count)
    room = total - (weights**2).sum() / total
    if count < 2 or room <= 0 or count * phi < count - 1:
        return phi, 0.0
    return phi, float((count * phi - (count - 1)) / room)


# -- Points and curves ----------------------------------------------------------------------------------------------


def _scaled(limits: Limits, multiplier: float) -> Limits:
    return Limits(*(value * multiplier for value in (limits.lower95, limits.upper95, limits.lower998, limits.upper998)))


def _above(left: float, right: float) -> bool:
    return left - right > TOLERANCE * max(abs(left), abs(right))


def _point(
    kind: Compared, index: int, x: float, n: float, level: float, z: float | None, limits: Limits, multiplier: float
) -> FunnelPoint:
    ratio = x / n
    side = 1 if _above(ratio, level) else -1 if _above(level, ratio) else 0
    if _above(ratio, limits.upper998) or _above(limits.lower998, ratio):
        place = Place.BEYOND
    elif _above(ratio, limits.upper95) or _above(limits.lower95, ratio):
        place = Place.NEAR
    else:
        place = Place.WITHIN
    expected = level * n
    few = min(expected, n - expected) if kind is Compared.PROPORTION else expected
    return FunnelPoint(
        index=index,
        numerator=x,
        denominator=n,
        ratio=ratio * multiplier,
        expected=expected,
        z=None if z is None or not np.isfinite(z) else z,
        limits=_scaled(limits, multiplier),
        place=place,
        side=side,
        small=few < SMALL,
    )


def _sizes(n: np.ndarray) -> list[float]:
    """Denominators at which the curve is drawn: closer together where it bends, at the small end."""
    smallest, largest = float(n.min()), float(n.max())
    low, high = sqrt(smallest * 0.8), sqrt(largest * 1.05)
    return [(low + (high - low) * step / (CURVE_POINTS - 1)) ** 2 for step in range(CURVE_POINTS)]
