"""Form controls as browsers and phones do them best."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe


class DateInput(forms.DateInput):
    """The browser's own date picker; it speaks ISO dates whatever the reader's locale is."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class NumberInput(forms.TextInput):
    """A number typed as people type it: a text field with the number keyboard, so that '3,5' is not swallowed.

    `<input type="number">` gives an empty value for what it does not understand; this one hands it to the form,
    which can say what is wrong with it.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


def _option(key: Any, words: Any, chosen: str) -> str:
    """One option, or a group of them where the words are (value, words) pairs themselves."""
    if isinstance(words, list | tuple):
        within = "".join(_option(inner, said, chosen) for inner, said in words)
        return f'<optgroup label="{escape(str(key))}">{within}</optgroup>'
    value = "" if key is None else str(key)
    here = " selected" if value == chosen else ""
    return f'<option value="{value if isinstance(key, int) else escape(value)}"{here}>{escape(str(words))}</option>'


class LongSelect(forms.Select):
    """A list of hundreds of choices, written in one go: a template for each option would cost the page's budget.

    `offered` may be set instead of `choices` where the field itself needs none, such as an IntegerField for keys:
    (value, words) pairs that nobody walks through but the widget.
    """

    offered: Iterable[tuple[Any, str]] | None = None

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = "".join(
            _option(key, words, chosen) for key, words in (self.choices if self.offered is None else self.offered)
        )
        given = {"name": name, **self.build_attrs(self.attrs, attrs)}
        return mark_safe(f"<select{flatatt(given)}>{options}</select>")  # noqa: S308 - escaped above
