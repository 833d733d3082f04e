"""Where several measures are entered together: a team, a system with those below it, or all that a person may enter."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from measures.enums import MeasureStatus
from measures.models import Measure
from measures.permissions.measures import can_enter_points
from measures.queries.measures import readable_measures
from redesign.lib.components import Crumb
from teams.actions.teams import NOT_RUNNING
from teams.enums import TeamState
from teams.models import System, Team, User
from teams.permissions.standing import standing
from teams.queries.systems import trail_of


@dataclass(frozen=True)
class Place:
    """Whose measures: a team's, a system's with those of the systems below, or everybody's where neither is given."""

    team: Team | None = None
    system: System | None = None

    @property
    def name(self) -> str:
        where = self.team or self.system
        return where.name if where else "All measures"

    @property
    def url(self) -> str:
        """Where a person came from, and goes back to."""
        if self.team:
            return reverse("teams:team", args=[self.team.pk])
        return reverse("teams:system", args=[self.system.pk]) if self.system else reverse("measures:measures")

    @property
    def query(self) -> str:
        """The place as the end of an address."""
        if self.team:
            return f"?team={self.team.pk}"
        return f"?system={self.system.pk}" if self.system else ""

    def trail(self, user: User, *here: str) -> list[Crumb]:
        """The way to a page about the measures of this place; one query where there is a system."""
        linked = standing(user).is_staff
        if self.team:
            own = Crumb(self.team.name, reverse("teams:team", args=[self.team.pk]))
            return trail_of(self.team.system, own, *here, linked=linked)
        if self.system:
            return trail_of(self.system, *here, linked=linked)
        return [Crumb("Measures", reverse("measures:measures")), *map(Crumb, here)]

    def measures(self, user: User) -> QuerySet[Measure]:
        """The measures here that the person may read, with their team and system, by place and name."""
        found = readable_measures(user).select_related("team", "system").defer("operational_definition")
        if self.team:
            found = found.filter(team=self.team)
        elif self.system:
            found = found.filter(system__in=System.objects.under(self.system))
        return found.order_by("system__name", "team__name", "name", "pk")


def where(measure: Measure) -> str:
    """The team or else the system that a measure belongs to."""
    return measure.team.name if measure.team else measure.system.name


def why_not_entered(user: User, measure: Measure, *, for_device: bool = False) -> str:
    """The sentence why this person may not enter its points now; empty where they may. No query.

    A device's right is that of its key, so that only the measure's own state is asked about.
    """
    if not for_device and not can_enter_points(user, measure):
        return f"You may not enter points of {measure.name} ({where(measure)}): its own people and analysts do."
    if measure.status == MeasureStatus.RETIRED:
        return f"{measure.name} is retired: it takes no more points."
    if measure.team is not None and not measure.team.is_running:
        return f"{measure.team.name} {NOT_RUNNING[TeamState(measure.team.state)]}."
    return ""


def enterable(user: User, place: Place, *more: str) -> list[Measure]:
    """The measures here whose points the person may enter now, with `more` relations; one query, two of a system."""
    found = place.measures(user).select_related("team", "system", *more)
    return [measure for measure in found if not why_not_entered(user, measure)]
