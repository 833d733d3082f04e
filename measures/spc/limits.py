"""Chart kinds: what is plotted, where the centre line lies and how far the limits reach.

Every kind is one function from a block of rows to `Levels`; adding a kind is adding a function and a line in `CHARTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from measures.spc.block import Block, beside, mean_of, mean_range, median_of, quotient, ranges, some, total_of
from measures.spc.constants import D2, D4, GEOMETRIC_MEDIAN, MEDIAN_D2, ROUNDING, T_POWER, TAYLOR_SCREEN, b_reach, c4


@dataclass(frozen=True, slots=True)
class Levels:
    """What is plotted (`y`), the centre line, and limits at any number of sigmas.

    Limits lie `k * sigma` from `anchor` (which is the centre line unless said otherwise), no lower than `floor` and
    no higher than `ceiling`, and are raised to `power` at the end. `sigma` is None on a chart without limits.
    """

    y: np.ndarray
    centre: np.ndarray
    sigma: np.ndarray | None = None
    anchor: np.ndarray | None = None
    floor: float | None = None
    ceiling: float | None = None
    power: float = 1.0

    def at(self, k: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limits at `k` sigma: a value for each point, or one column where they are level."""
        if self.sigma is None:
            nothing = np.full((len(self.y), 1), np.nan)
            return nothing, nothing
        anchor = self.centre if self.anchor is None else self.anchor
        reach = k * self.sigma
        # A count of 0 must not lie below a lower limit of 0 that came out as 1e-17.
        lower, upper = _or_nought(anchor - reach, anchor), anchor + reach
        if some(anchor < 0):
            upper = _or_nought(upper, anchor)
        if self.floor is not None:
            lower = np.maximum(lower, self.floor)
        if self.ceiling is not None:
            upper = np.minimum(upper, self.ceiling)
        if self.power != 1.0:
            lower, upper = lower**self.power, upper**self.power
        return lower, upper


def _or_nought(found: np.ndarray, made_of: np.ndarray) -> np.ndarray:
    """What was found by adding and subtracting such numbers, 0 where only rounding keeps it from that."""
    left_over = np.abs(found) <= ROUNDING * np.abs(made_of)
    return np.where(left_over, 0.0, found) if some(left_over) else found


def _given_or(block: Block, computed: np.ndarray) -> np.ndarray:
    """The centre line given in advance where there is one."""
    if not block.has_centre:
        return computed
    given = block.centres[:, None]
    return np.where(np.isnan(given), computed, given)


def _present(block: Block, y: np.ndarray) -> np.ndarray:
    """The points that the centre line learns from and that have a value."""
    return block.base & ~np.isnan(y)


def _ratio(block: Block) -> np.ndarray:
    """Numerator over denominator; missing where the denominator is missing or zero."""
    if block.sizes is None:
        return block.values
    found = np.full(block.values.shape, np.nan)
    return np.divide(block.values, block.sizes, out=found, where=block.sizes > 0)


def _pooled(block: Block, y: np.ndarray) -> np.ndarray:
    """All numerators over all denominators of the base: the centre of proportions and rates."""
    if block.sizes is None:
        return _mean(block, y)
    chosen = _present(block, y)
    sizes = total_of(block.sizes, chosen)
    found = quotient(total_of(block.values, chosen), sizes)
    if some(y < 0):
        found = _or_nought(found, quotient(total_of(np.abs(block.values), chosen), sizes))
    return found


def _mean(block: Block, y: np.ndarray) -> np.ndarray:
    """The mean of the points that the centre line learns from."""
    chosen = _present(block, y)
    found = mean_of(y, chosen)
    return _or_nought(found, mean_of(np.abs(y), chosen)) if some(y < 0) else found


def _root_over_sizes(variance: np.ndarray, block: Block, y: np.ndarray) -> np.ndarray:
    """Standard error per point; missing where the point is."""
    sizes = np.ones_like(y) if block.sizes is None else block.sizes
    found = np.full(y.shape, np.nan)
    np.divide(np.maximum(variance, 0.0), sizes, out=found, where=(sizes > 0) & ~np.isnan(y))
    return np.sqrt(found)


def run(block: Block) -> Levels:
    """Run chart: the median, no limits."""
    y = _ratio(block)
    return Levels(y, _given_or(block, median_of(y, _present(block, y))))


def _individuals(y: np.ndarray, block: Block, d2: float = D2) -> Levels:
    centre = _given_or(block, _mean(block, y))
    _, gap = ranges(y, block.base)
    return Levels(y, centre, mean_range(gap, block.screen, D4) / d2)


def individuals(block: Block) -> Levels:
    """I (XmR) chart: the mean, three sigma from the mean moving range over 1.128 (2.66 mean moving ranges)."""
    return _individuals(_ratio(block), block)


def individuals_nhs(block: Block) -> Levels:
    """I (XmR) chart with the rounded factor of NHS England's tools: 2.66 mean moving ranges exactly."""
    return _individuals(_ratio(block), block, 3 / 2.66)


def individuals_by_median(block: Block) -> Levels:
    """I chart for data with a few wild points: the median, sigma from the median moving range over 0.954."""
    y = _ratio(block)
    centre = _given_or(block, median_of(y, _present(block, y)))
    _, gap = ranges(y, block.base)
    return Levels(y, centre, median_of(gap, ~np.isnan(gap)) / MEDIAN_D2)


def individuals_about_median(block: Block) -> Levels:
    """I chart about the median, sigma from the mean moving range: a centre line that one wild point does not move."""
    y = _ratio(block)
    centre = _given_or(block, median_of(y, _present(block, y)))
    _, gap = ranges(y, block.base)
    return Levels(y, centre, mean_range(gap, block.screen, D4) / D2)


def individuals_by_median_range(block: Block) -> Levels:
    """I chart about the mean, sigma from the median moving range over 0.954 (3.145 of them): limits that one does not."""
    y = _ratio(block)
    centre = _given_or(block, _mean(block, y))
    _, gap = ranges(y, block.base)
    return Levels(y, centre, median_of(gap, ~np.isnan(gap)) / MEDIAN_D2)


def moving_range(block: Block) -> Levels:
    """MR chart: moving ranges, their mean, and 3.267 times that as the upper limit.

    The range beside a ghosted point joins the points around it, as on the I chart, so that both tell the same story.
    Large ranges are what this chart is for, so they are never screened; lower sigmas are parts of the upper limit.
    """
    values = _ratio(block)
    _, gap = ranges(values, block.kept)
    centre = _given_or(block, mean_of(gap, block.base & ~np.isnan(gap)))
    return Levels(gap, centre, D4 * centre / 3, anchor=np.zeros_like(centre), floor=0.0)


def individuals_prime(block: Block) -> Levels:
    """I-prime chart (Taylor 2018): ratios whose spread shrinks with the root of the denominator.

    Sigma comes from standardised moving ranges of the baseline alone, as every other line of the chart does.
    """
    y = _ratio(block)
    sizes = np.ones_like(y) if block.sizes is None else block.sizes
    centre = _given_or(block, _pooled(block, y))
    members = block.base
    before, gap = ranges(y, members)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.sqrt(1 / sizes + 1 / beside(sizes, before))
        standard = sqrt(pi / 2) * gap / weight
    spread = mean_range(standard, block.screen, TAYLOR_SCREEN)
    return Levels(y, centre, spread * _root_over_sizes(np.ones_like(centre), block, y))


def proportions(block: Block) -> Levels:
    """P chart: part of a whole; binomial limits by each point's denominator, within 0 and 1."""
    y = _ratio(block)
    centre = _given_or(block, _pooled(block, y))
    return Levels(y, centre, _root_over_sizes(centre * (1 - centre), block, y), floor=0.0, ceiling=1.0)


def _widened(y: np.ndarray, centre: np.ndarray, error: np.ndarray, block: Block) -> np.ndarray:
    """Laney's sigma: the standard error times the spread of the z values, as moving ranges show it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(error > 0, (y - centre) / error, np.where(np.isnan(y), np.nan, 0.0))
    if block.ordered:
        _, gap = ranges(z, block.base)
        spread = mean_range(gap, block.screen, D4) / D2
    else:
        chosen = _present(block, z)
        count = chosen.sum(axis=1)[:, None]
        squares = total_of((z - mean_of(z, chosen)) ** 2, chosen)[:, None]
        spread = np.sqrt(squares / np.where(count > 1, count - 1, np.nan))
    return error * spread


def proportions_prime(block: Block) -> Levels:
    """P-prime chart (Laney 2002): a P chart whose limits allow for variation beyond the binomial."""
    y = _ratio(block)
    centre = _given_or(block, _pooled(block, y))
    error = _root_over_sizes(centre * (1 - centre), block, y)
    return Levels(y, centre, _widened(y, centre, error, block), floor=0.0, ceiling=1.0)


def counts(block: Block) -> Levels:
    """C chart: counts over a constant area of opportunity; Poisson limits, not below 0."""
    y = _ratio(block)
    centre = _given_or(block, _mean(block, y))
    return Levels(y, centre, np.sqrt(np.maximum(centre, 0.0)), floor=0.0)


def rates(block: Block) -> Levels:
    """U chart: counts over an area of opportunity that varies; Poisson limits, not below 0."""
    y = _ratio(block)
    centre = _given_or(block, _pooled(block, y))
    return Levels(y, centre, _root_over_sizes(centre, block, y), floor=0.0)


def rates_prime(block: Block) -> Levels:
    """U-prime chart (Laney 2002): a U chart whose limits allow for variation beyond the Poisson."""
    y = _ratio(block)
    centre = _given_or(block, _pooled(block, y))
    error = _root_over_sizes(centre, block, y)
    return Levels(y, centre, _widened(y, centre, error, block), floor=0.0)


def between_events(block: Block) -> Levels:
    """G chart: opportunities between rare events. The line is the median, the limits stand around the mean.

    A centre line given in advance is a mean, and is shown as the median that belongs to it: 0.693 of it.
    """
    y = block.values
    chosen = _present(block, y)
    mean = _given_or(block, mean_of(y, chosen))
    centre = median_of(y, chosen)
    if block.has_centre:
        given = block.centres[:, None]
        centre = np.where(np.isnan(given), centre, GEOMETRIC_MEDIAN * given)
    return Levels(y, centre, np.sqrt(np.maximum(mean * (mean + 1), 0.0)), anchor=mean, floor=0.0)


def times_between(block: Block) -> Levels:
    """T chart: time between rare events; an I chart of the values to the power 1 / 3.6, brought back."""
    bent = block.values ** (1 / T_POWER)
    inner = Block(
        bent, None, None, block.inside, block.kept, block.base, block.marked, block.centres ** (1 / T_POWER),
        block.ordered, block.screen,
    )  # fmt: skip
    found = _individuals(bent, inner)
    return Levels(block.values, found.centre**T_POWER, found.sigma, anchor=found.centre, floor=0.0, power=T_POWER)


def _by_size(function: Callable[[int], float], sizes: np.ndarray) -> np.ndarray:
    """A constant of the subgroup size at every point; NaN where the size is below two."""
    whole = np.where(np.isnan(sizes), 0, sizes).astype(int)
    found = np.full(sizes.shape, np.nan)
    for size in np.unique(whole):
        if size > 1:
            found[whole == size] = function(int(size))
    return found


def _within(block: Block) -> np.ndarray:
    """The typical standard deviation within subgroups: the mean for one size, pooled by size for several."""
    assert block.sizes is not None and block.spreads is not None
    chosen = block.base & ~np.isnan(block.spreads) & (block.sizes > 1)
    filled = block.base & (block.sizes > 0)
    largest = np.where(filled, block.sizes, -np.inf).max(axis=1, initial=-np.inf)
    smallest = np.where(filled, block.sizes, np.inf).min(axis=1, initial=np.inf)
    weights = block.sizes - 1
    pooled = np.sqrt(quotient(total_of(weights * block.spreads**2, chosen), total_of(weights, chosen)))
    return np.where((largest == smallest)[:, None], mean_of(block.spreads, chosen), pooled)


def means(block: Block) -> Levels:
    """X-bar chart: means of subgroups, weighted by size; limits from the spread within them."""
    assert block.sizes is not None
    y = block.values
    chosen = _present(block, y)
    chosen = chosen & ~np.isnan(block.sizes)
    centre = _given_or(block, quotient(total_of(block.sizes * y, chosen), total_of(block.sizes, chosen)))
    sizes = np.where(block.sizes > 0, block.sizes, np.nan)
    return Levels(y, centre, _within(block) / (_by_size(c4, sizes) * np.sqrt(sizes)))


def deviations(block: Block) -> Levels:
    """S chart: standard deviations of subgroups."""
    assert block.sizes is not None and block.spreads is not None
    centre = _given_or(block, _within(block))
    return Levels(block.spreads, centre, _by_size(b_reach, block.sizes) * centre, floor=0.0)


def shares(block: Block) -> Levels:
    """What a CUSUM shows beside its sums: the share of cases and the expected share; its limit is that of the sums."""
    y = _ratio(block)
    return Levels(y, _given_or(block, _pooled(block, y)))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart kind: its name in code, the name people read, and what it takes."""

    key: str
    label: str
    levels: Callable[[Block], Levels]
    plots: str
    centre_is: str = "mean"
    has_limits: bool = True
    needs_denominator: bool = False
    needs_spread: bool = False
    part_of_whole: bool = False
    positive: bool = False
    counted: bool = False
    whole_runs: bool = True
    """False where neighbouring points share data, so that rules of runs do not apply (MR)."""
    own_signal: bool = False
    """True where the chart has a signal of its own, whatever the rule set (CUSUM): it is read one series at a time."""


CHARTS: dict[str, Chart] = {
    chart.key: chart
    for chart in (
        Chart("run", "Run chart", run, "values", centre_is="median", has_limits=False),
        Chart("i", "I chart (XmR)", individuals, "values"),
        Chart("xmr-nhs", "XmR chart with the NHS factor 2.66", individuals_nhs, "values"),
        Chart(
            "i-median-centre", "I chart (XmR) about the median", individuals_about_median, "values", centre_is="median"
        ),
        Chart("i-median-range", "I chart (XmR) by the median range", individuals_by_median_range, "values"),
        Chart("i-median", "I chart (XmR) by medians", individuals_by_median, "values", centre_is="median"),
        Chart("mr", "Moving range chart (MR)", moving_range, "moving ranges", whole_runs=False),
        Chart("ip", "I′ chart", individuals_prime, "ratios", needs_denominator=True),
        Chart("p", "P chart", proportions, "proportions", needs_denominator=True, part_of_whole=True),
        Chart("pp", "P′ chart", proportions_prime, "proportions", needs_denominator=True, part_of_whole=True),
        Chart("c", "C chart", counts, "counts", counted=True),
        Chart("u", "U chart", rates, "rates", needs_denominator=True, counted=True),
        Chart("up", "U′ chart", rates_prime, "rates", needs_denominator=True, counted=True),
        Chart("g", "G chart", between_events, "opportunities between events", centre_is="median", counted=True),
        Chart("t", "T chart", times_between, "times between events", positive=True),
        Chart("xbar", "X̄ chart", means, "means", needs_denominator=True, needs_spread=True),
        Chart("s", "S chart", deviations, "standard deviations", needs_denominator=True, needs_spread=True),
        Chart(
            "cusum", "CUSUM", shares, "proportions", centre_is="expected share", has_limits=False,
            needs_denominator=True, part_of_whole=True, whole_runs=False, own_signal=True,
        ),
    )
}  # fmt: skip
