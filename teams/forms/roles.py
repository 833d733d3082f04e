"""Granting a role."""

from typing import Any

from django import forms

from teams.enums import Role
from teams.forms.fields import SystemField

SAYS = {
    Role.SYSTEM_LEADER: "describes a system and all below it, answers barriers raised to it, keeps its wall",
    Role.ANALYST: "writes definitions, imports and corrects data anywhere",
    Role.OVERSIGHT: "establishes and prioritises teams, shares out what is scarce",
    Role.EXECUTIVE: "answers barriers at the top of the organisation",
    Role.ADMINISTRATOR: "looks after people, roles, the tree and settings",
}


class GrantForm(forms.Form):
    """Which role, where, and why."""

    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, f"{role.label}: {SAYS[role]}") for role in Role],
        widget=forms.RadioSelect,
    )
    system = SystemField(
        label="System", required=False, empty_label="Only for a system leader", help_text="And all systems below it."
    )
    why = forms.CharField(label="Why", required=False, max_length=300, help_text="Kept in the history.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("role") == Role.SYSTEM_LEADER and not given.get("system") and "system" not in self.errors:
            self.add_error("system", "Choose the system that this person leads.")
        return given
