"""The form by which other weights are tried."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from oversight.queries.ranking import LineKey, key_of
from oversight.queries.weights import MOST_WEIGHT
from oversight.ranking import Line


@dataclass(frozen=True)
class WeightLine:
    """One line as the form asks for its weight."""

    name: str
    field: BoundField
    saved: str


class WeightsForm(forms.Form):
    """A weight for each criterion and strategic priority; what makes no sense is taken as it is saved."""

    def __init__(self, data: object, *, lines: Sequence[Line]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # Django's own
        self.ranking_lines = lines
        for line in lines:
            self.fields[self.name_of(key_of(line))] = forms.TypedChoiceField(
                label=line.name,
                choices=[(number, str(number)) for number in range(1, MOST_WEIGHT[line.strategic] + 1)],
                coerce=int,
                empty_value=None,
                required=False,
                initial=int(line.weight),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        given = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for line in lines:
            given.setdefault(self.name_of(key_of(line)), str(int(line.weight)))
        self.data = given

    @staticmethod
    def name_of(key: LineKey) -> str:
        return f"{'priority' if key[0] else 'criterion'}-{key[1]}"

    def weights(self) -> dict[LineKey, int]:
        """The weights that were tried, by line."""
        self.is_valid()
        said = {key_of(line): self.cleaned_data.get(self.name_of(key_of(line))) for line in self.ranking_lines}
        return {key: weight for key, weight in said.items() if weight is not None}

    def lines(self, *, strategic: bool) -> list[WeightLine]:
        """The criteria, or the strategic priorities, for the template."""
        return [
            WeightLine(line.name, self[self.name_of(key_of(line))], f"{line.weight:g}")
            for line in self.ranking_lines
            if line.strategic is strategic
        ]

    def as_sent(self) -> list[tuple[str, int]]:
        """Each weight with the name of its field: what a form that saves them carries."""
        return [(self.name_of(key), weight) for key, weight in self.weights().items()]
