"""The form by which the group rates a team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from oversight.actions.ratings import Rated
from oversight.models import Criterion, Rating, StrategicPriority
from oversight.ranking import MOST

ANSWERS = [("", "Not yet"), *((str(value), str(value)) for value in range(MOST + 1))]


@dataclass(frozen=True)
class CriterionLine:
    """One criterion as the form asks for it, and what is saved now where that is not what the form shows."""

    criterion: Criterion
    value: BoundField
    why: BoundField
    saved: str


class RatingForm(forms.Form):
    """All criteria at once, each 0 to 5 or not yet, with why; and the strategic priorities that the team serves."""

    saw = forms.CharField(widget=forms.HiddenInput)
    serves = forms.ModelMultipleChoiceField(
        label="Which strategic priorities does it serve?",
        queryset=StrategicPriority.objects.filter(retired=False),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: object,
        criteria: Sequence[Criterion],
        saved: Mapping[int, Rating],
        serves: Sequence[int],
        saw: str,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, initial={"saw": saw, "serves": serves}, **kwargs)  # type: ignore[arg-type]  # Django's own
        self.criteria, self.saved, self.now = criteria, saved, saw
        for criterion in criteria:
            rating = saved.get(criterion.pk)
            self.fields[f"value-{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.question,
                choices=ANSWERS,
                coerce=int,
                empty_value=None,
                required=False,
                initial=str(rating.value) if rating else "",
                widget=forms.RadioSelect,
            )
            self.fields[f"why-{criterion.pk}"] = forms.CharField(
                label=f"Why, for {criterion.name}",
                max_length=300,
                required=False,
                initial=rating.why if rating else "",
                widget=forms.TextInput(attrs={"placeholder": "Why"}),
            )

    def lines(self) -> list[CriterionLine]:
        """The criteria in their order, for the template."""
        return [
            CriterionLine(
                criterion, self[f"value-{criterion.pk}"], self[f"why-{criterion.pk}"], self._saved_now(criterion)
            )
            for criterion in self.criteria
        ]

    def _saved_now(self, criterion: Criterion) -> str:
        """After a refusal, what somebody else has saved, where it differs from what was typed."""
        if not self.is_bound:
            return ""
        rating = self.saved.get(criterion.pk)
        typed = (self.cleaned_data.get(f"value-{criterion.pk}"), self.cleaned_data.get(f"why-{criterion.pk}", ""))
        if typed == ((rating.value, rating.why) if rating else (None, "")):
            return ""
        return (
            f"{rating.value} by {rating.rated_by}{': ' + rating.why if rating.why else ''}" if rating else "not rated"
        )

    def ratings(self) -> dict[Criterion, Rated]:
        """What was answered, by criterion."""
        said = self.cleaned_data
        return {each: Rated(said[f"value-{each.pk}"], said[f"why-{each.pk}"]) for each in self.criteria}

    def accept_what_is_saved(self) -> None:
        """After a refusal: the next attempt is made knowingly against what is saved now."""
        self.data = self.data.copy()
        self.data["saw"] = self.now
