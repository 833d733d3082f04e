"""What a grid of many points sends: cells by measure and period, each with the version and the figures that it saw."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from measures.actions.entries import Entry
from redesign.lib.dates import day_in
from redesign.lib.reading.numbers import POINT, NotANumber, decimal_mark, read_number

CELL = re.compile(r"v-(\d{1,18})-(\d{4}-\d\d-\d\d)")
LONGEST = 40
TAKEN_OUT = "To take a point out, open it from its measure’s page: that asks for the reason."

CellKey = tuple[int, dt.date]


@dataclass(frozen=True, slots=True)
class SentCell:
    """A cell that says something else than when the grid was opened."""

    measure: int
    period: dt.date
    version: int
    value: str
    denominator: str
    seen: str

    @property
    def key(self) -> CellKey:
        return self.measure, self.period

    @property
    def told(self) -> str:
        """The cell and its texts in one: what a person says yes to."""
        return f"{self.measure}-{self.period.isoformat()}={self.value}|{self.denominator}"

    def entry(self) -> Entry:
        """The cell as the action takes it; `WrongCell` where it is no figure."""
        if not self.value and not self.denominator:
            raise WrongCell("value", TAKEN_OUT)
        value = _number(self.value, "value")
        denominator = _number(self.denominator, "denominator") if self.denominator else None
        return Entry(self.measure, self.period, value, denominator, version=self.version)


class WrongCell(Exception):
    """A cell's text cannot be read: which of its fields, and the sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def _number(text: str, field: str) -> float:
    try:
        return read_number(text, decimal=decimal_mark([text], default=POINT))
    except NotANumber as wrong:
        raise WrongCell(field, str(wrong)) from wrong


def touched_cells(sent: QueryDict) -> list[SentCell]:
    """The cells that were typed into, in the order of the page."""
    found = (_sent_cell(sent, name) for name in sent)
    return [cell for cell in found if cell is not None]


def _sent_cell(sent: QueryDict, name: str) -> SentCell | None:
    parts = CELL.fullmatch(name)
    if not parts:
        return None
    period = day_in(parts[2])
    if period is None:
        return None
    key = f"{parts[1]}-{parts[2]}"
    value, denominator = (" ".join(sent.get(f"{kind}-{key}", "")[:LONGEST].split()) for kind in ("v", "d"))
    seen = sent.get(f"seen-{key}", "")[: 3 * LONGEST]
    version, _, was = seen.partition("|")
    if f"{value}|{denominator}" == was or not version.isdecimal() or len(version) > 9:
        return None
    return SentCell(int(parts[1]), period, int(version), value, denominator, seen)


class GridForm(forms.Form):
    """What is said of a grid as a whole."""

    why = forms.CharField(
        label="Why, where a figure is changed",
        max_length=300,
        required=False,
        help_text="Only for figures that stood here already. It is kept in the history.",
    )
    sure = forms.BooleanField(label="Yes, these are right", required=False)
    asked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100_000)

    def is_sure_of(self, unusual: Iterable[str]) -> bool:
        """Whether the person has said yes to all of these, and not only to others."""
        said = set(self.cleaned_data["asked"].split("\n")) if self.cleaned_data["sure"] else set()
        return set(unusual) <= said

    def ask(self, unusual: Iterable[str]) -> None:
        """Ask for a second look at these when the form is shown again."""
        sent: QueryDict = self.data.copy()  # type: ignore[assignment]  # a bound form's data
        sent["asked"] = "\n".join(unusual)
        sent.pop("sure", None)
        self.data = sent
