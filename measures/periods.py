"""The days, weeks, months and quarters that points stand for. Pure: days in, days and names out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import overload

import numpy as np

DAILY, WEEKLY, FORTNIGHTLY, MONTHLY, QUARTERLY = "daily", "weekly", "fortnightly", "monthly", "quarterly"

_DAYS = {DAILY: 1, WEEKLY: 7, FORTNIGHTLY: 14}
_MONTHS = {MONTHLY: 1, QUARTERLY: 3}
_EPOCH = dt.date(1970, 1, 1).toordinal()
LONGEST_GAP = 60
"""Missing periods shown one by one; a longer silence is shown as one gap."""
QUIET_DAYS = 7
"""A daily measure may rest on days off: only a silence longer than this is a gap."""


def period_start(day: dt.date, frequency: str, anchor: dt.date | None = None) -> dt.date:
    """The first day of the period that this day falls in.

    Weeks start on Monday. Fortnights are counted from the `anchor`, any earlier or later first day of one.
    """
    if frequency == MONTHLY:
        return day.replace(day=1)
    if frequency == QUARTERLY:
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    if frequency == DAILY:
        return day
    start = day - dt.timedelta(days=day.weekday())
    if frequency == FORTNIGHTLY and anchor is not None:
        first = anchor - dt.timedelta(days=anchor.weekday())
        if (start - first).days % 14:
            start -= dt.timedelta(days=7)
    return start


def step(day: dt.date, frequency: str, count: int = 1) -> dt.date:
    """The first day of the period so many periods on (or back)."""
    if frequency in _MONTHS:
        months = day.year * 12 + day.month - 1 + count * _MONTHS[frequency]
        return dt.date(months // 12, months % 12 + 1, 1)
    return day + dt.timedelta(days=count * _DAYS[frequency])


def period_end(start: dt.date, frequency: str) -> dt.date:
    """The last day of the period that starts on this day."""
    return step(start, frequency) - dt.timedelta(days=1)


def period_name(start: dt.date, frequency: str) -> str:
    """What people call it: 'March 2026', 'week of 2 Mar 2026', 'Jan to Mar 2026', '2 Mar 2026'."""
    if frequency == MONTHLY:
        return f"{start:%B} {start.year}"
    if frequency == QUARTERLY:
        last = step(start, QUARTERLY) - dt.timedelta(days=1)
        return f"{start:%b} to {last:%b} {start.year}"
    day = f"{start.day} {start:%b} {start.year}"
    if frequency == WEEKLY:
        return f"week of {day}"
    return f"fortnight of {day}" if frequency == FORTNIGHTLY else day


def short_name(start: dt.date, frequency: str) -> str:
    """The same for narrow columns: 'Mar 2026', '2 Mar 2026', 'Jan to Mar 2026'."""
    if frequency == MONTHLY:
        return f"{start:%b} {start.year}"
    return period_name(start, QUARTERLY if frequency == QUARTERLY else DAILY)


def with_gaps(starts: Sequence[dt.date], frequency: str) -> list[tuple[dt.date, int | None]]:
    """Every period from the first to the last with the index of its point, or None where one is missing."""
    found: list[tuple[dt.date, int | None]] = []
    for index, start in enumerate(starts):
        if index:
            found += [(missing, None) for missing in _missing(starts[index - 1], start, frequency)]
        found.append((start, index))
    return found


def has_gap(ordinals: np.ndarray, frequency: str) -> bool:
    """Whether `with_gaps` finds a missing period between days in order, given as ordinals; much quicker than to look."""
    if len(ordinals) < 2:
        return False
    if frequency in _MONTHS:
        months = (ordinals - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(int)
        return bool((months[1:] - months[:-1] >= 2 * _MONTHS[frequency]).any())
    longest = (ordinals[1:] - ordinals[:-1]).max()
    return bool(longest > QUIET_DAYS if frequency == DAILY else longest >= 2 * _DAYS[frequency])


class PeriodNames(Sequence[str]):
    """What people call each of these periods, told when it is asked for."""

    def __init__(self, starts: Sequence[dt.date], frequency: str):
        self._starts, self._frequency = starts, frequency

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return PeriodNames(self._starts[place], self._frequency)
        return period_name(self._starts[place], self._frequency)


def _missing(before: dt.date, after: dt.date, frequency: str) -> list[dt.date]:
    if frequency == DAILY:
        return [step(before, DAILY)] if (after - before).days > QUIET_DAYS else []
    found: list[dt.date] = []
    expected = step(before, frequency)
    while expected < after and step(expected, frequency) <= after:
        found.append(expected)
        if len(found) > LONGEST_GAP:
            return found[:1]
        expected = step(expected, frequency)
    return found


def due_on(latest: dt.date | None, frequency: str) -> dt.date | None:
    """The day by which the point after the latest is expected: a week after its period ends (a day for daily ones)."""
    if latest is None:
        return None
    patience = {DAILY: 1, WEEKLY: 7, FORTNIGHTLY: 7, MONTHLY: 14, QUARTERLY: 28}[frequency]
    return period_end(step(latest, frequency), frequency) + dt.timedelta(days=patience)
