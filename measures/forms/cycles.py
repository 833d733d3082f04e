"""Which measures a cycle watches."""

from collections.abc import Iterable
from typing import Any

from django import forms

from measures.models import Measure
from measures.queries.measures import watchable
from teams.models import Cycle, User


class WatchForm(forms.Form):
    """The measures of a cycle."""

    measures = forms.ModelMultipleChoiceField(
        label="Measures that will show it",
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The dates of the cycle then stand on their charts.",
    )

    seen = forms.RegexField(r"^[0-9]{1,18}(,[0-9]{1,18})*$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cycle: Cycle, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = watchable(cycle, reader)  # type: ignore[attr-defined]  # a ModelChoiceField

    @staticmethod
    def opened_with(watched: Iterable[int]) -> dict[str, Any]:
        """What the form shows first: the measures that the cycle watches now."""
        keys = sorted(watched)
        return {"measures": keys, "seen": ",".join(map(str, keys))}

    def chosen(self) -> dict[str, Any]:
        """The measures that the cycle shall watch, and the keys of those that it watched when the form was opened."""
        seen = self.cleaned_data["seen"]
        return {"measures": list(self.cleaned_data["measures"]), "seen": [int(key) for key in seen.split(",") if key]}
