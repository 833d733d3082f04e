"""The versions of a measure's definition, as a page tells them."""

from dataclasses import dataclass

from measures.models import Definition, Measure
from measures.periods import period_name

LABELS = {
    "operational_definition": "Operational definition",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "exclusions": "Left out",
    "sampling": "Sampling",
    "source": "Source",
}


@dataclass(frozen=True)
class Told:
    """One thing that a version says; `is_new` where the version before said otherwise."""

    label: str
    text: str
    is_new: bool


@dataclass(frozen=True)
class VersionRow:
    """One version, in ready strings."""

    title: str
    since: str
    why: str
    who: str
    phase: str
    told: list[Told]


def versions_of(measure: Measure) -> list[VersionRow]:
    """The versions, newest first, each with what it changed; one query. None before what is counted first changed."""
    rows = list(measure.definitions.select_related("written_by", "phase"))
    return [_row(measure, row, rows[place + 1] if place + 1 < len(rows) else None) for place, row in enumerate(rows)]


def _row(measure: Measure, row: Definition, earlier: Definition | None) -> VersionRow:
    return VersionRow(
        title=f"Version {row.number}",
        since=f"Counted so from {period_name(row.starts_on, measure.frequency)}",
        why=row.why,
        who=row.written_by.name if row.written_by else "",
        phase="Centre line and limits start anew with it." if row.phase else "",
        told=[
            Told(label, getattr(row, name) or "nothing said", earlier is not None and _differ(row, earlier, name))
            for name, label in LABELS.items()
            if getattr(row, name) or (earlier is not None and _differ(row, earlier, name))
        ],
    )


def _differ(row: Definition, earlier: Definition, name: str) -> bool:
    return bool(getattr(row, name) != getattr(earlier, name))
