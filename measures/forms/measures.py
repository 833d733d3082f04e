"""Forms of definitions: the list's filter, defining and changing a measure, and reasons."""

from typing import Any

from django import forms

from measures.enums import WITH_DENOMINATOR, CompassSide, Dimension, Direction, MeasureStatus, MeasureType
from measures.models import Measure
from measures.queries.measures import STATES, WHOSE, MeasuresAsked
from measures.spc import RULE_SETS, default_rules, rule_set
from redesign.lib.form_fields import field_of
from redesign.lib.versions import VersionedForm
from redesign.lib.widgets import NumberInput
from teams.forms.fields import PersonField, SystemField
from teams.models import System, Team, User
from teams.permissions.standing import standing
from teams.queries.teams import readable_teams

TEAM_KEYS = r"^\d{1,18}(,\d{1,18})*$"
"""One team or several, as an address names them."""


class MeasureFilterForm(forms.Form):
    """Which measures to list; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a measure",
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": "Name or definition"}),
    )
    state = forms.ChoiceField(label="State", required=False, choices=list(STATES.items()))
    whose = forms.ChoiceField(label="Whose", required=False, choices=list(WHOSE.items()))
    type = forms.ChoiceField(label="Type", required=False, choices=[("", "Every type"), *MeasureType.choices])
    dimension = forms.ChoiceField(
        label="Dimension", required=False, choices=[("", "Every dimension"), *Dimension.choices]
    )
    system = SystemField(label="System", required=False, closed=True, empty_label="Every system")
    team = forms.RegexField(TEAM_KEYS, required=False, max_length=8000, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def asked(self) -> MeasuresAsked:
        """What the valid values ask for."""
        self.is_valid()
        said = self.cleaned_data
        return MeasuresAsked(
            text=said.get("q", "").strip(),
            state=said.get("state", ""),
            whose=said.get("whose", ""),
            type=said.get("type", ""),
            dimension=said.get("dimension", ""),
            system=said.get("system"),
            teams=tuple(map(int, filter(None, said.get("team", "").split(",")))),
            sort=said.get("sort") or "name",
        )


SHOWN_AS = {
    "1": "As it is",
    "100": "Per cent",
    "1000": "Per 1,000",
    "10000": "Per 10,000",
    "100000": "Per 100,000",
}
"""How a ratio is shown: times this."""

FIRST_STATES = [choice for choice in MeasureStatus.choices if choice[0] != MeasureStatus.RETIRED]


def rule_choices() -> list[tuple[str, str]]:
    """The newest version of each rule set, as people choose it; nothing chosen means the usual one for the chart."""
    usual = ("", "The usual: Anhøj, and three sigma where there are limits")
    return [usual, *((key, rule_set(key).label) for key in dict.fromkeys(key for key, _ in RULE_SETS))]


class DefinitionForm(forms.Form):
    """What a definition says, in four parts: what, how, where from, and how the chart is read."""

    name = field_of(Measure, "name", help_text="Short, as people say it: “Time to first antibiotic dose”.")
    type = field_of(Measure, "type", widget=forms.RadioSelect)
    direction = forms.ChoiceField(label="Direction of improvement", choices=Direction.choices, widget=forms.RadioSelect)
    dimension = forms.ChoiceField(label="Dimension of quality", choices=[("", "Choose one"), *Dimension.choices])
    compass_side = forms.ChoiceField(
        label="Side of the value compass", required=False, choices=[("", "None of them"), *CompassSide.choices]
    )
    whole_system = field_of(Measure, "whole_system")
    status = forms.ChoiceField(
        label="How settled is it?",
        choices=FIRST_STATES,
        widget=forms.RadioSelect,
        initial=MeasureStatus.TRIAL,
        help_text="A new measure is tried out first; imperfect data are welcome.",
    )

    operational_definition = field_of(Measure, "operational_definition", widget=forms.Textarea(attrs={"rows": 4}))
    frequency = field_of(Measure, "frequency")
    unit = field_of(Measure, "unit")
    decimals = forms.TypedChoiceField(
        label="Decimals shown", choices=[(str(count), str(count)) for count in range(5)], coerce=int, initial="1"
    )
    target = forms.FloatField(
        label="Target", required=False, widget=NumberInput, help_text="As it is shown on the chart: 90 for 90 per cent."
    )
    source = field_of(Measure, "source")
    collector = PersonField(
        label="Who collects it", required=False, help_text="Is reminded when a point is late, and may always enter one."
    )

    chart = field_of(Measure, "chart", help_text="With fewer than about 12 points a run chart says most.")
    numerator = field_of(Measure, "numerator", help_text="For proportions and rates: what is counted.")
    denominator = field_of(Measure, "denominator", help_text="For proportions and rates: out of what.")
    multiplier = forms.TypedChoiceField(
        label="Shown as",
        choices=list(SHOWN_AS.items()),
        coerce=float,
        initial="1",
        help_text="For proportions and rates.",
    )
    rules = forms.ChoiceField(
        label="Rules that tell special from common cause",
        required=False,
        choices=rule_choices,
        help_text="One set reads the chart; sets are never added up, because each rule adds false alarms.",
    )
    baseline_points = forms.IntegerField(
        label="Points in the baseline",
        required=False,
        min_value=6,
        max_value=1000,
        help_text="Centre line and limits learn from the first so many points and then stand. Empty: from all points.",
    )
    screen_ranges = field_of(
        Measure, "screen_ranges", help_text="Off in NHS England's tool, on in some programs; limits get narrower."
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chart = given.get("chart")
        if chart in WITH_DENOMINATOR and not given.get("denominator"):
            self.add_error("denominator", "This kind of chart divides by something: say out of what.")
        if chart in WITH_DENOMINATOR and not given.get("numerator"):
            self.add_error("numerator", "Say what is counted.")
        ratio = chart in WITH_DENOMINATOR or bool(given.get("denominator"))
        if not ratio:
            given["multiplier"] = 1.0
        if chart and not given.get("rules"):
            given["rules"] = default_rules(chart)
        return given

    @staticmethod
    def opened_with(measure: Measure) -> dict[str, Any]:
        """What the form shows of a measure at first."""
        names = [*DefinitionForm.base_fields, "version"]
        shown = {name: getattr(measure, name) for name in names}
        shown["multiplier"], shown["decimals"] = f"{measure.multiplier:g}", str(measure.decimals)
        if measure.multiplier == 100_000:
            shown["multiplier"] = "100000"
        return shown


class NewMeasureForm(DefinitionForm):
    """A new measure of a team or a system."""

    team = forms.ModelChoiceField(
        label="Team", queryset=Team.objects.none(), required=False, empty_label="No team: it belongs to the system"
    )
    system = SystemField(label="System", required=False, empty_label="The team's own system")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = readable_teams(user).exclude(state="closed").select_related(None).order_by("name")
        mine = standing(user)
        if not mine.has("analyst"):  # type: ignore[arg-type]  # a Role is its text
            teams = teams.filter(pk__in=mine.teams) | teams.filter(system__in=mine.systems_led)
        self.fields["team"].queryset = teams.distinct()  # type: ignore[attr-defined]  # a ModelChoiceField
        self.order_fields(["name", "team", "system"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        team: Team | None = given.get("team")
        if team is not None:
            given["system"] = team.system
        elif not given.get("system"):
            self.add_error("team", "Choose the team or the system that it belongs to.")
        return given

    def place(self) -> tuple[System, Team | None]:
        """Where the measure shall stand."""
        return self.cleaned_data["system"], self.cleaned_data.get("team")

    def definition(self) -> dict[str, Any]:
        """What it says."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("team", "system")}


class EditMeasureForm(DefinitionForm, VersionedForm):
    """Another version of a definition."""

    why = forms.CharField(
        label="What changed, and why",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "Such as: counts from triage now, not from arrival"}),
        help_text="Kept in the history. If it is measured otherwise now, start a new phase on the chart too.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["why", *DefinitionForm.base_fields])


class ReasonForm(forms.Form):
    """A reason, kept in the history."""

    why = forms.CharField(label="Why", max_length=300)
