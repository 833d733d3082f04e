"""Reads one Excel workbook from standard input, in a process of its own with little memory and little time.

Run as a script by `redesign.lib.reading.tables`, never imported by it: a workbook may be made to exhaust memory (one cell
in the last row and column is enough) or to upset the reader, and then only this process ends. The answer is JSON on
standard output: `{"sheet": name, "rows": [[text, …], …], "sheets": [names], "unworked": bool}` or `{"error": word}`;
`unworked` says that there are formulas whose results no spreadsheet has ever put beside them.
"""

import datetime as dt
import io
import json
import math
import re
import sys
import zipfile

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
UNWORKED = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
LOOKED_AT = 4 * 1024 * 1024


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


def read(data: bytes, rows: int, columns: int) -> dict:
    """The first sheet that has any cells, as texts, no more than so many rows and columns and one more of each."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = list(workbook.sheet_names)
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height == 0:
            continue
        found = [
            [text_of(cell) for cell in row[: columns + 1]]
            for row in sheet.to_python(skip_empty_area=False, nrows=rows + 1)
        ]
        if any(any(row) for row in found):
            return {"sheet": name, "rows": found, "sheets": names, "unworked": unworked(data)}
    return {"sheet": names[0] if names else "", "rows": [], "sheets": names, "unworked": unworked(data)}


def unworked(data: bytes) -> bool:
    """Whether a sheet holds formulas without their results: programs write such files, spreadsheets do not."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with packed.open(name) as sheet:
                    if UNWORKED.search(sheet.read(LOOKED_AT)):
                        return True
    return False


def main() -> None:
    limit()
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    try:
        answer = read(sys.stdin.buffer.read(), rows, columns)
    except MemoryError:
        answer = {"error": "memory"}
    except Exception as wrong:  # noqa: BLE001 - whatever it is, the file is to blame and the answer says so
        answer = {"error": "password" if "password" in str(wrong).lower() else "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
