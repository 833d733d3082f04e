"""The filters of the portfolio."""

from collections.abc import Sequence

from django import forms

from oversight.queries.portfolio import BARRIERS, FIRST, ORDERS, SIGNALS, PortfolioFilter, SystemChoice
from redesign.lib.widgets import LongSelect
from teams.enums import TeamState

LONGEST_SILENCE = 9999


class PortfolioFilterForm(forms.Form):
    """Which teams to show; a value that does not make sense is left out."""

    q = forms.CharField(
        label="Find a team", required=False, widget=forms.SearchInput(attrs={"placeholder": "Team, aim or system"})
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Every state but closed"), *TeamState.choices, ("all", "Closed ones too")],
        widget=LongSelect,
    )
    system = forms.TypedChoiceField(label="System", required=False, coerce=int, empty_value=None, widget=LongSelect)
    strategic = forms.TypedChoiceField(
        label="Strategic priority", required=False, coerce=int, empty_value=None, widget=LongSelect
    )
    signal = forms.ChoiceField(
        label="Last signal",
        required=False,
        choices=[("", "Any"), *((key, words) for key, (words, _) in SIGNALS.items())],
        widget=LongSelect,
    )
    silent = forms.IntegerField(
        label="Silent for days", required=False, min_value=1, max_value=LONGEST_SILENCE, widget=forms.NumberInput
    )
    barriers = forms.ChoiceField(
        label="Barriers",
        required=False,
        choices=[("", "Any"), *((key, words) for key, (words, _) in BARRIERS.items())],
        widget=LongSelect,
    )
    sort = forms.ChoiceField(
        required=False, choices=[(f"{way}{key}", key) for key in ORDERS for way in ("", "-")], widget=forms.HiddenInput
    )

    def __init__(
        self, *args: object, systems: Sequence[SystemChoice], strategic: Sequence[tuple[int, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Django's own form takes
        self.systems = systems
        indented = [(each.pk, "\u2003" * (len(each.path) - 1) + each.name) for each in systems]
        self.fields["system"].choices = [("", "Every system"), *indented]
        self.fields["strategic"].choices = [("", "Any"), *strategic]

    def asked(self) -> PortfolioFilter:
        self.is_valid()
        said = self.cleaned_data
        system = said.get("system")
        below = frozenset(each.pk for each in self.systems if system in each.path) if system else None
        return PortfolioFilter(
            text=said.get("q", "").strip(),
            state=said.get("state", ""),
            systems=below,
            strategic=said.get("strategic"),
            signal=said.get("signal", ""),
            silent=said.get("silent"),
            barriers=said.get("barriers", ""),
            sort=said.get("sort") or FIRST,
        )

    @property
    def has_filters(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value for name, value in self.data.items() if name in self.fields and name != "sort")
