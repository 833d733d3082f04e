from decimal import Decimal

import pytest
from django import forms

from redesign.lib.form_fields import NumberField, field_of
from redesign.lib.widgets import DateInput
from teams.models import Team


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3.5", "3.5"),
        ("3,5", "3.5"),
        ("1,200", "1200"),
        ("1 200", "1200"),
        ("1,234,567.5", "1234567.5"),
        ("0,125", "0.125"),
        ("-2,5", "-2.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    assert NumberField().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["twelve", "NaN", "1e400", "inf", "1.2.3", "1,2,3"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        NumberField(max_digits=12, decimal_places=3).clean(typed)


def test_a_number_that_is_too_large_is_told_so_in_plain_words():
    with pytest.raises(forms.ValidationError, match="This number has too many digits"):
        NumberField(max_digits=12).clean("1e400")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (forms.IntegerField(max_value=100), "140", "At most 100."),
        (forms.IntegerField(min_value=6), "2", "At least 6."),
        (forms.CharField(max_length=5), "Ward round", "At most 5 characters; these are 10."),
    ],
)
def test_limits_are_told_as_people_would(field, typed, told):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [told]


def test_numbers_are_shown_without_zeros_that_say_nothing():
    assert NumberField().prepare_value(Decimal("34.000")) == "34"
    assert NumberField().prepare_value(Decimal("1200")) == "1200"
    assert NumberField().prepare_value("typed so") == "typed so"


def test_fields_take_the_words_and_controls_of_the_model():
    by, hours = field_of(Team, "aim_by"), field_of(Team, "protected_hours")
    assert (by.label, isinstance(by.widget, DateInput), hours.help_text) == ("By when", True, "Freed hours a week.")
