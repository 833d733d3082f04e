"""What every `views/fetch.py` is built on: absent is 404, not yours to change is 403 with a sentence."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

Row = TypeVar("Row", bound=models.Model)
LARGEST_KEY = 2**63 - 1


def key_in(text: str) -> int | None:
    """The key of a row that this text from an address or a form is; None where it is no number or too large for one."""
    if not text.isdecimal() or len(text) > 19:
        return None
    key = int(text)
    return key if key <= LARGEST_KEY else None


def named(rows: "models.QuerySet[Row]", text: str) -> Row | None:
    """The row whose key this text is, or None: for what a link may suggest and nobody needs. One query at most."""
    key = key_in(text)
    return None if key is None else rows.filter(pk=key).first()


def found(rows: "models.QuerySet[Row]", pk: int) -> Row:
    """The row of this key; Http404 when there is none."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404(f"There is no such {rows.model._meta.verbose_name} here. It may have been removed.")
    return row


def require(allowed: bool, sentence: str) -> None:
    """Refuse with PermissionDenied and this sentence, which the page shows, unless allowed."""
    if not allowed:
        raise PermissionDenied(sentence)
