"""How a team fares on each criterion, and which strategic priorities it serves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from oversight.actions.summaries import rank_teams
from oversight.models import Criterion, Rating, StrategicPriority
from oversight.queries.ratings import seen
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.enums import TeamState
from teams.models import Team, User


@dataclass(frozen=True)
class Rated:
    """One answer: 0 to 5, or None for 'not yet'; and why."""

    value: int | None
    why: str = ""


@transaction.atomic
def rate_team(
    *, team: Team, ratings: Mapping[Criterion, Rated], serves: Collection[StrategicPriority], saw: str, by: User
) -> None:
    """Save all ratings of a team at once, and rank all teams anew.

    `saw` is what `seen` said when the form was opened: refused when somebody has rated the team since. Only what
    differs is written, so the audit history shows who changed what. Strategic priorities that are not on offer any more
    stay as they are.
    """
    team = locked(team)
    if team.state == TeamState.CLOSED:
        raise Refusal(f"{team.name} is closed: its ratings stay as they are.")
    if seen(team) != saw:
        raise Refusal(
            "Somebody else rated this team while you were at it. Nothing of yours is lost: what is saved now stands beside "
            "your answers; save again to replace it."
        )
    saved = {rating.criterion_id: rating for rating in Rating.objects.filter(team=team)}
    for criterion, rated in ratings.items():
        _save(team, criterion, rated, saved.get(criterion.pk), by)
    offered = StrategicPriority.objects.filter(retired=False)
    team.strategic_priorities.remove(*offered.exclude(pk__in=[each.pk for each in serves]))
    team.strategic_priorities.add(*serves)
    rank_teams()


def _save(team: Team, criterion: Criterion, rated: Rated, saved: Rating | None, by: User) -> None:
    if rated.value is None:
        if saved is not None:
            saved.delete()
    elif saved is None:
        Rating.objects.create(team=team, criterion=criterion, value=rated.value, why=rated.why, rated_by=by)
    elif (saved.value, saved.why) != (rated.value, rated.why):
        saved.value, saved.why, saved.rated_by = rated.value, rated.why, by
        saved.save()
