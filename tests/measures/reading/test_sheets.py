"""One sheet for many measures: names, columns, and every cell that cannot be taken."""

import datetime as dt

import pytest

from measures.fit import Fit
from measures.reading import PointRow, Wanted, read_text
from measures.reading.sheets import (
    LONG,
    WIDE,
    Known,
    Pair,
    Register,
    SheetMapping,
    guess_sheet,
    parse_sheet,
)

TODAY = dt.date(2026, 6, 15)
MONTHLY = Wanted("monthly", TODAY)
SHARE = Wanted("monthly", TODAY, Fit(needs_denominator=True, part_of_whole=True))
FALLS = Known(1, "Falls", "Ward 7", MONTHLY)
FALLS_8 = Known(2, "Falls", "Ward 8", MONTHLY)
SCREENED = Known(3, "Screened in time", "Ward 7", SHARE)
CLOSED = Known(4, "Staffing", "Ward 9", MONTHLY, refused="You may not enter points of Staffing (Ward 9).")
REGISTER = Register([FALLS, FALLS_8, SCREENED, CLOSED])
ONE_WARD = Register([FALLS, SCREENED])
MAY = dt.date(2026, 5, 1)

LONG_SHEET = (
    "Month,Measure,Ward,Figure,Out of,Note\n"
    "May 2026,Falls,Ward 7,3,,\n"
    "May 2026,falls,ward 8,2,,new matting\n"
    "May 2026,Screened in time,Ward 7,41,48,\n"
)


def parsed(text, register=REGISTER, left_out=frozenset(), **more):
    table = read_text(text)
    mapping = guess_sheet(table, register)
    said = mapping.as_json() | more
    return parse_sheet(table, SheetMapping.from_json(said), register, left_out)


@pytest.mark.parametrize(
    ("text", "key"),
    [("falls (ward 7)", 1), ("#2", 2), ("Ward 8: Falls", 2), ("Falls, Ward 8", 2), ("SCREENED  in time", 3)],
)
def test_measures_are_found_by_name_place_and_number(text, key):
    assert REGISTER.find(text).key == key


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("Falls", "", "Several measures are called “Falls” (Ward 7, Ward 8): say which, such as Falls (Ward 7)."),
        ("Fals", "", "There is no measure “Fals” here."),
        ("Falls", "Ward 1", "There is no measure “Falls” of Ward 1 here."),
        ("Staffing", "", "You may not enter points of Staffing (Ward 9)."),
    ],
)
def test_a_name_that_means_no_single_measure_is_told_why(text, place, told):
    assert REGISTER.find(text, place) == told


def test_a_sheet_with_a_row_for_each_figure_is_read_by_its_headings():
    assert guess_sheet(read_text(LONG_SHEET), REGISTER) == SheetMapping(
        LONG, period=0, measure=1, unit=2, value=3, denominator=4, note=5
    )
    assert parsed(LONG_SHEET).rows == {
        1: (PointRow(2, MAY, 3),),
        2: (PointRow(3, MAY, 2, note="new matting"),),
        3: (PointRow(4, MAY, 41, 48),),
    }


@pytest.mark.parametrize(
    ("headings", "pairs"),
    [
        ("Month,Falls,Screened in time,Out of", (Pair(1, 1), Pair(3, 2, 3))),
        ("Month,Screened in time denominator,Screened in time numerator,Falls", (Pair(3, 2, 1), Pair(1, 3))),
        ("Month,Falls (Ward 7),Screened in time (Ward 7),Something else", (Pair(1, 1), Pair(3, 2, 3))),
    ],
)
def test_a_sheet_with_a_column_for_each_measure_is_read_by_its_headings(headings, pairs):
    found = guess_sheet(read_text(f"{headings}\nApr 2026,5,40,48\nMay 2026,3,41,48\n"), ONE_WARD)
    assert (found.layout, found.period) == (WIDE, 0)
    assert sorted(found.pairs, key=lambda pair: pair.measure) == sorted(pairs, key=lambda pair: pair.measure)


def test_every_bad_cell_and_name_is_told_by_its_row():
    found = parsed(
        LONG_SHEET + "soon,Falls,Ward 7,4,,\nMay 2026,Fals,Ward 7,4,,\nApr 2026,Falls,Ward 8,four,,\n"
        "May 2026,Staffing,,4,,\nMar 2026,Fals,Ward 7,4,,\nMay 2026,,,4,,\n"
    )
    assert [str(each.problem) for each in found.problems] == [
        "Row 5, Month: “soon” is not a date. Write it like 2026-03-31, 31/3/2026 or Mar 2026.",
        "Row 7, Figure: “four” is not a number.",
        "Row 10, Measure: Which measure is this a figure of?",
    ]
    assert [(each.text, each.sentence, each.rows) for each in found.unknown] == [
        ("Fals (Ward 7)", "There is no measure “Fals” of Ward 7 here.", (6, 9)),
        ("Staffing", "You may not enter points of Staffing (Ward 9).", (8,)),
    ]
    assert not found.is_clean


def test_a_name_may_be_said_to_mean_a_measure_or_to_be_left_out():
    more = "Apr 2026,Fals,Ward 7,4,,\nApr 2026,Weather,,4,,\n"
    found = parsed(LONG_SHEET + more, names={"fals (ward 7)": 1, "weather": 0})
    assert found.is_clean
    assert [row.row for row in found.rows[1]] == [5, 2]
    assert found.left_out == 1


def test_a_name_may_not_be_said_to_mean_a_measure_that_is_not_for_this_person():
    found = parsed(LONG_SHEET + "Apr 2026,Fals,Ward 7,4,,\n", names={"fals (ward 7)": 4})
    assert [each.text for each in found.unknown] == ["Fals (Ward 7)"]


def test_of_a_wide_sheet_one_figure_or_a_whole_row_may_be_left_out():
    text = "Month,Falls,Screened in time,Out of\nApr 2026,x,40,48\nsoon,5,41,48\nMay 2026,3,50,48\n"
    found = parsed(text, ONE_WARD)
    assert [(each.problem.row, each.place) for each in found.problems] == [(2, 1), (3, 0), (4, 2)]
    found = parsed(text, ONE_WARD, frozenset({(2, 1), (3, 0), (4, 2)}))
    assert found.is_clean
    assert {key: [row.value for row in rows] for key, rows in found.rows.items()} == {1: [3], 3: [40]}


def test_how_days_and_decimals_are_written_is_told_by_the_whole_sheet():
    rows = "Date;Measure;Figure\n1/2/2026;Falls;1,5\n2/13/2026;Screened in time;\n3/1/2026;Falls;1,125\n"
    found = parsed(rows, ONE_WARD)
    assert [(row.period.month, row.value) for row in found.rows[1]] == [(1, 1.5), (3, 1.125)]


def test_a_denominator_is_kept_only_where_the_measure_has_one():
    found = parsed(LONG_SHEET.replace("Ward 7,3,,", "Ward 7,3,900,"))
    assert found.rows[1] == (PointRow(2, MAY, 3),)


def test_a_mapping_is_the_same_after_it_was_stored():
    mapping = SheetMapping(WIDE, 0, pairs=(Pair(3, 2, 3),), names={"a": 0}, order="dmy")
    assert SheetMapping.from_json(mapping.as_json()) == mapping


@pytest.mark.parametrize(
    ("names", "column"),
    [(["Screened in time"], 3), (["Screened in time", "Falls"], None), (["Fals"], None)],
)
def test_the_one_other_column_of_numbers_holds_denominators_where_all_measures_need_one(names, column):
    rows = "".join(f"May 2026,{name},41,48\n" for name in names)
    mapping = guess_sheet(read_text(f"Month,Measure,Seen,Came\n{rows}"), ONE_WARD, layout=LONG)
    assert (mapping.value, mapping.denominator) == (2, column)
