"""The Bernoulli CUSUM: by hand, against a slow second reading, and what must hold of any series."""

import random
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.spc.cusum import HIGHER, LOWER, Crossing, cusum, run_length, steps
from measures.spc.series import BadSeries
from measures.spc.series import CusumDesign as Design

cases_of = st.lists(st.sampled_from([0, 0, 0, 0, 1, None]), min_size=1, max_size=80)
periods_of = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 60)).map(lambda pair: (pair[0], sum(pair))), min_size=1, max_size=40)  # fmt: skip


def slow(events, rate, odds, limit):
    """One sum, case by case, by the likelihood ratio of each case (Steiner 2000) rather than by two steps."""
    shifted = odds * rate / (1 - rate + odds * rate)
    total, found, signals = 0.0, [], []
    for index, event in enumerate(events):
        if event is None:
            found.append(None)
            continue
        weight = log(shifted / rate) if event else log((1 - shifted) / (1 - rate))
        total = max(0.0, total + weight)
        found.append(total)
        if total >= limit:
            signals.append(index)
            total = 0.0
    return found, signals


def _present(sums):
    return [each for each in sums if each is not None]


def test_a_sum_that_reaches_its_limit_signals_however_it_was_rounded():
    adds, takes = steps(0.05, 2)
    for limit in (3 * (adds - takes), 3 * (adds - takes) * (1 + 1e-12)):
        found = cusum([1, 1, 1], design=Design(rate=0.05, odds=2, limit=limit))
        assert [(each.point, each.side) for each in found.crossings] == [(2, HIGHER)]


@given(cases_of, st.floats(0.01, 0.4), st.floats(1.2, 4), st.floats(0.5, 5))
def test_both_sums_are_those_of_the_likelihood_ratio(events, rate, odds, limit):
    found = cusum(events, design=Design(rate, odds, limit))
    for side, mine, ratio in ((HIGHER, found.higher, odds), (LOWER, found.lower, 1 / odds)):
        expected, signals = slow(events, rate, ratio, limit)
        assert [each is None for each in mine] == [each is None for each in expected]
        assert _present(mine) == pytest.approx(_present(expected), rel=1e-9, abs=1e-12)
        assert [each.point for each in found.crossings if each.side == side] == signals


def test_an_event_adds_the_log_odds_and_every_case_takes_a_little():
    adds, takes = steps(0.05, 2)
    assert (adds, takes) == pytest.approx((0.693147180560, 0.048790164169))
    assert cusum([1, 0, 1], design=Design(0.05)).higher == pytest.approx(
        (adds - takes, adds - 2 * takes, 2 * adds - 3 * takes)
    )


def test_a_signal_tells_its_run_up_and_the_sum_starts_anew():
    found = cusum([0, 0, 1, 1, 1, 1, 1, 1, 0], design=Design(0.05))
    assert found.crossings == (
        Crossing(point=7, since=2, side=HIGHER, height=pytest.approx(3.866, abs=1e-3), events=6, cases=6, rate=0.05, odds=2),
    )  # fmt: skip
    assert found.crossings[0].expected == pytest.approx(0.3)
    assert found.higher[8] == 0


def test_fewer_events_than_expected_signal_on_the_lower_side():
    found = cusum([0] * 12, [50] * 12, design=Design(0.1))
    assert [(each.side, each.point) for each in found.crossings] == [(LOWER, 1), (LOWER, 3), (LOWER, 5), (LOWER, 7), (LOWER, 9), (LOWER, 11)]  # fmt: skip


@given(periods_of)
def test_grouped_by_ones_is_case_by_case(pairs):
    events = [int(count > 0) for count, _ in pairs]
    one_by_one = cusum(events, design=Design(0.1))
    grouped = cusum(events, [1] * len(events), design=Design(0.1))
    assert (grouped.higher, grouped.lower, grouped.crossings) == (
        one_by_one.higher,
        one_by_one.lower,
        one_by_one.crossings,
    )
    assert not grouped.grouped and cusum([1], [2], design=Design(0.1)).grouped


@given(periods_of, st.integers(0, 40))
def test_a_further_period_changes_nothing_before_it(pairs, length):
    events, cases = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    whole = cusum(events, cases, design=Design(0.08))
    part = cusum(events[:length], cases[:length], design=Design(0.08))
    assert whole.higher[: len(part.higher)] == part.higher
    assert tuple(each for each in whole.crossings if each.point < length) == part.crossings


def test_the_expected_share_is_learnt_from_the_baseline_alone():
    found = cusum([1, 1, 30], [20, 20, 40], baseline=2)
    assert (found.rate, found.learnt_from) == (0.05, 40)
    assert "rests on 40 cases" in found.notes[0]


def test_missing_and_ghosted_points_are_passed_over():
    with_gaps = cusum([1, None, 1, 1, 1], design=Design(0.05), excluded=frozenset({3}))
    without = cusum([1, 1, 1], design=Design(0.05))
    assert [each for each in with_gaps.higher if each is not None] == list(without.higher)
    assert with_gaps.higher[1] is None and with_gaps.higher[3] is None


@pytest.mark.parametrize("odds", [2, 0.5])
def test_an_odds_ratio_and_its_reverse_look_out_for_the_same(odds):
    found = cusum([1, 0, 0, 1, 0], design=Design(0.05, odds))
    assert found.higher == cusum([1, 0, 0, 1, 0], design=Design(0.05, 2)).higher


@pytest.mark.parametrize(
    ("events", "cases", "design", "sentence"),
    [
        ([0, 2], None, Design(0.1), "Point 2 is neither 0 nor 1: without denominators each point is one case."),
        ([1, 3], [5, 2], Design(0.1), "Point 2 has a numerator above its denominator."),
        ([-1], [5], Design(0.1), "Point 1 has a numerator below 0."),
        ([0], None, Design(1.0), "The expected share of cases lies between 0 and 1, without either."),
        ([0], None, Design(0.1, 1), "The odds ratio to look out for is above 0, and not 1."),
        ([0], None, Design(0.1, 2, 0), "The limit of a CUSUM is above 0."),
    ],
)
def test_what_cannot_be_a_cusum_is_refused_in_words(events, cases, design, sentence):
    with pytest.raises(BadSeries, match=f"^{sentence}$"):
        cusum(events, cases, design=design)


def test_no_case_at_all_is_no_sum():
    assert cusum([None, None], [None, 0]).higher == (None, None)


@pytest.mark.parametrize(
    ("events", "cases", "why"),
    [
        ([0, 0], [5, 5], "No CUSUM yet: the baseline has no event, so give the expected share in the definition."),
        ([5], [5], "No CUSUM yet: the baseline has nothing but events, so give the expected share in the definition."),
        ([None], [5], "No CUSUM yet: there are no cases to learn the expected share from."),
    ],
)
def test_where_no_share_can_be_learnt_it_says_so(events, cases, why):
    found = cusum(events, cases)
    assert (found.notes, set(found.higher)) == ((why,), {None})


@pytest.mark.parametrize(("rate", "odds", "limit", "now"), [(0.3, 2, 2, None), (0.1, 2, 3.5, 0.182), (0.2, 0.5, 2, 0.1)])  # fmt: skip
def test_the_mean_run_length_is_that_of_a_simulation(rate, odds, limit, now):
    chance = random.Random(1)
    adds, takes = steps(rate, odds)
    total, cases, signals = 0.0, 0, 0
    while signals < 1500:
        cases += 1
        total = max(0.0, total - takes + (adds if chance.random() < (now or rate) else 0))
        if total >= limit:
            total, signals = 0.0, signals + 1
    assert run_length(rate, odds, limit, now=now) == pytest.approx(cases / signals, rel=0.1)


def test_a_false_signal_is_far_rarer_than_one_of_twice_the_odds_is_slow():
    assert run_length(0.05) > 12 * run_length(0.05, now=0.0952)


@pytest.mark.parametrize("rate", [1e-300, 1e-9, 0.05, 0.999999])
@pytest.mark.parametrize("odds", [1 + 1e-12, 2, 1e300])
@pytest.mark.parametrize("limit", [1e-300, 3.5, 1e6, 1e300])
def test_however_it_is_designed_its_run_has_a_length(rate, odds, limit):
    assert run_length(rate, odds, limit) >= 1


def test_where_every_event_signals_it_runs_until_the_first():
    assert run_length(0.05, 2, 1e-9) == pytest.approx(20)
