"""Forms of shared resources, and the filters of their heat map."""

from django import forms

from oversight.enums import ResourceKind
from oversight.models import Capacity, Resource
from oversight.queries.resources import ResourceFilter
from redesign.lib.form_fields import field_of
from redesign.lib.versions import VersionedForm
from redesign.lib.widgets import DateInput
from teams.forms.fields import PersonField


class ResourceFilterForm(forms.Form):
    """Which resources to show; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a resource", required=False, widget=forms.SearchInput(attrs={"placeholder": "Name or person"})
    )
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Every kind"), *ResourceKind.choices])
    over = forms.BooleanField(label="Overloaded only", required=False)
    sort = forms.ChoiceField(
        label="Order", required=False, choices=[("", "By name"), ("-over", "Most overloaded first")]
    )

    def asked(self) -> ResourceFilter:
        self.is_valid()
        said = self.cleaned_data
        return ResourceFilter(
            text=said.get("q", "").strip(),
            kind=said.get("kind", ""),
            over=said.get("over", False),
            sort=said.get("sort", ""),
        )


class ResourceForm(forms.Form):
    """Something scarce that teams share."""

    name = field_of(
        Resource, "name", help_text="As people call it: informatics development, theatre 3, backfill money."
    )
    kind = field_of(Resource, "kind", widget=forms.RadioSelect)
    unit = field_of(Resource, "unit", help_text="What is counted: hours, pounds, half-days, slots.")
    weekly_capacity = field_of(Resource, "weekly_capacity", label="How much there is in a usual week", min_value=0)
    person = PersonField(label="Whose hours these are", required=False, help_text="Where it is one person's time.")
    description = field_of(Resource, "description", help_text="What it can and cannot be used for.")


class EditResourceForm(ResourceForm, VersionedForm):
    """The same of one that is there."""


class CapacityForm(forms.Form):
    """Some weeks in which there is more or less than usual."""

    first_week = forms.DateField(label="From the week of", widget=DateInput, help_text="Any day of that week.")
    last_week = forms.DateField(
        label="To the week of", widget=DateInput, required=False, help_text="Empty for one week only."
    )
    amount = field_of(Capacity, "amount", label="How much there is in each of these weeks", min_value=0)
    why = field_of(Capacity, "why", required=True, help_text="Leave, a closure, extra money.")

    def clean(self) -> None:
        self.cleaned_data["last_week"] = self.cleaned_data.get("last_week") or self.cleaned_data.get("first_week")
