"""The gap between groups, and whether it narrows."""

import datetime as dt
import random

import pytest

from measures.gaps import Between, Told, Way, gap_of, read, way_of

DAYS = [dt.date(2024, month, 1) for month in range(1, 4)]


def groups(**values):
    return [(name, dict(zip(DAYS, row, strict=False))) for name, row in values.items()]


def test_the_gap_lies_between_the_first_and_the_last_group_the_higher_named_first():
    gap = gap_of(groups(poorest=[30.0, 28.0, 20.0], middle=[50.0, 50.0, 50.0], richest=[20.0, 21.0, 22.0]))
    assert gap.days == tuple(DAYS)
    assert gap.values == (10.0, 7.0, 2.0)
    assert gap.between == (("poorest", "richest"), ("poorest", "richest"), ("richest", "poorest"))


def test_or_between_the_highest_and_the_lowest_of_each_period():
    gap = gap_of(groups(a=[30.0, 10.0], b=[50.0, 50.0], c=[20.0, 60.0]), Between.EXTREMES)
    assert gap.values == (30.0, 50.0)
    assert gap.between == (("b", "c"), ("c", "a"))


def test_or_as_a_ratio_where_the_lower_is_not_nothing():
    gap = gap_of(groups(a=[30.0, 10.0], b=[20.0, 0.0]), told=Told.RATIO)
    assert (gap.days, gap.values) == ((DAYS[0],), (1.5,))


@pytest.mark.parametrize("between", list(Between))
def test_a_period_with_one_group_alone_has_no_gap(between):
    assert gap_of(groups(a=[30.0, 10.0], b=[20.0]), between).days == (DAYS[0],)
    assert gap_of(groups(a=[30.0]), between).days == ()
    assert gap_of([], between).days == ()


def noise(level, count, seed=1):
    chance = random.Random(seed)
    return [level + chance.gauss(0, 1) for _ in range(count)]


@pytest.mark.parametrize(
    ("values", "way"),
    [
        (noise(10, 24, seed=2), Way.STAYS),
        ([*noise(12, 12), *noise(6, 12)], Way.NARROWS),
        ([*noise(6, 12), *noise(12, 12)], Way.WIDENS),
        (noise(10, 8), Way.UNCLEAR),
        ([], Way.UNCLEAR),
    ],
)
def test_only_signals_say_that_it_narrows_or_widens(values, way):
    assert way_of(read(values)) is way
