"""From tables to points: which column is what, and every cell that cannot be taken."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.fit import Fit
from measures.reading import Mapping, PointRow, Unreadable, Wanted, differences, guess_mapping, parse_points, read_text

TODAY = dt.date(2026, 6, 15)
MONTHLY = Wanted("monthly", TODAY)
PROPORTION = Wanted("monthly", TODAY, Fit(needs_denominator=True, part_of_whole=True))


def parsed(text, wanted=MONTHLY, **more):
    table = read_text(text)
    mapping = guess_mapping(table, needs_denominator=wanted.fit.needs_denominator)
    return parse_points(table, Mapping(**{**{f: getattr(mapping, f) for f in mapping.__slots__}, **more}), wanted)


def test_of_two_columns_that_no_name_tells_apart_the_smaller_is_the_part():
    rows = "Week,Ready by ten,Letters\n2026-01-05,20,40\n2026-01-12,twelve,40\n2026-01-19,31,40\n"
    assert guess_mapping(read_text(rows), needs_denominator=True) == Mapping(0, 1, 2)


def test_two_pasted_columns_become_points():
    found = parsed("1/1/2026\t5\n1/2/2026\t6.5\n")
    assert [(row.period, row.value) for row in found.rows] == [(dt.date(2026, 1, 1), 5), (dt.date(2026, 2, 1), 6.5)]
    assert found.notes == ("The dates were read with the day first: “1/2/2026” as 1 February 2026.",)


@pytest.mark.parametrize(
    ("dates", "first"), [(("01/02/2026", "02/02/2026", "03/02/2026"), 1), (("2/1/2026", "3/1/2026", "4/1/2026"), 2)]
)
def test_dates_that_make_sense_with_the_month_first_alone_are_read_so(dates, first):
    found = parsed("Month,Value\n" + "".join(f"{date},5\n" for date in dates))
    assert [row.period.month for row in found.rows] == [first, first + 1, first + 2]
    assert "with the month first" in found.notes[0]


def test_dates_that_could_be_either_are_asked_about_at_the_first_of_them():
    text = "Month,Value\n05/05/2026,4\n03/04/2026,5\n04/02/2026,x\n"
    found = parsed(text)
    assert [str(problem) for problem in found.problems] == [
        "Row 3, Month: “03/04/2026” may be 3 April 2026 or 4 March 2026: say whether the day or the month comes first."
    ]
    assert (found.rows, found.asks_order) == ((), True)
    answered = parsed(text, order="mdy")
    assert [row.period.month for row in answered.rows] == [3, 5]
    assert (len(answered.problems), answered.asks_order) == (1, False)


def test_rows_of_several_series_are_told_from_slips():
    slip = parsed("Month,Ward,Value\n2026-01,A,5\n2026-01,A,6\n2026-02,A,7\n")
    assert (slip.repeated, slip.is_of_several, slip.twins) == (1, False, (2, 3))
    rows = "".join(f"2026-0{month},{ward},{month}\n" for ward in ("A", "B") for month in (1, 2, 3, 4))
    table = read_text(f"Month,Ward,Value\n{rows}")
    found = parse_points(table, Mapping(0, 2), MONTHLY)
    assert (found.repeated, found.is_of_several, found.twins) == (4, True, (2, 6))
    assert differences(table, Mapping(0, 2), found.twins) == [(1, "A", "B")]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ('Month,Value\n2026-01,"1,200"\n', ("“1,200” was read as 1200; if it is not, say how decimals are written.",)),
        ("Month;Value\n2026-01;1,200\n", ("“1,200” was read as 1.2; if it is not, say how decimals are written.",)),
        ('Month,Value\n2026-01,"1,200"\n2026-02,12.5\n', ()),
        ("Month,Value\n2026-01,1200\n", ()),
    ],
)
def test_a_mark_that_could_be_of_thousands_or_decimals_is_told(text, notes):
    assert parsed(text).notes == notes


def test_a_mark_that_somebody_has_explained_is_not_told_again():
    assert parsed('Month,Value\n2026-01,"1,200"\n', decimal=",").notes == ()


@pytest.mark.parametrize(
    ("heading", "mapping"),
    [
        ("period,org_code,type,attendances,breaches,admissions", Mapping(0, 4, 3)),
        ("Month,Numerator,Denominator,Comments", Mapping(0, 1, 2, 3)),
        ("Falls,Bed days,Week", Mapping(2, 0, 1)),
    ],
)
def test_columns_are_guessed_by_name_and_content(heading, mapping):
    cells = {
        "period": "2026-01-01",
        "Month": "2026-01-01",
        "Week": "2026-W02",
        "org_code": "RQM",
        "Comments": "new bay",
    }
    row = ",".join(cells.get(name, "12") for name in heading.split(","))
    assert guess_mapping(read_text(f"{heading}\n{row}\n"), needs_denominator=True) == mapping


def test_a_table_without_dates_or_figures_has_no_mapping():
    assert guess_mapping(read_text("name,colour\nann,red\n")) is None


def test_rows_are_kept_by_what_their_columns_say():
    text = "period,org,type,n,d\n2026-01-01,RQM,1,5,50\n2026-01-01,RAX,1,6,60\n2026-02-01,rqm,1.0,7,70\n"
    found = parsed(text, PROPORTION, period=0, value=3, denominator=4, where=((1, "RQM"), (2, "1")))
    assert [(row.value, row.denominator) for row in found.rows] == [(5, 50), (7, 70)]
    assert found.left_out == 1


def test_every_bad_cell_is_told_by_row_and_column():
    text = (
        "Month,Breaches,Attendances\n2026-01,5,50\n2026-01,6,60\nsoon,5,50\n2027-01,5,50\n2026-02,60,50\n"
        "2026-03,NaN,50\n2026-04,5,\n2026-05,=A1,-3\n"
    )
    found = parsed(text, PROPORTION, period=0, value=1, denominator=2)
    assert [str(problem) for problem in found.problems] == [
        "Row 3, Month: Row 2 is for January 2026 too: one row for each period.",
        "Row 4, Month: “soon” is not a date. Write it like 2026-03-31, 31/3/2026 or Mar 2026.",
        "Row 5, Month: “2027-01” lies in the future.",
        "Row 6, Breaches: 60 is more than the 50 it is part of.",
        "Row 7, Breaches: “NaN” is not a number: leave the cell empty where there is no figure.",
        "Row 8, Attendances: There is no denominator here.",
        "Row 9, Breaches: “=A1” is a formula. Formulas are not worked out here: put in the figure itself.",
        "Row 9, Attendances: A denominator cannot be below 0.",
    ]
    assert found.rows == (PointRow(2, dt.date(2026, 1, 1), 5, 50),)


@pytest.mark.parametrize(
    ("frequency", "cell", "sentence"),
    [
        ("weekly", "Jan-26", "“Jan-26” is a whole month, and this measure has a point for each week: say which week of it."),
        ("weekly", "2026-02", "“2026-02” is a whole month, and this measure has a point for each week: say which week of it."),
        ("daily", "2026-W05", "“2026-W05” is a whole week, and this measure has a point for each day: say which day of it."),
        ("monthly", "Q1 2026", "“Q1 2026” is a whole quarter, and this measure has a point for each month: say which month of it."),
        ("fortnightly", "Q4 2025/26", "“Q4 2025/26” is a whole quarter, and this measure has a point for each week: say which week of it."),
    ],
)  # fmt: skip
def test_a_span_longer_than_a_period_is_not_taken_for_its_first_one(frequency, cell, sentence):
    found = parsed(f"When;Value\n{cell};5\n2026-03-02;6\n", Wanted(frequency, TODAY), period=0, value=1)
    assert [str(problem) for problem in found.problems] == [f"Row 2, When: {sentence}"]
    assert [row.value for row in found.rows] == [6]


@pytest.mark.parametrize(
    ("frequency", "cell"),
    [("weekly", "2026-W05"), ("weekly", "week of 2 Feb 2026"), ("monthly", "2026-W05"), ("monthly", "Feb 2026"),
     ("quarterly", "Feb 2026"), ("quarterly", "Q1 2026"), ("daily", "20260205")],
)  # fmt: skip
def test_a_span_within_one_period_names_it(frequency, cell):
    found = parsed(f"When;Value\n{cell};5\n", Wanted(frequency, TODAY), period=0, value=1)
    assert (found.problems, [row.value for row in found.rows]) == ((), [5])


def test_an_empty_figure_is_a_missing_point_and_no_problem():
    found = parsed("Month,Value\n2026-01,5\n2026-02,\n2026-03,6\n")
    assert (len(found.rows), found.problems, found.empty) == (2, (), 1)


def test_decimal_commas_are_told_by_the_column():
    assert [
        row.value for row in parsed("Monat;Wert\n01.01.2026;1.234,5\n01.02.2026;12,5\n", period=0, value=1).rows
    ] == [1234.5, 12.5]


def test_month_first_dates_are_told_by_the_column():
    found = parsed("Date,Value\n1/2/2026,5\n2/13/2026,6\n")
    assert [row.period for row in found.rows] == [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]


def test_excel_serial_days_are_read_where_the_whole_column_has_them():
    assert [row.period for row in parsed("Date,Value\n46023,5\n46054,6\n", period=0, value=1).rows] == [
        dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    ]  # fmt: skip


def test_notes_and_estimates_come_along():
    found = parsed("Month,Value,Note,Estimated\n2026-01,5,half the ward closed,yes\n")
    assert found.rows == (PointRow(2, dt.date(2026, 1, 1), 5, None, "half the ward closed", estimated=True),)


def test_a_long_list_of_problems_is_cut_and_counted():
    found = parse_points(read_text("Month,Value\n" + "x,1\n" * 500), Mapping(0, 1), MONTHLY)
    assert (len(found.problems), found.more_problems) == (200, 300)


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=12))
def test_any_table_gives_points_or_problems(cells):
    text = "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row) for row in cells)
    try:
        table = read_text(text)
    except Unreadable:
        return
    guess_mapping(table, needs_denominator=True)
    width = len(table.columns) - 1
    found = parse_points(table, Mapping(0, min(1, width), min(2, width), width), PROPORTION)
    assert len(found.rows) <= len(table.rows)


SUBGROUPS = Wanted("monthly", TODAY, Fit(subgroups=True))


def test_means_come_with_their_number_and_standard_deviation():
    table = read_text("Month,Mean,n,SD\nJan 2026,41.2,5,3.5\nFeb 2026,40,4,2\n")
    mapping = guess_mapping(table, subgroups=True)
    assert mapping == Mapping(0, 1, 2, spread=3)
    assert parse_points(table, mapping, SUBGROUPS).rows == (
        PointRow(2, dt.date(2026, 1, 1), 41.2, 5, spread=3.5),
        PointRow(3, dt.date(2026, 2, 1), 40, 4, spread=2),
    )


def test_one_measurement_a_row_is_gathered_into_the_mean_of_its_period():
    table = read_text("Day,Minutes\n2026-01-03,40\n2026-01-09,44\n2026-02-01,50\n")
    found = parse_points(table, guess_mapping(table, subgroups=True), SUBGROUPS)
    assert [(row.period.month, row.value, row.denominator, row.spread) for row in found.rows] == [
        (1, 42, 2, pytest.approx(2.8284271)),
        (2, 50, 1, None),
    ]
    assert found.notes == ("3 measurements were gathered into the means of 2 periods.",)


@pytest.mark.parametrize(
    ("row", "column", "told"),
    [
        ("41,5,-1", "SD", "A standard deviation is 0 or more."),
        ("41,0,1", "n", "The number of measurements is a whole number from 1 on."),
        ("41,,1", "n", "Say how many measurements the mean is of."),
        ("41,5,", "SD", "The mean of several measurements needs their standard deviation."),
    ],
)
def test_a_mean_that_cannot_be_is_told_at_its_cell(row, column, told):
    table = read_text(f"Month,Mean,n,SD\nJan 2026,{row}\n")
    (problem,) = parse_points(table, Mapping(0, 1, 2, spread=3), SUBGROUPS).problems
    assert (problem.column, problem.sentence) == (column, told)


@pytest.mark.parametrize(("fit", "value"), [(Fit(counted=True), "-1"), (Fit(above_zero=True), "0")])
def test_counts_and_times_between_events_are_held_to_what_they_can_be(fit, value):
    table = read_text(f"Month,Value\nJan 2026,{value}\n")
    assert len(parse_points(table, Mapping(0, 1), Wanted("monthly", TODAY, fit)).problems) == 1
