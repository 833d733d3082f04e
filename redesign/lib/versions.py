"""Lost updates are refused: an edit carries the version of the row that its form was opened with."""

from typing import TypeVar

from django import forms
from django.db import models

from redesign.lib.models import Versioned
from redesign.lib.refusals import StaleEdit

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """The row as it is saved now, locked until the end of the transaction."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)  # type: ignore[return-value]  # same model


def require_version(row: Versioned, version: int) -> None:
    """Refuse with StaleEdit unless the locked row still has this version; count it one up for the coming save.

    Call it on a row that the transaction has locked, then save `version` with the changed fields.
    """
    if row.version != version:
        raise StaleEdit(row)
    row.version = version + 1


class VersionedForm(forms.Form):
    """A form that carries the version it was opened with.

    `fields_to_change()` gives the cleaned values without the version; after a stale edit the view sets the hidden
    version to the newer one, so that the person who has compared the two may save.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def fields_to_change(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def accept_newer_version(self) -> None:
        """After the refusal of a stale edit: the next attempt is made knowingly against the newer version."""
        stale = getattr(self, "stale", None)
        if stale is not None:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(stale.version)
