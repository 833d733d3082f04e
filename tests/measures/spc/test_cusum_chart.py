"""A CUSUM as the chart of a measure: its values are shares, its signals those of the sums."""

import pytest

from measures.spc import LimitState, Meaning, Phase, Series, Variation, analyse
from measures.spc.series import CusumDesign, Direction

QUIET = [1, 0, 2, 1, 1, 0, 1, 2, 0, 1, 1, 1, 0, 1]
WORSE = [*QUIET, 3, 4, 5, 4]


def read(values, **more):
    return analyse(Series(values, [25] * len(values), direction=Direction.DECREASE, multiplier=100, **more), chart="cusum", rules="nelson")  # fmt: skip


def test_values_are_shares_and_the_centre_is_the_expected_one():
    found = read(QUIET, cusum=CusumDesign(rate=0.04))
    assert found.values[2] == pytest.approx(8)
    assert found.centre == (4,) * len(QUIET)
    assert (found.phases[0].limits, set(found.upper)) == (LimitState.NONE, {None})
    assert (found.signals, found.variation) == ((), Variation.COMMON)


def test_the_signal_is_the_limit_whatever_the_rule_set():
    found = read(WORSE, cusum=CusumDesign(rate=0.04))
    (signal,) = found.signals
    assert (signal.rule, signal.points[-1], signal.side, signal.meaning) == ("cusum", 16, 1, Meaning.CONCERN)
    assert signal.sentence == (
        "The CUSUM reached its limit of 3.5: 12 of 75 cases in points 15 to 17, where 3.0 were to be expected."
    )
    assert found.rules.label == "its limit of 3.5 for an odds ratio of 2"


def test_the_icon_is_that_of_the_newest_point():
    assert read(WORSE[:17], cusum=CusumDesign(rate=0.04)).variation is Variation.CONCERN_HIGH
    assert read(WORSE, cusum=CusumDesign(rate=0.04)).variation is Variation.COMMON


def test_a_learnt_share_waits_for_enough_points():
    found = read([1, 12, 9], phases=(Phase(0, baseline=1),))
    assert found.signals == ()
    assert "No signals yet: they are told from 12 points, and there is 1." in found.notes


def test_each_phase_has_its_own_share_and_starts_at_nothing():
    found = read([*QUIET, *[5] * 14], phases=(Phase(0), Phase(14)))
    assert found.centre[0] == pytest.approx(100 * sum(QUIET) / (25 * 14))
    assert found.centre[14] == pytest.approx(20)
    assert found.signals == ()
    assert found.cusum is not None and len(found.cusum.higher) == 28


def test_a_ghosted_point_adds_nothing():
    found = read(WORSE, cusum=CusumDesign(rate=0.04), excluded=frozenset({16}))
    assert found.cusum is not None and found.cusum.higher[16] is None
    assert 16 not in found.signals[0].points


@pytest.mark.parametrize("chart", ["i-median-centre", "i-median-range"])
def test_the_mixed_forms_take_their_centre_and_range_from_where_they_say(chart):
    values = [5, 7, 4, 8, 6, 30, 5, 7, 6, 4, 8, 5, 6]
    found, means, medians = (analyse(Series(values), chart=key) for key in (chart, "i", "i-median"))
    centre, spread = (medians, means) if chart == "i-median-centre" else (means, medians)
    assert found.centre == centre.centre
    reach = (spread.upper[0] or 0) - (spread.centre[0] or 0)
    assert found.upper[0] == pytest.approx((centre.centre[0] or 0) + reach)
