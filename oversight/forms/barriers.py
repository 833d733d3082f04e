"""Forms of a barrier: raising it, finding it, and each step that may follow."""

from typing import Any

from django import forms

from oversight.enums import BarrierKind
from oversight.models import Barrier
from oversight.queries.barriers import (
    SORTS,
    STATES,
    WHOSE,
    BarrierFilter,
    addressees,
    usual_addressee,
    usual_reply_by,
)
from redesign.lib.versions import VersionedForm
from redesign.lib.widgets import DateInput
from teams.enums import Level
from teams.forms.fields import PersonField, ReaderForm, SystemField
from teams.models import System, Team


class BarrierWords(forms.Form):
    """What stands in the way, in the team's words."""

    title = forms.CharField(
        label="What stands in the way?",
        max_length=160,
        widget=forms.TextInput(
            attrs={"placeholder": "Such as: pharmacy closes before our last round", "autofocus": True}
        ),
    )
    kind = forms.ChoiceField(label="It is about", choices=BarrierKind, initial=BarrierKind.OTHER)
    description = forms.CharField(
        label="What you have tried, and what would help",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RaiseForm(BarrierWords):
    """A new barrier: only its title must be typed, the rest is proposed."""

    addressed_to = forms.ModelChoiceField(label="Who is asked", queryset=System.objects.none(), empty_label=None)
    reply_by = forms.DateField(
        label="Reply by",
        required=False,
        widget=DateInput,
        help_text="When empty: 7 days for a microsystem, 14 for a mesosystem, 21 for the macrosystem.",
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.systems = addressees(team)
        choices = self.fields["addressed_to"]
        choices.queryset = System.objects.filter(pk__in=[system.pk for system in self.systems])  # type: ignore[attr-defined]  # a ModelChoiceField
        choices.choices = [(each.pk, f"{each.name} · {each.get_level_display()}") for each in self.systems]  # type: ignore[attr-defined]  # a ModelChoiceField
        usual = usual_addressee(self.systems)
        choices.initial = usual.pk if usual else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("reply_by") and "reply_by" not in self.errors and given.get("addressed_to"):
            given["reply_by"] = usual_reply_by(given["addressed_to"])
        return given


class EditBarrierForm(BarrierWords, VersionedForm):
    """An open barrier worded better, or given another day."""

    reply_by = forms.DateField(label="Reply by", widget=DateInput)

    @staticmethod
    def opened_with(barrier: Barrier) -> dict[str, Any]:
        """What the form shows at first."""
        names = ("title", "kind", "description", "reply_by", "version")
        return {name: getattr(barrier, name) for name in names}


def _words(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "autofocus": True})
    return forms.CharField(label=label, required=required, max_length=8000, widget=widget, help_text=help_text)


class AnswerForm(VersionedForm):
    """The answer that the team is waiting for."""

    answer = _words("Your answer", help_text="What will be done, by whom and until when; or why it cannot be.")

    @classmethod
    def on_the_page(cls, barrier: Barrier) -> "AnswerForm":
        """Empty, for the barrier's own page, where it waits without taking the focus."""
        form = cls(initial={"version": barrier.version})
        form.fields["answer"].widget.attrs.pop("autofocus")
        return form


class OwnForm(VersionedForm):
    """Who takes it on."""

    owner = PersonField(label="Who takes it on", help_text="The team then knows whom to ask. The promised day stays.")


class EscalateForm(VersionedForm):
    """Why it should go to the system above."""

    why = _words("Why it should go further up", help_text="Those who are asked next begin by reading this.")


class RemoveForm(VersionedForm):
    """What made it go."""

    what_happened = _words("What made it go", help_text="Another team may have the same one.")


class WithdrawForm(VersionedForm):
    """Why no answer is needed any more."""

    why = _words("Why it is not needed any more", required=False)


class BarrierFilterForm(ReaderForm):
    """Which barriers to list; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a barrier",
        required=False,
        widget=forms.SearchInput(attrs={"placeholder": "What stands in the way"}),
    )
    state = forms.ChoiceField(label="State", required=False, choices=list(STATES.items()))
    whose = forms.ChoiceField(label="Whose", required=False, choices=list(WHOSE.items()))
    level = forms.ChoiceField(label="Level", required=False, choices=[("", "Every level"), *Level.choices])
    kind = forms.ChoiceField(label="About", required=False, choices=[("", "About anything"), *BarrierKind.choices])
    system = SystemField(label="System", required=False, closed=True, empty_label="Every system")
    team = forms.IntegerField(required=False, widget=forms.HiddenInput)
    of = SystemField(required=False, closed=True, widget=forms.HiddenInput)
    strategic = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def asked(self) -> BarrierFilter:
        """The filter of what makes sense."""
        self.is_valid()
        given = self.cleaned_data
        sort = self.data.get("sort", "")
        system, of = given.get("system"), given.get("of")
        return BarrierFilter(
            text=given.get("q", ""),
            **{name: given.get(name, "") for name in ("state", "whose", "level", "kind")},
            system=system.pk if system else None,
            of=of.pk if of else None,
            team=given.get("team"),
            strategic=given.get("strategic"),
            sort=sort if sort.removeprefix("-") in SORTS else "reply_by",
        )
