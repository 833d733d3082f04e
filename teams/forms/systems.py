"""Forms of the tree of systems."""

from django import forms

from redesign.lib.form_fields import field_of
from redesign.lib.versions import VersionedForm
from teams.enums import LEVEL_DEPTH, Level
from teams.forms.fields import SystemField
from teams.models import System
from teams.queries.systems import TreeFilter


class TreeFilterForm(forms.Form):
    """What to show of the tree; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a system", required=False, widget=forms.SearchInput(attrs={"placeholder": "Name or kind"})
    )
    level = forms.ChoiceField(label="Level", required=False, choices=[("", "Every level"), *Level.choices])
    supporting = forms.BooleanField(label="Supporting only", required=False)
    closed = forms.BooleanField(label="Closed ones too", required=False)

    def asked(self) -> TreeFilter:
        self.is_valid()
        said = self.cleaned_data
        return TreeFilter(
            text=said.get("q", "").strip(),
            level=said.get("level", ""),
            supporting=said.get("supporting", False),
            closed=said.get("closed", False),
        )


class SystemForm(forms.Form):
    """A new system."""

    parent = SystemField(label="Part of", required=False, empty_label="Nothing: it stands at the top")
    name = field_of(System, "name")
    level = field_of(System, "level", widget=forms.RadioSelect)
    kind = field_of(System, "kind")
    supporting = field_of(
        System, "supporting", help_text="Pharmacy, radiology, pathology and their like, which serve the others."
    )
    purpose = field_of(System, "purpose")
    patients = field_of(System, "patients")

    @staticmethod
    def opened_under(parent: System | None) -> dict:
        """What the form shows first: the level that usually stands below this parent."""
        if parent is None:
            return {"level": Level.MICRO if System.objects.exists() else Level.MACRO}
        deeper = [level for level in Level if LEVEL_DEPTH[level] > LEVEL_DEPTH[Level(parent.level)]]
        return {"parent": parent, "level": deeper[0] if deeper else Level.MICRO}


class DescribeSystemForm(VersionedForm):
    """What a system's leaders say of it; `level` and `supporting` are for administrators."""

    name = field_of(System, "name")
    kind = field_of(System, "kind")
    purpose = field_of(System, "purpose")
    patients = field_of(System, "patients")
    level = field_of(System, "level", widget=forms.RadioSelect)
    supporting = field_of(System, "supporting")

    def __init__(self, *args, whole: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not whole:
            del self.fields["level"], self.fields["supporting"]


class MoveSystemForm(forms.Form):
    """Where a system shall stand."""

    to = SystemField(label="Put it under", required=False, empty_label="Nothing: at the top of the tree")
    why = forms.CharField(label="Why", required=False, max_length=300, help_text="Kept in the history.")


class ReasonForm(forms.Form):
    """A reason, kept in the history."""

    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
