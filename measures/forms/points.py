"""Forms of points, phases and annotations."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from measures.enums import PhaseGrounds
from measures.models import Annotation, Measure, Phase, Point
from measures.queries.points import Entry, Usual
from measures.queries.tallies import SheetKind, sheet_kind
from measures.reading.measurements import read_measurements, subgroup_of
from redesign.lib.dates import today
from redesign.lib.fetch import key_in
from redesign.lib.form_fields import NumberField, field_of
from redesign.lib.reading.numbers import NotANumber
from redesign.lib.versions import VersionedForm, as_it_was
from redesign.lib.widgets import DateInput, NumberInput

WHOLE = {"inputmode": "numeric"}
"""For what is counted: the phone's keyboard without a decimal point."""


class Figures(forms.Form):
    """What a point says.

    A point of several measurements takes them in one box, as they are typed or pasted, and works out their mean, number
    and standard deviation; or it takes those three.
    """

    measurements = forms.CharField(
        label="The measurements",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(
            attrs={"rows": 2, "inputmode": "decimal", "spellcheck": "false", "placeholder": "41 38 52 44 47"}
        ),
        help_text="Parted by blanks or on lines of their own; their mean and spread are worked out.",
    )
    value = NumberField(label="Value", max_digits=18)
    denominator = NumberField(label="Out of", max_digits=18, required=False)
    spread = NumberField(label="Standard deviation", max_digits=18, required=False)
    estimated = forms.BooleanField(label="This is an estimate", required=False)
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Anything unusual? Such as: half the ward was closed"}),
    )

    def __init__(
        self,
        *args: Any,
        denominators: bool,
        subgroups: bool = False,
        categories: Sequence[str] = (),
        whole: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subgroups = subgroups
        self.categories = tuple(categories)
        for place, name in enumerate(self.categories):
            self.fields[f"count_{place}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=10**6, widget=NumberInput(attrs=WHOLE)
            )
        if whole:
            for name in ("value", "denominator"):
                self.fields[name].widget.attrs |= WHOLE
        if subgroups:
            self.fields["value"].label, self.fields["value"].required = "Mean", False
            self.fields["denominator"].label = "How many were measured"
            return
        del self.fields["measurements"], self.fields["spread"]
        if denominators:
            self.fields["denominator"].required = True
            self.fields["value"].label = "How many"
        else:
            del self.fields["denominator"]
        if self.categories:
            self.fields["value"].label, self.fields["value"].required = "In all, if it was not counted apart", False

    @property
    def count_fields(self) -> list[forms.BoundField]:
        """The fields of a check sheet's categories; none for other measures."""
        return [self[f"count_{place}"] for place in range(len(self.categories))]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.categories and not self.errors:
            self._add_up(given)
        if not self.subgroups or self.errors:
            return given
        try:
            measured = read_measurements(given["measurements"])
        except NotANumber as wrong:
            self.add_error("measurements", str(wrong))
            return given
        if measured:
            found = subgroup_of(measured)
            given |= {"value": found.mean, "denominator": found.number, "spread": found.spread}
        elif given.get("value") is None:
            self.add_error("measurements", "Type the measurements here, or below their mean, number and spread.")
        return given

    def _add_up(self, given: dict[str, Any]) -> None:
        """Let the counts of the categories, where there are any, be the value."""
        told = {name: given.get(f"count_{place}") for place, name in enumerate(self.categories)}
        given["counts"] = {name: count for name, count in told.items() if count}
        if any(count is not None for count in told.values()):
            given["value"] = sum(given["counts"].values())
        elif given.get("value") is None:
            self.add_error("count_0", "Type at least one count; 0 where there was none.")

    def figures(self) -> dict[str, Any]:
        """The figures as the actions take them."""
        given = self.cleaned_data
        numbers = {name: given.get(name) for name in ("value", "denominator", "spread")}
        figures = {name: None if value is None else float(value) for name, value in numbers.items()}
        told = {"counts": given["counts"]} if self.categories else {}
        return {**figures, **told, "estimated": given["estimated"], "note": given["note"]}


class PointForm(Figures):
    """Entering a point in seconds: the period is chosen already, the value is the one thing to type."""

    period = forms.DateField(label="For")
    sure = forms.CharField(required=False, max_length=40)

    def __init__(self, *args: Any, usual: Usual, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        self.ask_if_sure = ""
        first = "count_0" if self.categories else "measurements" if self.subgroups else "value"
        self.fields[first].widget.attrs["autofocus"] = True

    def stay_above(self) -> None:
        """Take the focus from the figure: what the page says above it is to be read first."""
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)

    def offer(self, entry: Entry) -> None:
        """Let these periods be chosen; only a page that is shown needs them."""
        period = self.fields["period"]
        period.initial = entry.chosen
        if entry.events:
            period.label, period.widget = "When it happened", DateInput()
            return
        period.widget = forms.Select(choices=entry.periods)

    def is_usual(self, shown: float | None) -> bool:
        """Whether the value is a usual one, or confirmed; otherwise the form asks, gently, for a second look.

        What is confirmed is this value alone: another one is asked about anew.
        """
        asked = f"{shown:.12g}" if shown is not None else ""
        if not self.usual.is_unusual(shown) or self.cleaned_data.get("sure") == asked:
            return True
        self.ask_if_sure = asked
        self.stay_above()
        return False


class CorrectForm(Figures, VersionedForm):
    """Putting a point right, with the reason."""

    marked = forms.BooleanField(
        label="An astronomical point",
        required=False,
        help_text="All would agree that this point is very different. It is a judgement: the highest is not always one.",
    )
    why = forms.CharField(label="Why it is changed", max_length=300)

    def __init__(self, *args: Any, marks: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not marks:
            del self.fields["marked"]

    def figures(self) -> dict[str, Any]:
        return super().figures() | {"marked": self.cleaned_data.get("marked")}

    def _newer_where_untouched(self, saved: Any) -> dict[str, str]:
        """For a check sheet by category too: taps may arrive while somebody mends the counts."""
        newer = super()._newer_where_untouched(saved)
        opened = key_in(self.data.get(self.add_prefix("version"), ""))
        base = as_it_was(saved, opened) if self.categories and opened is not None else None
        if base is None:
            return newer
        for place, name in enumerate(self.categories):
            field = f"count_{place}"
            was, theirs = (str(row.counts.get(name) or "") for row in (base, saved))
            if was != theirs and (self[field].value() or "") == was:
                newer[field] = theirs
            elif was != theirs:
                self.add_error(field, f"Somebody else has saved {theirs or 'none'} in the meantime.")
        return newer

    @staticmethod
    def opened_with(point: Point, categories: Sequence[str] = ()) -> dict[str, Any]:
        """What the form shows at first: every figure to its last digit, so that saving changes only what was meant."""
        names = ("value", "denominator", "spread", "marked", "estimated", "note", "version")
        shown = {name: getattr(point, name) for name in names}
        if point.counts:
            shown |= {f"count_{place}": point.counts.get(name) for place, name in enumerate(categories)}
            shown["value"] = None
        return {name: Decimal(repr(value)) if isinstance(value, float) else value for name, value in shown.items()}


def categories_of(measure: Measure, point: Point | None = None) -> tuple[str, ...]:
    """The categories to type counts for: those of the check sheet, then what an older point was counted by."""
    if sheet_kind(measure) != SheetKind.CHECK:
        return ()
    return tuple(dict.fromkeys([*measure.categories, *(point.counts if point else ())]))


class PhaseForm(forms.Form):
    """A new phase: asks what must be true before limits are computed anew."""

    starts_on = forms.DateField(
        label="From", widget=DateInput, help_text="The first point of the new phase falls here."
    )
    grounds = forms.ChoiceField(
        label="Why limits should start anew", choices=PhaseGrounds.choices, widget=forms.RadioSelect, initial="held"
    )
    sustained = forms.BooleanField(label="The shift has lasted", required=False)
    cause_known = forms.BooleanField(label="We know what caused it", required=False)
    desired = forms.BooleanField(label="It is in the direction we want", required=False)
    lasting = forms.BooleanField(label="We expect it to last", required=False)
    reason = forms.CharField(
        label="What happened", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands on the chart for everybody to read.",
    )  # fmt: skip
    baseline_points = forms.IntegerField(
        label="Points in its baseline", required=False, min_value=6, max_value=1000, help_text="Empty: all its points."
    )

    CONDITIONS = ("sustained", "cause_known", "desired", "lasting")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("grounds") == PhaseGrounds.HELD and not all(given.get(name) for name in self.CONDITIONS):
            self.add_error(
                "grounds",
                "Limits start anew for a change only when all four are true. Otherwise leave the chart as it is: it tells "
                "the story better.",
            )
        return given

    READING = ("starts_on", "baseline_points")
    """What the chart is drawn by; the reason and the conditions may still be open when somebody looks."""

    def proposed(self, measure: Measure) -> Phase | None:
        """The phase as it would be, not saved; None where its day makes no sense yet."""
        self.is_valid()
        starts_on = self.cleaned_data.get("starts_on")
        if starts_on is None:
            return None
        reason = self.cleaned_data.get("reason") or "New phase"
        baseline = self.cleaned_data.get("baseline_points")
        return Phase(measure=measure, starts_on=starts_on, reason=reason, baseline_points=baseline)

    def phase(self) -> dict[str, Any]:
        """The phase as the action takes it."""
        return {name: self.cleaned_data[name] for name in ("starts_on", "grounds", "reason", "baseline_points")}


class AnnotationForm(forms.Form):
    """A sentence on the chart."""

    on = forms.DateField(label="When", widget=DateInput, initial=today)
    text = field_of(
        Annotation,
        "text",
        label="What happened",
        widget=forms.TextInput(attrs={"placeholder": "Such as: new triage nurse"}),
    )


class WriteForm(forms.Form):
    """A sentence on the chart at a point."""

    text = field_of(
        Annotation,
        "text",
        label="What happened",
        widget=forms.TextInput(attrs={"placeholder": "Such as: new triage nurse"}),
    )
