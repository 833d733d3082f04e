"""What holds of every chart and every rule set, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from measures.spc import ANY_LENGTH, CHARTS, RULE_SETS, BadSeries, Needs, Phase, Series, analyse
from measures.spc.suggestions import suggestions
from tests.measures.spc.drawn import asked, wild

OF_VALUES = ["run", "i", "xmr-nhs", "i-median", "i-median-centre", "i-median-range"]
WITH_SUMS = [key for key, kind in CHARTS.items() if kind.own_signal]
sets = st.sampled_from([*RULE_SETS.values()])
whole = st.lists(st.integers(0, 9), min_size=2, max_size=50)
LINES = ("values", "centre", "lower", "upper", "lower2", "upper2", "lower1", "upper1")


def read(series, chart, rules, screen=False, needs=ANY_LENGTH):
    """The analysis; what cannot be such a chart is none of this file's."""
    try:
        return analyse(series, chart=chart, rules=rules, screen=screen, needs=needs)
    except BadSeries:
        assume(False)


def told(found, keep=lambda point: point):
    return [(each.rule, each.side, tuple(keep(point) for point in each.points)) for each in found.signals]


@pytest.mark.parametrize("chart", OF_VALUES)
@settings(max_examples=40, deadline=None)
@given(values=whole, rules=sets, scale=st.sampled_from([0.5, 2, 64, -1, -4]), shift=st.integers(-1000, 1000))
def test_signals_follow_shift_and_scale(chart, values, rules, scale, shift):
    before = read(Series(values), chart, rules)
    after = read(Series([value * scale + shift for value in values]), chart, rules)
    turned = 1 if scale > 0 else -1
    assert sorted((each.rule, each.side * turned, each.points) for each in after.signals) == sorted(
        (each.rule, each.side, each.points) for each in before.signals
    )
    moved = [value * scale + shift for value in before.centre]
    assert after.centre == pytest.approx(moved, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("chart", OF_VALUES)
@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=50))
def test_reversal_keeps_runs_and_crossings(chart, values):
    there = read(Series(values), chart, "anhoej").phases[0].runs
    back = read(Series(values[::-1]), chart, "anhoej").phases[0].runs
    assert there == back


@settings(max_examples=60, deadline=None)
@given(one=asked(), more=st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_a_later_phase_leaves_earlier_ones_alone(one, more):
    series, chart, rules, screen = one
    length = len(series.values)
    assume(length)
    earlier = tuple(phase for phase in series.phases if phase.start < length) or (Phase(),)
    before = read(replace(series, phases=earlier), chart, rules, screen)
    after = read(longer(series, more, phases=(*earlier, Phase(length))), chart, rules, screen)
    count = len(before.phases)
    assert after.phases[:count] == before.phases
    for line in LINES:
        assert getattr(after, line)[:length] == getattr(before, line)
    assert [each for each in after.signals if each.phase < count] == list(before.signals)


@settings(max_examples=60, deadline=None)
@given(one=asked(), more=st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_appending_points_never_moves_a_frozen_line(one, more):
    series, chart, rules, screen = one
    length = len(series.values)
    assume(length)
    frozen = replace(series, phases=(Phase(0, baseline=length),))
    before = read(frozen, chart, rules, screen)
    after = read(longer(frozen, more), chart, rules, screen)
    for line in LINES:
        assert getattr(after, line)[:length] == getattr(before, line)


@settings(max_examples=60, deadline=None)
@given(one=asked(), place=st.integers(0, 45))
def test_a_ghosted_point_changes_nothing_else(one, place):
    series, chart, rules, screen = one
    length = len(series.values)
    assume(length and chart not in WITH_SUMS)
    place = min(place, length)

    def beyond(index):
        return index + (index >= place)

    whole_line = replace(series, phases=(Phase(),), target=None)
    ghosted = replace(
        whole_line,
        values=put(series.values, place, 7), denominators=put(series.denominators, place, 20),
        spreads=put(series.spreads, place, 2), marked=frozenset(map(beyond, series.marked)),
        excluded=frozenset({place, *map(beyond, series.excluded)}),
    )  # fmt: skip
    before = read(whole_line, chart, rules, screen)
    after = read(ghosted, chart, rules, screen)
    assert told(after) == told(before, beyond)
    assert (after.variation, after.phases[0].runs) == (before.variation, before.phases[0].runs)
    for line in LINES:
        rest = getattr(after, line)
        assert rest[:place] + rest[place + 1 :] == getattr(before, line)


@settings(max_examples=80, deadline=None)
@given(one=wild(), needs=st.sampled_from([Needs(), ANY_LENGTH]))
def test_whatever_comes_is_refused_in_words_or_answered_in_numbers(one, needs):
    series, chart, rules, screen = one
    found = read(series, chart, rules, screen, needs)
    for line in LINES:
        assert len(getattr(found, line)) == len(series.values)
        assert all(number is None or isfinite(number) for number in getattr(found, line))
    for phase in found.phases:
        assert all(number is None or isfinite(number) for number in (phase.centre, phase.lower, phase.upper))
    if found.cusum:
        assert all(number is None or isfinite(number) for number in (*found.cusum.higher, *found.cusum.lower))
    assert all(each.sentence for each in found.signals)
    assert all(each.reason for each in suggestions(series, found))


def put(numbers, place, number):
    """With one more at this place."""
    return None if numbers is None else [*numbers[:place], number, *numbers[place:]]


def longer(series, more, **changes):
    """The series with these numbers after it, each of 30 cases where there are any."""
    extra = len(more)
    return replace(
        series,
        values=[*series.values, *more],
        denominators=None if series.denominators is None else [*series.denominators, *[30] * extra],
        spreads=None if series.spreads is None else [*series.spreads, *[2] * extra],
        excluded=frozenset(index for index in series.excluded if index < len(series.values)),
        marked=frozenset(index for index in series.marked if index < len(series.values)),
        target=None,
        **changes,
    )
