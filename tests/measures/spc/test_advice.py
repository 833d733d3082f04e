"""Advice is given where a chart does not serve, and only there."""

import pytest

from measures.spc import Series, analyse
from measures.spc.advice import advice

SIZES = [20_000] * 24


@pytest.mark.parametrize(
    ("chart", "values", "given"),
    [
        ("p", [1000, 2600] * 12, True),
        ("pp", [1000, 2600] * 12, False),
        ("p", [1800, 1810] * 12, False),
        ("u", [1000, 2600] * 12, True),
        ("p", [1000, 2600] * 5, False),
    ],
)
def test_a_wider_chart_is_advised_where_nearly_all_points_lie_beyond_the_limits(chart, values, given):
    found = analyse(Series(values, SIZES[: len(values)]), chart=chart)
    assert bool(advice(found)) is given


def test_charts_without_denominators_are_given_no_advice():
    assert advice(analyse(Series([1, 9] * 12), chart="i")) == ""
