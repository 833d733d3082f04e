"""Many series at once: in everything that the batch gives it is equal, to the last digit, to one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.spc import (
    ANY_LENGTH,
    CHARTS,
    Assurance,
    BadSeries,
    Direction,
    Needs,
    Phase,
    Series,
    Variation,
    analyse,
    default_rules,
)
from measures.spc import batch as batch_module
from measures.spc.batch import Batch, Stack, analyse_many, analyse_stack
from measures.spc.stack import Flat
from tests.measures.spc.drawn import asked, wild


def told(found: Batch, place: int) -> dict:
    """What the batch says of one series."""
    start, length = int(found.starts[place]), int(found.lengths[place])

    def one(number):
        return None if np.isnan(number) else float(number)

    return {
        "newest": int(found.newest[place]),
        "state": [one(line[place]) for line in (found.value_now, found.centre_now, found.lower_now, found.upper_now)],
        "first": one(found.centre_first[place]),
        "signal": int(found.signal_at[place]),
        "icons": (found.variation[place], found.assurance[place]),
        "signals": found.signals[place],
        "now": [signal.rule for signal in found.signals_now(place)],
        "refused": found.refused.get(place),
        "lines": [
            [one(number) for number in line[start : start + length]]
            for line in (found.values, found.centre, found.lower, found.upper)
        ],
    }


def one_by_one(series: Series, chart: str, rules, screen: bool, needs: Needs) -> dict:
    """The same of the analysis of the series alone."""
    nothing = [None] * len(series.values)
    said = {
        "newest": -1, "state": [None] * 4, "now": [], "first": None, "signal": -1, "icons": (Variation.NOT_YET, Assurance.NONE),
        "signals": (), "refused": None, "lines": [nothing] * 4,
    }  # fmt: skip
    try:
        found = analyse(series, chart=chart, rules=rules, screen=screen, needs=needs)
    except BadSeries as why:
        return said | {"refused": str(why)}
    if not series.values:
        return said
    lines = [found.values, found.centre, found.lower, found.upper]
    newest = found.newest
    return {
        "newest": -1 if newest is None else newest,
        "state": [None if newest is None else line[newest] for line in lines],
        "first": found.centre[0],
        "signal": max((signal.points[-1] for signal in found.signals), default=-1),
        "icons": (found.variation, found.assurance),
        "signals": found.signals,
        "now": [signal.rule for signal in found.signals if newest in signal.points],
        "refused": None,
        "lines": [list(line) for line in lines],
    }


@settings(max_examples=80, deadline=None)
@given(st.lists(asked() | wild(), min_size=1, max_size=12), st.sampled_from([Needs(), ANY_LENGTH]), st.integers(1, 200))
def test_many_series_at_once_are_read_as_each_is_alone(portfolio, needs, cells):
    usual, batch_module.CELLS = batch_module.CELLS, cells  # blocks of every size, down to one series each
    try:
        series, charts, rules, screens = zip(*portfolio, strict=True)
        found = analyse_many(series, chart=charts, rules=rules, screen=screens, needs=needs)
    finally:
        batch_module.CELLS = usual
    assert [told(found, place) for place in range(len(portfolio))] == [one_by_one(*each, needs) for each in portfolio]


def test_a_series_is_read_the_same_beside_one_with_a_count_of_0():
    one, other = Series([9] * 20, [10] * 20), Series([0] * 20, [10] * 20)
    found = analyse_many([one, other], chart="u")
    assert told(found, 0) == one_by_one(one, "u", "anhoej", False, Needs())


@pytest.mark.parametrize("chart", ["run", "i", "p", "up", "g", "t", "c"])
def test_rows_of_a_matrix_are_read_as_series(chart):
    chance = np.random.default_rng(7)
    sizes = chance.integers(40, 60, (300, 40)).astype(float)
    values = chance.binomial(20, 0.4, (300, 40)) + 1.0
    values[:60, 25:] += 6
    values[chance.random(values.shape) < 0.05] = np.nan
    sized = CHARTS[chart].needs_denominator
    stack = Stack.of_rows(values, sizes if sized else None, direction=Direction.INCREASE)
    found = analyse_stack(stack, chart=chart, rules=default_rules(chart))
    alone = [
        one_by_one(
            Series(row, size if sized else None, direction=Direction.INCREASE), chart, default_rules(chart), False, Needs()
        )
        for row, size in zip(values.tolist(), sizes.tolist(), strict=True)
    ]  # fmt: skip
    assert [told(found, place) for place in range(300)] == alone
    assert len(found) == 300 and {"long-run", "few-crossings"} & set().union(*found.rules_now)


def test_a_stack_is_of_series_of_any_length_with_targets_phases_and_excluded_points():
    flat = Flat(np.array([1.0, 9] * 10 + [5.0, 6, 4]), excluded=np.array([False] * 19 + [True] + [False] * 3))
    stack = Stack(
        np.array([20, 0, 3]), flat, phases={0: (Phase(0), Phase(4))},
        directions=[Direction.INCREASE] * 3, targets=[5.0, None, 1.0],
    )  # fmt: skip
    found = analyse_stack(stack, chart="i")
    assert found.newest.tolist() == [18, -1, 2]
    assert [each.value for each in found.assurance] == ["hit_or_miss", "none", "none"]


def test_a_series_that_cannot_be_such_a_chart_is_refused_alone():
    found = analyse_many([Series([1, 2], [4, 4]), Series([1, 9], [4, 4]), Series([1, 2])], chart="p")
    assert found.refused == {
        1: "Point 2 has a numerator above its denominator.", 2: "A P chart needs a denominator for each point.",
    }  # fmt: skip
    assert found.value_now[0] == 0.5 and np.isnan(found.value_now[1])


def test_a_cusum_is_read_series_by_series():
    with pytest.raises(ValueError, match="series by series"):
        analyse_stack(Stack.of_rows(np.ones((2, 3))), chart="cusum")


def test_no_series_make_an_empty_batch():
    assert len(analyse_many([])) == 0
