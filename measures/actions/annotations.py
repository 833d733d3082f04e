"""Sentences on a chart: what happened on a day."""

import datetime as dt

from django.db import transaction

from measures.actions.points import measure_at_work
from measures.enums import CardState
from measures.models import Annotation, Measure, SignalCard
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from teams.models import User


@transaction.atomic
def annotate(*, measure: Measure, by: User, on: dt.date, text: str) -> Annotation:
    """Write a sentence on the chart at a day."""
    measure = measure_at_work(measure.pk)
    if on > today():
        raise Refusal("An annotation tells what happened: this day lies in the future.", field="on")
    return Annotation.objects.create(measure=measure, on=on, text=text, written_by=by)


@transaction.atomic
def remove_annotation(*, annotation: Annotation) -> None:
    """Take a sentence off the chart; the history keeps it. The answer to a signal is taken back at its card instead."""
    measure_at_work(annotation.measure_id)
    if SignalCard.objects.filter(annotation=annotation).exclude(state=CardState.GONE).exists():
        raise Refusal("This is the answer to a signal: take the answer back, and it leaves the chart.")
    Annotation.objects.filter(pk=annotation.pk).delete()
