"""What programs read through the API, as far as their key reaches: `within` holds keys of systems, None is everything."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from measures.models import Measure, Point
from measures.queries.series import Charted, chart_of, stored_points
from teams.models import System, Team


def reachable_systems(within: Collection[int] | None, *, text: str = "") -> QuerySet[System]:
    """Systems in the order in which they were made; `text` keeps those whose name or kind has it."""
    found = System.objects.order_by("pk")
    found = found if within is None else found.filter(pk__in=within)
    return found.matching(text) if text else found


def reachable_teams(within: Collection[int] | None, *, text: str = "", system: int | None = None) -> QuerySet[Team]:
    """Redesign teams in the order in which they were made; `system` keeps those at home in it."""
    found = Team.objects.order_by("pk")
    found = found if within is None else found.filter(system__in=within)
    found = found.filter(name__icontains=text) if text else found
    return found.filter(system=system) if system else found


def reachable_measures(
    within: Collection[int] | None, *, text: str = "", system: int | None = None, **asked: Any
) -> QuerySet[Measure]:
    """Measures with their summaries, in the order in which they were made.

    `system` keeps those of it and of the systems below it; `asked` holds values of fields, of which None asks for nothing.
    """
    found = Measure.objects.select_related("summary").order_by("pk")
    found = found if within is None else found.filter(system__in=within)
    found = found.filter(**{name: value for name, value in asked.items() if value is not None})
    found = found.matching(text) if text else found
    if not system:
        return found
    above = System.objects.filter(pk=system).first()
    return found.filter(system__in=System.objects.under(above)) if above else found.none()


def points_between(measure: Measure, since: dt.date | None, until: dt.date | None) -> QuerySet[Point]:
    """The measure's points in order of period, from one day's period to another's; None leaves an end open."""
    points = measure.points.order_by("period")
    points = points.filter(period__gte=since) if since else points
    return points.filter(period__lte=until) if until else points


def charted(measure: Measure) -> Charted:
    """The measure's chart as its page shows it; three queries."""
    return chart_of(
        measure, stored_points(measure.points.all()), list(measure.phases.all()), list(measure.targets.all())
    )
