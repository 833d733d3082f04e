"""What every `views/fetch.py` is built on: absent is 404, not yours to change is 403 with a sentence."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

Row = TypeVar("Row", bound=models.Model)


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
