"""A table that somebody sends: a file, or cells pasted from a spreadsheet."""

import csv
import io
from typing import Any

from django import forms

from redesign.lib.reading import MOST_BYTES, Table, Unreadable, read_file, read_text


class TableForm(forms.Form):
    """A spreadsheet, or what was copied from one; `cleaned_data["table"]` is what it holds."""

    file = forms.FileField(label="A CSV or Excel file", required=False)
    pasted = forms.CharField(
        label="Or paste the cells here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sent, pasted = given.get("file"), given.get("pasted", "")
        try:
            if sent and sent.size > MOST_BYTES:
                raise Unreadable(f"The file is larger than {MOST_BYTES // 1024**2} MB.")
            if sent:
                given["table"] = read_file(sent.read(), sent.name)
            elif pasted.strip():
                given["table"] = read_text(pasted)
            elif not self.errors:
                self.add_error("file", "Choose a file, or paste the cells.")
        except Unreadable as wrong:
            self.add_error("file" if sent else "pasted", wrong.sentence)
        return given


def as_text(table: Table) -> str:
    """The table as tab-separated text: what a confirmed import sends again, since no upload is kept."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerows([table.columns, *table.rows])
    return buffer.getvalue()
