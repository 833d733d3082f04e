"""The form of a target that changes."""

from typing import Any

from django import forms

from redesign.lib.dates import today
from redesign.lib.form_fields import NumberField
from redesign.lib.widgets import DateInput


class TargetForm(forms.Form):
    """Another target from a day on, or none, with the reason."""

    starts_on = forms.DateField(
        label="From",
        widget=DateInput,
        initial=today,
        help_text="It holds from the period that this day falls in; points before it keep the target that they had.",
    )
    value = NumberField(
        label="Target", required=False, max_digits=18, help_text="As it is shown on the chart: 90 for 90 per cent."
    )
    none = forms.BooleanField(label="No target from then on", required=False)
    why = forms.CharField(
        label="Why",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "Such as: agreed at the review in March"}),
        help_text="It stands in the list of targets for everybody to read.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "value" in self.errors:
            return given
        value, none = given.get("value"), given.get("none")
        if value is None and not none:
            self.add_error("value", "Say the target, or that there is none from then on.")
        elif value is not None and none:
            self.add_error("none", "There is a target, or there is none: not both.")
        return given

    def change(self) -> dict[str, Any]:
        """The change as the action takes it."""
        value = self.cleaned_data["value"]
        return {
            "starts_on": self.cleaned_data["starts_on"],
            "value": None if value is None else float(value),
            "why": self.cleaned_data["why"],
        }
