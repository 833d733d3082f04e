"""Lost updates are refused: an edit carries the version of the row that its form was opened with."""

from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.db import models

from redesign.lib.fetch import key_in
from redesign.lib.history import events_of
from redesign.lib.models import Versioned
from redesign.lib.refusals import StaleEdit

Row = TypeVar("Row", bound=models.Model)


def locked(row: Row) -> Row:
    """The row as it is saved now, locked until the end of the transaction.

    Others may go on pointing to it (a new point of a measure, a new cycle of a team): were they to wait, two changes
    that each hold what the other points to would wait for one another.
    """
    model: Any = row._meta.model  # not its type: request.user is a lazy object in a person's clothes
    return model._default_manager.select_for_update(no_key=True).get(pk=row.pk)


def require_version(row: Versioned, version: int) -> None:
    """Refuse with StaleEdit unless the locked row still has this version; count it one up for the coming save.

    Call it on a row that the transaction has locked, then save `version` with the changed fields.
    """
    if row.version != version:
        raise StaleEdit(row)
    row.version = version + 1


def as_sent(field: forms.Field, value: Any) -> str:
    """A value as a browser would send it back, so that what is saved can be compared with what was typed."""
    value = field.prepare_value(getattr(value, "pk", value))
    if isinstance(value, bool) and isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else ""
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    if not hasattr(field, "choices"):
        value = field.widget.format_value(value)
    return "" if value is None else str(value)


def as_it_was(row: models.Model, version: int) -> Any:
    """The row as it was saved with this version, from its audit history; None where that is not known."""
    if not hasattr(row, "events"):
        return None
    return events_of(row).filter(version=version).order_by("-pgh_id").first()


class VersionedForm(forms.Form):
    """A form that carries the version it was opened with.

    `fields_to_change()` gives the cleaned values without the version. After a stale edit the view calls
    `accept_newer_version()` before it shows the form again; `taken_over` then names what came from the newer version.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    taken_over: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken_over = []

    def fields_to_change(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def accept_newer_version(self) -> None:
        """After the refusal of a stale edit: the next attempt is made knowingly against the newer version.

        What the person had not touched takes the newer value; what both changed stays as typed, to be chosen from.
        """
        stale = getattr(self, "stale", None)
        if stale is None:
            return
        newer = self._newer_where_untouched(stale)
        self.taken_over = [str(self[name].label) for name in newer]
        sent: Any = self.data  # a QueryDict
        self.data = sent.copy()
        for name, value in {**newer, "version": str(stale.version)}.items():
            self.data[self.add_prefix(name)] = value  # type: ignore[index]  # a copy may be changed

    def _newer_where_untouched(self, saved: models.Model) -> dict[str, str]:
        """What is saved now in the fields that still say what they said when the form was opened."""
        opened = key_in(self.data.get(self.add_prefix("version"), ""))
        base = None if opened is None else as_it_was(saved, opened)
        columns = {field.name for field in saved._meta.concrete_fields}
        newer = {}
        for name, field in self.fields.items():
            if base is None or field.widget.is_hidden or name not in columns or not hasattr(base, name):
                continue
            was, theirs = as_sent(field, getattr(base, name)), as_sent(field, getattr(saved, name))
            if was != theirs and as_sent(field, self[name].value()) == was:
                newer[name] = theirs
        return newer
