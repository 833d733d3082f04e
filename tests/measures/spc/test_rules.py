"""Rules and rule sets: what fires, where, on which side, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import comb
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.spc import ANY_LENGTH, RULE_SETS, Direction, Meaning, Phase, Series, Variation, analyse, rule_set
from measures.spc.runs import fewest_crossings_allowed, longest_run_allowed, runs_allowed
from tests.measures.spc import slow

STEADY = [4, 6, 5, 7, 5, 6, 4, 6, 5, 7, 4, 6, 5, 6]
whole = st.lists(st.none() | st.integers(0, 6), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [(10, 6, 2), (12, 7, 3), (15, 7, 4), (18, 7, 5), (20, 7, 6), (22, 7, 7), (24, 8, 8), (30, 8, 10), (40, 8, 14)],
)
def test_anhoej_limits_are_those_published(useful, longest, crossings):
    assert (longest_run_allowed(useful), fewest_crossings_allowed(useful)) == (longest, crossings)


@pytest.mark.parametrize(
    ("useful", "runs"), [(10, (3, 9)), (15, (5, 12)), (20, (7, 15)), (24, (8, 18)), (40, (15, 27)), (60, (24, 38))]
)
def test_limits_of_runs_are_exact(useful, runs):
    assert runs_allowed(useful) == runs


@pytest.mark.parametrize("useful", [1, 2, 3, 11, 26, 100, 535, 1201])
def test_the_fewest_crossings_are_counted_path_by_path(useful):
    steps, fewest, ways, so_far = useful - 1, 0, 1, 1
    while 20 * so_far < 2**steps:
        ways = ways * (steps - fewest) // (fewest + 1)
        so_far, fewest = so_far + ways, fewest + 1
    assert fewest_crossings_allowed(useful) == fewest


@pytest.mark.parametrize("useful", [41, 100, 101, 535, 1000])
def test_the_runs_that_chance_allows_are_counted_pair_by_pair(useful):
    above, below = useful // 2, useful - useful // 2
    every, chosen, runs = comb(useful, above), [], 0
    for order in (range(2, useful + 1), range(useful, 1, -1)):
        tail = 0
        for runs in order:
            one, other = (runs + 1) // 2, runs // 2  # runs of the side that begins, and of the other
            tail += comb(above - 1, one - 1) * comb(below - 1, other - 1)
            tail += comb(above - 1, other - 1) * comb(below - 1, one - 1)
            if 40 * tail > every:
                break
        chosen.append(runs)
    assert runs_allowed(useful) == tuple(chosen)


def test_runs_of_the_longest_series_are_judged_at_once():
    started = process_time()
    assert fewest_crossings_allowed(30_001) == 14858
    assert runs_allowed(30_000) == (14831, 15171)
    assert process_time() - started < 2


def test_four_runs_in_sixteen_points_are_too_few():
    above, below = [6, 7, 6, 7, 6, 7, 6], [4, 3, 4, 3, 4, 3, 4]
    found = analyse(Series([*above, *below, 6, 4]), chart="run", rules="ihi-run")
    told = [signal.sentence for signal in found.signals if signal.rule == "runs"]
    assert told == [
        "There are 4 runs in 16 points, where chance alone makes 5 to 13 likely (exact limits of Wald and Wolfowitz)."
    ]


def test_a_long_run_is_told_by_its_points_and_side():
    values = [*STEADY[:10], 8, 9, 8, 9, 8, 9, 8, 9, 8]
    found = analyse(Series(values, direction=Direction.INCREASE, phases=(Phase(0, 10),)), chart="run")
    signal = next(each for each in found.signals if each.rule == "long-run")
    assert signal.points == tuple(range(9, 19)) or signal.points == tuple(range(10, 19))
    assert signal.meaning is Meaning.IMPROVEMENT
    assert found.variation is Variation.IMPROVEMENT_HIGH


@pytest.mark.parametrize(
    ("direction", "icon"),
    [
        (Direction.INCREASE, Variation.IMPROVEMENT_HIGH),
        (Direction.DECREASE, Variation.CONCERN_HIGH),
        (Direction.NEUTRAL, Variation.NEUTRAL_HIGH),
    ],
)
def test_a_high_newest_point_means_what_the_direction_says(direction, icon):
    found = analyse(Series([*STEADY, 30], direction=direction, phases=(Phase(0, 14),)), chart="i", rules="shewhart")
    assert [signal.sentence for signal in found.signals] == ["Point 15 lies above the upper control limit."]
    assert found.variation is icon


def test_few_crossings_take_the_side_of_most_of_the_newest_points_not_of_the_very_last():
    before, after = [20, 21, 20, 22, 21, 20, 21, 20, 13, 21, 22], [10, 11, 10, 12, 10, 11, 23, 10, 11, 10, 23]
    found = analyse(Series([*before, *after], direction=Direction.DECREASE), chart="i", rules="anhoej")
    assert {signal.rule: signal.side for signal in found.signals} == {"long-run": 1, "few-crossings": -1}
    assert found.variation is Variation.IMPROVEMENT_LOW


@pytest.mark.parametrize(
    ("newest", "icon"), [(0.2, "high"), (0.1 + 0.2 - 0.1, "high"), (0.2 - 1e-12, "high"), (0.19, "low")]
)
def test_a_special_cause_without_a_side_is_never_shown_as_common_cause(newest, icon):
    turns = [0.1, 0.3] * 9 + [0.1, newest]
    found = analyse(Series(turns, phases=(Phase(0, centre=0.2),)), chart="i", rules="nelson")
    assert {signal.rule for signal in found.signals if 19 in signal.points} == {"alternating", "hugging"}
    assert found.variation is Variation(f"neutral_{icon}")


def test_points_are_told_by_their_names_where_they_have_some():
    found = analyse(Series([*STEADY, 30], phases=(Phase(0, 14),)), chart="i", rules="shewhart")
    months = [f"month {number}" for number in range(1, 16)]
    assert found.signals[0].tell(months) == "Month 15 lies above the upper control limit."


@pytest.mark.parametrize(
    ("far", "told"),
    [
        ((3, 4), "Two points close together, points 4 and 5, lie"),
        ((3, 5), "Two points close together, points 4 and 6, lie"),
        ((3, 5, 6), "Three points close together, points 4, 6 and 7, lie"),
        ((3, 4, 5), "Three points close together, points 4 to 6, lie"),
        ((3, 5, 6, 8), "Four points close together, points 4 to 9, lie"),
    ],
)
def test_few_points_apart_are_told_one_by_one(far, told):
    values = [2.5 if index in far else 0.5 for index in range(12)]
    steady = [-1.128 / 2, 1.128 / 2] * 10  # sigma is 1, the mean 0
    found = analyse(Series([*steady, *values], phases=(Phase(0, 20, 0.0),)), chart="i", rules="western-electric")
    (signal,) = [each for each in found.signals if each.rule == "2-of-3"]
    moved = replace(signal, points=tuple(point - 20 for point in signal.points))
    assert moved.sentence == f"{told} above the centre line by more than two thirds of the way to the limit."


@pytest.mark.parametrize("values", [range(7), range(7, 0, -1)])
def test_seven_falling_points_are_a_trend_as_seven_rising_ones_are(values):
    found = analyse(Series(list(values)), chart="i", rules="making-data-count", needs=ANY_LENGTH)
    trends = [signal.points for signal in found.signals if signal.rule == "trend"]
    assert trends == [tuple(range(7))]


def test_a_trend_is_judged_by_its_direction_not_by_its_side():
    values = [*[10, 12] * 10, 1, 2, 3, 4, 5, 6, 7]
    found = analyse(Series(values, direction=Direction.INCREASE), chart="i", rules="making-data-count")
    meanings = {signal.rule: signal.meaning for signal in found.signals_at(26)}
    assert meanings["trend"] is Meaning.IMPROVEMENT
    assert meanings["shift"] is Meaning.CONCERN
    assert set(found.readings) == {Meaning.IMPROVEMENT, Meaning.CONCERN}
    assert found.variation is Variation.IMPROVEMENT_HIGH


def test_two_of_three_on_opposite_sides_do_not_count():
    values = [*[4.9, 5.1] * 10, 5.45, 4.55, 5.0]
    found = analyse(Series(values, phases=(Phase(0, 20),)), chart="i", rules="making-data-count")
    assert not [signal for signal in found.signals if signal.rule == "2-of-3"]


def test_points_beyond_three_sigma_count_in_two_of_three_only_since_2023():
    values = [*[4.9, 5.1] * 10, 6.5, 6.5, 5.05]
    series = Series(values, phases=(Phase(0, 20),))
    now = analyse(series, chart="i", rules=rule_set("making-data-count", 2))
    before = analyse(series, chart="i", rules=rule_set("making-data-count", 1))
    assert [each.points for each in now.signals if each.rule == "2-of-3"] == [(20, 21)]
    assert [each.points for each in before.signals if each.rule == "2-of-3"] == []


def test_rules_start_anew_in_each_phase():
    values = [5, 6] * 6 + [8] * 5
    phases = (Phase(0), Phase(14))
    found = analyse(Series(values, phases=phases), chart="i", rules="making-data-count", needs=ANY_LENGTH)
    assert not [signal for signal in found.signals if signal.rule == "shift"]


@pytest.mark.parametrize("start", [28, 29, 400])
def test_a_phase_that_has_not_begun_changes_nothing(start):
    alone = analyse(Series(STEADY * 2), chart="i", rules="anhoej-3-sigma")
    waiting = analyse(Series(STEADY * 2, phases=(Phase(), Phase(start))), chart="i", rules="anhoej-3-sigma")
    assert alone == waiting
    assert (len(waiting.phases), waiting.variation) == (1, Variation.COMMON)


def test_only_marked_points_are_astronomical():
    found = analyse(Series([5, 6, 400, 5, 6], marked=frozenset({2})), chart="run", rules="ihi-run")
    assert [signal.sentence for signal in found.signals] == ["Point 3 was marked as quite unlike the rest."]


def test_rules_of_limits_are_silent_on_a_run_chart():
    found = analyse(Series([*STEADY, 300]), chart="run", rules="nelson")
    assert {signal.rule for signal in found.signals} <= {"shift", "trend", "alternating"}


@pytest.mark.parametrize(("key", "version"), list(RULE_SETS))
def test_every_signal_of_every_set_is_one_whole_sentence(key, version):
    values = [*range(20), *[25, 26] * 10, *[5] * 3, *range(40, 20, -1), *[22, 22.1] * 10]
    chosen = rule_set(key, version)
    for chart in ("run", "i"):
        found = analyse(Series(values, phases=(Phase(0, 40),), marked=frozenset({3})), chart=chart, rules=chosen)
        for signal in found.signals:
            assert signal.sentence.endswith(".")
            assert "{" not in signal.sentence
            assert signal.sentence[0].isupper() or signal.sentence[0].isdigit()


@pytest.mark.parametrize("length", range(1, 10))
def test_runs_agree_with_the_slow_reading_for_every_pattern_of_sides(length):
    for pattern in product((1, 0, -1) if length < 8 else (1, -1), repeat=length):
        found = analyse(Series(list(pattern), phases=(Phase(0, centre=0.0),)), chart="run", needs=ANY_LENGTH)
        told, points = slow.anhoej(pattern, 0)
        runs = found.phases[0].runs
        assert (runs.longest_run, runs.longest_run_max, runs.crossings, runs.crossings_min) == told
        assert {index for each in found.signals if each.rule == "long-run" for index in each.points} == points


@given(whole)
def test_shifts_and_trends_agree_with_the_slow_reading(values):
    found = analyse(Series(values), chart="run", rules="ihi-run")
    told = {
        rule: {i for each in found.signals if each.rule == rule for i in each.points} for rule in ("shift", "trend")
    }
    centre = found.centre[0]
    if centre is None:
        assert told == {"shift": set(), "trend": set()}
    else:
        assert told == {"shift": slow.shift(values, centre, 6), "trend": slow.trend(values, 5)}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_reversal_keeps_crossings_and_runs(values):
    forwards = analyse(Series(values)).phases[0].runs
    backwards = analyse(Series(values[::-1])).phases[0].runs
    assert forwards == backwards


@pytest.mark.parametrize(
    ("chart", "ordered", "rules", "silent"),
    [
        ("run", True, "anhoej-3-sigma", ["the chart has no limits: Outside the limits."]),
        ("run", True, "western-electric", ["the chart has no limits: Outside the limits; 2 of 3 beyond 2 sigma; 4 of 5 beyond 1 sigma."]),
        ("mr", True, "anhoej-3-sigma", ["neighbouring ranges share a point: Unusually long run; Unusually few crossings."]),
        ("i", False, "ihi-run", [
            "its points are in no order: Shift: 6 on one side; Trend: 5 rising or falling; "
            "Too few or too many runs (exact limits of Wald and Wolfowitz)."
        ]),
        ("i", True, "nelson", []),
    ],
)  # fmt: skip
def test_rules_that_do_not_read_the_chart_are_named(chart, ordered, rules, silent):
    notes = analyse(Series(STEADY * 2, ordered=ordered), chart=chart, rules=rules).notes
    told = [note for note in notes if "silent" in note]
    assert told == [f"Rules of this set that are silent here, because {each}" for each in silent]


@pytest.mark.parametrize("rules", ["nelson", "ihi-control"])
def test_points_without_limits_are_not_near_the_centre(rules):
    nowhere_neighbours = [number for value in range(20) for number in (10 + value % 3, None)]
    assert analyse(Series(nowhere_neighbours), chart="i", rules=rules).signals == ()
    single = Series([10 + value % 3 for value in range(30)], [5] * 12 + [1] * 18, [2.0] * 12 + [None] * 18)
    points = {point for each in analyse(single, chart="xbar", rules=rules).signals for point in each.points}
    assert points <= set(range(12))
