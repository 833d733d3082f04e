"""The audit history: database triggers copy every insert, update and delete of a row that people rely on."""

from typing import TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def audited(model: Model, *, without: tuple[str, ...] = ()) -> Model:
    """Class decorator for a model whose rows must say who changed them, when, and what they were before.

    The triggers are in the database: a bulk update or raw SQL is in the history too. Who and why come from the context
    (`redesign.lib.history.because`, and the middleware that knows the signed-in person). Fields named in `without`,
    such as a password's hash, are not copied.
    """
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*trackers, exclude=list(without))(model)


def because(reason: str):
    """Context manager: the changes made inside carry this reason in the audit history."""
    return pghistory.context(reason=reason)
