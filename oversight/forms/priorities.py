"""Forms of strategic priorities and criteria."""

from django import forms

from oversight.models import Criterion, StrategicPriority
from redesign.lib.form_fields import field_of
from redesign.lib.versions import VersionedForm
from teams.forms.fields import PersonField


class PriorityForm(forms.Form):
    """A new strategic priority."""

    name = field_of(StrategicPriority, "name", help_text="What the organisation wants, in a few words.")
    description = field_of(StrategicPriority, "description", help_text="What would be different, and for whom.")
    weight = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(1, 6)],
        coerce=int,
        initial=3,
        widget=forms.RadioSelect,
        help_text="5 counts five times as much as 1.",
    )
    owner = PersonField(label="Who answers for it", required=False)
    starts_on = field_of(StrategicPriority, "starts_on", label="From")
    ends_on = field_of(StrategicPriority, "ends_on", label="To")

    def clean(self) -> None:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "A strategic priority must end after it starts.")


class EditPriorityForm(PriorityForm, VersionedForm):
    """The same of one that is there."""


class CriterionForm(forms.Form):
    """A new criterion."""

    name = field_of(Criterion, "name", help_text="Such as: gain for patients.")
    question = field_of(
        Criterion, "question", help_text="What the group asks of every team, from 0 (not at all) to 5 (fully)."
    )
    weight = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in range(1, 11)],
        coerce=int,
        initial=3,
        widget=forms.RadioSelect,
        help_text="10 counts ten times as much as 1.",
    )


class EditCriterionForm(CriterionForm, VersionedForm):
    """The same of one that is there."""
