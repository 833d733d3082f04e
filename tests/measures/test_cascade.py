"""Parts add up to their total, and a total that moves against most of its parts is found out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.cascade import Moved, Part, Total, movement, totals


def ratios(name: str, *pairs: tuple[float, float] | None) -> Part:
    return Part(
        name,
        tuple(None if pair is None else pair[0] for pair in pairs),
        tuple(None if pair is None else pair[1] for pair in pairs),
    )


def test_numerators_and_denominators_are_added_apart():
    parts = [ratios("Elm", (1, 10), (2, 20)), ratios("Oak", (30, 100), (5, 50))]
    assert totals(parts) == [Total(31, 110), Total(7, 70)]


def test_counts_add_up_by_themselves():
    assert totals([Part("Elm", (1, 2)), Part("Oak", (3, 4))]) == [Total(4), Total(6)]


def test_a_period_without_all_its_parts_has_no_total():
    parts = [ratios("Elm", (1, 10), None), ratios("Oak", (3, 10), (1, 10))]
    assert totals(parts) == [Total(4, 20), None]
    assert totals([]) == []


def test_a_total_that_falls_while_all_its_parts_rise_is_contrary():
    small = ratios("Small", (80, 100), (9, 10))  # 80 % rises to 90 %
    large = ratios("Large", (3, 10), (40, 100))  # 30 % rises to 40 %, and has most cases now
    found = movement([small, large], span=1)
    assert found is not None
    assert found.is_contrary
    assert found.total == Moved("", 83 / 110, 49 / 110, 1.0, 1.0)
    assert [part.name for part in found.against] == ["Small", "Large"]
    assert found.grown.name == "Large"


def test_a_total_that_goes_with_most_of_its_parts_is_not():
    found = movement([Part("a", (1, 2)), Part("b", (1, 2)), Part("c", (2, 1))], span=1)
    assert found is not None
    assert (found.is_contrary, [part.name for part in found.against]) == (False, ["c"])


def test_what_does_not_move_has_no_way():
    found = movement([Part("a", (2, 2)), Part("b", (3, 3))], span=1)
    assert found is not None
    assert ([part.way for part in found.parts], found.total.way, found.is_contrary) == ([0, 0], 0, False)


def test_a_movement_takes_two_stretches_two_parts_and_cases_in_each():
    assert movement([Part("a", (1, 2))], span=1) is None
    assert movement([Part("a", (1,)), Part("b", (2,))], span=1) is None
    assert movement([ratios("a", (0, 0), (1, 2)), ratios("b", (1, 2), (1, 2))], span=1) is None
    assert movement([Part("a", (0, 0)), Part("b", (0, 0))], span=1) is None


numbers = st.lists(st.tuples(st.integers(0, 50), st.integers(50, 100)), min_size=4, max_size=4)


@given(st.lists(numbers, min_size=2, max_size=5))
def test_the_total_lies_among_its_parts_and_the_shares_make_a_whole(rows):
    parts = [ratios(str(index), *row) for index, row in enumerate(rows)]
    found = movement(parts, span=2)
    assert found is not None
    assert min(each.before for each in found.parts) - 1e-12 <= found.total.before
    assert found.total.after <= max(each.after for each in found.parts) + 1e-12
    assert abs(sum(each.share_after for each in found.parts) - 1) < 1e-9


def chance(seed: int, rates: list[tuple[float, float]], sizes: list[tuple[int, int]], periods: int = 6) -> list[Part]:
    """Parts whose cases and successes come by chance: of each the rate, and the usual number of cases, before and after."""
    random = np.random.default_rng(seed)
    parts = []
    for name, (rate, size) in enumerate(zip(rates, sizes, strict=True)):
        cases = np.concatenate([random.poisson(each, periods) + 1 for each in size])
        shares = np.repeat(rate, periods)
        parts.append(ratios(str(name), *zip(random.binomial(cases, shares).tolist(), cases.tolist(), strict=True)))
    return parts


@pytest.mark.parametrize("count", [3, 5, 11])
def test_where_nothing_has_changed_a_total_seems_contrary_once_in_a_hundred_times_at_most(count):
    seen = [movement(chance(seed, [(0.3, 0.3)] * count, [(40, 40)] * count)) for seed in range(200)]
    assert sum(found.is_contrary for found in seen if found) <= 2


def test_a_mix_that_changes_is_found_nearly_always():
    better, mix = [(0.9, 0.95), (0.7, 0.75), (0.4, 0.45)], [(300, 150), (300, 200), (200, 450)]
    seen = [movement(chance(seed, better, mix)) for seed in range(100)]
    assert sum(found.is_contrary for found in seen if found) >= 90


def test_a_part_that_moves_within_its_ups_and_downs_is_not_against_the_total():
    calm = Part("calm", (10, 10, 20, 20))
    restless = Part("restless", (10, 20, 8, 20))  # from 15 to 14, by nothing but its ups and downs
    found = movement([calm, restless], span=2)
    assert found is not None
    assert [(part.name, part.way, part.is_clear) for part in found.parts] == [
        ("calm", 1, True),
        ("restless", -1, False),
    ]
    assert found.against == ()
