"""Which measures a cycle watches: its dates then stand on their charts, their signals on it."""

from collections.abc import Collection

from django.db import transaction

from measures.models import CycleMeasure, Measure
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal
from teams.actions.teams import team_at_work
from teams.models import Cycle, Team


@transaction.atomic
def watch_measures(*, cycle: Cycle, measures: Collection[Measure], seen: Collection[int] | None = None) -> None:
    """Let the cycle watch these measures and no others.

    With `seen`, the keys of those that the person saw chosen, what others chose meanwhile stays.
    """
    team = team_at_work(cycle.team_id)
    if not all(_is_for(team, measure) for measure in measures):
        raise Refusal("A cycle watches measures of its own team or system.", field="measures")
    wanted = {measure.pk for measure in measures}
    links = CycleMeasure.objects.filter(cycle=cycle)
    there = set(links.values_list("measure_id", flat=True))
    links.filter(measure__in=(there if seen is None else set(seen)) - wanted).delete()
    CycleMeasure.objects.bulk_create(CycleMeasure(cycle=cycle, measure_id=pk) for pk in sorted(wanted - there))
    team_touched.send(sender=Team, team_id=team.pk)


def _is_for(team: Team, measure: Measure) -> bool:
    """Its own measures, and those of its system that no other team owns."""
    return measure.team_id == team.pk or (measure.team_id is None and measure.system_id == team.system_id)


@transaction.atomic
def carry_over(*, cycle_id: int, next_id: int) -> None:
    """The next cycle of a ramp watches what the one before it watched."""
    watched = CycleMeasure.objects.filter(cycle=cycle_id).values_list("measure_id", flat=True)
    links = [CycleMeasure(cycle_id=next_id, measure_id=pk) for pk in watched]
    CycleMeasure.objects.bulk_create(links, ignore_conflicts=True)
