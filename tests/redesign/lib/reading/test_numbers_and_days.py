"""Numbers and days as people write them."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesign.lib.reading.days import NotADay, day_order, likely_order, read_day, two_ways
from redesign.lib.reading.numbers import NotANumber, decimal_mark, read_number


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12", ".", 12), (" 12.5 ", ".", 12.5), ("-3", ".", -3), ("+3", ".", 3), ("−3", ".", -3), (".5", ".", 0.5),
        ("1,234", ".", 1234), ("1,234,567.8", ".", 1234567.8), ("12,5", ",", 12.5), ("1.234,5", ",", 1234.5),
        ("1 234,5", ",", 1234.5), ("1\u00a0234", ".", 1234), ("1'234", ".", 1234), ("45%", ".", 45), ("£1,200", ".", 1200),
        ("(5)", ".", -5), ("1e3", ".", 1000), ("0,125", ",", 0.125), ("5.", ".", 5), ("1.234", ".", 1.234), ("1.234", ",", 1234),
        ("-.5", ".", -0.5),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, decimal, value):
    assert read_number(text, decimal=decimal) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no number here."),
        ("NaN", "“NaN” is not a number: leave the cell empty where there is no figure."),
        ("inf", "“inf” is not a number: leave the cell empty where there is no figure."),
        ("#DIV/0!", "“#DIV/0!” is not a number: leave the cell empty where there is no figure."),
        ("1e400", "“1e400” is too large a number."),
        ("n/a", "“n/a” is not a number."),
        ("=1+2", "“=1+2” is a formula. Formulas are not worked out here: put in the figure itself."),
        ("+cmd|' /C calc'!A0", "“+cmd|' /C calc'!A0” is a formula. Formulas are not worked out here: put in the figure itself."),
        ("@SUM(A1)", "“@SUM(A1)” is a formula. Formulas are not worked out here: put in the figure itself."),
        ("-2+3", "“-2+3” is a formula. Formulas are not worked out here: put in the figure itself."),
        ("12,34", "“12,34” could be read in two ways: write it without the comma."),
        ("1.2.3", "“1.2.3” is not a number: its points and commas do not fit together."),
        ("٣", "“٣” is not a number."),
        ("9" * 80, f"“{'9' * 59}…” is too long to be a number."),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(NotANumber) as refused:
        read_number(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,234", "12.5"], "."), (["1.234", "12,5"], ","), (["1.234,5"], ","), (["1,234.5"], "."), (["1,234,567"], "."),
        (["0,125"], ","), (["1,234"], "."), ([], "."), (["x", "12,50"], ","),
    ],
)  # fmt: skip
def test_a_column_tells_its_decimal_mark(texts, mark):
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31", "2026-03-31"), ("2026/3/1", "2026-03-01"), ("2026-03-31T10:30:00Z", "2026-03-31"),
        ("2026-03-31 00:00:00", "2026-03-31"), ("20260331", "2026-03-31"), ("31/03/2026", "2026-03-31"),
        ("1.2.26", "2026-02-01"), ("31-3-2026 14:05", "2026-03-31"), ("Mar 2026", "2026-03-01"), ("March 2026", "2026-03-01"),
        ("Mar-26", "2026-03-01"), ("Sept 2026", "2026-09-01"), ("2026 Mar", "2026-03-01"), ("2026-03", "2026-03-01"),
        ("03/2026", "2026-03-01"), ("2026-W07", "2026-02-09"), ("W7 2026", "2026-02-09"), ("2026 week 7", "2026-02-09"),
        ("Q2 2026", "2026-04-01"), ("2026-Q2", "2026-04-01"), ("12 Mar 2026", "2026-03-12"), ("12-Mar-26", "2026-03-12"),
        ("March 12, 2026", "2026-03-12"), ("12th March 2026", "2026-03-12"), ("Mon 2 Mar 2026", "2026-03-02"),
        ("week commencing 02/03/2026", "2026-03-02"), ("w/c 2 Mar 2026", "2026-03-02"), ("w/e 05/04/2026", "2026-04-05"),
        ("week ending 5 Apr 2026", "2026-04-05"), ("Wk 14 2026", "2026-03-30"), ("Q1 2025/26", "2025-04-01"),
        ("2025/26 Q4", "2026-01-01"), ("FY2025-26 Q2", "2025-07-01"), ("2025/2026 Q3", "2025-10-01"),
        ("Jan to Mar 2026", "2026-01-01"), ("Apr-Jun 2026", "2026-04-01"), ("2025-10", "2025-10-01"),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text, day):
    assert read_day(text) == dt.date.fromisoformat(day)


def test_the_month_comes_first_only_when_that_is_said():
    assert read_day("3/4/2026") == dt.date(2026, 4, 3)
    assert read_day("3/4/2026", order="mdy") == dt.date(2026, 3, 4)


def test_excel_serial_days_are_read_only_where_they_may_be():
    assert read_day("46023", serial=True) == dt.date(2026, 1, 1)
    with pytest.raises(NotADay):
        read_day("46023")


@pytest.mark.parametrize(
    "text", ["", "yesterday", "31/02/2026", "2026-13-01", "32/1/2026", "=TODAY()", "99999999", "2026-W60", "0001-01-01", "١/٢/٢٠٢٦", "9" * 90]
)  # fmt: skip
def test_what_is_no_day_is_refused_in_a_sentence(text):
    with pytest.raises(NotADay) as refused:
        read_day(text, serial=True)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2025/26", "“2025/26” is a whole year: say which month, week or day of it, such as Mar 2026 or Q4 2025/26."),
        ("2026", "“2026” is a whole year: say which month, week or day of it, such as Mar 2026 or Q4 2025/26."),
        ("Week 14", "“Week 14” does not say of which year. Write it like 2026-W07, Q2 2026 or Mar 2026."),
        ("Q2", "“Q2” does not say of which year. Write it like 2026-W07, Q2 2026 or Mar 2026."),
        ("April", "“April” does not say of which year. Write it like 2026-W07, Q2 2026 or Mar 2026."),
        ("Q1 2025/27", "“Q1 2025/27” is not a day in the calendar."),
        ("Jan to Apr 2026", "“Jan to Apr 2026” is not a date. Write it like 2026-03-31, 31/3/2026 or Mar 2026."),
    ],
)  # fmt: skip
def test_what_a_date_lacks_is_said(text, sentence):
    with pytest.raises(NotADay) as refused:
        read_day(text)
    assert str(refused.value) == sentence


def a_month(day: dt.date) -> dt.date:
    return day.replace(day=1)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["01/01/2026", "01/02/2026", "01/03/2026"], "dmy"),  # the other way they would all be of January
        (["01/01/2026", "02/01/2026", "03/01/2026"], "mdy"),
        (["03/04/2026", "04/05/2026"], None),
        (["03/04/2026"], None),
        (["05/05/2026", "Jan 2026"], "dmy"),  # the same either way
        ([], "dmy"),
        (["1/2/2026", "01/02/2026"], None),  # twice for one month, either way
    ],
)
def test_the_order_that_alone_gives_each_date_a_period_of_its_own_is_the_likely_one(texts, order):
    assert likely_order(texts, a_month) == order


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("03/04/2026", (dt.date(2026, 4, 3), dt.date(2026, 3, 4))),
        ("w/c 03/04/2026", (dt.date(2026, 4, 3), dt.date(2026, 3, 4))),
        ("04/04/2026", None),
        ("13/04/2026", None),
        ("2026-04-03", None),
    ],
)
def test_a_date_that_could_be_two_days_is_told_as_both(text, days):
    assert two_ways(text) == days


def test_a_column_tells_whether_its_days_come_first():
    assert day_order(["1/2/2026", "13/2/2026"]) == "dmy"
    assert day_order(["1/2/2026", "2/13/2026"]) == "mdy"
    assert day_order(["w/c 27/4/2026"]) == "dmy"
    assert day_order(["1/2/2026"]) is None
    assert day_order(["1.2.2026"]) == "dmy"  # nobody writes points with the month first


@given(st.text())
def test_any_text_is_a_number_and_a_day_or_refused(text):
    for decimal in ".,":
        with suppress(NotANumber):
            assert abs(read_number(text, decimal=decimal)) < float("inf")
    with suppress(NotADay):
        assert isinstance(read_day(text, serial=True), dt.date)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_of_programs_come_back_as_they_were(number):
    assert read_number(repr(number)) == number


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_days_come_back_as_they_were(day):
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%d/%m/%Y}") == day
    assert read_day(f"{day:%m/%d/%Y}", order="mdy") == day
