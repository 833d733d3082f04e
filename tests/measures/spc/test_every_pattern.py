"""Every rule of every set against the slow second reading, for every pattern that short series can have.

Thousands of series stand as the rows of one block, as a portfolio does; what a rule finds in a row is compared as a
number whose bits are the points.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from measures.spc import RULE_SETS
from measures.spc.block import Block
from measures.spc.limits import Levels
from measures.spc.rules import View
from measures.spc.runs import runs_in_print
from tests.measures.spc import slow


def view_of(patterns, sigma=1.0, minimum_runs=1):
    values = np.array(patterns, dtype=float)
    everywhere = np.ones(values.shape, dtype=bool)
    block = Block(values, None, None, everywhere, everywhere, everywhere, ~everywhere, np.full(len(values), np.nan))
    zeros = np.zeros((len(values), 1))
    return View(block, Levels(values, zeros, zeros + sigma), np.ones(len(values), dtype=bool), minimum_runs)


def found_by(rule, view):
    """For each side the points found in each row, as bits."""
    bits = 2 ** np.arange(view.shape[1])
    found = {side: np.zeros(view.shape[0], dtype=int) for side in (1, 0, -1)}
    for patterns in rule.find(view):
        for side, rows in found.items():
            rows |= ((patterns.group > 0) & (patterns.side == side)) @ bits
    return found


def told_by(function, patterns):
    found = {side: np.zeros(len(patterns), dtype=int) for side in (1, 0, -1)}
    for row, pattern in enumerate(patterns):
        for index, side in function(pattern):
            found[side][row] |= 1 << index
    return found


def assert_same(rule, function, patterns, view=None):
    mine, told = found_by(rule, view or view_of(patterns)), told_by(function, patterns)
    for side, rows in mine.items():
        wrong = np.flatnonzero(rows != told[side])
        assert not len(wrong), f"{rule.label}, side {side}: {patterns[wrong[0]]}"


def rule_of(key, rule):
    return next(each for each in RULE_SETS[key, max(v for k, v in RULE_SETS if k == key)].rules if each.key == rule)


ON_SIDES = [
    (rule_of("anhoej", "long-run"), lambda values: slow.long_run(values, 0)),
    (rule_of("anhoej", "few-crossings"), lambda values: slow.few_crossings(values, 0)),
    (rule_of("ihi-run", "shift"), lambda values: slow.shift_skipping(values, 0, 6)),
    (rule_of("ihi-run", "runs"), lambda values: slow.runs_table(values, 0, slow.runs_allowed)),
    (rule_of("ihi-run-printed", "runs-in-print"), lambda values: slow.runs_table(values, 0, runs_in_print)),
    (rule_of("making-data-count-6", "shift"), lambda values: slow.shift_breaking(values, 0, 6)),
    (rule_of("making-data-count", "shift"), lambda values: slow.shift_breaking(values, 0, 7)),
    (rule_of("western-electric", "shift"), lambda values: slow.shift_breaking(values, 0, 8)),
    (rule_of("nelson", "shift"), lambda values: slow.shift_breaking(values, 0, 9)),
]


@pytest.mark.parametrize("length", range(1, 15))
def test_rules_of_runs_agree_for_every_pattern_of_sides(length):
    patterns = list(product((1, -1), repeat=length))
    view = view_of(patterns)
    for rule, function in ON_SIDES:
        assert_same(rule, function, patterns, view)


@pytest.mark.parametrize("length", range(1, 10))
def test_rules_of_runs_agree_where_points_lie_on_the_line(length):
    patterns = list(product((1, 0, -1), repeat=length))
    view = view_of(patterns)
    for rule, function in ON_SIDES:
        assert_same(rule, function, patterns, view)


TRENDS = [
    ("ihi-run", 5, "skip"),
    ("making-data-count-6", 6, "skip"),
    ("making-data-count", 7, "skip"),
    ("nelson", 6, "break"),
    ("nelson-6-steps", 7, "break"),
    ("nelson-equals", 6, "count"),
]


@pytest.mark.parametrize(("key", "length", "ties"), TRENDS)
@pytest.mark.parametrize(("values", "most"), [((0, 1, 2), 8), ((0, 1, 2, 3, 4), 5)])
def test_trends_agree_for_every_series_of_few_values(key, length, ties, values, most):
    """Three values make ties and turns, but no trend of five without them: those are laid on a slope."""
    for count in (most - 1, most):
        flat = list(product(values, repeat=count))
        sloping = [tuple(value + index for index, value in enumerate(each)) for each in flat]
        falling = [each[::-1] for each in sloping]
        for patterns in (flat, sloping, falling):
            assert_same(rule_of(key, "trend"), lambda each: slow.trend_of(each, length, ties), patterns)


@pytest.mark.parametrize(("key", "points"), [("nelson", 14), ("nelson-14-steps", 15)])
def test_alternation_agrees_wherever_up_and_down_are_broken(key, points):
    steady = [(-1) ** index for index in range(18)]
    patterns = []
    for first, second in product(range(18), repeat=2):
        for change in (0, 1, 3):
            broken = list(steady)
            broken[first] += change
            broken[second] -= change
            patterns.append(tuple(broken))
    assert_same(rule_of(key, "alternating"), lambda values: slow.alternating(values, points), patterns)


ZONES = (-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5)


@pytest.mark.parametrize("length", range(1, 6))
def test_rules_of_zones_agree_for_every_pattern_of_zones(length):
    patterns = list(product(ZONES, repeat=length))
    view = view_of(patterns)
    for key, rule, function in (
        ("shewhart", "outside", lambda values: slow.outside(values, 0, 1)),
        ("western-electric", "2-of-3", lambda values: slow.k_of_n(values, 0, 1, 2, 3, 2)),
        ("western-electric", "4-of-5", lambda values: slow.k_of_n(values, 0, 1, 4, 5, 1)),
        ("making-data-count", "2-of-3", lambda values: slow.k_of_n(values, 0, 1, 2, 3, 2, one_side=True)),
        ("making-data-count-earlier", "2-of-3",
         lambda values: slow.k_of_n(values, 0, 1, 2, 3, 2, one_side=True, within=True)),
    ):  # fmt: skip
        assert_same(rule_of(key, rule), function, patterns, view)


def test_points_that_avoid_or_hug_the_centre_agree_for_every_pattern():
    patterns = list(product((-1.5, 0.5, 1.5), repeat=9))
    assert_same(rule_of("nelson", "avoiding"), lambda values: slow.zone(values, 0, 1, 8, inner=False), patterns)
    patterns = [
        (*start, *[0.4, -0.3] * 7, *end)
        for start in product((0.5, 1.5), repeat=4)
        for end in product((0.5, 1.5), repeat=4)
    ]
    assert_same(rule_of("nelson", "hugging"), lambda values: slow.zone(values, 0, 1, 15, inner=True), patterns)


def test_every_rule_of_every_set_is_held_against_the_slow_reading():
    """A rule that is added must be added above; points that people mark are read by nobody."""
    held = {"long-run", "few-crossings", "shift", "runs", "runs-in-print", "trend", "alternating", "outside", "2-of-3",
            "4-of-5", "hugging", "avoiding", "astronomical"}  # fmt: skip
    assert {rule.key for chosen in RULE_SETS.values() for rule in chosen.rules} == held
    lengths = {rule.label for chosen in RULE_SETS.values() for rule in chosen.rules if rule.key == "shift"}
    assert lengths == {f"Shift: {length} on one side" for length in (6, 7, 8, 9)}
