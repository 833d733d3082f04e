"""How a team is rated, and what the form of its rating shows."""

import hashlib

from oversight.models import Rating
from teams.models import Team


def seen(team: Team) -> str:
    """A mark of what is saved of this team's ratings now: it changes when anybody changes them. Two queries."""
    ratings = Rating.objects.filter(team=team).order_by("criterion").values_list("criterion_id", "value", "why")
    serves = team.strategic_priorities.order_by("pk").values_list("pk", flat=True)
    return hashlib.sha256(repr((list(ratings), list(serves))).encode()).hexdigest()[:16]


def ratings_of(team: Team) -> dict[int, Rating]:
    """The team's ratings by criterion, with who made them; one query."""
    return {rating.criterion_id: rating for rating in Rating.objects.filter(team=team).select_related("rated_by")}
