"""Dates as the organisation counts them: weeks start on Monday, today is today where the organisation is."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The age we live in. A year outside it is a slip of the finger, such as 0026, and a chart from there never ends."""


def require_this_age(day: dt.date) -> None:
    """Refuse, as validators do, a day whose year cannot be meant."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"The year {day.year} cannot be right.", code="age")


def today() -> dt.date:
    """Today in the organisation's time zone (the active one)."""
    return timezone.localdate()


def day_in(text: str) -> dt.date | None:
    """The day that this text from an address or a form is, as 2026-03-09; None where it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def monday(day: dt.date) -> dt.date:
    """The Monday of this day's week."""
    return day - dt.timedelta(days=day.weekday())


def weeks(first: dt.date, last: dt.date) -> list[dt.date]:
    """The Mondays of the weeks from `first`'s to `last`'s, both included; empty when last is earlier."""
    start, count = monday(first), (monday(last) - monday(first)).days // 7 + 1
    return [start + dt.timedelta(weeks=number) for number in range(max(count, 0))]


def days_ago(day: dt.date | None) -> str:
    """'today', 'yesterday', '12 days ago', '7 months ago', '3 years ago'; 'never' when there is no day, 'in 3 days' when
    it is still to come."""
    if day is None:
        return "never"
    distance = (today() - day).days
    if distance < 0:
        return "tomorrow" if distance == -1 else f"in {-distance} days"
    if distance > 120:
        return f"{distance // 365} years ago" if distance > 730 else f"{round(distance / 30.44)} months ago"
    return {0: "today", 1: "yesterday"}.get(distance, f"{distance} days ago")


class WeekInAddress:
    """A week in an address, by its Monday: 2030-01-07. Another day or an impossible one matches no page."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        day = dt.date.fromisoformat(value)
        if monday(day) != day:
            raise ValueError("A week is named by its Monday.")
        return day

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()
