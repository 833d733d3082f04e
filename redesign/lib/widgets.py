"""Form controls as browsers and phones do them best."""

from typing import Any

from django import forms


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
