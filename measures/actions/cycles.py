"""Which measures a cycle watches: its dates then stand on their charts, their signals on it."""

from django.db import transaction

from measures.models import CycleMeasure, Measure
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal
from teams.actions.teams import require_running
from teams.models import Cycle, Team


@transaction.atomic
def watch_measures(*, cycle: Cycle, measures: list[Measure]) -> None:
    """Let the cycle watch these measures and no others."""
    team = Team.objects.select_for_update().get(pk=cycle.team_id)
    require_running(team)
    theirs = {team.system_id}
    if any(measure.team_id != team.pk and measure.system_id not in theirs for measure in measures):
        raise Refusal("A cycle watches measures of its own team or system.", field="measures")
    wanted = {measure.pk for measure in measures}
    links = CycleMeasure.objects.filter(cycle=cycle)
    links.exclude(measure__in=wanted).delete()
    there = set(links.values_list("measure_id", flat=True))
    CycleMeasure.objects.bulk_create(CycleMeasure(cycle=cycle, measure_id=pk) for pk in sorted(wanted - there))
    team_touched.send(sender=Team, team_id=team.pk)


@transaction.atomic
def carry_over(*, cycle_id: int, next_id: int) -> None:
    """The next cycle of a ramp watches what the one before it watched."""
    watched = CycleMeasure.objects.filter(cycle=cycle_id).values_list("measure_id", flat=True)
    links = [CycleMeasure(cycle_id=next_id, measure_id=pk) for pk in watched]
    CycleMeasure.objects.bulk_create(links, ignore_conflicts=True)
