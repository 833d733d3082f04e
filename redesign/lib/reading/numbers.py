"""Numbers as people write them: decimal commas and points, thousands, per cent signs; formulas are never run."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from redesign.lib.reading.problems import shown

POINT, COMMA = ".", ","

_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’]")
_DRESS = re.compile(r"^[£$€]|[%€]$")
_PLAIN = re.compile(r"[+-]?(\d+([.,]\d*)*|[.,]\d+)(e[+-]?\d{1,4})?", re.IGNORECASE)
_MACHINE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?", re.IGNORECASE)
_GROUPED = {mark: re.compile(rf"[+-]?\d{{1,3}}({re.escape(mark)}\d{{3}})+") for mark in (POINT, COMMA)}
_WORDS = {
    "nan",
    "inf",
    "infinity",
    "-inf",
    "+inf",
    "-infinity",
    "#n/a",
    "#div/0!",
    "#value!",
    "#ref!",
    "#name?",
    "#num!",
}
LONGEST = 60


class NotANumber(ValueError):
    """The text is no number; the message is a sentence."""


def bare(text: str) -> str:
    """The text without blanks, currency and per cent signs, its minus a hyphen."""
    found = _BLANKS.sub("", text.strip()).replace("−", "-").replace("–", "-")
    return _DRESS.sub("", found)


def decimal_mark(texts: Iterable[str], *, default: str = POINT) -> str:
    """Whether a column writes its decimals with a point or a comma.

    One telling cell decides: both marks in it (the last is the decimal one), a mark twice (thousands), or a mark not
    followed by three digits. Where none tells, it is the default.
    """
    for text in texts:
        found = _telling(bare(text[:LONGEST]))
        if found:
            return found
    return default


def _telling(text: str) -> str:
    if not _PLAIN.fullmatch(text):
        return ""
    digits = text.lower().partition("e")[0]
    points, commas = digits.count(POINT), digits.count(COMMA)
    if points and commas:
        return POINT if digits.rfind(POINT) > digits.rfind(COMMA) else COMMA
    for mark, count, other in ((POINT, points, COMMA), (COMMA, commas, POINT)):
        if count > 1:
            return other
        if count == 1 and len(digits.rpartition(mark)[2]) != 3:
            return mark
        if count == 1 and digits.lstrip("+-").startswith(("0", mark)):
            return mark  # 0,125 is no thousand
    return ""


def read_number(text: str, *, decimal: str = POINT) -> float:
    """The number that a cell says; `NotANumber` with a sentence otherwise. Always finite."""
    told = shown(text)
    stripped = text.strip()
    if not stripped:
        raise NotANumber("There is no number here.")
    if len(stripped) > LONGEST:
        raise NotANumber(f"“{told}” is too long to be a number.")
    if stripped.lower() in _WORDS or stripped.startswith("#"):
        raise NotANumber(f"“{told}” is not a number: leave the cell empty where there is no figure.")
    plain = bare(stripped)
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if not plain.isascii() or not _PLAIN.fullmatch(plain):
        if stripped[0] in "=+-@":
            raise NotANumber(f"“{told}” is a formula. Formulas are not worked out here: put in the figure itself.")
        raise NotANumber(f"“{told}” is not a number.")
    value = _value(plain, decimal, told)
    if not math.isfinite(value):
        raise NotANumber(f"“{told}” is too large a number.")
    return value


def _value(plain: str, decimal: str, told: str) -> float:
    thousands = COMMA if decimal == POINT else POINT
    digits, mark, power = plain.lower().partition("e")
    whole, _, fraction = digits.partition(decimal)
    if thousands in fraction or decimal in fraction:
        raise NotANumber(f"“{told}” is not a number: its points and commas do not fit together.")
    if thousands in whole:
        if not _GROUPED[thousands].fullmatch(whole):
            name = "comma" if thousands == COMMA else "point"
            raise NotANumber(f"“{told}” could be read in two ways: write it without the {name}.")
        whole = whole.replace(thousands, "")
    return float(
        f"{whole or '0'}.{fraction or '0'}{mark}{power}"
        if whole not in ("+", "-")
        else f"{whole}0.{fraction}{mark}{power}"
    )


def looks_like_number(text: str) -> bool:
    """Whether the text could be a number in some way of writing."""
    plain = bare(text[: LONGEST + 1])
    return len(text.strip()) <= LONGEST and bool(_PLAIN.fullmatch(plain))
