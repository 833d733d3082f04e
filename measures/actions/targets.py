"""Targets that change: from a day on, with the reason; the one in force today stands on the measure itself."""

import datetime as dt
import math

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from measures.actions.measures import require_open
from measures.actions.points import first_day
from measures.actions.summaries import refresh_locked
from measures.models import Measure, Target
from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import FIRST_YEAR, today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.models import User

FIELDS = {"one_target_starts_on_a_day": "starts_on", "target_is_finite": "value"}
LATEST = 10
"""Years ahead that a target may be set for."""


@transaction.atomic
def change_target(*, measure: Measure, by: User, starts_on: dt.date, value: float | None, why: str) -> Target:
    """Let another target (or none) be in force from the period that this day falls in; the ones before it stay."""
    measure = locked(measure)
    require_open(measure)
    if not FIRST_YEAR <= starts_on.year <= today().year + LATEST:
        raise Refusal(f"The year {starts_on.year} cannot be right.", field="starts_on")
    if value is not None and not math.isfinite(value):
        raise Refusal("This is not a number that can be charted.", field="value")
    starts_on = first_day(measure, starts_on)
    rows = list(measure.targets.all())
    if not rows and measure.target is not None:
        Target.objects.create(measure=measure, value=measure.target)
    before = _in_force(rows, starts_on) if rows else measure.target
    if before == value:
        raise Refusal("This is the target already, from then on too.", field="value")
    with constraints_in_words(Target, FIELDS), because(why):
        target = Target.objects.create(measure=measure, starts_on=starts_on, value=value, why=why, set_by=by)
    _bring_up_to_date(measure, why)
    return target


@transaction.atomic
def remove_target(*, target: Target, why: str) -> None:
    """Take a change of the target back, so that the one before it stays in force; the history keeps it."""
    measure = locked(target.measure)
    require_open(measure)
    found = measure.targets.filter(pk=target.pk, starts_on__isnull=False).first()
    if found is None:
        raise Refusal("Somebody has taken this back already.")
    with because(why):
        found.delete()
        rows = list(measure.targets.all())
        if len(rows) == 1 and rows[0].starts_on is None:  # one target for all time needs no rows
            measure.target = rows[0].value
            rows[0].delete()
        elif not rows:
            measure.target = None
        _bring_up_to_date(measure, why)


def _in_force(rows: list[Target], day: dt.date) -> float | None:
    """The target on this day, of rows in order."""
    begun = [row for row in rows if row.starts_on is None or row.starts_on <= day]
    return begun[-1].value if begun else None


def _bring_up_to_date(measure: Measure, why: str) -> None:
    rows = list(measure.targets.all())
    if rows:
        measure.target = _in_force(rows, today())
    measure.version += 1
    with because(why):
        measure.save(update_fields=["target", "version", "updated_at"])
    refresh_locked(measure)


def bring_targets_into_force() -> int:
    """Write the target in force today on every measure whose target was to change by now; how many there were.

    One transaction for each measure, which is locked as by everybody who changes its target.
    """
    begun = Target.objects.filter(measure=OuterRef("pk")).filter(Q(starts_on__isnull=True) | Q(starts_on__lte=today()))
    newest = begun.order_by(F("starts_on").desc(nulls_last=True)).values("value")[:1]
    changing = Measure.objects.filter(pk__in=Target.objects.filter(starts_on__lte=today()).values("measure"))
    told = changing.annotate(now=Subquery(newest)).order_by("pk").values_list("pk", "target", "now")
    return sum(_bring_into_force(pk) for pk, written, now in told if written != now)


@transaction.atomic
def _bring_into_force(measure_id: int) -> bool:
    measure = Measure.objects.select_for_update(no_key=True).get(pk=measure_id)
    rows = list(measure.targets.all())
    if not rows or _in_force(rows, today()) == measure.target:
        return False
    _bring_up_to_date(measure, "Set before, and in force from now.")
    return True
