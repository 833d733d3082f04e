"""Periods: which one a day falls in, what it is called, which are missing."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.periods import PeriodNames, due_on, has_gap, period_end, period_name, period_start, step, with_gaps


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("frequency", "start", "after", "name"),
    [
        ("daily", "2026-03-05", "2026-03-06", "5 Mar 2026"),
        ("weekly", "2026-03-02", "2026-03-09", "week of 2 Mar 2026"),
        ("fortnightly", "2026-03-02", "2026-03-16", "fortnight of 2 Mar 2026"),
        ("monthly", "2026-03-01", "2026-04-01", "March 2026"),
        ("quarterly", "2026-01-01", "2026-04-01", "Jan to Mar 2026"),
    ],
)
def test_a_day_falls_in_a_period_with_a_name_and_a_next_one(frequency, start, after, name):
    found = period_start(day("2026-03-05"), frequency)
    assert found == day(start)
    assert step(found, frequency) == day(after)
    assert period_end(found, frequency) == day(after) - dt.timedelta(days=1)
    assert period_name(found, frequency) == name


def test_fortnights_are_counted_from_one_that_is_known():
    assert period_start(day("2026-03-05"), "fortnightly", anchor=day("2026-02-23")) == day("2026-02-23")
    assert period_start(day("2026-03-05"), "fortnightly", anchor=day("2026-04-13")) == day("2026-03-02")


def test_missing_months_are_named():
    starts = [day("2026-01-01"), day("2026-04-01")]
    assert with_gaps(starts, "monthly") == [
        (day("2026-01-01"), 0), (day("2026-02-01"), None), (day("2026-03-01"), None), (day("2026-04-01"), 1)
    ]  # fmt: skip


def test_days_off_are_no_gap_for_a_daily_measure():
    assert with_gaps([day("2026-03-06"), day("2026-03-09")], "daily") == [
        (day("2026-03-06"), 0),
        (day("2026-03-09"), 1),
    ]
    assert len(with_gaps([day("2026-03-06"), day("2026-03-19")], "daily")) == 3


def test_a_long_silence_is_one_gap():
    assert len(with_gaps([day("1990-01-01"), day("2026-01-01")], "monthly")) == 3


def test_the_next_point_is_due_some_days_after_its_period_ends():
    assert due_on(day("2026-03-01"), "monthly") == day("2026-05-14")
    assert due_on(day("2026-03-02"), "weekly") == day("2026-03-22")
    assert due_on(None, "weekly") is None


@given(
    st.sampled_from(["daily", "weekly", "fortnightly", "monthly", "quarterly"]),
    st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1)),
    st.lists(st.integers(1, 40), max_size=12),
)
def test_a_gap_is_known_of_without_looking_at_each_period(frequency, first, steps):
    starts = [period_start(first, frequency)]
    for count in steps:
        starts.append(step(starts[-1], frequency, max(1, count - 34) if frequency != "daily" else count))
    missing = any(index is None for _, index in with_gaps(starts, frequency))
    assert has_gap(np.array([each.toordinal() for each in starts]), frequency) == missing


def test_names_of_periods_are_told_one_by_one():
    names = PeriodNames([day("2026-03-01"), day("2026-04-01"), day("2026-05-01")], "monthly")
    assert (len(names), names[-1], list(names[:2])) == (3, "May 2026", ["March 2026", "April 2026"])
