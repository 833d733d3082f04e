"""How sure a ranking is, checked against a slow count of the same trials and by what must always hold."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.ranking import Place, nearness, rank
from oversight.ranking.sureness import filled, shaken

TRIALS = 40


@st.composite
def teams(draw):
    """Ratings of a few teams on a few lines, each team rated on the first at least; and the weights."""
    weights = draw(st.lists(st.integers(1, 10), min_size=1, max_size=5))
    rating = st.one_of(st.none(), st.integers(0, 5))
    row = st.tuples(st.integers(0, 5), *[rating for _ in weights[1:]])
    return draw(st.lists(row, min_size=1, max_size=8)), weights


def slow_places(scores: list[float]) -> list[int]:
    return [1 + sum(round(other, 9) > round(score, 9) for other in scores) for score in scores]


def slow_rank(values, weights, *, near: int, top: int) -> list[Place]:
    """The same, one trial and one team at a time, in plain Python."""
    table = np.array([[np.nan if value is None else value for value in row] for row in values], dtype=float)
    trial_weights = shaken(np.array(weights, dtype=float), trials=TRIALS)
    stand_ins = iter(filled(table, trials=TRIALS))
    drawn = {tuple(where): next(stand_ins) for where in np.argwhere(np.isnan(table))}
    base = []
    for row in values:
        known = [(value, weight) for value, weight in zip(row, weights, strict=True) if value is not None]
        base.append(sum(value * weight for value, weight in known) / sum(weight for _, weight in known))
    stand = slow_places(base)
    tried = []
    for trial in range(TRIALS):
        scores = []
        for team, row in enumerate(values):
            full = [drawn[team, line][trial] if value is None else value for line, value in enumerate(row)]
            scores.append(
                sum(f * w for f, w in zip(full, trial_weights[trial], strict=True)) / trial_weights[trial].sum()
            )
        tried.append(slow_places(scores))
    found = []
    for team, place in enumerate(stand):
        mine = [places[team] for places in tried]
        low, high = (int(np.quantile(mine, q, method="nearest")) for q in (0.05, 0.95))
        kept = sum(abs(each - place) <= near for each in mine) / TRIALS
        found.append(Place(place, low, high, pytest.approx(kept), pytest.approx(sum(p <= top for p in mine) / TRIALS)))
    return found


@settings(deadline=None)
@given(teams())
def test_the_fast_count_equals_a_slow_one(case):
    values, weights = case
    assert rank(values, weights, near=1, top=2, trials=TRIALS) == slow_rank(values, weights, near=1, top=2)


@settings(deadline=None)
@given(teams(), st.integers(2, 50))
def test_scaling_all_weights_changes_no_place(case, factor):
    values, weights = case
    scaled = [weight * factor for weight in weights]
    assert [each.place for each in rank(values, scaled, trials=5)] == [
        each.place for each in rank(values, weights, trials=5)
    ]


@settings(deadline=None)
@given(teams())
def test_a_team_at_least_as_good_on_every_line_is_never_placed_below(case):
    values, weights = case
    whole = [tuple(value or 0 for value in row) for row in values]
    first, second = rank([*whole, (5,) * len(weights)], weights, trials=20)[-1], rank(whole, weights, trials=20)[0]
    assert (first.place, first.low, first.near) == (1, 1, 1.0)
    assert second.place >= 1


@settings(deadline=None)
@given(teams(), st.data())
def test_a_better_rating_never_costs_a_team_its_place(case, data):
    values, weights = case
    team = data.draw(st.integers(0, len(values) - 1))
    line = data.draw(st.sampled_from([place for place, value in enumerate(values[team]) if value is not None]))
    raised = [list(row) for row in values]
    raised[team][line] = data.draw(st.integers(values[team][line], 5))
    assert rank(raised, weights, trials=5)[team].place <= rank(values, weights, trials=5)[team].place


@settings(deadline=None)
@given(teams())
def test_places_count_the_better_ones_and_every_share_is_one_of_the_trials(case):
    values, weights = case
    found = rank(values, weights, trials=TRIALS)
    assert min(each.place for each in found) == 1
    for each in found:
        assert 1 <= each.low <= each.high <= len(values)
        assert (each.near * TRIALS) == pytest.approx(round(each.near * TRIALS))
        assert each.near == 1.0 or len(values) > nearness(len(values))


@settings(deadline=None)
@given(teams(), st.randoms(use_true_random=False))
def test_the_order_in_which_teams_are_told_changes_no_place(case, chance):
    values, weights = case
    order = list(range(len(values)))
    chance.shuffle(order)
    shuffled = rank([values[team] for team in order], weights, trials=5)
    assert [each.place for each in shuffled] == [rank(values, weights, trials=5)[team].place for team in order]


def test_equal_teams_share_a_place_and_the_next_one_counts_them_both():
    found = rank([(5, 1), (3, 3), (3, 3), (0, 0)], [1, 1], trials=10)
    assert [each.place for each in found] == [1, 1, 1, 4]


def test_a_clear_first_is_sure_and_a_close_race_is_not():
    clear, *_ = rank([(5, 5), (1, 0), (0, 1)], [3, 3], near=0)
    close = rank([(5, 0), (0, 5)], [3, 3], near=0)[1]
    assert clear == Place(place=1, low=1, high=1, near=1.0, top=1.0)
    assert 0.4 < close.near < 0.6


def test_a_missing_rating_makes_the_place_less_sure():
    rated = rank([(4, 4), (3, 3), (2, 2)], [1, 1], near=0)[0]
    unrated = rank([(4, None), (3, 3), (2, 2)], [1, 1], near=0)[0]
    assert (rated.near, rated.place, unrated.place) == (1.0, 1, 1)
    assert unrated.near < 0.9


def test_the_same_ratings_give_the_same_answer():
    values, weights = [(5, 0, None), (0, 5, 2), (3, 3, 3)], [3, 3, 1]
    assert rank(values, weights) == rank(values, weights)


def test_no_team_gives_no_place():
    assert rank([], [1, 2]) == []


@pytest.mark.parametrize(("teams", "near"), [(1, 3), (60, 3), (80, 4), (1000, 50)])
def test_near_is_three_places_or_one_in_twenty(teams, near):
    assert nearness(teams) == near


def test_a_thousand_teams_are_ranked_within_a_second_of_processor_time():
    values = np.random.default_rng(3).integers(0, 6, (1000, 10)).tolist()
    started = time.process_time()
    rank(values, [3] * 10)
    assert time.process_time() - started < 1.0
