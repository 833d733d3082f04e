"""From the bytes of a file, or pasted text, to a table of text cells; whatever the bytes are."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import error as zlib_error

from redesign.lib.reading.days import looks_like_day
from redesign.lib.reading.numbers import looks_like_number
from redesign.lib.reading.problems import Unreadable, shown

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 120 * MEGABYTE
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 5_000_000
LONGEST_CELL = 20_000
PATIENCE = 30
"""Seconds that a workbook may take."""


@dataclass(frozen=True, slots=True)
class Table:
    """Text cells under named columns.

    `numbers` holds the row of each of `rows` as the spreadsheet counts them. `typed` is True for workbooks, whose
    numbers and days are exact. `delimiter` is that of the text. `notes` say what a person should know of the reading.
    `sheet` is the name of the workbook's sheet, and `others` are its other sheets, which hold no others themselves.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    typed: bool = False
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    sheet: str = ""
    others: tuple[Table, ...] = ()

    @property
    def sheets(self) -> list[str]:
        """The names of all sheets that can be read instead of one another, in alphabetical order; empty for a single one."""
        return sorted([self.sheet, *(other.sheet for other in self.others)]) if self.others else []

    @property
    def said(self) -> tuple[str, ...]:
        """What a person should know of the reading, and of several sheets which was read."""
        if not self.others:
            return self.notes
        return (f"The workbook has {len(self.others) + 1} sheets; “{shown(self.sheet)}” was read.", *self.notes)

    def of_sheet(self, name: str) -> Table:
        """The sheet of this name with the others beside it; this one where there is none."""
        found = next((other for other in self.others if other.sheet == name), None)
        if found is None:
            return self
        rest = tuple(other for other in self.others if other is not found)
        return replace(found, others=(replace(self, others=()), *rest))

    def column(self, index: int) -> list[str]:
        """The cells of one column."""
        return [row[index] for row in self.rows]

    def index(self, name: str) -> int | None:
        """The column of this name, whatever its capitals and blanks."""
        wanted = _plain(name)
        return next((place for place, column in enumerate(self.columns) if _plain(column) == wanted), None)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def read_file(data: bytes, name: str = "") -> Table:
    """The table in a file; it is taken for what it holds, not for what it is called. `Unreadable` otherwise."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The file has {_size(len(data))}; at most {_size(MOST_BYTES)} can be read at once.")
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("The file is empty.")
    kind = _kind(data)
    if kind == "text":
        text = _decoded(data)
        _refuse_markup(text[:512].encode(errors="replace"))
        table = read_text(text)
        if name.lower().endswith((".xlsx", ".xlsm", ".xls")):
            return _with_note(table, "The file is called a workbook but holds plain text; it was read as text.")
        return table
    table = _workbook(data)
    if name.lower().endswith((".csv", ".tsv", ".txt")):
        return _with_note(table, "The file is called a text file but is an Excel workbook; it was read as a workbook.")
    return table


def read_text(text: str) -> Table:
    """The table in pasted or decoded text: comma, semicolon, tab or bar between its cells."""
    if len(text) > MOST_BYTES:
        raise Unreadable(f"That is {_size(len(text))} of text; at most {_size(MOST_BYTES)} can be read at once.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _is_binary(text):
        raise Unreadable("This is not a table of text: it seems to be another kind of file.")
    head, _, rest = text.partition("\n")
    if head.lower().startswith("sep=") and len(head) == 5:
        delimiter, text, skipped = head[4], rest, 1
    else:
        delimiter, skipped = _delimiter(text), 0
    if delimiter in '"\n ':
        delimiter = ","
    rows = list(_capped(_records(text, delimiter)))
    return _table(rows, skipped=skipped, typed=False, delimiter=delimiter, notes=())


def _with_note(table: Table, note: str) -> Table:
    return replace(table, notes=(*table.notes, note))


def _size(count: int) -> str:
    return f"{count / MEGABYTE:.1f} MB".replace(".0 ", " ")


_NOT_TABLES = {
    b"%PDF": "a PDF. Copy the figures into a spreadsheet",
    b"\x89PNG": "a picture. Type the figures in, or ask for the spreadsheet",
    b"\xff\xd8\xff": "a picture. Type the figures in, or ask for the spreadsheet",
    b"GIF8": "a picture. Type the figures in, or ask for the spreadsheet",
    b"\x1f\x8b": "a packed file. Unpack it first",
    b"7z\xbc\xaf": "a packed file. Unpack it first",
    b"Rar!": "a packed file. Unpack it first",
    b"{\\rtf": "a word processor's document. Copy its table into a spreadsheet",
}


def _kind(data: bytes) -> str:
    """'workbook' or 'text', by content; `Unreadable` for what is neither."""
    for magic, told in _NOT_TABLES.items():
        if data.startswith(magic):
            raise Unreadable(f"This is {told}, and send that as CSV or XLSX.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_zip(data)
        return "workbook"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("The workbook has a password. Save it without one.")
        return "workbook"
    _refuse_markup(data[:512])
    return "text"


def _refuse_markup(start: bytes) -> None:
    start = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise Unreadable("This is a web page or XML, not a table. Open it in a spreadsheet and save it as CSV or XLSX.")


WORKBOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
"""What a packed file holds that is a workbook of Excel, of Excel in binary form, or of LibreOffice."""
MANIFEST = "META-INF/manifest.xml"


def _check_zip(data: bytes) -> None:
    """Refuse a packed file that is no workbook, or that would unpack to far more than it seems."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            names = {entry.filename for entry in entries}
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable("The workbook has a password. Save it without one.")
            if len(entries) > 2000 or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unreadable("The workbook unpacks to far more than it should. Save it as CSV and send that.")
            if not names & WORKBOOKS:
                raise Unreadable("This is a packed file, but no workbook. Save the table as XLSX or CSV and send that.")
            if b"encryption-data" in (packed.read(MANIFEST) if MANIFEST in names else b""):
                raise Unreadable("The workbook has a password. Save it without one.")
            _unpack_all(packed, entries)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, KeyError):
        raise Unreadable("The workbook is damaged. Open it in a spreadsheet, save it anew and try again.") from None
    except (zlib_error, RuntimeError):
        raise Unreadable("The workbook is damaged. Open it in a spreadsheet, save it anew and try again.") from None


def _unpack_all(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack for the sake of counting: what a packed file says of its own sizes may be a lie."""
    left = MOST_UNPACKED
    for entry in entries:
        with packed.open(entry) as stream:
            while chunk := stream.read(MEGABYTE):
                left -= len(chunk)
                if left < 0:
                    raise Unreadable("The workbook unpacks to far more than it should. Save it as CSV and send that.")


def _workbook(data: bytes) -> Table:
    """The first sheet of a workbook that holds a table, with the others beside it, read by a process that may fail
    without harm."""
    answer = _asked(data)
    if "error" in answer:
        told = {
            "memory": "The workbook is too large or too strange to read. Save the sheet as CSV and send that.",
            "password": "The workbook has a password. Save it without one.",
            "damaged": "The workbook is damaged. Open it in a spreadsheet, save it anew and try again.",
        }
        raise Unreadable(told[answer["error"]])
    tables: list[Table] = []
    refused: list[Unreadable] = []
    for sheet in answer["sheets"]:
        try:
            tables.append(_sheet(sheet))
        except Unreadable as unreadable:
            refused.append(unreadable)
    if tables and answer["hidden"]:
        tables[0] = _with_note(tables[0], "Its hidden sheets were not read.")
    if not tables:
        raise refused[0] if refused else Unreadable(_nothing_seen(answer["hidden"]))
    return replace(tables[0], others=tuple(tables[1:]))


def _asked(data: bytes) -> dict[str, Any]:
    """What the reading process answers; an error where it ended without an answer: out of memory, out of time, or upset."""
    script = Path(__file__).with_name("workbook.py")
    command = [sys.executable, "-I", str(script), str(MOST_ROWS + 1), str(MOST_COLUMNS), str(MOST_CELLS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable("The workbook takes too long to read. Save the sheet as CSV and send that.") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": "memory"}
    return answer


def _nothing_seen(hidden: list[str]) -> str:
    if not hidden:
        return "There are no cells with anything in them."
    return "The workbook has nothing but hidden sheets. Show the one that is meant, save it and send it again."


def _sheet(sheet: dict[str, Any]) -> Table:
    notes: tuple[str, ...] = ()
    if any(cell.startswith("=") for row in sheet["rows"] for cell in row):
        notes += ("It holds formulas without their results. Open it in a spreadsheet, save it and send it again.",)
    if sheet["merged"]:
        notes += ("Some cells are merged: only the first row of each has what it says.",)
    table = _table(list(_capped(sheet["rows"])), skipped=0, typed=True, delimiter="", notes=notes)
    return replace(table, sheet=sheet["name"])


# -- Text -----------------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    """The text in whichever of the usual encodings it is: UTF-8, UTF-16 with or without its mark, Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        found = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = ""
    else:
        if "\x00" not in found:
            return found
    sample = data[:2000]
    if len(sample) > 3:
        even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
        if odd > 0.6 and even < 0.2:
            return data.decode("utf-16-le", errors="replace")
        if even > 0.6 and odd < 0.2:
            return data.decode("utf-16-be", errors="replace")
    return found or data.decode("cp1252", errors="replace")


def _is_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(1 for letter in sample if (letter < " " and letter not in "\t\n\f\v") or letter in "\x7f\ufffe\uffff")
    lost = sample.count("\ufffd")
    return "\x00" in text or odd > max(2, len(sample) / 200) or lost > max(5, len(sample) / 20)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                f"Line {reader.line_num + 1} cannot be read: a cell is too long, or a quotation mark is left open."
            ) from None
        yield record


def _delimiter(text: str) -> str:
    """The mark that parts the cells most evenly in the first lines."""
    sample = text[:20_000]
    best, best_score = ",", 0.0
    for mark in ("\t", ";", ",", "|"):
        if mark not in sample:
            continue
        try:
            widths = [len(row) for row in islice(_records(sample, mark), 40) if any(cell.strip() for cell in row)]
        except Unreadable:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual < 2:
            continue
        score = widths.count(usual) / len(widths)
        if score > best_score + 0.05:
            best, best_score = mark, score
    return best


# -- Rows to a table ------------------------------------------------------------------------------------------------


def _capped(rows: Iterator[list[str]] | list[list[str]]) -> Iterator[list[str]]:
    """The rows, or a refusal when there are too many, or one is too wide, or a cell too long."""
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS + 1:
            raise Unreadable(f"The table has more than {MOST_ROWS:,} rows. Send it in parts.")
        filled = len(row)
        while filled and not row[filled - 1].strip():
            filled -= 1
        row = row[:filled]
        if filled > MOST_COLUMNS:
            raise Unreadable(
                f"Row {number} has more than {MOST_COLUMNS} columns. Send only the columns that are needed."
            )
        for place, cell in enumerate(row):
            if len(cell) > LONGEST_CELL:
                raise Unreadable(
                    f"Row {number}, column {column_letter(place)}: the cell is longer than {LONGEST_CELL:,} characters."
                )
        yield row


def column_letter(place: int) -> str:
    """A, B … Z, AA: what a spreadsheet calls a column."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _table(rows: list[list[str]], *, skipped: int, typed: bool, delimiter: str, notes: tuple[str, ...]) -> Table:
    filled = [(number, row) for number, row in enumerate(rows, 1 + skipped) if row]
    if not filled:
        raise Unreadable("There are no cells with anything in them.")
    head = _header(filled)
    width = max(len(row) for _, row in filled)
    if head is None:
        columns, body = tuple(f"Column {column_letter(place)}" for place in range(width)), filled
        notes = (*notes, "There is no line of headings, so the columns are called by their letters.")
    else:
        columns, body = _named(filled[head][1], width), filled[head + 1 :]
    if width * len(body) > MOST_CELLS:
        raise Unreadable(f"{len(body):,} rows of {width} columns are too much at once. Send only the columns needed.")
    padded = tuple(tuple(_storable(cell) for cell in row) + ("",) * (width - len(row)) for _, row in body)
    return Table(columns, padded, tuple(number for number, _ in body), typed, delimiter, notes)


def _storable(cell: str) -> str:
    """The cell without blanks around it, and without NUL, which a workbook may spell and no database keeps."""
    return cell.replace("\x00", "").strip()


def _header(filled: list[tuple[int, list[str]]]) -> int | None:
    """Which row holds the headings: the first of full width that says words; None where the data begin at once.

    Titles above a table are narrower than the table and are passed by.
    """
    widest = max(sum(1 for cell in row if cell.strip()) for _, row in filled[:50])
    for place, (_, row) in enumerate(filled[:20]):
        cells = [cell for cell in row if cell.strip()]
        if len(cells) < max(min(widest, 2), (widest + 1) // 2):
            continue
        figures = sum(looks_like_number(cell) or looks_like_day(cell) for cell in cells)
        return None if figures * 2 >= len(cells) else place
    return None


def _named(row: list[str], width: int) -> tuple[str, ...]:
    """Names of the columns: each once, none empty."""
    names: list[str] = []
    seen: set[str] = set()
    for place in range(width):
        name = (
            " ".join((_storable(row[place]) if place < len(row) else "").split())[:80]
            or f"Column {column_letter(place)}"
        )
        base, count = name, 2
        while _plain(name) in seen:
            name, count = f"{base} ({count})", count + 1
        seen.add(_plain(name))
        names.append(name)
    return tuple(names)
