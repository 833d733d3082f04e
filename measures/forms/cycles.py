"""Which measures a cycle watches."""

from typing import Any

from django import forms

from measures.models import Measure
from measures.queries.measures import watchable
from teams.models import Cycle


class WatchForm(forms.Form):
    """The measures of a cycle."""

    measures = forms.ModelMultipleChoiceField(
        label="Measures that will show it",
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The dates of the cycle then stand on their charts.",
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = watchable(cycle)  # type: ignore[attr-defined]  # a ModelChoiceField
