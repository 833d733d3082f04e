"""The form that asks how a measure looked on a day."""

from django import forms

from redesign.lib.widgets import DateInput


class DayForm(forms.Form):
    """A day gone by; one that makes no sense is left out."""

    on = forms.DateField(label="As it looked on", required=False, widget=DateInput)
