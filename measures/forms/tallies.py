"""Reading taps: from a form without JavaScript, and from the queue of a device."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from measures.actions.tallies import Tap
from measures.queries.tallies import SheetKind

MOST_AT_ONCE = 500
"""Taps of one request; a device with more sends them in portions."""
STEPS = {
    SheetKind.COUNT: {"more": (1, 0), "less": (-1, 0)},
    SheetKind.SHARE: {"yes": (1, 1), "no": (0, 1)},
    SheetKind.CHECK: {"more": (1, 0), "less": (-1, 0)},
}
"""What each button of a sheet adds: numerator, denominator."""


class TapForm(forms.Form):
    """One tap of a page without JavaScript; `key` was made with the page, so a form sent twice counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput)
    step = forms.CharField(max_length=8)
    category = forms.CharField(max_length=60, required=False, strip=False)

    def __init__(self, *args: Any, kind: SheetKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_step(self) -> tuple[int, int]:
        """What the button adds."""
        given = self.cleaned_data["step"]
        if given not in STEPS[self.kind]:
            raise forms.ValidationError("This button is not one of the sheet's.")
        return STEPS[self.kind][given]

    def tap(self) -> Tap:
        """The tap as the action takes it."""
        given = self.cleaned_data
        numerator, denominator = given["step"]
        return Tap(given["key"], given["day"], timezone.now(), given["category"], numerator, denominator)


def fresh_key() -> str:
    """A key for the next tap of a page without JavaScript."""
    return str(uuid4())


@dataclass(frozen=True)
class Queue:
    """What a device sends: whose counts they are, and the taps of each measure in the order in which they were made."""

    person: int
    taps: dict[int, list[Tap]]


def read_queue(body: bytes) -> Queue | None:
    """The queue in this body; None where it is none of ours."""
    try:
        said = json.loads(body)
        rows = said["taps"]
        if len(rows) > MOST_AT_ONCE:
            return None
        taps: dict[int, list[Tap]] = {}
        for row in rows:
            taps.setdefault(_whole(row["measure"], 1, 2**62), []).append(_tap(row))
        return Queue(_whole(said["person"], 1, 2**62), taps)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _tap(row: Any) -> Tap:
    day = parse_date(row["day"])
    if day is None:
        raise ValueError("A tap needs its day.")
    category = row.get("category", "")
    if not isinstance(category, str) or "\x00" in category or len(category) > 60:
        raise ValueError("A category is a short text.")
    category.encode()  # half of a surrogate pair is no text
    return Tap(
        UUID(row["key"]), day, _moment(row.get("at")), category, _whole(row.get("n", 0)), _whole(row.get("d", 0))
    )


def _whole(value: Any, least: int = -(10**6), most: int = 10**6) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("This is not a whole number that can be meant.")
    return value


def _moment(text: Any) -> dt.datetime:
    """When the device says it was tapped; now, where it says nothing that makes sense."""
    try:
        found = parse_datetime(text)
        return found if found is not None and found.tzinfo is not None and found.year > 2000 else timezone.now()
    except (ValueError, TypeError):
        return timezone.now()
