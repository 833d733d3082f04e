"""Reading what people send: files and pasted text become points, or sentences that say why not. Pure, and wary.

Whatever the bytes, the only exception is `Unreadable`; nothing of a file is ever evaluated.
"""

from measures.reading.points import (
    Mapping,
    Parsed,
    PointRow,
    Wanted,
    column_named,
    differences,
    guess_mapping,
    parse_points,
    with_points,
)
from redesign.lib.reading.problems import Problem, Unreadable, shown
from redesign.lib.reading.tables import MOST_BYTES, Table, read_file, read_text

__all__ = [
    "MOST_BYTES", "Mapping", "Parsed", "PointRow", "Problem", "Table", "Unreadable", "Wanted", "column_named", "differences",
    "guess_mapping", "parse_points", "read_file", "read_text", "shown", "with_points",
]  # fmt: skip
