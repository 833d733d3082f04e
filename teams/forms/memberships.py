"""Forms of who belongs to a team."""

from typing import Any

from django import forms

from redesign.lib.dates import today
from redesign.lib.form_fields import field_of
from teams.actions.memberships import said_of
from teams.enums import Discipline, TeamRole
from teams.forms.fields import PersonField
from teams.models import Membership


def _hand_over() -> forms.BooleanField:
    return forms.BooleanField(label="Hand over the lead: the present lead becomes co-lead", required=False)


class AddMemberForm(forms.Form):
    """Somebody who joins the team."""

    user = PersonField(label="Who", outsiders=True)
    role = field_of(Membership, "role", label="Role in the team", widget=forms.RadioSelect)
    discipline = forms.ChoiceField(
        label="Discipline", required=False, choices=[("", "The one on their own page"), *Discipline.choices]
    )
    joined_on = field_of(Membership, "joined_on", label="Joined on")
    hand_over = _hand_over()

    @staticmethod
    def opened_with(role: str) -> dict[str, Any]:
        """What the form shows first; a role that does not exist is left out."""
        return {"role": role if role in TeamRole.values else TeamRole.MEMBER, "joined_on": today()}


class ChangeMemberForm(forms.Form):
    """Another role or discipline."""

    role = field_of(Membership, "role", label="Role in the team", widget=forms.RadioSelect)
    discipline = field_of(Membership, "discipline")
    hand_over = _hand_over()
    saw = forms.CharField(widget=forms.HiddenInput)

    @staticmethod
    def opened_for(member: Membership) -> dict[str, Any]:
        """What the form shows first."""
        return {"role": member.role, "discipline": member.discipline, "saw": said_of(member)}

    def accept_what_is_saved(self, member: Membership) -> None:
        """After a refusal the next attempt is made knowingly: against what is saved now."""
        sent: Any = self.data  # a QueryDict
        self.data = sent.copy()
        self.data["saw"] = said_of(member)  # type: ignore[index]  # a copy may be changed


class LeaveForm(forms.Form):
    """The day somebody leaves."""

    left_on = field_of(Membership, "left_on", label="Last day", required=True)
