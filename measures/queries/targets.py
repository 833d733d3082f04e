"""The targets of a measure as they changed."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from measures.models import Measure
from measures.periods import period_name
from measures.queries.measures import with_unit
from redesign.lib.dates import today


@dataclass(frozen=True)
class TargetRow:
    """One target in the list, in ready strings; newest first."""

    since: str
    target: str
    why: str
    by: str
    stands: str
    remove_url: str


def target_rows(measure: Measure) -> list[TargetRow]:
    """The measure's targets, newest first; one query. One that never changed is told as such."""
    rows = list(measure.targets.select_related("set_by"))
    if not rows:
        return [TargetRow("The beginning", with_unit(measure, measure.target) or "None", "", "", "In force", "")]
    begun = [row for row in rows if (row.starts_on or dt.date.min) <= today()]
    found = []
    for row in reversed(rows):
        stands = "In force" if begun and row is begun[-1] else "" if row in begun else "To come"
        name = period_name(row.starts_on, measure.frequency) if row.starts_on else "the beginning"
        found.append(
            TargetRow(
                since=name[:1].upper() + name[1:],
                target=with_unit(measure, row.value) or "None",
                why=row.why,
                by=row.set_by.name if row.set_by else "",
                stands=stands,
                remove_url=reverse("measures:target-remove", args=[row.pk]) if row.starts_on else "",
            )
        )
    return found
