"""The family of measures of a team or a system: is it a balanced set, and what does it cost to keep up?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from measures.enums import CompassSide, Dimension, Frequency, MeasureStatus, MeasureType
from measures.models import Measure
from measures.queries.measures import MeasureRow, measure_rows, with_rows
from teams.models import System, Team

ASKS = {
    MeasureType.OUTCOME: "Is it better for patients?",
    MeasureType.PROCESS: "Is the change really being done?",
    MeasureType.BALANCING: "Is something else getting worse?",
}
POINTS_A_MONTH = {
    Frequency.DAILY: 365.25 / 12,
    Frequency.WEEKLY: 365.25 / 7 / 12,
    Frequency.FORTNIGHTLY: 365.25 / 14 / 12,
    Frequency.MONTHLY: 1.0,
    Frequency.QUARTERLY: 1 / 3,
}


@dataclass(frozen=True)
class Kind:
    """One kind of measure: those that there are, and where to define one."""

    label: str
    asks: str
    rows: list[MeasureRow]
    define_url: str


@dataclass(frozen=True)
class Side:
    """A dimension of quality or a side of the value compass, with the measures that look at it."""

    label: str
    measures: list[tuple[str, str]]
    define_url: str


@dataclass(frozen=True)
class Family:
    """A set of measures, seen from three sides, in ready strings."""

    count: int
    kinds: list[Kind]
    dimensions: list[Side]
    compass: list[Side]
    lacks: list[str]
    work: str
    on_trial: str

    @property
    def is_balanced(self) -> bool:
        return not self.lacks


def family_of_team(team: Team) -> Family:
    """The measures in use of a team; one query."""
    return _family(Measure.objects.filter(team=team), f"team={team.pk}")


def family_of_system(system: System) -> Family:
    """The measures in use of a system and of the teams at home in it; one query."""
    return _family(Measure.objects.filter(system=system), f"system={system.pk}")


def _family(measures: QuerySet[Measure], place: str) -> Family:
    found = list(with_rows(measures.in_use().order_by("name", "pk")))  # type: ignore[attr-defined]  # of MeasureQuerySet
    define = f"{reverse('measures:measure-new')}?{place}"
    kinds = [
        Kind(kind.label, asks, measure_rows(m for m in found if m.type == kind), f"{define}&type={kind}")
        for kind, asks in ASKS.items()
    ]
    dimensions = [
        Side(each.label, _links(m for m in found if m.dimension == each), f"{define}&dimension={each}")
        for each in Dimension
    ]
    compass = [
        Side(each.label, _links(m for m in found if m.compass_side == each), f"{define}&compass_side={each}")
        for each in CompassSide
    ]
    trial = sum(measure.status == MeasureStatus.TRIAL for measure in found)
    return Family(
        count=len(found),
        kinds=kinds,
        dimensions=dimensions,
        compass=compass,
        lacks=_lacks(kinds, dimensions, compass) if found else [],
        work=_work(found),
        on_trial=f"{trial} of {len(found)} on trial" if trial else "",
    )


def _links(measures: Iterable[Measure]) -> list[tuple[str, str]]:
    return [(measure.name, reverse("measures:measure", args=[measure.pk])) for measure in measures]


def _lacks(kinds: Sequence[Kind], dimensions: Sequence[Side], compass: Sequence[Side]) -> list[str]:
    """What a balanced set still needs, in sentences: a kind of measure first, then dimensions, then the compass."""
    told = [
        f"No {kind.label.lower()} measure: {kind.asks[:1].lower()}{kind.asks[1:]}" for kind in kinds if not kind.rows
    ]
    open_sides = [side.label.lower() for side in dimensions if not side.measures]
    if open_sides:
        told.append(f"Nobody looks at whether care is {_listed(open_sides, 'or')}.")
    if any(side.measures for side in compass):
        blank = [side.label.lower() for side in compass if not side.measures]
        if blank:
            told.append(f"The value compass has nothing on {_listed(blank, 'and')}.")
    else:
        told.append("No measure is placed on the value compass yet.")
    return told


def _listed(words: Sequence[str], joined: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joined} {words[-1]}"


def _work(measures: Sequence[Measure]) -> str:
    """What keeping the set up takes, as far as definitions say so."""
    told = [measure for measure in measures if measure.effort_minutes is not None]
    if not told:
        return ""
    minutes = sum((m.effort_minutes or 0) * POINTS_A_MONTH[Frequency(m.frequency)] for m in told)
    amount = f"{minutes:.0f} minutes" if minutes < 90 else f"{minutes / 60:.1f} hours"
    unsaid = len(measures) - len(told)
    return f"About {amount} of work a month" + (f"; {unsaid} of {len(measures)} do not say." if unsaid else ".")
