"""Reads one Excel workbook from standard input, in a process of its own with little memory and little time.

Run as a script by `redesign.lib.reading.tables`, never imported by it: a workbook may be made to exhaust memory (one cell
in the last row and column is enough) or to upset the reader, and then only this process ends. The answer is JSON on
standard output: `{"sheets": [{"name": text, "rows": [[text, …], …], "merged": bool}, …], "hidden": [names]}` or
`{"error": word}`. Cells that a spreadsheet could not work out say so, such as `#DIV/0!`; formulas whose results no
spreadsheet has ever put beside them are told as formulas.
"""

import datetime as dt
import html
import io
import json
import math
import re
import sys
import zipfile
from xml.etree import ElementTree as ET

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)>(.*?)</(?:\w+:)?c>", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>([^<]*)<)")
RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]+)<")
LOOKED_AT = 64 * 1024 * 1024
MOST_SHEETS = 40


def limit() -> None:
    """Take what the machine allows to take: less memory, less time."""
    try:
        import resource
    except ImportError:  # not on every platform
        return
    for what, amount in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        _, ceiling = resource.getrlimit(what)
        if ceiling == resource.RLIM_INFINITY or ceiling > amount:
            resource.setrlimit(what, (amount, ceiling))


def text_of(cell: object) -> str:
    """A cell as text: numbers as programs write them, days in ISO."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if math.isfinite(cell) and cell == int(cell) and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def read(data: bytes, rows: int, columns: int, cells: int) -> dict:
    """The sheets that can be seen and have any cells, as texts: each no more than so many rows and columns and one more.

    Sheets after those that have so many cells together are left out.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    seen = [each.name for each in workbook.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
    hidden = [name for name in workbook.sheet_names if name not in seen]
    paths = paths_of(data)
    found: list[dict] = []
    for name in seen[:MOST_SHEETS]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height == 0:
            continue
        told = [
            [text_of(cell) for cell in row[: columns + 1]]
            for row in sheet.to_python(skip_empty_area=False, nrows=rows + 1)
        ]
        tell_what_is_no_result(told, data, paths.get(name))
        cells -= sum(map(len, told))
        if found and cells < 0:
            break
        if any(any(row) for row in told):
            found.append({"name": name, "rows": told, "merged": is_merged(sheet)})
    return {"sheets": found, "hidden": hidden}


def is_merged(sheet: object) -> bool:
    """Whether cells below one another were merged: all but the first of them are empty."""
    ranges = getattr(sheet, "merged_cell_ranges", None) or ()
    return any(last[0] > first[0] for first, last in ranges)


def paths_of(data: bytes) -> dict[str, str]:
    """Where a packed workbook keeps each sheet, by its name; nothing for other kinds of workbook."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            book = ET.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314 - in this process alone
            links = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - in this process alone
    except (KeyError, ET.ParseError):
        return {}
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter():
        link = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        if sheet.tag.endswith("}sheet") and link in targets:
            target = targets[link]
            found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def tell_what_is_no_result(rows: list[list[str]], data: bytes, path: str | None) -> None:
    """Write into the rows what the reader takes for empty: errors, and formulas without their results."""
    if path is None:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open(path) as sheet:
            content = sheet.read(LOOKED_AT)
    except KeyError:
        return
    if b't="e"' not in content and b"<f" not in content and b":f" not in content:
        return
    for cell in CELL.finditer(content):
        about, inside = cell.groups()
        place = PLACE.search(about)
        told = no_result(about, inside)
        if place and told:
            row, column = int(place[2]) - 1, column_number(place[1])
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = told


def no_result(about: bytes, inside: bytes) -> str:
    """What a cell says that has no result: its error, or its formula; nothing where there is one."""
    result, formula = RESULT.search(inside), FORMULA.search(inside)
    if b't="e"' in about:
        return result[1].decode(errors="replace") if result else "#VALUE!"
    if formula is None or result or b't="str"' in about:
        return ""
    return "=" + html.unescape((formula[1] or b"").decode(errors="replace"))


def column_number(letters: bytes) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def main() -> None:
    limit()
    rows, columns, cells = map(int, sys.argv[1:4])
    try:
        answer = read(sys.stdin.buffer.read(), rows, columns, cells)
    except MemoryError:
        answer = {"error": "memory"}
    except Exception as wrong:  # noqa: BLE001 - whatever it is, the file is to blame and the answer says so
        answer = {"error": "password" if "password" in str(wrong).lower() else "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
