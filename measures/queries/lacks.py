"""What a team lacks in the eyes of measures, for the panel of `teams.queries.lacks`."""

from django.urls import reverse

from measures.enums import MeasureType
from measures.models import Measure
from measures.permissions.measures import can_define_for
from teams.models import Team, User
from teams.queries.lacks import Lack


def can_measure(user: User, team: Team) -> bool:
    """Whoever may define a measure for the team, while it is at work."""
    return team.is_running and can_define_for(user, system=None, team=team)


def measures_lacking(team: Team) -> list[Lack]:
    """A measure at all, an outcome, a balancing measure: whatever the team has none of; one query."""
    define = f"{reverse('measures:measure-new')}?team={team.pk}"
    types = set(Measure.objects.filter(team=team).in_use().order_by().values_list("type", flat=True).distinct())
    if not types:
        why = "How will you know that a change is an improvement?"
        return [Lack("measure", "A measure", why, define, "Define the first", by=can_measure)]
    found = []
    if MeasureType.OUTCOME not in types:
        why = "Is it better for patients?"
        found.append(Lack("outcome", "An outcome measure", why, define, "Define one", by=can_measure))
    if MeasureType.BALANCING not in types:
        why = "Does something else get worse?"
        found.append(Lack("balancing", "A balancing measure", why, define, "Define one", by=can_measure))
    return found
