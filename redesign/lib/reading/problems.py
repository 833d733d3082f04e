"""What is said of a file that cannot be taken as it is."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):
    """The file as a whole cannot be read; `sentence` says why and what to do. The only exception of this package."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that cannot be taken: the row as the spreadsheet counts it, the column's name, what it says, and why."""

    row: int
    column: str
    shown: str
    sentence: str

    def __str__(self) -> str:
        place = f"Row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.sentence}"


SHOWN = 60
"""Characters of a cell that are shown when it is talked about."""


def shown(text: str) -> str:
    """A cell as it is quoted in a sentence: one line, not too long, no control characters."""
    if len(text) <= SHOWN and text.isprintable() and text == " ".join(text.split()):
        return text  # almost every cell, and some files have a million
    line = "".join(letter if letter.isprintable() else " " for letter in text[: SHOWN * 4])
    line = " ".join(line.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
