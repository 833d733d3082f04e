"""The form of a measure's parts."""

from django import forms
from django.db.models import QuerySet

from measures.models import Measure
from measures.queries.cascades import part_label


class PartField(forms.ModelMultipleChoiceField):
    """Measures to tick, each told with its system."""

    def label_from_instance(self, obj: Measure) -> str:
        return part_label(obj)


class PartsForm(forms.Form):
    """Which of the measures that are offered roll up into this one."""

    parts = PartField(
        label="Measures that roll up into this one",
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of these cannot be a part any more: look at the list again."},
    )

    def __init__(self, *given: object, offered: QuerySet[Measure], **named: object):
        super().__init__(*given, **named)  # type: ignore[arg-type]  # passed on as they came
        self.fields["parts"].queryset = offered  # type: ignore[attr-defined]  # the field of this form


class LookForPartsForm(forms.Form):
    """What to look for among the measures of lower systems."""

    q = forms.CharField(
        label="Find measures of the systems below",
        required=False,
        max_length=160,
        widget=forms.SearchInput(attrs={"placeholder": "Name or system"}),
    )

    def text(self) -> str:
        """What is looked for, or nothing."""
        return self.cleaned_data.get("q", "").strip() if self.is_valid() else ""
