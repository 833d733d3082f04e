"""Forms of taking in a file: sending it, and saying which column is what."""

from typing import Any

from django import forms

from measures.reading import Mapping, Table

NO_COLUMN = ""
MOST_WORDS = 500
"""Words of a column to choose from; where there are more, they are typed."""


class SendForm(forms.Form):
    """A file, or figures pasted from a spreadsheet."""

    file = forms.FileField(
        label="A file",
        required=False,
        help_text="CSV, TSV, Excel or LibreOffice, up to 10 MB.",
        error_messages={"empty": "The file is empty."},
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods"}),
    )
    text = forms.CharField(
        label="Or paste it here",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "placeholder": "Month\tValue\nJan 2026\t12\nFeb 2026\t14"}
        ),
        help_text="Copy the cells in your spreadsheet and paste them here, with or without their headings.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not (given.get("text") or "").strip():
            raise forms.ValidationError("Choose a file, or paste some figures.")
        return given


class MappingForm(forms.Form):
    """Which column is what, and which rows to take."""

    period = forms.TypedChoiceField(label="Dates", coerce=int)
    value = forms.TypedChoiceField(label="Figures", coerce=int)
    denominator = forms.TypedChoiceField(label="Out of (denominator)", coerce=int, required=False, empty_value=None)
    spread = forms.TypedChoiceField(label="Standard deviation", coerce=int, required=False, empty_value=None)
    note = forms.TypedChoiceField(label="Notes", coerce=int, required=False, empty_value=None)
    estimated = forms.TypedChoiceField(label="Marks an estimate", coerce=int, required=False, empty_value=None)
    where_1 = forms.TypedChoiceField(label="Only rows where", coerce=int, required=False, empty_value=None)
    says_1 = forms.CharField(label="says", required=False, max_length=200)
    where_2 = forms.TypedChoiceField(label="and where", coerce=int, required=False, empty_value=None)
    says_2 = forms.CharField(label="says", required=False, max_length=200)
    order = forms.ChoiceField(
        label="Dates like 3/4/2026",
        required=False,
        choices=[("", "As the column tells"), ("dmy", "Day first: 3 April"), ("mdy", "Month first: 4 March")],
    )
    decimal = forms.ChoiceField(
        label="Decimals",
        required=False,
        choices=[("", "As the column tells"), (".", "A point: 1.5"), (",", "A comma: 1,5")],
    )

    COLUMNS = ("period", "value", "denominator", "spread", "note", "estimated", "where_1", "where_2")

    def __init__(self, *args: Any, table: Table, denominators: bool, subgroups: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.words: list[tuple[str, list[str]]] = []
        columns = [(str(place), name) for place, name in enumerate(table.columns)]
        for name in self.COLUMNS:
            field = self.fields[name]
            field.error_messages["required"] = "Say which column this is."
            field.choices = columns if field.required else [(NO_COLUMN, "No column"), *columns]  # type: ignore[attr-defined]  # a ChoiceField
        if subgroups:
            self.fields["value"].label = "Means, or one measurement a row"
            self.fields["denominator"].label = "How many were measured"
            return
        del self.fields["spread"]
        if denominators:
            self.fields["denominator"].required = True
            self.fields["denominator"].choices = [("", "Choose a column"), *columns]  # type: ignore[attr-defined]  # a ChoiceField
            self.fields["value"].label = "How many (numerator)"
        else:
            del self.fields["denominator"]

    def offer_words(self, otherwise: int | None = None) -> None:
        """Let what a filter's column says be chosen from; `otherwise` is the column of a filter that has none yet."""
        self.words = []
        for number in (1, 2):
            chosen = self[f"where_{number}"].value()
            place = int(chosen) if str(chosen or "").isdecimal() else otherwise if number == 1 else None
            if place is None or place >= len(self.table.columns):
                continue
            told = sorted({row[place] for row in self.table.rows} - {""})
            if len(told) <= MOST_WORDS:
                name = f"words_{number}"
                self.fields[f"says_{number}"].widget.attrs["list"] = name
                self.words.append((name, told))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "spread" in self.fields and (given.get("denominator") is None) != (given.get("spread") is None):
            missing = "denominator" if given.get("denominator") is None else "spread"
            self.add_error(missing, "Means need both columns; for one measurement a row choose neither.")
        return given

    def mapping(self) -> Mapping:
        """The mapping that the form says."""
        said = self.cleaned_data
        pairs = [(said["where_1"], said["says_1"]), (said["where_2"], said["says_2"])]
        return Mapping(
            period=said["period"],
            value=said["value"],
            denominator=said.get("denominator"),
            spread=said.get("spread"),
            note=said["note"],
            estimated=said["estimated"],
            where=tuple((column, text) for column, text in pairs if column is not None and text.strip()),
            order=said["order"] or None,
            decimal=said["decimal"] or None,
        )

    @staticmethod
    def opened_with(mapping: Mapping | None) -> dict[str, Any]:
        """What the form shows of a guess, or of how the last such file was read."""
        if mapping is None:
            return {}
        names = ("period", "value", "denominator", "spread", "note", "estimated")
        shown = {name: str(place) for name in names if (place := getattr(mapping, name)) is not None}
        for number, (column, text) in enumerate(mapping.where[:2], 1):
            shown |= {f"where_{number}": str(column), f"says_{number}": text}
        return shown | {name: said for name in ("order", "decimal") if (said := getattr(mapping, name))}
