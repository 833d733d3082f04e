"""Several measurements of one subgroup, typed or pasted into one box: their mean, number and standard deviation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from redesign.lib.reading.numbers import NotANumber, decimal_mark, read_number

MOST = 1000


@dataclass(frozen=True, slots=True)
class Subgroup:
    """What a subgroup's measurements come to; one alone has no standard deviation."""

    mean: float
    number: int
    spread: float | None


def read_measurements(text: str) -> list[float]:
    """The measurements that somebody typed, parted by blanks, lines, semicolons, or commas with a blank.

    Where nothing but commas parts them, as in '12,15,11', commas part them; '12,5' alone could be read in two ways.
    `NotANumber` with a sentence for what is no number.
    """
    cells = [cell for cell in re.split(r"[;\s]+|,\s+", text.strip().strip(",;")) if cell.strip(",")]
    if len(cells) == 1 and cells[0].count(",") > 1:
        cells = cells[0].split(",")
    elif len(cells) == 1 and "," in cells[0]:
        raise NotANumber(f"“{cells[0][:40]}” could be read in two ways: part the measurements with blanks.")
    if len(cells) > MOST:
        raise NotANumber(f"These are {len(cells):,} measurements: {MOST:,} are the most at once.")
    mark = decimal_mark(cells)
    return [read_number(cell, decimal=mark) for cell in cells]


def subgroup_of(measurements: Sequence[float]) -> Subgroup:
    """Mean, number and standard deviation (n - 1) of one or more measurements."""
    number = len(measurements)
    mean = fsum(measurements) / number
    if number == 1:
        return Subgroup(mean, 1, None)
    return Subgroup(mean, number, sqrt(fsum((each - mean) ** 2 for each in measurements) / (number - 1)))
