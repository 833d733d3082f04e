"""Suggestions: each where it is due, with its reason, and nowhere else."""

from __future__ import annotations

import pytest

from measures.spc import Direction, Phase, Series, analyse
from measures.spc.suggestions import FOUR_CONDITIONS, suggestions

UPS = [4.2, 6.1, 5.3, 7.2, 5.1, 6.4, 4.5, 6.2, 5.4, 7.1, 4.4, 6.3]
SIZES = [20_000] * 24


def suggested(values, sizes=None, *, chart, rules="anhoej", **more):
    series = Series(values, sizes, **more)
    return suggestions(series, analyse(series, chart=chart, rules=rules))


def kinds(values, sizes=None, **more):
    return [each.chart for each in suggested(values, sizes, **more) if each.chart]


@pytest.mark.parametrize(
    ("chart", "values", "given"),
    [
        ("p", [1000, 2600] * 12, [("pp", "ip")]),
        ("pp", [1000, 2600] * 12, []),
        ("p", [1800, 1810] * 12, []),
        ("u", [1000, 2600] * 12, [("up", "ip")]),
        ("u", [1800, 1850] * 12, []),
    ],
)
def test_a_wider_chart_is_suggested_where_limits_are_absurdly_tight(chart, values, given):
    assert kinds(values, SIZES, chart=chart) == given


def test_one_shift_does_not_make_limits_tight():
    """Limits are too tight where neighbours differ too much; a change of level leaves neighbours alike."""
    assert kinds([1800] * 12 + [2600] * 12, SIZES, chart="p") == []


def test_limits_are_judged_by_the_phase_in_force():
    wild, calm, parted = [1000, 2600] * 6, [1800, 1810] * 6, {"phases": (Phase(0), Phase(12))}
    assert kinds(wild + calm, SIZES, chart="p") == [("pp", "ip")]
    assert kinds(wild + calm, SIZES, chart="p", **parted) == []
    assert kinds(calm + wild, SIZES, chart="p", **parted) == [("pp", "ip")]


def test_counts_that_vary_beyond_chance_are_better_on_an_i_chart():
    assert kinds([100, 190] * 12, chart="c") == [("i",)]
    assert kinds([100, 110] * 12, chart="c") == []


def test_the_reason_says_by_how_much():
    (found,) = suggested([1000, 2600] * 12, SIZES, chart="p")
    assert found.title == "A P′ chart, or an I′ chart"
    assert found.reason == (
        "From one point to the next these data vary 35.0 times as much as the counts alone would make them, so the limits "
        "are too tight; they reckon with both."
    )


@pytest.mark.parametrize("many", [1, 8, 11])
def test_a_run_chart_is_suggested_while_there_are_too_few_points_for_limits(many):
    (found,) = suggested(UPS[:many], chart="i")
    assert found.chart == ("run",)
    assert suggested(UPS[:many], chart="run") == ()


def test_twelve_points_are_enough_for_limits():
    assert suggested(UPS, chart="i") == ()


def test_mostly_noughts_are_rare_events():
    rare = [0, 0, 1, 0, 0, 0, 2, 0, 0, 1, 0, 0]
    assert kinds(rare, chart="c") == [("t", "g")]
    assert kinds(rare, chart="run") == [("t", "g")]
    assert kinds(rare, [300] * 12, chart="u") == [("g", "t")]
    assert kinds([value + 0.5 for value in rare], chart="i") == []
    assert kinds([0, 3] * 6, chart="run") == []  # one in two is not most


def test_a_lower_limit_of_nought_is_told_where_noughts_occur():
    (found,) = suggested([3, 0, 2, 4, 1, 3, 0, 5, 1, 2, 3, 2], chart="c")
    assert found.reason.startswith("The lower limit is 0, so no single point can show that there are fewer.")
    assert kinds([3, 0, 2, 4, 1, 3, 2, 5, 1, 2, 3, 2], chart="c") == []
    assert kinds([9, 6, 8, 5, 7, 9, 4, 8, 6, 7, 5, 8], chart="c") == []


def test_uneven_denominators_ask_for_limits_that_follow_them():
    sizes = [20, 80, 30, 90, 25, 85, 40, 100, 22, 70, 35, 95]
    assert kinds(UPS, sizes, chart="i") == [("ip",)]
    assert kinds(UPS, [50] * 12, chart="i") == []


def test_several_measurements_a_point_ask_for_x_bar():
    assert kinds(UPS, [5] * 12, chart="i", spreads=[1.0] * 12) == [("xbar", "s")]


@pytest.mark.parametrize(
    ("values", "sizes", "chart"),
    [
        (UPS * 2, None, ("i",)),
        ([round(10 * value) for value in UPS * 2], [200] * 24, ("p", "pp")),
        ([round(100 * value) for value in UPS * 2], [200] * 24, ("u", "up")),
        (UPS * 2, [3.5] * 24, ("ip",)),
    ],
)
def test_a_run_chart_long_enough_for_limits_hears_which_would_fit(values, sizes, chart):
    assert kinds(values, sizes, chart="run") == [chart]


BEFORE = [20.0, 22, 21, 23, 20, 22, 21, 22, 20, 23, 21, 22]
AFTER = [15.0, 14, 16, 15, 13, 15, 14, 16, 15, 14]


def phase_of(values, **more):
    return next((each for each in suggested(values, chart="i", **more) if each.start is not None), None)


def test_a_lasting_shift_for_the_better_asks_the_four_conditions_at_its_beginning():
    found = phase_of([*BEFORE, *AFTER], direction=Direction.DECREASE)
    assert (found.start, found.questions) == (12, FOUR_CONDITIONS)
    assert found.reason.startswith("The newest 10 points lie lower than those before.")


def test_one_odd_point_does_not_hide_a_lasting_shift():
    odd = [*AFTER[:4], 22, *AFTER[4:]]
    assert phase_of([*BEFORE, *odd], direction=Direction.DECREASE).start == 12


def test_a_frozen_baseline_keeps_its_line_and_still_suggests():
    found = phase_of([*BEFORE, *AFTER], direction=Direction.DECREASE, phases=(Phase(0, 12),))
    assert found.start == 12


def test_gaps_and_ghosted_points_do_not_move_where_a_phase_would_begin():
    values = [*BEFORE[:3], None, *BEFORE[3:], *AFTER]
    found = phase_of(values, direction=Direction.DECREASE, excluded=frozenset({5}))
    assert found.start == 13


@pytest.mark.parametrize(
    ("values", "direction"),
    [
        ([*BEFORE, *AFTER], Direction.INCREASE),  # a shift for the worse is a reason to act, not to start anew
        ([*BEFORE, *AFTER[:5]], Direction.DECREASE),  # not yet lasting
        ([*BEFORE, *AFTER, *BEFORE[:6]], Direction.DECREASE),  # it has gone
        (UPS * 2, Direction.DECREASE),
        (
            [*BEFORE[:9], 16, 16, 21.5, 17, 16, 17, 15, 17, 15, 21.5, 15, 21.5, 21.5],
            Direction.DECREASE,
        ),  # not most of them hold
    ],
)
def test_no_phase_is_suggested(values, direction):
    assert phase_of(values, direction=direction) is None


def test_a_phase_once_begun_is_not_suggested_again():
    assert phase_of([*BEFORE, *AFTER, *AFTER], direction=Direction.DECREASE, phases=(Phase(0), Phase(12))) is None


def test_an_empty_chart_suggests_nothing():
    assert suggested([], chart="i") == ()
    assert suggested([None, None], chart="i") == ()
