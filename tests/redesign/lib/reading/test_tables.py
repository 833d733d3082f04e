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
    table = read_file(workbook(["Month", "Value"], ["2026-01", "=1+1"], ["2026-02", 5]), "a.xlsx")
    assert table.rows == (("2026-01", "=1+1"), ("2026-02", "5"))
    told = "It holds formulas without their results. Open it in a spreadsheet, save it and send it again."
    assert table.notes == (told,)


def with_first_sheet(data: bytes, change) -> bytes:
    """The workbook with the XML of its first sheet changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.filename == "xl/worksheets/sheet1.xml" else content)
    return stream.getvalue()


def test_what_a_spreadsheet_could_not_work_out_is_told_and_not_taken_for_empty():
    whole = workbook(["Month", "Value"], ["2026-01", 111], ["2026-02", 222], ["2026-03", 333], ["2026-04", 444])

    def with_errors(sheet: bytes) -> bytes:
        for value, cell in (
            (b"111", b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
            (b"222", b'<c r="B3" t="e"><v>#N/A</v></c>'),
            (b"333", b'<c r="B4" t="str"><f>IF(1,"","")</f><v></v></c>'),
            (b"444", b'<c r="B5"><f>2+2</f><v>4</v></c>'),
        ):
            start = sheet.rindex(b"<c ", 0, sheet.index(b"<v>" + value))
            sheet = sheet[:start] + cell + sheet[sheet.index(b"</c>", start) + 4 :]
        return sheet

    table = read_file(with_first_sheet(whole, with_errors), "a.xlsx")
    assert table.rows == (("2026-01", "#DIV/0!"), ("2026-02", "#N/A"), ("2026-03", ""), ("2026-04", "4"))
    assert table.notes == ()


def several_sheets() -> bytes:
    """A cover, figures, a hidden sheet before them and an empty one."""
    book = Workbook()
    old = book.active
    old.title, old.sheet_state = "Old", "hidden"
    old.append(["Month", "Value"])
    old.append(["2025-01", 999])
    for title, rows in (
        ("Cover", [["Falls on the wards"], ["Published by", "the information team"], ["Contact", "Amara"]]),
        ("Data", [["Month", "Value"], ["2026-01", 5]]),
        ("Nothing", []),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_each_sheet_that_can_be_seen_may_be_read_instead_of_another():
    table = read_file(several_sheets(), "a.xlsx")
    assert (table.sheet, table.sheets) == ("Cover", ["Cover", "Data"])
    assert table.said == ("The workbook has 2 sheets; “Cover” was read.", "Its hidden sheets were not read.")
    data = table.of_sheet("Data")
    assert (data.sheet, data.sheets, data.rows) == ("Data", ["Cover", "Data"], (("2026-01", "5"),))
    assert data.of_sheet("Cover").rows == table.rows
    assert table.of_sheet("Old") == table


def test_a_workbook_whose_sheets_are_all_hidden_is_refused():
    def hidden(book: bytes) -> bytes:
        return book.replace(b'state="visible"', b'state="hidden"')

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["Month", "Value"]))) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, hidden(old.read(entry)) if entry.filename == "xl/workbook.xml" else old.read(entry))
    with pytest.raises(Unreadable, match="nothing but hidden sheets"):
        read_file(stream.getvalue(), "a.xlsx")


def test_merged_cells_are_told():
    book = Workbook()
    for row in (["Month", "Ward", "Value"], ["2026-01", "Maple", 5], ["2026-02", None, 6]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    stream = io.BytesIO()
    book.save(stream)
    assert read_file(stream.getvalue(), "a.xlsx").notes == (
        "Some cells are merged: only the first row of each has what it says.",
    )


def open_document(*more: tuple[str, bytes]) -> bytes:
    """A workbook as LibreOffice saves it, with its days and numbers typed."""
    cells = "".join(
        f'<table:table-row><table:table-cell office:value-type="date" office:date-value="{day}"><text:p>x</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell></table:table-row>'
        for day, value in ROWS
    )
    names = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in ("Month", "Value")
    )
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
        f'xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="Data">'
        f"<table:table-row>{names}</table:table-row>{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        for name, data in more or [("META-INF/manifest.xml", b"<manifest/>")]:
            packed.writestr(name, data)
    return stream.getvalue()


def test_a_workbook_of_libreoffice_is_read():
    table = read_file(open_document(), "a.ods")
    assert (table.columns, table.rows, table.typed) == (("Month", "Value"), ROWS, True)


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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40, "a.xlsx", "has a password"),
        (open_document(("META-INF/manifest.xml", b"<manifest><encryption-data/></manifest>")), "a.ods", "has a password"),
        ("<html><table><tr><td>1</td></tr></table></html>".encode("utf-16"), "a.xls", "web page"),
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
