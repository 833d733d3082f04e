"""Forms of redesign teams."""

from typing import Any

from django import forms

from redesign.lib.form_fields import field_of
from redesign.lib.versions import VersionedForm
from redesign.lib.widgets import DateInput
from teams.enums import PROGRESS_STEPS, Permanence, TeamState
from teams.forms.fields import PersonField, ReaderForm, SystemField, SystemsField
from teams.models import ProgressScore, StateChange, Team
from teams.queries.teams import TeamsAsked

LIST_STATES = [("", "Every state"), ("running", "At work"), *TeamState.choices]


class TeamFilterForm(ReaderForm):
    """Which teams to list; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a team", required=False, widget=forms.SearchInput(attrs={"placeholder": "Name or aim"})
    )
    state = forms.ChoiceField(label="State", required=False, choices=LIST_STATES)
    system = SystemField(label="System, with all below it", required=False, closed=True, empty_label="Every system")

    def asked(self) -> TeamsAsked:
        self.is_valid()
        said = self.cleaned_data
        return TeamsAsked(
            text=said.get("q", "").strip(), state=said.get("state", ""), system=said.get("system") or None
        )


class ProposalForm(forms.Form):
    """What somebody says who proposes a team: what is the matter, where, and for whom it would be better."""

    name = field_of(
        Team, "name", label="A name for the team", help_text="Short, as people would say it: ‘Home before noon’."
    )
    system = SystemField(label="Where is its home?", help_text="The system whose work it would redesign.")
    problem = field_of(Team, "problem", label="What is the matter?")
    aim_what = field_of(Team, "aim_what", label="What would be better?", help_text="Such as ‘discharges before noon’.")
    aim_for_whom = field_of(Team, "aim_for_whom", label="For whom?", help_text="Such as ‘patients on the acute wards’.")
    permanence = field_of(Team, "permanence", label="For how long?", widget=forms.RadioSelect)
    why = forms.CharField(
        label="Why now, and who might lead it?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CharterForm(VersionedForm):
    """The charter: why, aim, efficiency aim, scope, people and time."""

    name = field_of(Team, "name")
    system = SystemField(label="Home", help_text="The system whose work it redesigns.")
    touches = SystemsField(
        label="Other systems that its work reaches", required=False, widget=forms.CheckboxSelectMultiple
    )
    permanence = field_of(Team, "permanence", label="For how long?", widget=forms.RadioSelect)
    problem = field_of(Team, "problem")
    aim_what = field_of(Team, "aim_what", help_text="Such as ‘discharges before noon’ or ‘falls with harm’.")
    aim_for_whom = field_of(Team, "aim_for_whom", help_text="Such as ‘patients on the acute wards’.")
    aim_from = field_of(Team, "aim_from", help_text="Where it stands today.")
    aim_to = field_of(Team, "aim_to")
    aim_unit = field_of(Team, "aim_unit", help_text="Such as %, days, minutes, per 1,000 bed days.")
    aim_by = field_of(Team, "aim_by")
    efficiency_what = field_of(
        Team, "efficiency_what", help_text="Such as ‘bed days’, ‘repeat tests’, ‘staff overtime’."
    )
    efficiency_from = field_of(Team, "efficiency_from")
    efficiency_to = field_of(Team, "efficiency_to")
    efficiency_unit = field_of(Team, "efficiency_unit")
    scope_in = field_of(Team, "scope_in")
    scope_out = field_of(Team, "scope_out")
    sponsor = PersonField(label="Sponsor", required=False, help_text="Somebody senior who opens doors.")
    protected_hours = field_of(Team, "protected_hours")
    starts_on = field_of(Team, "starts_on")
    ends_on = field_of(Team, "ends_on")

    @staticmethod
    def opened_for(team: Team) -> dict[str, Any]:
        """What the form shows first: the charter as it is saved."""
        names = [name for name in CharterForm.base_fields if name not in {"touches", "version"}]
        return {
            "version": team.version,
            "touches": list(team.also_touches.values_list("pk", flat=True)),
            **{name: getattr(team, name) for name in names},
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("permanence") == Permanence.PERMANENT and said.get("ends_on"):
            self.add_error("ends_on", "A permanent team has no last day.")
        return said


STATE_WORDS = {
    TeamState.CHARTERED: "Chartered: back to the charter",
    TeamState.ACTIVE: "Active: test changes and collect data",
    TeamState.SUSTAINING: "Sustaining: hold the gains",
    TeamState.PAUSED: "Paused: rest for a while",
    TeamState.CLOSED: "Closed: end the team's work",
}


class StateForm(forms.Form):
    """Another state for the team, with the reason."""

    to = forms.ChoiceField(label="The team should be", widget=forms.RadioSelect)
    why = forms.CharField(label="Why", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    learnt = field_of(
        StateChange,
        "learnt",
        label="What was learnt so far?",
        help_text="Needed when a team closes; welcome when it pauses or starts again.",
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state, STATE_WORDS[state]) for state in team.next_states]  # type: ignore[attr-defined]  # a ChoiceField


class DecisionForm(forms.Form):
    """The oversight group's answer to a request."""

    granted = forms.TypedChoiceField(
        label="Decision", widget=forms.RadioSelect, coerce=lambda value: value == "yes", choices=()
    )
    answer = forms.CharField(
        label="Reason",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed when you decline; the people who asked read it.",
    )

    def __init__(self, *args: Any, yes: str = "Grant it", no: str = "Decline it", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["granted"].choices = [("yes", yes), ("no", no)]  # type: ignore[attr-defined]  # a ChoiceField


class EstablishForm(DecisionForm):
    """The answer to a proposal; whoever establishes a team names the person who leads it."""

    lead = PersonField(
        label="Lead",
        required=False,
        outsiders=True,
        help_text="Usually a clinician. Needed when you establish the team.",
    )
    sponsor = PersonField(label="Sponsor", required=False, help_text="Somebody senior who opens doors.")
    coach = PersonField(label="Coach", required=False)


class ProgressForm(forms.Form):
    """How far the team has come, on the scale from 0.5 to 5."""

    score = forms.ChoiceField(
        label="Where does the team stand?",
        widget=forms.RadioSelect,
        choices=[(step, f"{step} {name}: {meaning}") for step, (name, meaning) in PROGRESS_STEPS.items()],
    )
    note = field_of(ProgressScore, "note", label="What makes you say so?", widget=forms.Textarea(attrs={"rows": 3}))
    scored_on = field_of(ProgressScore, "scored_on", label="Day", widget=DateInput)
