"""How a team is rated, and what the form of its rating shows."""

import hashlib

from oversight.models import Criterion, Rating, TeamSummary
from teams.models import Team


def seen(team: Team) -> str:
    """A mark of what is saved of this team's ratings now: it changes when anybody changes them. Two queries."""
    ratings = Rating.objects.filter(team=team).order_by("criterion").values_list("criterion_id", "value", "why")
    serves = team.strategic_priorities.order_by("pk").values_list("pk", flat=True)
    return hashlib.sha256(repr((list(ratings), list(serves))).encode()).hexdigest()[:16]


def ratings_of(team: Team) -> dict[int, Rating]:
    """The team's ratings by criterion, with who made them; one query."""
    return {rating.criterion_id: rating for rating in Rating.objects.filter(team=team).select_related("rated_by")}


def criteria_in_use() -> list[Criterion]:
    """The criteria that teams are rated by now; one query."""
    return list(Criterion.objects.filter(retired=False))


def priorities_served(team: Team) -> list[int]:
    """Keys of the strategic priorities that the team serves; one query."""
    return list(team.strategic_priorities.values_list("pk", flat=True))


def summary_of(team: Team) -> TeamSummary | None:
    """The team's row of the portfolio, or None before it is summed up; one query."""
    return TeamSummary.objects.filter(team=team).first()
