"""The filters of the portfolio."""

from collections.abc import Sequence

from django import forms

from oversight.queries.portfolio import (
    ANSWERS,
    BARRIERS,
    FIRST,
    ORDERS,
    SIGNALS,
    PortfolioFilter,
    SystemChoice,
    with_all_below,
)
from redesign.lib.widgets import LongSelect
from teams.enums import TeamState

LONGEST_SILENCE = 9999


class PortfolioFilterForm(forms.Form):
    """Which teams to show; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a team", required=False, widget=forms.SearchInput(attrs={"placeholder": "Team, aim, system, coach"})
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "All but closed"), *TeamState.choices, ("all", "All, closed too")],
        widget=LongSelect,
    )
    system = forms.IntegerField(label="System", required=False, widget=LongSelect)
    strategic = forms.IntegerField(label="Strategic priority", required=False, widget=LongSelect)
    signal = forms.ChoiceField(
        label="Last signal",
        required=False,
        choices=[("", "Any"), *((key, words) for key, (words, _) in SIGNALS.items())],
        widget=LongSelect,
    )
    silent = forms.IntegerField(
        label="Silent for, in days", required=False, min_value=1, max_value=LONGEST_SILENCE, widget=forms.NumberInput
    )
    barriers = forms.ChoiceField(
        label="Barriers",
        required=False,
        choices=[("", "Any"), *((key, words) for key, (words, _) in BARRIERS.items())],
        widget=LongSelect,
    )
    unanswered = forms.ChoiceField(
        label="Unanswered signals",
        required=False,
        choices=[("", "Any"), *((key, words) for key, (words, _) in ANSWERS.items())],
        widget=LongSelect,
    )
    sort = forms.ChoiceField(
        required=False, choices=[(f"{way}{key}", key) for key in ORDERS for way in ("", "-")], widget=forms.HiddenInput
    )

    def __init__(
        self, *args: object, systems: Sequence[SystemChoice], strategic: Sequence[tuple[int, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Django's own form takes
        self.systems, self.strategic = systems, strategic
        indented = ((pk, "\u2003" * depth + name) for pk, name, depth in systems)
        self.fields["system"].widget.offered = [("", "Every system"), *indented]
        self.fields["strategic"].widget.offered = [("", "Any"), *strategic]

    def asked(self) -> PortfolioFilter:
        self.is_valid()
        said = self.cleaned_data
        below = with_all_below(said["system"], self.systems) if said.get("system") else None
        return PortfolioFilter(
            text=said.get("q", "").strip(),
            state=said.get("state", ""),
            systems=below or None,
            strategic=said["strategic"] if said.get("strategic") in dict(self.strategic) else None,
            signal=said.get("signal", ""),
            silent=said.get("silent"),
            barriers=said.get("barriers", ""),
            unanswered=said.get("unanswered", ""),
            sort=said.get("sort") or FIRST,
        )

    @property
    def has_filters(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value for name, value in self.data.items() if name in self.fields and name != "sort")
