"""Writing the summaries of many measures anew in the background."""

from collections.abc import Iterable

from django.db import transaction

from measures.models import Measure
from redesign.lib.dates import today
from teams.actions.jobs import enqueue

PORTION = 200
"""Measures of one job: some seconds of work, so that no transaction lasts long."""


def portions_of(measure_ids: Iterable[int]) -> list[list[int]]:
    """These measures in the order of their keys, in portions."""
    ordered = sorted(set(measure_ids))
    return [ordered[start : start + PORTION] for start in range(0, len(ordered), PORTION)]


@transaction.atomic
def owe_rebuild() -> int:
    """Owe the summaries of all measures, once a day however often it is called; how many jobs that makes."""
    owed = 0
    for number, portion in enumerate(portions_of(Measure.objects.values_list("pk", flat=True))):
        key = f"rebuild {number} on {today().isoformat()}"
        owed += enqueue("measures.tasks.refresh_summaries", key=key, measure_ids=portion) is not None
    return owed
