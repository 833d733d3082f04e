"""Forms of a measure's groups of people: setting them up, their figures of a period, a file of them, and the gap."""

from collections.abc import Sequence
from typing import Any

from django import forms

from measures.actions.strata import Figure, Named
from measures.forms.imports import MappingForm
from measures.gaps import Between, Told
from measures.models import Measure, Stratum
from measures.queries.strata import GroupEntry
from measures.reading import Mapping, Table
from redesign.lib.form_fields import NumberField
from redesign.lib.versions import VersionedForm

LARGEST_NUMBER = 1000
NAME_LENGTH = 60


class StrataForm(VersionedForm):
    """What the groups differ by, which they are, and how small a count may be shown."""

    stratified_by = forms.CharField(
        label="The groups differ by",
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Such as: deprivation, age, sex, ethnicity or language"}),
    )
    more = forms.CharField(
        label="Groups, one on each line",
        max_length=2000,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 5, "placeholder": "Most deprived fifth\nSecond fifth\nMiddle fifth\nFourth fifth\nLeast deprived fifth"}
        ),
        help_text="In their order: the gap lies between the first and the last.",
    )  # fmt: skip
    suppress_below = forms.IntegerField(
        label="Show no count below",
        min_value=0,
        max_value=LARGEST_NUMBER,
        help_text="So that nobody can be recognised. 5 is usual; 0 shows everything.",
    )

    def __init__(self, *args: Any, strata: Sequence[Stratum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strata = strata
        for place, stratum in enumerate(strata, start=1):
            self.fields[f"place_{stratum.pk}"] = forms.IntegerField(
                label=f"Place of {stratum.name}", min_value=1, max_value=99, initial=place
            )
            self.fields[f"name_{stratum.pk}"] = forms.CharField(
                label=f"Group {place}", max_length=NAME_LENGTH, required=False, initial=stratum.name
            )
        if strata:
            self.fields["more"].label = "More groups, one on each line"
            self.fields["more"].help_text = ""
            self.fields["more"].widget.attrs.update({"rows": 2, "placeholder": ""})

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Place and name of each group there is."""
        return [(self[f"place_{stratum.pk}"], self[f"name_{stratum.pk}"]) for stratum in self.strata]

    def clean_more(self) -> list[str]:
        lines = [line.strip() for line in str(self.cleaned_data["more"]).splitlines() if line.strip()]
        long = next((line for line in lines if len(line) > NAME_LENGTH), None)
        if long is not None:
            raise forms.ValidationError(f"“{long[:20]}…” is longer than {NAME_LENGTH} characters.")
        return lines

    def set_up(self) -> dict[str, Any]:
        """What the form says, as the action takes it."""
        said = self.cleaned_data
        there = sorted(self.strata, key=lambda stratum: said[f"place_{stratum.pk}"])
        groups = [Named(said[f"name_{stratum.pk}"], stratum.pk) for stratum in there]
        groups += [Named(name) for name in said["more"]]
        return {
            "version": said["version"],
            "stratified_by": said["stratified_by"],
            "suppress_below": said["suppress_below"],
            "groups": groups,
        }

    @staticmethod
    def opened_with(measure: Measure) -> dict[str, Any]:
        """What the form shows at first."""
        names = ("version", "stratified_by", "suppress_below")
        return {name: getattr(measure, name) for name in names}


class GroupFiguresForm(forms.Form):
    """A row for each group: its figure of the chosen period. What is left empty stays as it is."""

    period = forms.DateField(label="For")

    def __init__(self, *args: Any, entry: GroupEntry, denominators: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry, self.denominators = entry, denominators
        self.fields["period"].widget = forms.HiddenInput()
        self.fields["period"].initial = entry.chosen.isoformat()
        for stratum in entry.strata:
            self.fields[f"value_{stratum.pk}"] = NumberField(
                label=f"{stratum.name}: how many" if denominators else stratum.name, required=False, max_digits=18
            )
            if denominators:
                self.fields[f"denominator_{stratum.pk}"] = NumberField(
                    label=f"{stratum.name}: out of", required=False, max_digits=18
                )
            if stratum.pk in entry.known:
                self.fields[f"remove_{stratum.pk}"] = forms.BooleanField(
                    label=f"Take out that of {stratum.name}", required=False
                )

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each group, for the page."""
        return [
            {
                "name": stratum.name,
                "fields": [
                    self[name] for name in (f"value_{stratum.pk}", f"denominator_{stratum.pk}") if name in self.fields
                ],
                "known": stratum.pk in self.entry.known,
            }
            for stratum in self.entry.strata
        ]

    def removals(self) -> list[forms.BoundField]:
        """What may be taken out."""
        return [self[name] for name in self.fields if name.startswith("remove_")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for stratum in self.entry.strata:
            value, out_of = given.get(f"value_{stratum.pk}"), given.get(f"denominator_{stratum.pk}")
            if self.denominators and value is None and out_of is not None and f"value_{stratum.pk}" not in self.errors:
                self.add_error(f"value_{stratum.pk}", f"Say how many of {stratum.name} too.")
        if not self.errors and not self.figures() and not self.removed():
            raise forms.ValidationError("Enter the figure of at least one group.")
        return given

    def figures(self) -> dict[int, Figure]:
        """What was typed, by the key of the group."""
        found = {}
        for stratum in self.entry.strata:
            value = self.cleaned_data.get(f"value_{stratum.pk}")
            out_of = self.cleaned_data.get(f"denominator_{stratum.pk}")
            if value is not None:
                found[stratum.pk] = Figure(float(value), None if out_of is None else float(out_of))
        return found

    def removed(self) -> list[int]:
        """The groups whose figure is to be taken out."""
        return [stratum.pk for stratum in self.entry.strata if self.cleaned_data.get(f"remove_{stratum.pk}")]


class GroupColumnsForm(forms.Form):
    """Which column of a long table is what."""

    group = forms.TypedChoiceField(label="Groups", coerce=int)
    period = forms.TypedChoiceField(label="Dates", coerce=int)
    value = forms.TypedChoiceField(label="Figures", coerce=int)
    denominator = forms.TypedChoiceField(label="Out of (denominator)", coerce=int)
    order = MappingForm.base_fields["order"]
    decimal = MappingForm.base_fields["decimal"]

    COLUMNS = ("group", "period", "value", "denominator")

    def __init__(self, *args: Any, table: Table, denominators: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", "Choose a column"), *((str(place), name) for place, name in enumerate(table.columns))]
        if not denominators:
            del self.fields["denominator"]
        for name in self.fields.keys() & set(self.COLUMNS):
            field = self.fields[name]
            field.choices = columns  # type: ignore[attr-defined]  # a ChoiceField
            field.error_messages["required"] = "Say which column this is."

    def mapping(self) -> Mapping:
        """The columns, as the reader takes them."""
        said = self.cleaned_data
        order, decimal = said["order"] or None, said["decimal"] or None
        return Mapping(said["period"], said["value"], said.get("denominator"), order=order, decimal=decimal)


class GapForm(forms.Form):
    """How the gap is told; a value that does not make sense is left out."""

    between = forms.ChoiceField(label="Between", required=False)
    told = forms.ChoiceField(
        label="Told as", required=False, choices=[(Told.DIFFERENCE.value, "Difference"), (Told.RATIO.value, "Ratio")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["between"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (Between.ENDS.value, "First and last"),
            (Between.EXTREMES.value, "Highest and lowest"),
        ]

    def asked(self) -> tuple[Between, Told]:
        """What the valid values ask for."""
        self.is_valid()
        between, told = self.cleaned_data.get("between"), self.cleaned_data.get("told")
        return Between(between or Between.ENDS), Told(told or Told.DIFFERENCE)
