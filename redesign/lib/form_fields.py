"""Form fields that take their words and limits from the model, and read numbers as people write them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from redesign.lib.widgets import DateInput, NumberInput

THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")


PLAIN_WORDS = {
    "max_value": "At most %(limit_value)s.",
    "min_value": "At least %(limit_value)s.",
    "max_length": "At most %(limit_value)d characters; these are %(show_value)d.",
    "min_length": "At least %(limit_value)d characters; these are %(show_value)d.",
    "null_characters_not_allowed": "There is a character in it that cannot be kept.",
}


def speak_plainly() -> None:
    """Let every field say its limits as people would; call it once, in an app's `ready()`."""
    forms.Field.default_error_messages.update(PLAIN_WORDS)


class NumberField(forms.DecimalField):
    """A number as people write it: '1,200', '1 200', '3.5' and '3,5'; shown without zeros that say nothing."""

    widget = NumberInput
    default_error_messages = {
        "max_digits": "This number has too many digits.",
        "max_whole_digits": "This number is too large.",
    }

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f]", "", value)
            value = value.replace(",", "") if THOUSANDS.fullmatch(value) else value.replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) and value.is_finite() else value


def field_of(model: type[models.Model], name: str, **options: Any) -> forms.Field:
    """The form field that this model field asks for, with the house's date and number controls."""
    asked: Any = model._meta.get_field(name)
    if isinstance(asked, models.DateField):
        options.setdefault("widget", DateInput)
    if isinstance(asked, models.DecimalField):
        options.setdefault("form_class", NumberField)
    elif isinstance(asked, models.FloatField):
        options.setdefault("widget", NumberInput)
    return asked.formfield(**options)
