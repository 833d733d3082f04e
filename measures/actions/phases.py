"""New phases of a chart: centre line and limits start anew because a person says so, never by themselves."""

import datetime as dt

from django.db import transaction

from measures.actions.points import first_day, measure_at_work
from measures.actions.summaries import refresh_locked
from measures.enums import PhaseGrounds
from measures.models import Measure, Phase
from measures.queries.series import baseline_too_short
from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from teams.models import User


@transaction.atomic
def start_phase(
    *,
    measure: Measure,
    by: User,
    starts_on: dt.date,
    reason: str,
    grounds: str = PhaseGrounds.HELD,
    baseline_points: int | None = None,
) -> Phase:
    """Start centre line and limits anew from the period that this day falls in."""
    measure = measure_at_work(measure.pk)
    starts_on = first_day(measure, starts_on)
    if starts_on > today():
        raise Refusal("A phase begins at a point: this day lies in the future.", field="starts_on")
    first = measure.points.order_by("period").values_list("period", flat=True).first()
    if first is None or starts_on <= first:
        raise Refusal("A phase begins after the first point: before it there is nothing to part.", field="starts_on")
    if short := baseline_too_short(measure.chart, baseline_points):
        raise Refusal(short, field="baseline_points")
    with constraints_in_words(Phase, {"one_phase_starts_on_a_day": "starts_on"}), because(reason):
        phase = Phase.objects.create(
            measure=measure,
            starts_on=starts_on,
            grounds=grounds,
            reason=reason,
            baseline_points=baseline_points,
            set_by=by,
        )
    refresh_locked(measure)
    return phase


@transaction.atomic
def remove_phase(*, phase: Phase, why: str) -> None:
    """Join the phase to the one before it; the history keeps it."""
    measure = measure_at_work(phase.measure_id)
    with because(why):
        Phase.objects.filter(pk=phase.pk).delete()
    refresh_locked(measure)
