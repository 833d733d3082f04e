"""Forms of a PDSA cycle, one for each step."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from redesign.lib.versions import VersionedForm
from redesign.lib.widgets import DateInput, NumberInput
from teams.enums import ActDecision, PredictedAs, PredictionKind, Reconfigures, Scale, Step
from teams.models import ChangeIdea, Cycle, Team
from teams.queries.cycles import CyclesAsked

YES_NO = [("yes", "Yes"), ("no", "No")]


def text(label: str, *, rows: int = 2, required: bool = False, **more: Any) -> forms.CharField:
    """A field for a few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=8000, widget=widget, **more)


class Figure(forms.FloatField):
    """An optional figure, typed with a point; neither NaN nor infinite. Shows 40, not 40.0."""

    def __init__(self, label: str) -> None:
        says = {"invalid": "Write a number, such as 40 or 12.5."}
        super().__init__(label=label, required=False, widget=NumberInput, error_messages=says)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.15g}" if isinstance(value, float) else value


class YesOrNo(forms.TypedChoiceField):
    """Yes, no, or None while it is not said."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            choices=YES_NO,
            coerce=lambda said: said == "yes",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class StepForm(VersionedForm):
    """A form of one step; its buttons may take the cycle on to another (`to`)."""

    to = forms.TypedChoiceField(choices=Step, coerce=Step, empty_value=None, required=False, widget=forms.HiddenInput)


class PlanFields(forms.Form):
    """The plan of a cycle: what to find out, what one expects, who does what where and when."""

    title = forms.CharField(label="What you will try", max_length=160, help_text="A few words, as on a to-do list.")
    question = text("What do you want to find out?", required=True)
    scale = forms.ChoiceField(
        label="How far this cycle reaches",
        choices=Scale,
        initial=Scale.ONE_PERSON,
        help_text="Begin as small as you can: one patient, one shift.",
    )
    prediction_kind = forms.ChoiceField(
        label="You predict",
        choices=PredictionKind,
        initial=PredictionKind.YES_NO,
        widget=forms.RadioSelect,
    )
    predicted_yes = YesOrNo("The answer will be")
    predicted_as = forms.ChoiceField(label="The figure will be", choices=PredictedAs, required=False)
    predicted_value = Figure("Figure")
    predicted_unit = forms.CharField(label="Unit", max_length=60, required=False, help_text="Such as minutes or %.")
    prediction = text("What you predict, and why")
    confidence = forms.IntegerField(
        label="How sure are you?",
        min_value=0,
        max_value=100,
        required=False,
        widget=NumberInput(attrs={"inputmode": "numeric"}),
        help_text="In per cent: 50 is a coin toss.",
    )
    who = forms.CharField(label="Who", max_length=200, required=False)
    what = text("What they will do")
    place = forms.CharField(label="Where", max_length=200, required=False)
    starts_on = forms.DateField(label="Starts on", widget=DateInput)
    ends_on = forms.DateField(label="Ends on", widget=DateInput, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("prediction_kind") == PredictionKind.YES_NO:
            given |= {"predicted_value": None, "predicted_unit": ""}
        else:
            given["predicted_yes"] = None
        given["predicted_as"] = given.get("predicted_as") or PredictedAs.ABOUT
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The cycle must end on or after the day it starts.")
        return given


class CycleNewForm(PlanFields):
    """A new cycle, of an idea that the team has or of one made here."""

    idea = forms.ModelChoiceField(
        label="Change idea", queryset=ChangeIdea.objects.none(), required=False, empty_label="A new idea"
    )
    new_idea = forms.CharField(label="The new idea", max_length=160, required=False)
    reconfigures = forms.ChoiceField(label="It changes", choices=Reconfigures, required=False)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["idea"].queryset = team.ideas.all()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["reconfigures"] = given.get("reconfigures") or Reconfigures.WORKFLOW
        if not given.get("idea") and not given.get("new_idea") and "idea" not in self.errors:
            self.add_error("new_idea", "Choose a change idea of the team, or write a new one.")
        return given


class PlanForm(PlanFields, StepForm):
    """The plan of a cycle whose test has not begun."""


class NoteForm(forms.Form):
    """One thing seen during the test, noted on a phone."""

    text = text("What happened", required=True)
    is_surprise = forms.BooleanField(label="This surprised us", required=False)


class DoForm(StepForm):
    """What happened, in sum."""

    happened = text("What happened, in sum", rows=3)
    surprises = text("What surprised you")
    ends_on = forms.DateField(label="Ends on", widget=DateInput, required=False)


class StudyForm(StepForm):
    """The result, in the prediction's own terms, and what it says."""

    result_value = Figure("Result")
    result_yes = YesOrNo("Result")
    comparison = text("What the result says about your prediction", rows=4)

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["result_yes" if cycle.prediction_kind == PredictionKind.NUMBER else "result_value"]


class ActForm(VersionedForm):
    """The decision, and what was learnt."""

    decision = forms.ChoiceField(label="You decide to", choices=ActDecision, widget=forms.RadioSelect)
    learnt = text("What was learnt", rows=4, help_text="One day another team will search for this.")
    next_scale = forms.ChoiceField(
        label="How far the next cycle reaches",
        choices=Scale,
        required=False,
        help_text="Only where you adapt: the next cycle of the ramp is opened at this scale.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == ActDecision.ABANDON and not given.get("learnt"):
            self.add_error("learnt", "Say what was learnt: an abandoned change teaches too.")
        given["next_scale"] = given.get("next_scale") or None
        return given


class MoveForm(forms.Form):
    """A press on the button of the next step."""

    to = forms.TypedChoiceField(choices=Step, coerce=Step)


class WhyForm(forms.Form):
    """Why a plan is given up; its team's history keeps it."""

    why = forms.CharField(label="Why?", max_length=300, help_text="Kept in the history of the team.")


class CycleFilter(forms.Form):
    """What the list of cycles shows; a value that it does not know is ignored."""

    q = forms.CharField(
        label="Title, question or team",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Title, question or team"}),
    )
    team = forms.ModelChoiceField(queryset=Team.objects.none(), required=False, widget=forms.HiddenInput)
    step = forms.ChoiceField(label="Step", required=False, choices=[("", "Every step"), *Step.choices])
    decision = forms.ChoiceField(
        label="Decision",
        required=False,
        choices=[("", "Any decision"), ("open", "Not decided yet"), *ActDecision.choices],
    )
    overdue = forms.BooleanField(label="Overdue only", required=False)
    mine = forms.BooleanField(label="Of my teams", required=False)

    def __init__(self, *args: Any, teams: "QuerySet[Team]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]  # a ModelChoiceField

    def asked(self) -> CyclesAsked:
        """The cycles asked for, by the values that are understood."""
        self.is_valid()
        known = self.cleaned_data
        self.errors.clear()
        return CyclesAsked(
            text=known.get("q", ""),
            team=known.get("team"),
            step=known.get("step", ""),
            decision=known.get("decision", ""),
            overdue=bool(known.get("overdue")),
            mine=bool(known.get("mine")),
        )
