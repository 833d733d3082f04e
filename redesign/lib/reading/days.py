"""Days as people write them: ISO, day first, month first, months, weeks, quarters, and Excel's serial numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable

from redesign.lib.reading.problems import shown

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
LONGEST = 40
FIRST_YEAR, LAST_YEAR = 1900, 2199
FIRST_SERIAL, LAST_SERIAL = 18264, 73050  # 1950 to 2099

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip

_CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]m)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?m?(\d{1,2})", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_WEEK = re.compile(r"(\d{4})[- ]?w(?:ee)?k? ?(\d{1,2})|w(?:ee)?k? ?(\d{1,2})[- /,]*(\d{4})", re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4})[- ]?q([1-4])|q([1-4])[- /,]*(\d{4})", re.IGNORECASE)
_YEAR_OF_TWO = r"(?:fy ?)?(\d{4}) ?[-/] ?(\d{4}|\d{2})"
_FINANCIAL_QUARTER = re.compile(rf"{_YEAR_OF_TWO}[ ,:/-]*q([1-4])|q([1-4])[ ,:/-]*{_YEAR_OF_TWO}", re.IGNORECASE)
_MONTH_TO_MONTH = re.compile(r"([a-z]{3,9})\.? ?(?:-|/|to) ?([a-z]{3,9})\.?[-/ ,]*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(rf"(?:19|20|21)\d\d|fy ?\d{{4}}|{_YEAR_OF_TWO}", re.IGNORECASE)
_WITHOUT_YEAR = re.compile(r"(?:w(?:ee)?k?|q(?:uarter)?) ?\d{1,2}", re.IGNORECASE)
_NAMED_MONTH = re.compile(r"([a-z]{3,9})\.?[-/ ,]*(\d{4}|\d{2}|'\d{2})", re.IGNORECASE)
_YEAR_NAMED = re.compile(r"(\d{4})[-/ ,]*([a-z]{3,9})\.?", re.IGNORECASE)
_NAMED_DAY = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/ .]*([a-z]{{3,9}})\.?[-/ ,]*(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE
)
_DAY_NAMED = re.compile(rf"([a-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_CLOCK}", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[., ]+(?=\S)", re.IGNORECASE)
_BEGINNING = re.compile(
    r"^(?:week (?:of|commencing|beginning|ending|to)|w/?[cbe]|month (?:of|ending)|quarter (?:of|ending))[: ]+",
    re.IGNORECASE,
)


class NotADay(ValueError):
    """The text is no day; the message is a sentence."""


def day_order(texts: Iterable[str]) -> str | None:
    """Whether a column writes the day or the month first; None where no cell tells.

    Between points the day comes first wherever days are written so.
    """
    pointed = False
    for text in texts:
        found = _NUMERIC.fullmatch(_without_beginning(text[:LONGEST]))
        if not found:
            continue
        pointed = pointed or found.string[found.end(1)] == "." == found.string[found.end(2)]
        first, second = int(found[1]), int(found[2])
        if 12 < first <= 31 and second <= 12:
            return DAY_FIRST
        if 12 < second <= 31 and first <= 12:
            return MONTH_FIRST
    return DAY_FIRST if pointed else None


def likely_order(texts: Iterable[str], period: Callable[[dt.date], Hashable]) -> str | None:
    """The order under which days that no cell tells apart make sense, where it is one only; None where people must say.

    Days are for one period each: an order by which two of these fall into the same is the wrong one. Where both orders give
    the same periods, it is DAY_FIRST.
    """
    cells = {text for text in texts if _NUMERIC.fullmatch(_without_beginning(text[:LONGEST]))}
    found = {order: [period(read_day(cell, order=order)) for cell in cells] for order in (DAY_FIRST, MONTH_FIRST)}
    if found[DAY_FIRST] == found[MONTH_FIRST]:
        return DAY_FIRST
    apart = [order for order, periods in found.items() if len(set(periods)) == len(periods)]
    return apart[0] if len(apart) == 1 else None


def two_ways(text: str) -> tuple[dt.date, dt.date] | None:
    """The day that a cell says with the day first, and with the month first, where these are two days."""
    if not _NUMERIC.fullmatch(_without_beginning(text[:LONGEST])):
        return None
    try:
        days = read_day(text), read_day(text, order=MONTH_FIRST)
    except NotADay:
        return None
    return None if days[0] == days[1] else days


def _without_beginning(text: str) -> str:
    return _BEGINNING.sub("", _WEEKDAY.sub("", " ".join(text.split())))


def read_day(text: str, *, order: str = DAY_FIRST, serial: bool = False) -> dt.date:
    """The day that a cell says: the first day of a month, week or quarter; `NotADay` with a sentence otherwise.

    `order` decides between day first and month first; `serial` allows Excel's serial numbers.
    """
    told, stripped = shown(text), " ".join(text.split())
    if not stripped:
        raise NotADay("There is no date here.")
    if len(stripped) > LONGEST or not stripped.isascii():
        raise NotADay(f"“{told}” is not a date.")
    if stripped[0] in "=@+":
        raise NotADay(f"“{told}” is a formula. Formulas are not worked out here: put in the date itself.")
    stripped = _without_beginning(stripped)
    try:
        found = _day(stripped, order, serial)
    except (ValueError, OverflowError):
        raise NotADay(f"“{told}” is not a day in the calendar{_hint(stripped, order)}.") from None
    if found is None:
        raise NotADay(_why_none(told, stripped))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotADay(f"“{told}” lies in the year {found.year}, which cannot be right.")
    return found


def _why_none(told: str, text: str) -> str:
    if _is_year(text):
        return f"“{told}” is a whole year: say which month, week or day of it, such as Mar 2026 or Q4 2025/26."
    if _WITHOUT_YEAR.fullmatch(text) or text.lower().rstrip(".") in _MONTHS:
        return f"“{told}” does not say of which year. Write it like 2026-W07, Q2 2026 or Mar 2026."
    return f"“{told}” is not a date. Write it like 2026-03-31, 31/3/2026 or Mar 2026."


def _is_year(text: str) -> bool:
    """Whether this is a year and no more: 2025/26 is one, and 2025-10 a month."""
    found = _YEAR.fullmatch(text)
    if not found or not found[1]:
        return bool(found)
    return int(found[2]) % 100 == (int(found[1]) + 1) % 100 and int(found[2]) > 12


def _hint(text: str, order: str) -> str:
    if not _NUMERIC.fullmatch(text):
        return ""
    return " when the day comes first" if order == DAY_FIRST else " when the month comes first"


def _day(text: str, order: str, serial: bool) -> dt.date | None:
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if order == DAY_FIRST else (second, first)
        return dt.date(_year(found[3]), month, day)
    if found := _WEEK.fullmatch(text):
        return dt.date.fromisocalendar(int(found[1] or found[4]), int(found[2] or found[3]), 1)
    if found := _FINANCIAL_QUARTER.fullmatch(text):
        return _financial_quarter(int(found[1] or found[5]), found[2] or found[6], int(found[3] or found[4]))
    if _is_year(text):
        return None
    if found := _QUARTER.fullmatch(text):
        return dt.date(int(found[1] or found[4]), int(found[2] or found[3]) * 3 - 2, 1)
    if serial and (found_serial := _serial(text)):
        return found_serial
    if found := _MONTH_YEAR.fullmatch(text):
        return dt.date(int(found[2]), int(found[1]), 1)
    if (found := _YEAR_MONTH.fullmatch(text)) and not text.isdigit():
        return dt.date(int(found[1]), int(found[2]), 1)
    return _named(text)


def _financial_quarter(first: int, second: str, quarter: int) -> dt.date:
    """The first day of a quarter of a year that is written with two numbers: such a year begins in April."""
    if int(second) % 100 != (first + 1) % 100:
        raise ValueError("The second number is of the year after the first.")
    return dt.date(first, quarter * 3 + 1, 1) if quarter < 4 else dt.date(first + 1, 1, 1)


def _named(text: str) -> dt.date | None:
    if (found := _MONTH_TO_MONTH.fullmatch(text)) and {found[1].lower(), found[2].lower()} <= _MONTHS.keys():
        start, end = _MONTHS[found[1].lower()], _MONTHS[found[2].lower()]
        return dt.date(int(found[3]), start, 1) if end - start == 2 else None
    if (found := _NAMED_MONTH.fullmatch(text)) and found[1].lower() in _MONTHS:
        return dt.date(_year(found[2].lstrip("'")), _MONTHS[found[1].lower()], 1)
    if (found := _YEAR_NAMED.fullmatch(text)) and found[2].lower() in _MONTHS:
        return dt.date(int(found[1]), _MONTHS[found[2].lower()], 1)
    if (found := _NAMED_DAY.fullmatch(text)) and found[2].lower() in _MONTHS:
        return dt.date(_year(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    if (found := _DAY_NAMED.fullmatch(text)) and found[1].lower() in _MONTHS:
        return dt.date(int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    return None


def _year(text: str) -> int:
    number = int(text)
    if len(text) == 2:
        return 2000 + number if number < 70 else 1900 + number
    return number


def _serial(text: str) -> dt.date | None:
    if not re.fullmatch(r"\d{5}(\.\d+)?", text):
        return None
    days = int(text.partition(".")[0])
    return dt.date(1899, 12, 30) + dt.timedelta(days=days) if FIRST_SERIAL <= days <= LAST_SERIAL else None


def span_said(text: str) -> str:
    """How long what a readable cell says is: 'day', 'week', 'month' or 'quarter'."""
    said = _without_beginning(text)
    if _WEEK.fullmatch(said):
        return "week"
    if _QUARTER.fullmatch(said) or _FINANCIAL_QUARTER.fullmatch(said) or _MONTH_TO_MONTH.fullmatch(said):
        return "quarter"
    if not said.isdigit() and any(
        form.fullmatch(said) for form in (_MONTH_YEAR, _YEAR_MONTH, _NAMED_MONTH, _YEAR_NAMED)
    ):
        return "month"
    return "day"


def looks_like_day(text: str) -> bool:
    """Whether the text could be a day in some way of writing; bare numbers do not count."""
    for order in (DAY_FIRST, MONTH_FIRST):
        try:
            read_day(text, order=order)
        except NotADay:
            continue
        return True
    return False
