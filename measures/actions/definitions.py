"""Versions of a definition: written when what is counted changes, so that old points keep their meaning."""

import datetime as dt
from typing import Any, Protocol

from measures.actions.phases import start_phase
from measures.actions.points import first_day
from measures.enums import PhaseGrounds
from measures.models import Definition, Measure, Phase
from redesign.lib.dates import today
from teams.models import User

TOLD = ("operational_definition", "numerator", "denominator", "exclusions", "sampling", "source")
"""What a version says."""
COUNTED = frozenset(TOLD) - {"source"}
"""What of it decides how points are counted."""


class HasMeaning(Protocol):
    """What a person says of a definition that is told otherwise."""

    @property
    def kind(self) -> str: ...
    @property
    def counted_from(self) -> dt.date | None: ...
    @property
    def with_phase(self) -> bool: ...


def told_by(measure: Measure) -> dict[str, str]:
    """What the measure's definition says of how its points are counted."""
    return {name: getattr(measure, name) for name in TOLD if name in COUNTED}


def record_version(*, measure: Measure, told: dict[str, str], by: User | None, why: str, meaning: HasMeaning) -> None:
    """Write the version that the measure's definition says now; `told` is what it said before.

    Better words for the same go into the newest version that is there. What is counted otherwise becomes another
    version, from the period of a day on (today unless one is given), with a phase of the chart where that is wanted and
    possible. Call it in the transaction of the change, with the measure locked and saved.
    """
    newest = measure.definitions.first()
    now = {name: getattr(measure, name) for name in TOLD}
    if meaning.kind != "counted":
        if newest is not None:
            Definition.objects.filter(pk=newest.pk).update(**now)
        return
    first = measure.points.order_by("period").values_list("period", flat=True).first() or today()
    if newest is None:
        newest = Definition.objects.create(measure=measure, number=1, starts_on=first, **{**now, **told})
    starts_on = first_day(measure, meaning.counted_from or today())
    phase = _phase(measure, starts_on, first, by, why) if meaning.with_phase else None
    measure.definition_version = newest.number + 1
    Measure.objects.filter(pk=measure.pk).update(definition_version=measure.definition_version)
    fields: dict[str, Any] = {"starts_on": starts_on, "why": why, "phase": phase, "written_by": by}
    Definition.objects.create(measure=measure, number=measure.definition_version, **now, **fields)


def _phase(measure: Measure, starts_on: dt.date, first: dt.date, by: User | None, why: str) -> Phase | None:
    """The phase that begins with the version: one that is there already, or a new one; none before the second point."""
    if starts_on <= first:
        return None
    there = measure.phases.filter(starts_on=starts_on).first()
    if there is not None or by is None:
        return there
    return start_phase(measure=measure, by=by, starts_on=starts_on, reason=why, grounds=PhaseGrounds.REMEASURED)
