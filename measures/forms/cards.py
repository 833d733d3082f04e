"""Forms of signals: finding them, and saying what they were."""

from typing import Any

from django import forms

from measures.enums import CauseKnown, Decision
from measures.models import SignalCard
from measures.queries.cards import AGES, FIRST, MEANINGS, SORTS, STATES, WHOSE, CardsAsked, beside
from redesign.lib.versions import VersionedForm
from teams.forms.fields import ReaderForm, SystemField


class CardFilterForm(ReaderForm):
    """Which signals to list; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a signal",
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": "Measure, team or answer"}),
    )
    state = forms.ChoiceField(label="State", required=False, choices=list(STATES.items()))
    meaning = forms.ChoiceField(label="Meaning", required=False, choices=list(MEANINGS.items()))
    whose = forms.ChoiceField(label="Whose", required=False, choices=list(WHOSE.items()))
    age = forms.ChoiceField(label="Age", required=False, choices=list(AGES.items()))
    system = SystemField(label="System", required=False, closed=True, empty_label="Every system")
    team = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    measure = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        required=False, choices=[(f"{way}{key}", key) for key in SORTS for way in ("", "-")], widget=forms.HiddenInput
    )

    def asked(self) -> CardsAsked:
        """What the valid values ask for."""
        self.is_valid()
        said = self.cleaned_data
        return CardsAsked(
            text=said.get("q", "").strip(),
            state=said.get("state", ""),
            meaning=said.get("meaning", ""),
            whose=said.get("whose", ""),
            age=said.get("age", ""),
            system=said.get("system"),
            team=said.get("team"),
            measure=said.get("measure"),
            sort=said.get("sort") or FIRST,
        )


class AnswerForm(VersionedForm):
    """What a special cause was, and what the team does about it."""

    cause = forms.ChoiceField(label="Is the cause known?", choices=CauseKnown.choices, widget=forms.RadioSelect)
    decision = forms.ChoiceField(label="What do you do?", choices=Decision.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="In your words",
        max_length=200,
        help_text="It stands on the chart for everybody to read.",
        widget=forms.TextInput(attrs={"placeholder": "Such as: the discharge lounge opened"}),
    )
    also = forms.ModelMultipleChoiceField(
        label="The same answer holds for",
        queryset=SignalCard.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, card: SignalCard, **kwargs: Any) -> None:
        super().__init__(*args, initial=self._opened_with(card), **kwargs)
        others = list(beside(card))
        if others:
            self.fields["also"].queryset = beside(card)  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
            self.fields["also"].choices = [(each.pk, each.words) for each in others]  # type: ignore[attr-defined]  # as above
            self.fields["also"].initial = [each.pk for each in others]
        else:
            del self.fields["also"]

    @staticmethod
    def _opened_with(card: SignalCard) -> dict[str, Any]:
        return {name: getattr(card, name) for name in ("cause", "decision", "answer", "version")}
