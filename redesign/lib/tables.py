"""Tables that people take away: CSV and Excel, safe to open in a spreadsheet.

A text that a spreadsheet would take for a formula is shown as text, with an apostrophe before it; numbers and days stay
what they are.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

Row = Sequence[Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula begins with, in any spreadsheet; the wide ones are read as the narrow in some."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CHUNK = 256 * 1024
LONGEST = 32_000
"""Characters that Excel keeps in a cell."""


def plain(value: Any) -> Any:
    """A value as it may stand in a cell: text made harmless, yes or nothing for truth, numbers and days as they are."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, (int, float, dt.date)):
        return value
    text = UNPRINTABLE.sub("", str(value))[:LONGEST]
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as a CSV file, line by line, in UTF-8 with the mark by which Excel knows it."""
    writer = csv.writer(_Echo())
    yield "\ufeff".encode()
    for row in rows:
        yield writer.writerow([_told(plain(value)) for value in row]).encode()


def _told(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return f"{value:.15g}" if isinstance(value, float) else value


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its rows, the first of them the headings; `widths` in characters."""

    title: str
    rows: Iterable[Row]
    widths: Sequence[int] = ()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as an Excel workbook. Rows are written as they come."""
    book = Workbook(write_only=True)
    for each in sheets:
        page = book.create_sheet(each.title[:31])
        page.freeze_panes = "A2"
        for place, width in enumerate(each.widths):
            page.column_dimensions[_letter(place)].width = width
        for number, row in enumerate(each.rows):
            page.append([_cell(page, value, heading=number == 0) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def workbook_chunks(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The workbook in pieces, for a response that streams; it is made when the first one is asked for."""
    content = workbook(sheets)
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else f"{chr(ord('A') + place // 26 - 1)}{chr(ord('A') + place % 26)}"


def _cell(page: Any, value: Any, *, heading: bool) -> Any:
    value = plain(value)
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)  # Excel knows no time zones; callers give the organisation's own
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it looks like
    if heading:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        cell.number_format = "yyyy-mm-dd"
    return cell


def file_name(name: str, day: dt.date, ending: str) -> str:
    """A file name that says what it is of, and of which day: 'falls-on-the-unit-2026-03-02.csv'."""
    return f"{slugify(name)[:80].strip('-') or 'data'}-{day.isoformat()}.{ending}"
