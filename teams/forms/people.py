"""Forms about people: their own account, what an administrator writes, filters, passwords."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm as DjangosPasswordChangeForm

from redesign.lib.form_fields import field_of
from redesign.lib.versions import VersionedForm
from teams.enums import Discipline, Role, TeamRole, Theme, Words
from teams.forms.fields import SystemField
from teams.models import User
from teams.queries.people import SORTS, PeopleFilter

ROLES = [
    ("", "Any role"),
    ("In the organisation", [*Role.choices, ("none", "No role")]),
    ("In a team", TeamRole.choices),
]
ACCOUNTS = [("", "Open accounts"), ("partners", "Partners"), ("closed", "Closed accounts"), ("all", "All accounts")]


class PeopleFilterForm(forms.Form):
    """Which people to show; a value that does not make sense is left out."""

    q = forms.CharField(label="Find a person", required=False, max_length=100, widget=forms.SearchInput(attrs={"placeholder": "Name, job or e-mail"}))  # fmt: skip
    role = forms.ChoiceField(label="Role", required=False, choices=ROLES)
    discipline = forms.ChoiceField(label="Discipline", required=False, choices=[("", "Any discipline"), *Discipline.choices])  # fmt: skip
    system = SystemField(label="Works in", required=False, empty_label="Anywhere", closed=True)
    account = forms.ChoiceField(label="Account", required=False, choices=ACCOUNTS)
    sort = forms.ChoiceField(required=False, choices=[(f"{way}{key}", key) for key in SORTS for way in ("", "-")])

    def asked(self) -> PeopleFilter:
        self.is_valid()
        said = self.cleaned_data
        system = said.get("system")
        return PeopleFilter(
            text=said.get("q", "").strip(),
            role=said.get("role", ""),
            discipline=said.get("discipline", ""),
            system_id=system.pk if system else None,
            account=said.get("account", ""),
            sort=said.get("sort") or "name",
        )


class AccountForm(VersionedForm):
    """What a person says of themselves, and how they read pages."""

    name = field_of(User, "name", label="Your name")
    job_title = field_of(User, "job_title")
    discipline = field_of(User, "discipline")
    words = forms.ChoiceField(
        label="Words",
        choices=Words,
        widget=forms.RadioSelect,
        help_text="Read “PDSA cycle” or “small test”, “control limits” or “usual range”. The page of words has all pairs.",
    )
    theme = forms.ChoiceField(label="Light", choices=Theme, widget=forms.RadioSelect)
    wants_reminders = forms.BooleanField(
        label="E-mail me reminders",
        required=False,
        help_text="When your data are late (one a day at most), a barrier waits for you, or something was decided in your teams.",
    )


class PersonForm(VersionedForm):
    """What an administrator writes of a person."""

    name = field_of(User, "name")
    email = field_of(User, "email", help_text="They sign in with this address.")
    job_title = field_of(User, "job_title")
    discipline = field_of(User, "discipline")
    works_in = SystemField(label="Works in", required=False, empty_label="Not said")
    is_outsider = field_of(User, "is_outsider", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["works_in"].widget.attrs["autocomplete"] = "off"


class PasswordForm(DjangosPasswordChangeForm):
    """The old password, and the new one twice."""

    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].widget.attrs.pop("autofocus", None)


class ReasonForm(forms.Form):
    """Why something is done; kept in the audit history."""

    why = forms.CharField(label="Why", required=False, max_length=300, help_text="Kept in the history.")
