"""Form fields that take their words and limits from the model."""

from typing import Any

from django import forms
from django.db import models

from redesign.lib.widgets import DateInput, NumberInput


def field_of(model: type[models.Model], name: str, **options: Any) -> forms.Field:
    """The form field that this model field asks for, with the house's date and number controls."""
    asked: Any = model._meta.get_field(name)
    if isinstance(asked, models.DateField):
        options.setdefault("widget", DateInput)
    if isinstance(asked, models.DecimalField | models.FloatField):
        options.setdefault("widget", NumberInput)
    made = asked.formfield(**options)
    made.label = options.get("label", made.label)
    return made
