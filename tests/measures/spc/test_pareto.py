"""Pareto charts: order, shares, and what is taken together."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.spc.pareto import MISSING, pareto, pareto_of_counts
from measures.spc.series import BadSeries

observed = st.lists(st.sampled_from(["Falls", "Delay", "Diet", "Estates", "Other", None]), max_size=80)


def told(found):
    return [(bar.category, bar.count, bar.rest) for bar in found.bars]


@given(observed)
def test_bars_fall_and_their_shares_add_up(categories):
    found = pareto(categories)
    counts = Counter(each for each in categories if each is not None)
    assert {bar.category: bar.count for bar in found.bars} == counts
    assert [bar.count for bar in found.bars] == sorted(counts.values(), reverse=True)
    assert found.total == sum(counts.values())
    assert found.left_out == sum(each is None for each in categories)
    for place, bar in enumerate(found.bars):
        assert bar.cumulative == sum(each.count for each in found.bars[: place + 1])
        assert bar.share == pytest.approx(bar.count / found.total)
        assert bar.cumulative_share == pytest.approx(bar.cumulative / found.total)


def test_ties_stand_in_alphabetical_order():
    assert told(pareto(["C", "A", None, "A", "B"])) == [("A", 2, False), ("B", 1, False), ("C", 1, False)]


def test_missing_categories_are_a_bar_where_they_are_asked_for():
    assert told(pareto(["A", None, None], include_missing=True)) == [(MISSING, 2, False), ("A", 1, False)]


def test_one_category_is_a_chart_of_one_bar():
    assert told(pareto(["Falls", "Falls"])) == [("Falls", 2, False)]


def test_nothing_counted_has_no_bar():
    assert pareto_of_counts({"Falls": 0}).bars == ()


def test_what_is_left_over_stands_last():
    counts = {"Other": 50, "A": 9, "B": 8, "C": 2, "D": 1}
    found = pareto_of_counts(counts, most_bars=3, other=frozenset({"Other"}))
    assert told(found) == [("A", 9, False), ("B", 8, False), ("2 smaller ones", 3, True), ("Other", 50, True)]


@pytest.mark.parametrize(
    ("counts", "few"),
    [
        ({"A": 60, "B": 25, "C": 5, "D": 5, "E": 5}, ["A", "B"]),
        ({"A": 20, "B": 20, "C": 20, "D": 20, "E": 20}, []),
        ({"A": 80, "B": 20}, ["A"]),
    ],
)
def test_the_vital_few_make_up_four_fifths_where_few_do(counts, few):
    assert [bar.category for bar in pareto_of_counts(counts).vital_few] == few


def test_a_negative_count_is_refused():
    with pytest.raises(BadSeries, match="Falls has a count of -1"):
        pareto_of_counts({"Falls": -1})
