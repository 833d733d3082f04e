"""How an action says no: a sentence for the person, and the field it belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest


class Refusal(Exception):
    """An action's polite no.

    `sentence` is shown to the person as it stands; `field` names the form field that it belongs to, or None when
    it concerns the whole. Nothing has been saved when it is raised inside an atomic action.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class StaleEdit(Refusal):
    """Somebody saved a newer version since the form was opened; `current` is the row as it is saved now."""

    def __init__(self, current: Any) -> None:
        super().__init__(
            "Somebody else saved a newer version while you were typing. Nothing of yours is lost: compare the two "
            "below, then save again."
        )
        self.current = current


@contextmanager
def refusals_shown_on(form: forms.BaseForm) -> Iterator[None]:
    """Turn a Refusal raised inside into an error of this form, so that the bound form can be shown again.

    A StaleEdit is kept as `form.stale` too: the row as it is saved now, for the side-by-side view.
    """
    try:
        yield
    except StaleEdit as stale:
        form.stale = stale.current  # type: ignore[attr-defined]  # read by components/conflict.html
        form.add_error(None, stale.sentence)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """Turn a Refusal raised inside into a message on the next page, where there is no form to show it on."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
