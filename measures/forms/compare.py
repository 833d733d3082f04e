"""Forms of the comparison of units."""

from collections.abc import Sequence

from django import forms

from measures.queries.compare import MONTHS, USUAL_MONTHS, Asked, Group


class CompareForm(forms.Form):
    """Which measure, over which period; a value that does not make sense is left out."""

    measure = forms.TypedChoiceField(label="Measure", required=False, coerce=int, empty_value=None)
    months = forms.TypedChoiceField(
        label="The newest", required=False, coerce=int, empty_value=USUAL_MONTHS, choices=list(MONTHS.items())
    )
    spread = forms.BooleanField(label="Allow for units that differ by more than chance", required=False)

    def __init__(self, *args, groups: Sequence[Group], chosen: Group | None, asked: Asked):
        first = {"measure": chosen.key if chosen else None, "months": asked.months, "spread": asked.spread}
        super().__init__(*args, initial=first)
        self.fields["measure"].choices = [(group.key, group.label) for group in groups]


class AskedForm(forms.Form):
    """The address as it was typed: what makes sense of it."""

    measure = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    months = forms.TypedChoiceField(required=False, coerce=int, empty_value=USUAL_MONTHS, choices=list(MONTHS.items()))
    spread = forms.BooleanField(required=False)

    def asked(self) -> Asked:
        """What the valid values ask for."""
        self.is_valid()
        said = self.cleaned_data
        return Asked(said.get("measure"), said.get("months") or USUAL_MONTHS, said.get("spread", False))
