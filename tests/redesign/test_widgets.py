from django import forms
from django.test import SimpleTestCase

from redesign.lib.widgets import LongSelect

CHOICES = [("", "Nothing"), (1, "Ward <7>"), (2, "Theatres & recovery")]


def page(widget, value):
    class Form(forms.Form):
        ward = forms.ChoiceField(choices=CHOICES, widget=widget)

    bound = Form(initial={"ward": value})["ward"]
    return bound.as_widget(attrs={"class": "form-select"})


def test_a_long_list_is_written_as_django_writes_a_short_one():
    for value in (None, "", 1, "2", 9):
        SimpleTestCase().assertHTMLEqual(page(LongSelect, value), page(forms.Select, value))
