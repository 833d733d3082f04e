"""Forms of change ideas."""

from django import forms

from redesign.lib.versions import VersionedForm
from teams.enums import IdeaSource, Reconfigures
from teams.queries.ideas import SORTS, IdeasAsked

STANDS = [
    ("", "Wherever it stands"),
    ("untested", "Not tested yet"),
    ("testing", "Being tested"),
    ("adopted", "Adopted"),
    ("abandoned", "Abandoned"),
]


class IdeaFields(forms.Form):
    """What might be done differently, what it changes, and whose thought it was."""

    title = forms.CharField(label="The idea, in a few words", max_length=160)
    description = forms.CharField(
        label="What would be done differently",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reconfigures = forms.ChoiceField(
        label="It changes", choices=Reconfigures, initial=Reconfigures.WORKFLOW, widget=forms.RadioSelect
    )
    source = forms.ChoiceField(
        label="It comes from", choices=IdeaSource, initial=IdeaSource.STAFF, widget=forms.RadioSelect
    )


class IdeaOfferForm(IdeaFields):
    """An idea offered to a team."""


class IdeaForm(IdeaFields, VersionedForm):
    """An idea that the team has."""


class IdeaFilter(forms.Form):
    """What the list of ideas shows; a value that it does not know is ignored."""

    q = forms.CharField(
        label="Idea",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Search the ideas"}),
    )
    reconfigures = forms.ChoiceField(
        label="Changes", required=False, choices=[("", "Whatever it changes"), *Reconfigures.choices]
    )
    source = forms.ChoiceField(label="Source", required=False, choices=[("", "Any source"), *IdeaSource.choices])
    stands = forms.ChoiceField(label="Where it stands", required=False, choices=STANDS)
    sort = forms.ChoiceField(required=False, choices=[(f"{way}{key}", key) for key in SORTS for way in ("", "-")])

    def asked(self) -> IdeasAsked:
        """The ideas asked for, by the values that are understood."""
        self.is_valid()
        known = self.cleaned_data
        self.errors.clear()
        return IdeasAsked(
            text=known.get("q", ""),
            reconfigures=known.get("reconfigures", ""),
            source=known.get("source", ""),
            stands=known.get("stands", ""),
            sort=known.get("sort", ""),
        )
