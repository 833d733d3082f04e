"""The priority score explains itself, and does what a reader would expect of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.ranking import MOST, Contribution, Line, Score, score

LINES = [
    Line(1, "Gain for patients", weight=6),
    Line(2, "Readiness of the unit", weight=2),
    Line(9, "Home by noon", weight=4, strategic=True),
]


@st.composite
def cases(draw):
    """Lines, the ratings of some of the criteria (one at least), and the strategic priorities that are served."""
    weights = draw(st.lists(st.integers(1, 10), min_size=1, max_size=7))
    lines = [Line(key, f"Line {key}", weight, strategic=key > 4) for key, weight in enumerate(weights)]
    criteria = [line.key for line in lines if not line.strategic]
    rated = draw(st.sets(st.sampled_from(criteria), min_size=1))
    ratings = {key: draw(st.integers(0, MOST)) for key in rated}
    serves = {line.key for line in lines if line.strategic and draw(st.booleans())}
    return lines, ratings, serves


def test_a_score_says_what_each_line_contributes():
    assert score(LINES, {1: 4, 2: 1}, {9}) == Score(
        value=pytest.approx(100 * (6 * 4 + 2 * 1 + 4 * 5) / (5 * 12)),
        contributions=(
            Contribution("Gain for patients", 6, 4, pytest.approx(40), False),
            Contribution("Readiness of the unit", 2, 1, pytest.approx(100 * 2 / 60), False),
            Contribution("Home by noon", 4, 5.0, pytest.approx(100 * 20 / 60), True),
        ),
    )


def test_a_team_without_any_rating_has_no_score_even_when_it_serves_a_strategic_priority():
    found = score(LINES, {}, {9})
    assert (found.value, [each.points for each in found.contributions]) == (None, [0, 0, 0])


def test_a_criterion_that_is_not_rated_counts_nowhere_and_is_named():
    found = score(LINES, {1: 5}, {9})
    assert (found.value, found.unrated) == (pytest.approx(100), ("Readiness of the unit",))


@given(cases())
def test_a_score_is_between_0_and_100_and_the_sum_of_its_contributions(case):
    found = score(*case)
    assert -1e-9 <= found.value <= 100 + 1e-9
    assert found.value == pytest.approx(sum(each.points for each in found.contributions))


@given(cases(), st.data())
def test_raising_a_rating_never_lowers_a_score(case, data):
    lines, ratings, serves = case
    key = data.draw(st.sampled_from(sorted(ratings)))
    raised = {**ratings, key: data.draw(st.integers(ratings[key], MOST))}
    assert score(lines, raised, serves).value >= score(lines, ratings, serves).value - 1e-9


@given(cases())
def test_serving_one_strategic_priority_more_never_lowers_a_score(case):
    lines, ratings, serves = case
    all_of_them = {line.key for line in lines if line.strategic}
    assert score(lines, ratings, all_of_them).value >= score(lines, ratings, serves).value - 1e-9


@given(cases(), st.floats(0.01, 100))
def test_scaling_all_weights_changes_nothing(case, factor):
    lines, ratings, serves = case
    scaled = [Line(line.key, line.name, line.weight * factor, line.strategic) for line in lines]
    assert score(scaled, ratings, serves).value == pytest.approx(score(lines, ratings, serves).value)


@given(cases())
def test_the_order_of_the_lines_changes_nothing(case):
    lines, ratings, serves = case
    assert score(lines[::-1], ratings, serves).value == pytest.approx(score(lines, ratings, serves).value)
