"""Forms of a data wall."""

from typing import Any

from django import forms

from measures.models import Measure
from redesign.lib.versions import VersionedForm
from teams.enums import Level


class WallForm(VersionedForm):
    """The wall's own title and how long a page stays."""

    title = forms.CharField(
        label="Title", required=False, max_length=120, help_text="When empty, the name of the system."
    )
    seconds_a_page = forms.IntegerField(
        label="A page stays for",
        min_value=5,
        max_value=600,
        help_text="With more than twelve measures the wall turns its pages by itself.",
    )


class TileForm(VersionedForm):
    """One thing to do with the wall's measures: what, and which measure where it is about one."""

    DEEDS = ("add", "remove", "up", "down", "begin", "itself")

    do = forms.ChoiceField(choices=[(deed, deed) for deed in DEEDS])
    measure = forms.ModelChoiceField(
        queryset=Measure.objects.all(),
        required=False,
        error_messages={"invalid_choice": "This measure is not there any more."},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("do") in {"add", "remove", "up", "down"} and not given.get("measure") and not self.errors:
            raise forms.ValidationError("Choose a measure.")
        return given


class WallsFilterForm(forms.Form):
    """Which walls to list; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a wall", required=False, widget=forms.SearchInput(attrs={"placeholder": "Name of the system"})
    )
    level = forms.ChoiceField(label="Level", required=False, choices=[("", "Every level"), *Level.choices])

    def asked(self) -> dict[str, str]:
        """Text and level, as far as they make sense."""
        self.is_valid()
        return {"text": self.cleaned_data.get("q", "").strip(), "level": self.cleaned_data.get("level", "")}
