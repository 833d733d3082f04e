"""The form by which a wall gets a television."""

from django import forms

from oversight.models import Screen
from redesign.lib.form_fields import field_of


class ScreenForm(forms.Form):
    """Where it hangs."""

    name = field_of(
        Screen,
        "name",
        label="Where it hangs",
        widget=forms.TextInput(attrs={"placeholder": "Such as: corridor by bay B"}),
    )
