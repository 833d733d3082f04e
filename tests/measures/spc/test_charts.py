"""Centre lines and limits: published figures, worked by hand, and what must hold of any series."""

from __future__ import annotations

import itertools
import math
import statistics
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measures.spc import (
    ANY_LENGTH,
    CHARTS,
    Assurance,
    BadSeries,
    Direction,
    LimitState,
    Phase,
    Series,
    analyse,
    default_rules,
    gather,
)
from measures.spc.constants import a3, b_reach, c4
from tests.measures.spc import slow

MDC_EXAMPLE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]  # published with the NHS tools

numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3))
series_of = st.lists(numbers, min_size=2, max_size=60)
with_gaps = st.lists(st.none() | numbers, min_size=3, max_size=60)


@pytest.mark.parametrize(
    ("size", "a_3", "b_3", "b_4"), [(2, 2.659, 0, 3.267), (5, 1.427, 0, 2.089), (10, 0.975, 0.284, 1.716), (25, 0.606, 0.565, 1.435)]
)  # fmt: skip
def test_constants_are_those_of_the_tables(size, a_3, b_3, b_4):
    found = (a3(size), max(0, 1 - 3 * b_reach(size)), 1 + 3 * b_reach(size))
    assert found == pytest.approx((a_3, b_3, b_4), abs=6e-4)


def exact_constants(largest):
    """c4 and the reach of B4 by subgroup size, each ratio of gammas from the one before, in fifty digits."""
    ratio, found = 1 / Decimal("3.14159265358979323846264338327950288419716939937510582").sqrt(), {}
    for size in range(2, largest + 1):
        short = (Decimal(2) / (size - 1)).sqrt() * ratio
        found[size] = float(short), float((1 - short**2).sqrt() / short)
        ratio = Decimal(size - 1) / 2 / ratio
    return found


def test_constants_are_right_to_the_tenth_digit_in_subgroups_of_any_size():
    with localcontext(prec=50):
        exact = exact_constants(20_000)
    wrong = {size for size, pair in exact.items() if (c4(size), b_reach(size)) != pytest.approx(pair, rel=1e-10)}
    assert wrong == set()
    assert b_reach(10**12) == pytest.approx(1 / math.sqrt(2 * 10**12))


def test_individuals_chart_of_the_published_example():
    found = analyse(Series(MDC_EXAMPLE), chart="i")
    assert (found.centre[0], found.lower[0], found.upper[0]) == pytest.approx((1.94, -3.06, 6.95), abs=0.006)


def test_screening_leaves_the_outlier_out_of_the_limits():
    found = analyse(Series(MDC_EXAMPLE), chart="i", screen=True)
    assert (found.centre[0], found.lower[0], found.upper[0]) == pytest.approx((1.94, -0.72, 4.60), abs=0.006)


def test_proportion_limits_widen_where_the_denominator_is_small():
    found = analyse(Series([10, 30], [100, 300]), chart="p", needs=ANY_LENGTH)
    centre = 40 / 400
    reach = [3 * math.sqrt(centre * (1 - centre) / size) for size in (100, 300)]
    assert found.centre == pytest.approx((centre, centre))
    assert found.upper == pytest.approx([centre + each for each in reach])
    assert found.lower == pytest.approx([centre - each for each in reach])


@pytest.mark.parametrize("screen", [False, True])
@pytest.mark.parametrize("chart", ["pp", "up", "ip"])
def test_charts_of_large_numbers_agree_with_the_slow_reading(chart, screen):
    values = [40, 55, 47, 60, 38, 190, 52, 44, 57, 49, 41, 63]
    sizes = [200, 240, 210, 260, 190, 230, 250, 205, 245, 220, 195, 270]
    found = analyse(Series(values, sizes), chart=chart, screen=screen)
    lower, centre, upper = slow.prime(values, sizes, chart, screen)
    assert (list(found.lower), list(found.upper)) == (pytest.approx(lower), pytest.approx(upper))
    assert set(found.centre) == {centre}


def test_units_in_no_order_widen_their_limits_by_the_standard_deviation_of_z():
    values, sizes = [40, 55, 47, 60, 38, 90, 52, 44, 57, 49, 41, 63], [200, 240] * 6
    found = analyse(Series(values, sizes, ordered=False), chart="pp")
    centre = sum(values) / sum(sizes)
    errors = [math.sqrt(centre * (1 - centre) / size) for size in sizes]
    z = [(value / size - centre) / error for value, size, error in zip(values, sizes, errors, strict=True)]
    assert list(found.upper) == pytest.approx([centre + 3 * statistics.stdev(z) * error for error in errors])


def test_a_centre_line_known_in_advance_is_a_mean_on_a_g_chart_and_shown_as_its_median():
    found = analyse(Series([9, 3, 12, 30, 6, 2] * 2, phases=(Phase(0, centre=20),)), chart="g")
    assert (found.centre[0], found.lower[0], found.upper[0]) == pytest.approx(
        (0.693 * 20, 0, 20 + 3 * math.sqrt(20 * 21))
    )


def test_a_centre_line_known_in_advance_is_bent_with_the_times_of_a_t_chart():
    days = [9, 3, 12, 30, 6, 2] * 2
    found = analyse(Series(days, phases=(Phase(0, centre=20),)), chart="t")
    bent = [day ** (1 / 3.6) for day in days]
    reach = 3 * statistics.fmean(abs(after - before) for before, after in itertools.pairwise(bent)) / 1.128
    assert (found.centre[0], found.upper[0]) == pytest.approx((20, (20 ** (1 / 3.6) + reach) ** 3.6))


def test_percentages_are_shown_times_a_hundred():
    found = analyse(Series([5, 10], [50, 50], multiplier=100), chart="p", needs=ANY_LENGTH)
    assert found.values == (10, 20)
    assert found.centre == pytest.approx((15, 15))


def test_limits_at_one_and_two_sigma_lie_at_thirds_of_the_way():
    found = analyse(Series(MDC_EXAMPLE), chart="i")
    third = (found.upper[0] - found.centre[0]) / 3
    assert (found.upper1[0], found.upper2[0]) == pytest.approx((found.centre[0] + third, found.centre[0] + 2 * third))
    assert (found.lower1[0], found.lower2[0]) == pytest.approx((found.centre[0] - third, found.centre[0] - 2 * third))
    assert analyse(Series(MDC_EXAMPLE), chart="run").lower1 == (None,) * len(MDC_EXAMPLE)


def test_moving_range_chart_of_a_hand_worked_series():
    found = analyse(Series([3, 5, 4, 8]), chart="mr", needs=ANY_LENGTH)
    assert found.values == (None, 2, 1, 4)
    assert (found.centre[0], found.upper[0], found.lower[0]) == pytest.approx((7 / 3, 3.267 * 7 / 3, 0))


def test_a_range_beside_a_ghosted_point_joins_its_neighbours():
    found = analyse(Series([3, 99, 5, 4], excluded=frozenset({1})), chart="mr", needs=ANY_LENGTH)
    assert found.values == (None, None, 2, 1)


def test_a_missing_point_is_a_gap_that_no_range_bridges():
    found = analyse(Series([3, None, 5, 4]), chart="mr", needs=ANY_LENGTH)
    assert found.values == (None, None, None, 1)


def test_a_zero_denominator_is_a_missing_point_that_still_has_a_centre():
    found = analyse(Series([1, 0, 3], [10, 0, 10]), chart="p", needs=ANY_LENGTH)
    assert found.values == (0.1, None, 0.3)
    assert found.centre[1] == pytest.approx(0.2)
    assert found.upper[1] is None


@pytest.mark.parametrize("screen", [True, False])
@pytest.mark.parametrize("chart", ["i", "pp", "up", "ip"])
def test_a_constant_series_has_its_limits_on_the_centre_line(chart, screen):
    sizes = [10.0] * 15 if CHARTS[chart].needs_denominator else None
    found = analyse(Series([4.0] * 15, sizes), chart=chart, screen=screen)
    centre = 0.4 if sizes else 4.0
    assert (found.lower[0], found.centre[0], found.upper[0]) == pytest.approx((centre, centre, centre))
    assert found.signals == ()


@pytest.mark.parametrize("chart", [key for key, chart in CHARTS.items() if not chart.needs_spread])
@pytest.mark.parametrize("values", [[], [5], [None], [None, None], [5, None], [1, 1, 1]])
def test_every_chart_takes_the_shortest_series(chart, values):
    sizes = [10] * len(values) if CHARTS[chart].needs_denominator else None
    found = analyse(Series(values, sizes), chart=chart, rules=default_rules(chart))
    assert len(found.centre) == len(values)
    assert found.signals == ()


def test_charts_with_too_few_points_say_from_when_they_will_speak():
    found = analyse(Series([5, 6, 4]), chart="i", rules="anhoej-3-sigma")
    assert found.notes == (
        "No control limits yet: they are computed from 12 points, and there are 3.",
        "No icons yet: they are shown from 13 points, and there are 3.",
        "Runs are not judged yet: that takes 10 points off the centre line, and there are 2.",
    )
    assert found.upper == (None, None, None)


@pytest.mark.parametrize(
    ("length", "state"),
    [(11, LimitState.NOT_YET), (12, LimitState.TRIAL), (19, LimitState.TRIAL), (20, LimitState.FIRM)],
)
def test_limits_are_trial_limits_from_twelve_points_and_firm_from_twenty(length, state):
    found = analyse(Series([5, 6] * 10)).phases[0]
    assert found.limits is LimitState.NONE
    found = analyse(Series(([5, 6] * 10)[:length]), chart="i").phases[0]
    assert found.limits is state


@pytest.mark.parametrize(
    ("series", "chart", "why"),
    [
        (Series([5], [4]), "p", "Point 1 has a numerator above its denominator."),
        (Series([1, -1], [4, 4]), "p", "Point 2 has a numerator below 0."),
        (Series([1, 1], [4, -4]), "u", "Point 2 has a denominator below 0."),
        (Series([1, 1]), "p", "A P chart needs a denominator for each point."),
        (Series([1, 1], [4]), "p", "There are 2 values but 1 denominators."),
        (Series([3, -1]), "c", "Point 2 is below 0: a C chart shows counts, which are 0 or more."),
        (Series([-3, 1], [4, 4]), "up", "Point 1 is below 0: a U′ chart shows counts, which are 0 or more."),
        (Series([3, 0]), "t", "Point 2 is 0 or less: a T chart shows times between events, which are above 0."),
    ],
)
def test_what_cannot_be_charted_is_refused_in_words(series, chart, why):
    with pytest.raises(BadSeries) as refused:
        analyse(series, chart=chart)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("target", "direction", "told"),
    [
        (20, Direction.INCREASE, Assurance.FAIL),
        (-5, Direction.INCREASE, Assurance.PASS),
        (5, Direction.INCREASE, Assurance.HIT_OR_MISS),
        (20, Direction.DECREASE, Assurance.PASS),
        (-5, Direction.DECREASE, Assurance.FAIL),
        (5, Direction.NEUTRAL, Assurance.NONE),
        (None, Direction.INCREASE, Assurance.NONE),
    ],
)
def test_assurance_says_whether_the_target_lies_beyond_the_limits(target, direction, told):
    found = analyse(Series([4, 6] * 10, target=target, direction=direction), chart="i")
    assert found.assurance is told


def test_a_target_on_the_limit_is_hit_or_miss():
    series = Series([4, 6] * 10, direction=Direction.INCREASE)
    upper = analyse(series, chart="i").upper[0]
    found = analyse(Series([4, 6] * 10, direction=Direction.INCREASE, target=upper), chart="i")
    assert found.assurance is Assurance.HIT_OR_MISS


def test_assurance_uses_the_limits_of_the_newest_phase():
    values = [4, 6] * 10 + [24, 26] * 10
    phases = (Phase(0), Phase(20))
    found = analyse(Series(values, phases=phases, target=15, direction=Direction.INCREASE), chart="i")
    assert found.assurance is Assurance.PASS


def test_rows_of_one_subgroup_become_one_point():
    found = gather([1, 2, 3, None, 5], [1, 1, 2, 2, 2])
    assert (found.values, found.sizes) == ((1.5, 4.0), (2, 2))


@given(with_gaps)
def test_run_chart_and_individuals_agree_with_the_slow_reading(values):
    present = [value for value in values if value is not None]
    assume(present)
    assert analyse(Series(values), chart="run").centre[0] == pytest.approx(slow.middle(values))
    ranges = any(a is not None and b is not None for a, b in itertools.pairwise(values))
    assume(ranges)
    found = analyse(Series(values), chart="i", needs=ANY_LENGTH)
    told = slow.individuals(values)
    assert (found.lower[0], found.centre[0], found.upper[0]) == pytest.approx(told, rel=1e-9, abs=1e-6)


@given(series_of, st.floats(0.01, 100), st.floats(-1000, 1000))
def test_limits_follow_shift_and_scale(values, scale, shift):
    before = analyse(Series(values), chart="i", needs=ANY_LENGTH)
    after = analyse(Series([value * scale + shift for value in values]), chart="i", needs=ANY_LENGTH)
    assert after.upper[0] == pytest.approx(before.upper[0] * scale + shift, rel=1e-6, abs=1e-3)
    assert after.lower[0] == pytest.approx(before.lower[0] * scale + shift, rel=1e-6, abs=1e-3)


@given(series_of, series_of)
def test_a_later_phase_leaves_earlier_ones_alone(early, late):
    alone = analyse(Series(early), chart="i", rules="nelson", needs=ANY_LENGTH)
    both = analyse(
        Series(early + late, phases=(Phase(0), Phase(len(early)))), chart="i", rules="nelson", needs=ANY_LENGTH
    )
    count = len(early)
    for line in ("centre", "lower", "upper"):
        assert getattr(both, line)[:count] == pytest.approx(getattr(alone, line), rel=1e-9, abs=1e-6)
    assert [each.points for each in both.signals if each.phase == 0] == [each.points for each in alone.signals]


@pytest.mark.parametrize("chart", ["i", "i-median", "xmr-nhs", "mr", "ip", "p", "pp", "c", "u", "up", "g", "t"])
def test_no_point_after_the_baseline_moves_a_frozen_line(chart):
    values, sizes = [5, 9, 4, 8, 6, 7, 3, 9, 5, 6, 8, 4], [20.0] * 12
    frozen = (Phase(0, baseline=12),)
    sized = CHARTS[chart].needs_denominator
    before = analyse(Series(values, sizes if sized else None, phases=frozen), chart=chart)
    after = analyse(Series([*values, 19, 1, 20], [*sizes, 20, 20, 20] if sized else None, phases=frozen), chart=chart)
    told = (before.centre[1], before.lower[1], before.upper[1])
    assert (after.centre[1], after.lower[1], after.upper[1]) == pytest.approx(told)


@given(st.lists(numbers, min_size=12, max_size=30), series_of)
def test_appending_points_never_moves_frozen_limits(baseline, more):
    frozen = (Phase(0, baseline=len(baseline)),)
    before = analyse(Series(baseline, phases=frozen), chart="i")
    after = analyse(Series(baseline + more, phases=frozen), chart="i")
    told = (before.centre[0], before.lower[0], before.upper[0])
    assert (after.centre[0], after.lower[0], after.upper[0]) == pytest.approx(told, rel=1e-9, abs=1e-6)


@given(series_of, st.data())
def test_a_ghosted_point_changes_nothing_else(values, data):
    ghost = data.draw(st.integers(0, len(values)))
    with_ghost = [*values[:ghost], 123456.0, *values[ghost:]]
    without = analyse(Series(values), chart="i", rules="nelson", needs=ANY_LENGTH)
    found = analyse(Series(with_ghost, excluded=frozenset({ghost})), chart="i", rules="nelson", needs=ANY_LENGTH)
    assert found.upper[0] == pytest.approx(without.upper[0], rel=1e-9, abs=1e-6)
    assert found.values[ghost] == 123456.0
    assert [signal.rule for signal in found.signals] == [signal.rule for signal in without.signals]
    assert not found.signals_at(ghost)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=40))
def test_proportions_stay_within_their_limits_of_nought_and_one(pairs):
    sizes = [above + beside for above, beside in pairs]
    for chart in ("p", "pp"):
        found = analyse(Series([above for above, _ in pairs], sizes), chart=chart, needs=ANY_LENGTH)
        for lower, upper in zip(found.lower, found.upper, strict=True):
            assert (lower is None or 0 <= lower <= 1) and (upper is None or 0 <= upper <= 1)


@pytest.mark.parametrize("tenths", range(1, 400, 7))
def test_a_count_of_0_lies_on_a_lower_limit_of_0_however_it_was_rounded(tenths):
    counts = [9] * 12 + [18, 0, 9, 9]  # the mean is 9, and 9 - 3 times its root is 0
    found = analyse(Series(counts, [tenths / 10] * len(counts)), chart="u", rules="shewhart")
    assert found.lower == (0.0,) * len(counts)
    assert found.signals == ()


@pytest.mark.parametrize("tenths", range(1, 400, 7))
def test_a_lower_limit_of_0_is_0_whether_or_not_there_is_a_count_of_0(tenths):
    assert analyse(Series([9] * 12, [tenths / 10] * 12), chart="u").lower == (0.0,) * 12


def test_a_point_of_0_lies_on_a_centre_line_of_0_however_it_was_rounded():
    found = analyse(Series([0.1, 0.2, -0.3] * 8 + [0] * 8), chart="i")
    assert found.centre[0] == 0
    assert found.phases[0].runs.useful == 24


@pytest.mark.parametrize(
    ("chart", "series", "why"),
    [
        ("i", Series([5, None] * 20), "they come from how neighbouring points differ, and no two neighbours are there."),
        ("xbar", Series([5] * 20, [1] * 20, [None] * 20), "they come from the spread of several measurements, and no point has any."),
        ("i", Series([5] * 11), "they are computed from 12 points, and there are 11."),
        ("i", Series([5] * 40, phases=(Phase(0, 8),)), "they are computed from 12 points, and the baseline has 8: lengthen it."),
        ("i", Series([None, 5] * 20, phases=(Phase(0, 12),)), "they are computed from 12 points, and the baseline has 6: lengthen it."),
    ],
)  # fmt: skip
def test_where_there_are_no_limits_it_is_said_why(chart, series, why):
    found = analyse(series, chart=chart)
    assert found.phases[0].limits is LimitState.NOT_YET
    assert f"No control limits yet: {why}" in found.notes
    assert set(found.upper) == {None}


def test_a_whole_number_beyond_all_reckoning_is_refused():
    with pytest.raises(BadSeries, match="more digits"):
        analyse(Series([1, 10**400]))
