"""Tables that people take away: nothing in them is run by a spreadsheet."""

import csv
import datetime as dt
import io
from io import BytesIO

import openpyxl
import pytest

from redesign.lib.tables import Sheet, csv_lines, file_name, plain, workbook

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_looks_like_a_formula_is_text(text):
    assert plain(text).startswith("'")


@pytest.mark.parametrize("value", [-1.5, -3, 0.1, 1e300, dt.date(2024, 1, 1), "Falls", "a=b", "3 - 4", "'quoted'"])
def test_numbers_days_and_harmless_texts_stay_what_they_are(value):
    assert plain(value) == value


def test_truth_is_yes_or_nothing_and_what_cannot_be_printed_is_left_out():
    assert [plain(each) for each in (True, False, None, "a\x00b\ud800", "x" * 40_000)] == [
        "yes",
        "",
        "",
        "ab",
        "x" * 32_000,
    ]


def test_csv_is_read_back_as_it_was_written():
    rows = [["Name", "Value"], ['Falls, "slips"\nand trips', -0.1], ["=1", 3]]
    text = b"".join(csv_lines(rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text)))
    assert read == [["Name", "Value"], ['Falls, "slips"\nand trips', "-0.1"], ["'=1", "3"]]


def test_a_workbook_holds_numbers_as_numbers_and_no_formula():
    day = dt.datetime(2024, 1, 1, 9, 30, tzinfo=dt.UTC)
    rows = [
        ["Period", "Value", "Note", "When"],
        [dt.date(2024, 1, 1), -0.5, "=1+1", day],
        *([[each] for each in NASTY]),
    ]
    file = BytesIO(workbook([Sheet("A title far too long for the tab of a sheet", rows, [10] * 30)]))
    page = openpyxl.load_workbook(file).worksheets[0]
    told = [cell.value for cell in page[2]]
    assert told == [dt.datetime(2024, 1, 1), -0.5, "'=1+1", dt.datetime(2024, 1, 1, 9, 30)]
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_file_is_named_by_what_is_in_it_and_the_day():
    day = dt.date(2026, 3, 2)
    assert file_name("Falls / 1,000 bed days", day, "csv") == "falls-1000-bed-days-2026-03-02.csv"
    assert file_name("../../日本", day, "xlsx") == "data-2026-03-02.xlsx"
