"""Inviting people, and accepting."""

from typing import Any

from django import forms

from redesign.lib.form_fields import field_of
from teams.enums import PARTNERS, Discipline, TeamRole
from teams.forms.fields import SystemField
from teams.models import Invitation, Team, User
from teams.permissions.organisation import can_administer
from teams.queries.invitations import SORTS, InvitationsAsked, teams_to_invite_to

STATES = [
    ("", "Waiting"),
    ("old", "Too old to be opened"),
    ("accepted", "Accepted"),
    ("withdrawn", "Withdrawn"),
    ("all", "Every invitation"),
]


class InvitationFilterForm(forms.Form):
    """Which invitations to show; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find an invitation",
        required=False,
        max_length=100,
        widget=forms.SearchInput(attrs={"placeholder": "Name, e-mail or team"}),
    )
    state = forms.ChoiceField(label="State", required=False, choices=STATES)
    sort = forms.ChoiceField(required=False, choices=[(f"{way}{key}", key) for key in SORTS for way in ("", "-")])

    def asked(self) -> InvitationsAsked:
        self.is_valid()
        said = self.cleaned_data
        return InvitationsAsked(said.get("q", "").strip(), said.get("state", ""), said.get("sort") or "-sent")


class InviteForm(forms.Form):
    """Whom to invite, and to which team. A lead may invite to the teams that they lead."""

    email = field_of(Invitation, "email")
    name = field_of(Invitation, "name")
    job_title = field_of(Invitation, "job_title")
    discipline = forms.ChoiceField(label="Discipline", choices=[("", "Choose a discipline"), *Discipline.choices])
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
        teams = teams_to_invite_to(by).select_related("system")
        if not can_administer(by):
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
