"""Lost updates are refused: an edit carries the version of the row that its form was opened with."""

from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.db import models

from redesign.lib.history import events_of
from redesign.lib.models import Versioned
from redesign.lib.refusals import StaleEdit

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """The row as it is saved now, locked until the end of the transaction."""
    model = row._meta.model  # not its type: request.user is a lazy object in a person's clothes
    return model._default_manager.select_for_update().get(pk=row.pk)
