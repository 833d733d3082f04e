"""Forms of definitions: the list's filter, defining and changing a measure, and reasons."""

from typing import Any

from django import forms

from measures.actions.measures import Meaning
from measures.enums import (
    OF_SUBGROUPS,
    WITH_DENOMINATOR,
    ChartKind,
    CompassSide,
    Dimension,
    Direction,
    MeasureStatus,
    MeasureType,
)
from measures.models import Measure
from measures.queries.measures import STATES, WHOSE, MeasuresAsked
from measures.spc import RULE_SETS, default_rules, rule_set
from redesign.lib.form_fields import NumberField, field_of
from redesign.lib.versions import VersionedForm
from redesign.lib.widgets import DateInput, NumberInput
from teams.forms.fields import PersonField, ReaderForm, SystemField
from teams.models import System, Team, User
from teams.permissions.standing import standing
from teams.queries.systems import readable_systems
from teams.queries.teams import readable_teams

TEAM_KEYS = r"^\d{1,18}(,\d{1,18})*$"
"""One team or several, as an address names them."""


class MeasureFilterForm(ReaderForm):
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


CHART_GROUPS = {
    "With few points, or to begin with": (ChartKind.RUN,),
    "One measurement or figure for each period": (
        ChartKind.INDIVIDUALS, ChartKind.INDIVIDUALS_NHS, ChartKind.INDIVIDUALS_MEDIAN_CENTRE,
        ChartKind.INDIVIDUALS_MEDIAN_RANGE, ChartKind.INDIVIDUALS_BY_MEDIANS, ChartKind.MOVING_RANGE,
    ),
    "A share: so many out of so many": (ChartKind.PROPORTION, ChartKind.PROPORTION_PRIME),
    "Counts and rates": (ChartKind.COUNT, ChartKind.RATE, ChartKind.RATE_PRIME, ChartKind.RATIO),
    "Rare events": (ChartKind.BETWEEN, ChartKind.TIME_BETWEEN, ChartKind.CUSUM),
    "Several measurements for each period": (ChartKind.MEAN_OF_SUBGROUP, ChartKind.SPREAD_OF_SUBGROUP),
}  # fmt: skip
"""The kinds of chart by what is at hand, in the order in which people look for theirs."""

CHART_HELP = (
    ("Fewer than 12 points", "Run chart. Change it when there are more."),
    ("One figure a period: minutes, a score, a cost", "Individual values (XmR). The forms by medians bear a few wild points."),
    ("How steady it is from one point to the next", "Moving ranges (MR)."),
    ("Patients who had it, out of all patients", "P; with thousands of patients a period, P′."),
    ("Falls, infections: each patient may have several", "U, out of bed days; with large numbers U′. C where the bed days hardly vary."),
    ("Any ratio of two figures, such as cost out of visits", "I′."),
    ("Less than one event a period", "T for the days between two, G for the patients between two. Up is better then."),
    ("Watch closely a rare harm, among many cases", "CUSUM: it sums up, case by case, and tells early."),
    ("A sample of five results a day", "X̄ for their mean, S for their spread."),
)  # fmt: skip
"""What people have, and the chart that serves it."""


def chart_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind of chart, in groups, in as few words as a phone has room for."""
    return [(group, [(kind.value, _short(kind.label)) for kind in kinds]) for group, kinds in CHART_GROUPS.items()]


def _short(label: str) -> str:
    said = label.removeprefix("SPC chart of ").removeprefix("a ").removeprefix("the ")
    return said[:1].upper() + said[1:]


def rule_choices(stored: tuple[str, int] | None = None) -> list[tuple[str, Any]]:
    """The newest version of each rule set, as people choose it; nothing chosen means the usual one for the chart.

    Where a measure has an older version `stored`, its set is named as that version, and the newest is offered beside it.
    """
    without: list[tuple[str, str]] = []
    limits: list[tuple[str, str]] = []
    for key in dict.fromkeys(key for key, _ in RULE_SETS):
        newest = rule_set(key)
        group = limits if any(rule.needs_limits for rule in newest.rules) else without
        if stored and stored[0] == key and stored[1] != newest.version and stored in RULE_SETS:
            group.append((key, f"{RULE_SETS[stored].label}, as until now"))
            group.append((f"{key}.{newest.version}", newest.label))
        else:
            group.append((key, newest.label))
    usual = ("", "The usual: Anhøj, and three sigma where there are limits")
    return [usual, ("For run charts, and for any other", without), ("For charts with limits", limits)]


MOST_CATEGORIES = 30
LONGEST_CATEGORY = 60


class LinesField(forms.CharField):
    """A list, one a line; empty lines and repeated ones are left out."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_CATEGORIES:
            raise forms.ValidationError(f"At most {MOST_CATEGORIES} categories; these are {len(value)}.")
        for line in value:
            if len(line) > LONGEST_CATEGORY:
                raise forms.ValidationError(f"“{line[:30]}…” is too long: {LONGEST_CATEGORY} characters at most.")

    def run_validators(self, value: list[str]) -> None:
        for line in value:
            super().run_validators(line)


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
    exclusions = field_of(
        Measure, "exclusions", help_text="Such as: patients under 16, planned readmissions, transfers."
    )
    sampling = field_of(Measure, "sampling")
    source = field_of(Measure, "source")
    effort_minutes = NumberField(
        label="Minutes of work for a point",
        required=False,
        min_value=0,
        max_value=100_000,
        max_digits=12,
        help_text="To count, look up and enter it. A measure that costs an hour a week will not be kept up.",
    )
    categories = LinesField(
        label="Categories of a check sheet",
        required=False,
        help_text="One a line. Each is counted by itself, and the figure is their sum.",
    )
    collector = PersonField(
        label="Who collects it", required=False, help_text="Is reminded when a point is late, and may always enter one."
    )

    chart = forms.ChoiceField(
        label="Chart",
        choices=chart_choices,
        initial=ChartKind.RUN,
        help_text="With fewer than about 12 points a run chart says most.",
        widget=forms.Select(attrs={"data-chart-kind": ""}),
    )
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

    cusum_rate = NumberField(
        label="Expected per cent of cases",
        required=False,
        max_digits=12,
        help_text="From before, or from elsewhere. Empty: learnt from the baseline.",
    )
    cusum_odds = NumberField(
        label="Odds ratio to look out for",
        required=False,
        max_digits=12,
        initial=2,
        help_text="2: the odds of the event have doubled, or halved.",
    )
    cusum_limit = NumberField(
        label="Limit of the CUSUM",
        required=False,
        max_digits=12,
        initial=3.5,
        help_text="Higher: fewer false alarms, later warnings.",
    )

    CUSUM = ("cusum_rate", "cusum_odds", "cusum_limit")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chart = given.get("chart")
        self._clean_numbers(given)
        if chart in OF_SUBGROUPS:
            given["denominator"] = ""  # what a point is out of, is how many were measured
        if chart in WITH_DENOMINATOR and not given.get("denominator"):
            self.add_error("denominator", "This kind of chart divides by something: say out of what.")
        if chart in WITH_DENOMINATOR and not given.get("numerator"):
            self.add_error("numerator", "Say what is counted.")
        ratio = chart in WITH_DENOMINATOR or bool(given.get("denominator"))
        if not ratio:
            given["multiplier"] = 1.0
        self._clean_rules(given, chart)
        return given

    def _clean_numbers(self, given: dict[str, Any]) -> None:
        """Shares are typed as per cent; what no CUSUM is asked for takes the usual."""
        for name in (*self.CUSUM, "effort_minutes"):
            if given.get(name) is not None:
                given[name] = float(given[name])
        rate, odds, limit = (given.get(name) for name in self.CUSUM)
        given["cusum_rate"] = None if rate is None else rate / 100
        if rate is not None and not 0 < rate < 100:
            self.add_error("cusum_rate", "Between 0 and 100 per cent, without either.")
        for name, value, usual in (("cusum_odds", odds, 2.0), ("cusum_limit", limit, 3.5)):
            if value is None and name not in self.errors:
                given[name] = usual
            elif value is not None and not 0 < value < 1e6:
                self.add_error(name, "A number above 0.")
        if odds == 1:
            self.add_error("cusum_odds", "An odds ratio of 1 is no change.")

    def _clean_rules(self, given: dict[str, Any], chart: str | None) -> None:
        key, _, version = (given.get("rules") or "").partition(".")
        given["rules"] = key or (default_rules(chart) if chart else "")
        if version:
            given["rules_version"] = int(version)
        if chart == ChartKind.RUN and key and all(rule.needs_limits for rule in rule_set(key).rules):
            self.add_error("rules", "These rules go by control limits, and a run chart has none.")

    @staticmethod
    def opened_with(measure: Measure) -> dict[str, Any]:
        """What the form shows of a measure at first."""
        names = [*DefinitionForm.base_fields, "version"]
        shown = {name: getattr(measure, name) for name in names}
        shown["multiplier"], shown["decimals"] = f"{measure.multiplier:g}", str(measure.decimals)
        if measure.multiplier == 100_000:
            shown["multiplier"] = "100000"
        if measure.cusum_rate is not None:
            shown["cusum_rate"] = float(f"{100 * measure.cusum_rate:.12g}")
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
        self.fields["system"].queryset = readable_systems(user).open()  # type: ignore[attr-defined]  # a ModelChoiceField
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
        help_text="Kept in the history.",
    )
    meaning = forms.ChoiceField(
        label="Is it counted otherwise now?",
        required=False,
        choices=[("words", "No: better words for the same"), ("counted", "Yes: it is another version")],
        widget=forms.RadioSelect,
        help_text="Only where the definition, numerator, denominator, exclusions or sampling change.",
    )
    counted_from = forms.DateField(
        label="Counted so from", required=False, widget=DateInput, help_text="Empty: from today."
    )
    with_phase = forms.BooleanField(
        label="Start centre line and limits anew there",
        required=False,
        initial=True,
        help_text="Points before and after cannot be held against one another.",
    )

    def __init__(self, *args: Any, measure: Measure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["why", *DefinitionForm.base_fields])
        if measure is not None and not measure.points.exists():
            for name in ("meaning", "counted_from", "with_phase"):
                del self.fields[name]  # without points there is nothing yet that was counted in another way
        if measure is not None:
            stored = (measure.rules, measure.rules_version)
            self.fields["rules"].choices = rule_choices(stored)  # type: ignore[attr-defined]  # a ChoiceField
            if measure.targets.exists():
                del self.fields["target"]  # it changes from a day on, on a page of its own

    def fields_to_change(self) -> dict[str, Any]:
        """What the action takes: the definition, and what is said of its meaning."""
        given = super().fields_to_change()
        counted_from, with_phase = given.pop("counted_from", None), given.pop("with_phase", False)
        if "meaning" in given:
            given["meaning"] = Meaning(given["meaning"], counted_from, with_phase)
        return given

    READING = (
        "chart", "rules", "rules_version", "screen_ranges", "baseline_points", "numerator", "denominator", "multiplier",
        "direction", "decimals", "unit", "target", "cusum_rate", "cusum_odds", "cusum_limit",
    )  # fmt: skip
    """What decides how the chart is drawn and read."""

    def reading(self) -> dict[str, Any]:
        """What the form says of how the chart is read, as far as it makes sense; for looking, not for saving."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.READING if name in self.cleaned_data}

    def reading_problems(self) -> list[str]:
        """What is wrong with that, in sentences; the rest of the form may be unfinished."""
        self.is_valid()
        return [str(sentence) for name in self.READING for sentence in self.errors.get(name, [])]


class ReasonForm(forms.Form):
    """A reason, kept in the history."""

    why = forms.CharField(label="Why", max_length=300)
