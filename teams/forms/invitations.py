"""Inviting people, and accepting."""

import csv
import io
from typing import Any

from django import forms

from redesign.lib.form_fields import field_of
from redesign.lib.reading import MOST_BYTES, Table, Unreadable, read_file, read_text
from teams.enums import PARTNERS, Discipline, TeamRole
from teams.forms.fields import SystemField
from teams.models import Invitation, Team, User
from teams.permissions.organisation import can_administer
from teams.permissions.standing import standing


class InviteForm(forms.Form):
    """Whom to invite, and to which team. A lead may invite to the teams that they lead."""

    email = field_of(Invitation, "email")
    name = field_of(Invitation, "name")
    job_title = field_of(Invitation, "job_title")
    discipline = forms.ChoiceField(label="Discipline", choices=Discipline, initial=Discipline.NURSE)
    works_in = SystemField(label="Works in", required=False, empty_label="Not said")
    team = forms.ModelChoiceField(
        Team.objects.none(), label="Joins the team", required=False, empty_label="No team yet"
    )
    team_role = forms.ChoiceField(label="In the team as", choices=TeamRole, initial=TeamRole.MEMBER)
    is_outsider = forms.BooleanField(
        label="Patient or family partner, or another outsider",
        required=False,
        help_text="Sees only the teams that they belong to.",
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.standing().select_related("system")
        if not can_administer(by):
            teams = teams.filter(pk__in=[team for team in standing(by).teams if standing(by).leads(team)])
            self.fields["team"].required = True
            self.fields["team"].empty_label = "Choose a team"  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["is_outsider"] = given.get("is_outsider", False) or given.get("discipline") in PARTNERS
        return given


class AcceptForm(forms.Form):
    """The name as it shall be shown, and a password."""

    name = field_of(User, "name", label="Your name")
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text="Ten characters or more. A few words together are easy to remember and hard to guess.",
    )


class PeopleImportForm(forms.Form):
    """A spreadsheet, or what was copied from one. `table()` is what it holds."""

    file = forms.FileField(label="A CSV or Excel file", required=False)
    pasted = forms.CharField(
        label="Or paste the cells here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sent, pasted = given.get("file"), given.get("pasted", "")
        try:
            if sent and sent.size > MOST_BYTES:
                raise Unreadable(f"The file is larger than {MOST_BYTES // 1024**2} MB.")
            if sent:
                given["table"] = read_file(sent.read(), sent.name)
            elif pasted.strip():
                given["table"] = read_text(pasted)
            elif not self.errors:
                self.add_error("file", "Choose a file, or paste the cells.")
        except Unreadable as wrong:
            self.add_error("file" if sent else "pasted", wrong.sentence)
        return given


def as_text(table: Table) -> str:
    """The table as tab-separated text: what a confirmed import sends again, since no upload is kept."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerows([table.columns, *table.rows])
    return buffer.getvalue()
