"""Files and pasted text of every kind, and of none."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from redesign.lib.reading import MOST_BYTES, Unreadable, read_file, read_text

CSV = "Month,Value\n2026-01-01,5\n2026-02-01,6\n"
ROWS = (("2026-01-01", "5"), ("2026-02-01", "6"))


def workbook(*rows, sheets=("Sheet",)) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = sheets[0]
    for row in rows:
        sheet.append(row)
    for name in sheets[1:]:
        book.create_sheet(name)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(**entries: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    table = read_file(CSV.replace("Value", "Wert £é").encode(encoding), "a.csv")
    assert table.columns == ("Month", "Wert £é")
    assert table.rows == ROWS


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_found(mark):
    table = read_text(CSV.replace(",", mark))
    assert (table.columns, table.rows) == (("Month", "Value"), ROWS)


def test_commas_in_figures_do_not_hide_the_semicolon():
    table = read_text("Monat;Wert\n01.01.2026;5,5\n01.02.2026;6,5\n")
    assert table.rows == (("01.01.2026", "5,5"), ("01.02.2026", "6,5"))


def test_the_delimiter_that_excel_names_is_obeyed():
    assert read_text("sep=|\nMonth|Value\n2026-01-01|5\n").rows == (("2026-01-01", "5"),)


def test_rows_keep_the_numbers_of_the_spreadsheet():
    table = read_text("Falls on the ward\n\nMonth,Value\n\n2026-01-01,5\n\n2026-02-01,6\n")
    assert table.columns == ("Month", "Value")
    assert table.numbers == (5, 7)


def test_a_line_break_within_quotation_marks_is_part_of_its_cell():
    table = read_text('Month,Note,Value\n2026-01-01,"two\nlines",5\n2026-02-01,,6\n')
    assert table.rows[0][1] == "two\nlines"
    assert table.numbers == (2, 3)


def test_figures_without_headings_are_called_by_their_letters():
    table = read_text("2026-01-01\t5\n2026-02-01\t6\n")
    assert (table.columns, table.rows) == (("Column A", "Column B"), ROWS)


def test_columns_of_one_name_are_told_apart():
    assert read_text("When,n,n,\n2026-01-01,1,2,3\n").columns == ("When", "n", "n (2)", "Column D")


def test_a_workbook_is_read_with_its_days_and_numbers():
    import datetime as dt

    table = read_file(workbook(["Month", "Value"], [dt.date(2026, 1, 1), 5], [dt.date(2026, 2, 1), 6.5]), "a.xlsx")
    assert (table.columns, table.rows) == (("Month", "Value"), (("2026-01-01", "5"), ("2026-02-01", "6.5")))
    assert table.typed


def test_a_workbook_called_a_text_file_is_read_for_what_it_is():
    table = read_file(workbook(["Month", "Value"], ["2026-01", 5]), "a.csv")
    assert table.notes == ("The file is called a text file but is an Excel workbook; it was read as a workbook.",)


def test_formulas_of_a_workbook_are_not_worked_out():
    table = read_file(workbook(["Month", "Value"], ["2026-01", "=1+1"]), "a.xlsx")
    assert table.rows[0][1] in ("", "=1+1")
    told = "It holds formulas without their results. Open it in a spreadsheet, save it and send it again."
    assert table.notes == (told,)


def test_the_first_filled_sheet_of_several_is_named():
    table = read_file(workbook(["Month", "Value"], ["2026-01", 5], sheets=("Data", "Other")), "a.xlsx")
    assert table.notes == ("The workbook has 2 sheets; “Data” was read.",)


def bomb_of_zeros() -> bytes:
    return zipped(xl__workbook_xml=b"<x/>", xl__a_xml=b"\0" * 130 * 1024 * 1024)


def bomb_of_one_far_cell() -> bytes:
    data = workbook(["Month", "Value"])
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    sheet += b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, sheet if entry.filename == "xl/worksheets/sheet1.xml" else old.read(entry))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "a.csv", "empty"),
        (b" \n \n", "a.csv", "empty"),
        (b"x" * (MOST_BYTES + 1), "a.csv", "at most 10 MB"),
        (b"%PDF-1.7 ...", "a.csv", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "a.xlsx", "picture"),
        (b"\x1f\x8b\x08....", "a.csv.gz", "packed"),
        (b"<!DOCTYPE html><html></html>", "a.xls", "web page"),
        (bytes(range(256)) * 40, "a.csv", "not a table"),
        (b"PK\x03\x04garbage", "a.xlsx", "damaged"),
        (zipped(hello_txt=b"hello"), "a.xlsx", "no workbook"),
        (zipped(xl__workbook_xml=b"<x/>"), "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "damaged"),
        (b"a,b\n1," + b"x" * 200_000, "a.csv", "cell"),
        (",".join(f"c{place}" for place in range(300)).encode(), "a.csv", "more than 200 columns"),
        (b"a,b\n" + b"1,2\n" * 100_002, "a.csv", "more than 100,000 rows"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(data, name, word):
    with pytest.raises(Unreadable) as refused:
        read_file(data, name)
    assert word in refused.value.sentence
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("bomb", [bomb_of_zeros, bomb_of_one_far_cell])
def test_a_workbook_made_to_exhaust_memory_is_refused(bomb):
    with pytest.raises(Unreadable):
        read_file(bomb(), "a.xlsx")


def sentence_of(read, *given) -> str:
    """The refusal of a reading; empty where it gave a table, whose rows are then as wide as its columns."""
    try:
        table = read(*given)
    except Unreadable as refused:
        return refused.sentence
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert len(table.numbers) == len(table.rows)
    return ""


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(data):
    assert sentence_of(read_file, data, "a.csv")[-1:] in ("", ".")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_a_table_or_refused(text):
    assert sentence_of(read_text, text)[-1:] in ("", ".")


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_a_table_or_refused(data):
    whole = bytearray(workbook(["Month", "Value"], ["2026-01", 5]))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert sentence_of(read_file, bytes(whole), "a.xlsx")[-1:] in ("", ".")


def test_a_row_of_millions_of_empty_cells_is_read_at_once():
    started = time.process_time()
    table = read_text("a,b\n1,2" + "," * 2_000_000 + "\n")
    assert (table.columns, table.rows) == (("a", "b"), (("1", "2"),))
    assert time.process_time() - started < 10  # taking the empty ones off one by one, each time anew, took hours


def test_a_wide_heading_over_many_short_rows_is_refused_before_it_fills_the_memory():
    with pytest.raises(Unreadable, match="99,999 rows of 200 columns are too much at once"):
        read_text(",".join(f"c{place}" for place in range(200)) + "\n" + "2026-01-01,1\n" * 99_999)


def test_a_nul_that_a_workbook_spells_out_is_left_out():
    table = read_file(workbook(("Date", "_x0000_Value"), ("2026-01-01", "_x0000_5")))
    assert (table.columns, table.rows) == (("Date", "Value"), (("2026-01-01", "5"),))
