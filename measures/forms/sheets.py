"""Forms of a sheet for many measures: which column is what, which names mean which measure, and cells to mend."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from measures.forms.imports import MappingForm, SendForm
from measures.reading import Table
from measures.reading.sheets import LEFT_OUT, LONG, WIDE, Cell, Known, Pair, Register, SheetMapping, plain
from redesign.lib.reading.tables import LONGEST_CELL
from redesign.lib.widgets import LongSelect

MOST_OFFERED = 400
"""Measures to choose from; where there are more, those that the sheet names are offered."""
CELL = re.compile(r"(cell|out|back)-(\d{1,7})-(\d{1,3})")
COLUMN = re.compile(r"([vd])(\d{1,18})")
NOT_USED = ("", "Not used")


class SendSheetForm(SendForm):
    """A file, or figures of several measures pasted from a spreadsheet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["placeholder"] = (
            "Month\tMeasure\tFigure\nOct 2026\tFalls\t3\nOct 2026\tUlcers\t1"
        )
        self.fields["text"].help_text = "Copy the cells in your spreadsheet with their headings, and paste them here."


class SheetForm(forms.Form):
    """How a sheet is read. The fields that a layout has no use for are left out."""

    layout = forms.ChoiceField(
        label="The sheet has",
        choices=[(LONG, "a row for each figure"), (WIDE, "a column for each measure")],
        widget=forms.RadioSelect,
    )
    period = forms.TypedChoiceField(label="Dates", coerce=int)
    measure = forms.TypedChoiceField(label="Measures", coerce=int)
    unit = forms.TypedChoiceField(label="Teams or systems", coerce=int, required=False, empty_value=None)
    value = forms.TypedChoiceField(label="Figures, or numerators", coerce=int)
    denominator = forms.TypedChoiceField(label="Denominators", coerce=int, required=False, empty_value=None)
    spread = forms.TypedChoiceField(label="Standard deviations", coerce=int, required=False, empty_value=None)
    note = forms.TypedChoiceField(label="Notes", coerce=int, required=False, empty_value=None)
    estimated = forms.TypedChoiceField(label="Marks an estimate", coerce=int, required=False, empty_value=None)
    order = MappingForm.base_fields["order"]
    decimal = MappingForm.base_fields["decimal"]

    OF_LONG = ("measure", "unit", "value", "denominator", "spread")
    COLUMNS = ("period", *OF_LONG, "note", "estimated")

    def __init__(self, *args: Any, table: Table, register: Register, layout: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.register, self.of_layout = table, register, layout
        columns = [(str(place), name) for place, name in enumerate(table.columns)]
        for name in self.COLUMNS:
            field = self.fields[name]
            field.error_messages["required"] = "Say which column this is."
            field.choices = columns if field.required else [("", "No column"), *columns]  # type: ignore[attr-defined]  # a ChoiceField
        if layout == WIDE:
            for name in self.OF_LONG:
                del self.fields[name]
            self._offer_columns()

    def _offer_columns(self) -> None:
        offered = [NOT_USED, *self._parts()]
        for place, name in enumerate(self.table.columns):
            widget = LongSelect()
            widget.offered = offered
            self.fields[f"column_{place}"] = forms.CharField(label=name, required=False, widget=widget, max_length=20)

    def _parts(self) -> Iterable[tuple[str, str]]:
        for known in offered_measures(self.register, self._named()):
            if known.wanted.fit.needs_denominator:
                yield f"v{known.key}", f"{known.label}: numerator"
                yield f"d{known.key}", f"{known.label}: denominator"
            else:
                yield f"v{known.key}", known.label

    def _named(self) -> set[int]:
        said = (COLUMN.fullmatch(str(value)) for value in {**self.initial, **self.data}.values())
        return {int(found[2]) for found in said if found}

    @property
    def columns(self) -> list[forms.BoundField]:
        """The fields that say which measure each column is of."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("layout") == self.of_layout == WIDE:
            self.pairs = self._pairs(given)
            if not self.pairs:
                self.add_error(None, "Say at least of one column which measure it is.")
        return given

    def _pairs(self, given: dict[str, Any]) -> tuple[Pair, ...]:
        values: dict[int, int] = {}
        bases: dict[int, int] = {}
        for place in range(len(self.table.columns)):
            if not (found := COLUMN.fullmatch(given.get(f"column_{place}") or "")):
                continue
            into, key = (values if found[1] == "v" else bases), int(found[2])
            known = self.register.by_key.get(key)
            if known is None or known.refused:
                self.add_error(f"column_{place}", known.refused if known else "Choose a measure from the list.")
            elif key in into:
                self.add_error(f"column_{place}", f"“{self.table.columns[into[key]]}” is said to be the same.")
            else:
                into[key] = place
        for key in bases.keys() - values.keys():
            self.add_error(f"column_{bases[key]}", "Say too which column has the numerators.")
        return tuple(Pair(key, place, bases.get(key)) for key, place in values.items())

    def mapping(self, names: dict[str, int]) -> SheetMapping:
        """The mapping that the form says."""
        said = {name: self.cleaned_data.get(name) for name in self.COLUMNS}
        pairs = self.pairs if self.of_layout == WIDE else ()
        order, decimal = self.cleaned_data["order"] or None, self.cleaned_data["decimal"] or None
        return SheetMapping(self.of_layout, pairs=pairs, names=names, order=order, decimal=decimal, **said)

    @staticmethod
    def opened_with(mapping: SheetMapping | None, layout: str) -> dict[str, Any]:
        """What the form shows of a mapping."""
        if mapping is None:
            return {"layout": layout}
        shown: dict[str, Any] = {name: getattr(mapping, name) for name in SheetForm.COLUMNS}
        shown |= {"layout": mapping.layout, "order": mapping.order or "", "decimal": mapping.decimal or ""}
        for pair in mapping.pairs:
            shown[f"column_{pair.value}"] = f"v{pair.measure}"
            if pair.denominator is not None:
                shown[f"column_{pair.denominator}"] = f"d{pair.measure}"
        return shown


def offered_measures(register: Register, named: set[int] = frozenset()) -> list[Known]:  # type: ignore[assignment]  # only read
    """The measures to choose from by hand: all that may be entered, or where they are too many those named already."""
    allowed = [known for known in register.by_key.values() if not known.refused]
    if len(allowed) > MOST_OFFERED:
        allowed = [known for known in allowed if known.key in named]
    return allowed


def sent_cells(sent: QueryDict, table: Table) -> tuple[dict[Cell, str], set[Cell], set[Cell]]:
    """Cells as they were mended, those to leave out, and those to take in again after all."""
    at = {number: index for index, number in enumerate(table.numbers)}
    cells: dict[Cell, str] = {}
    out: set[Cell] = set()
    back: set[Cell] = set()
    for name in sent:
        found = CELL.fullmatch(name)
        if not found:
            continue
        row, place = int(found[2]), int(found[3])
        if row not in at or place >= len(table.columns):
            continue
        if found[1] == "cell":
            text = " ".join(sent[name].replace("\x00", "").split())[:LONGEST_CELL]
            if text != table.rows[at[row]][place]:
                cells[row, place] = text
        else:
            (out if found[1] == "out" else back).add((row, place))
    return cells, out, back


def sent_names(sent: QueryDict, register: Register) -> dict[str, int]:
    """Which measure is meant by a name that was not known, as it was chosen: (name-text, name) pairs by number."""
    chosen = {}
    for field in sent:
        if not (field.startswith("name-") and field[5:].isdecimal()):
            continue
        text, key = plain(sent.get(f"text-{field[5:]}", "")), sent[field]
        if not text or not key.isdecimal() or len(key) > 18:
            continue
        known = register.by_key.get(int(key))
        if int(key) == LEFT_OUT or (known is not None and not known.refused):
            chosen[text] = int(key)
    return chosen


def names_to_ask_again(sent: QueryDict) -> set[str]:
    """Names whose meaning was said before and is to be asked anew."""
    ticked = (field[6:] for field in sent if field.startswith("again-"))
    return {plain(sent.get(f"named-{number}", "")) for number in ticked if number.isdecimal()}
