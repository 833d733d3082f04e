"""Funnel plots: published quantiles, a slow second reading, and what must hold of any units."""

from math import asin, exp, factorial, inf, isfinite, log, nextafter, sin, sqrt
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measures.spc.funnel import Compared, Place, funnel
from measures.spc.quantiles import chi_square_quantile, gamma_distribution, gamma_quantile
from measures.spc.series import BadSeries

EVENTS = [52, 133, 64, 50, 132, 35, 68, 47, 18, 43]
SIZES = [512, 1116, 668, 498, 1298, 306, 697, 398, 247, 474]

units = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 900)), min_size=2, max_size=30).map(
    lambda pairs: ([x for x, _ in pairs], [x + n for x, n in pairs])
)


# -- Quantiles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chance", "freedom", "value"),
    [  # published tables of the chi-square distribution
        (0.95, 1, 3.841458820694124),
        (0.975, 10, 20.48317735029),
        (0.025, 10, 3.24697278024),
        (0.999, 2, 13.815510557964274),
        (0.5, 2, 1.3862943611198906),
        (0.01, 30, 14.953456528455),
        (0.99, 100, 135.80672317103),
    ],
)
def test_chi_square_quantiles_are_those_of_the_tables(chance, freedom, value):
    assert chi_square_quantile(chance, freedom) == pytest.approx(value, rel=1e-10)


@given(st.floats(0.0005, 0.9995), st.floats(0.05, 5000) | st.floats(1e-12, 0.05))
def test_a_quantile_is_where_the_distribution_reaches_its_chance(chance, shape):
    found = gamma_quantile(chance, shape)
    assert found < 1e-280 or gamma_distribution(found, shape) == pytest.approx(chance, rel=1e-9)


@pytest.mark.parametrize("count", [1, 4, 12])
def test_the_gamma_distribution_of_whole_shapes_is_a_sum_of_poisson_chances(count):
    mean = 6.5
    none_more = sum(exp(-mean) * mean**k / factorial(k) for k in range(count))
    assert gamma_distribution(mean, count) == pytest.approx(1 - none_more, rel=1e-12)


@pytest.mark.parametrize("chance", [0.001, 0.025, 0.5, 0.999])
def test_the_expansion_for_large_shapes_meets_the_sums(chance):
    summed = gamma_quantile(chance, 200_000.0)
    expanded = gamma_quantile(chance, nextafter(200_000.0, inf))
    assert expanded == pytest.approx(summed, rel=1e-11)


def test_chances_outside_0_and_1_have_no_quantile():
    with pytest.raises(ValueError, match="between 0 and 1"):
        gamma_quantile(1.0, 3)


# -- Limits ---------------------------------------------------------------------------------------------------------


def slow_proportion(x, n, size, chance):
    target = asin(sqrt(sum(x) / sum(n)))
    angle = target + NormalDist().inv_cdf(chance) / (2 * sqrt(size))
    return sin(min(max(angle, 0), asin(1))) ** 2


@given(units)
def test_limits_of_proportions_are_those_of_the_arc_sine(pair):
    x, n = pair
    if not 0 < sum(x) < sum(n):
        return
    for point in funnel(x, n).points:
        limits = point.limits
        expected = [slow_proportion(x, n, point.denominator, chance) for chance in (0.025, 0.975, 0.001, 0.999)]
        assert [limits.lower95, limits.upper95, limits.lower998, limits.upper998] == pytest.approx(expected, rel=1e-9, abs=1e-12)  # fmt: skip
        assert 0 <= limits.lower998 <= limits.lower95 <= sum(x) / sum(n) <= limits.upper95 <= limits.upper998 <= 1


@pytest.mark.parametrize("kind", list(Compared))
def test_larger_units_have_narrower_limits_and_the_curve_passes_through_them(kind):
    found = funnel(EVENTS, SIZES, kind=kind, multiplier=100)
    spans = [(size, limits.upper998 - limits.lower998) for size, limits in found.curve]
    assert [span for _, span in spans] == sorted((span for _, span in spans), reverse=True)
    for point in found.points:
        after = next(place for place, (size, _) in enumerate(found.curve) if size >= point.denominator)
        (_, wide), (_, narrow) = found.curve[after - 1], found.curve[after]
        assert wide.upper998 >= point.limits.upper998 >= narrow.upper998


def test_the_limits_of_a_rate_are_exact_poisson_limits_around_the_common_one():
    found = funnel([3, 9], [1000, 2000], kind="rate", multiplier=1000)
    assert found.target == pytest.approx(4)
    # 4 expected events: chi-square tables, 2.5 % point at 8 and 97.5 % point at 10 degrees of freedom, halved
    limits = found.points[0].limits
    assert (limits.lower95, limits.upper95) == pytest.approx((2.17973 / 2, 20.48318 / 2), rel=1e-5)


def test_a_small_unit_is_marked():
    found = funnel([1, 40, 60], [20, 400, 600])
    assert [point.small for point in found.points] == [True, False, False]
    found = funnel([5, 40], [10, 80], target=0.5)  # five to be expected are enough, four and a half are not
    assert [point.small for point in found.points] == [False, False]
    assert [point.small for point in funnel([5, 40], [9, 80], target=0.5).points] == [True, False]


def test_units_without_a_denominator_are_left_out_by_name():
    found = funnel([1, 40, None, 60], [0, 400, 100, 600])
    assert found.left_out == (0, 2)
    assert [point.index for point in found.points] == [1, 3]


@pytest.mark.parametrize("kind", list(Compared))
@pytest.mark.parametrize("events", [[0, 0, 0], [10, 20, 30]])
def test_nothing_or_nothing_but_events_draws_flat_limits(kind, events):
    found = funnel(events, [10, 20, 30], kind=kind)
    assert len(found.points) == 3
    assert all(point.place is Place.WITHIN for point in found.points) or kind is not Compared.PROPORTION


def test_no_unit_is_an_empty_funnel():
    assert funnel([], []).points == ()


@pytest.mark.parametrize(
    ("events", "sizes", "sentence"),
    [
        ([1, 2], [3], "There are 2 numerators but 1 denominators."),
        ([1, -2], [3, 4], "Unit 2 has a numerator below 0."),
        ([1, 5], [3, 4], "Unit 2 has a numerator above its denominator."),
        ([1, 1], [3, -4], "Unit 2 has a denominator below 0."),
    ],
)
def test_what_cannot_be_units_is_refused_in_words(events, sizes, sentence):
    with pytest.raises(BadSeries, match=f"^{sentence}$"):
        funnel(events, sizes)


# -- Over-dispersion ------------------------------------------------------------------------------------------------


def slow_quantile(values, share):
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def slow_dispersion(x, n):
    target = asin(sqrt(sum(x) / sum(n)))
    z = [(asin(sqrt(each / size)) - target) * 2 * sqrt(size) for each, size in zip(x, n, strict=True)]
    low, high = slow_quantile(z, 0.1), slow_quantile(z, 0.9)
    phi = sum(min(max(each, low), high) ** 2 for each in z) / len(z)
    weights = [4 * size for size in n]
    excess = len(z) * phi - (len(z) - 1)
    if excess < 0:
        return phi, 0.0
    return phi, excess / (sum(weights) - sum(each**2 for each in weights) / sum(weights))


@given(units)
def test_overdispersion_is_that_of_the_slow_reading(pair):
    x, n = pair
    if not 0 < sum(x) < sum(n):
        return
    found = funnel(x, n)
    phi, tau2 = slow_dispersion(x, n)
    assert found.phi == pytest.approx(phi, rel=1e-9)
    assert found.tau2 == pytest.approx(tau2, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("kind", list(Compared))
def test_allowing_for_overdispersion_widens_limits_where_there_is_some(kind):
    events = [10, 300, 60, 150, 40, 90, 210, 30, 260, 120]
    plain, wide = funnel(events, [400] * 10, kind=kind), funnel(events, [400] * 10, kind=kind, adjust=True)
    assert wide.adjusted and not plain.adjusted and wide.overdispersed
    assert wide.points[0].limits.upper998 > plain.points[0].limits.upper998
    assert wide.points[0].limits.lower998 < plain.points[0].limits.lower998
    assert len(wide.outliers) < len(plain.outliers)


def test_where_chance_explains_all_there_is_nothing_to_allow_for():
    found = funnel([20, 21, 19, 20, 20, 20], [200] * 6, adjust=True)
    assert (found.tau2, found.adjusted, found.overdispersed) == (0.0, False, False)


def test_a_rate_without_an_event_keeps_its_unit_in_the_judgement():
    found = funnel([0, 12, 9, 14], [1000] * 4, kind="rate", adjust=True)
    assert found.phi is not None and found.points[0].z == pytest.approx(-2 * sqrt(8.75))


def test_a_standardised_ratio_without_an_event_does_not_break_the_logarithm():
    found = funnel([0, 12, 9, 14, 30], [10] * 5, kind="standardised", adjust=True)
    assert found.points[0].z is None and found.points[0].place is not None


# -- What other programs do -----------------------------------------------------------------------------------------


def test_a_ratio_of_counts_allows_for_chance_in_both_counts():
    found = funnel([100, 100], [100, 100], kind="counts").points[0]
    assert log(found.limits.upper95) == pytest.approx(1.959964 * sqrt(2 / 100), rel=1e-6)


def test_limits_widened_on_the_scale_of_roots_are_brought_back_by_squaring():
    found = funnel([13, 58, 90, 232, 200], [17.4, 53.3, 57.8, 162.4, 246.3], kind="standardised-root", adjust=True)
    reach = 1.959963985 * sqrt(1 / (4 * 17.4) + found.tau2)
    assert sqrt(found.points[0].limits.upper95) == pytest.approx(1 + reach, rel=1e-9)


# -- Words ----------------------------------------------------------------------------------------------------------


def test_a_unit_is_told_in_a_sentence():
    found = funnel([52, 133, 64, 150], [512, 1116, 668, 498], multiplier=100)
    assert [point.index for point in found.outliers] == [2, 3]
    names = ["Ward 1", "Ward 2", "Ward 3", "Ward 7"]
    assert [found.tell(point, name, "%") for point, name in zip(found.points[2:], names[2:], strict=True)] == [
        "Ward 3 lies below the lower 99.8% limit: 9.6%, where chance would bring 10.4% to 18.7% for a denominator of 668.",
        "Ward 7 lies above the upper 99.8% limit: 30.1%, where chance would bring 9.8% to 19.5% for a denominator of 498.",
    ]
    assert found.tell(found.points[1], "Ward 2", "%") == "Ward 2 lies below its 95% limit: 11.9%. One unit in twenty does so by chance alone."  # fmt: skip


anything = st.sampled_from([None, float("nan"), float("inf"), 5e-324, 1e-50, 1e-9, 0.5, 1e15, 1e50, 1.7e308])
a_size = st.sampled_from([0, 1, 2, 10, 1000]) | st.integers(0, 5) | anything


@given(
    st.lists(st.tuples(a_size, st.sampled_from([0, 0.4, 1, 30])), max_size=12),
    st.sampled_from(Compared), st.booleans(), st.sampled_from([None, None, 0, 0.5, 1, 100, -1]),
)  # fmt: skip
def test_whatever_units_come_every_figure_is_a_number(pairs, kind, adjust, target):
    sizes = [size for size, _ in pairs]
    events = [None if size is None else size * share for size, share in pairs]
    try:
        found = funnel(events, sizes, kind=kind, adjust=adjust, target=target, multiplier=1000)
    except BadSeries:
        assume(False)
    curve = [(size, *_figures(limits)) for size, limits in found.curve]
    points = [(each.ratio, each.expected, *_figures(each.limits)) for each in found.points]
    assert all(isfinite(number) for row in (*curve, *points) for number in row)


def _figures(limits):
    return limits.lower95, limits.upper95, limits.lower998, limits.upper998
