"""Two of the demo's measures by groups of people, and one whose figures leave something to ask."""

import datetime as dt
import math
import random
from dataclasses import dataclass

from measures.enums import Dimension, Direction, MeasureStatus, MeasureType
from measures.models import Measure, Point, Stratum, StratumPoint
from measures.spc.rules import default_rules
from oversight.demo.series import periods
from teams.models import System, User


@dataclass(frozen=True)
class Grouping:
    """A measure by groups: name, share of the people, and how far their share lies from everybody's, first and last."""

    measure: str
    differs_by: str
    groups: tuple[tuple[str, float, float, float], ...]
    rest: int
    """The group that takes up what the others leave over."""


GROUPINGS = (
    Grouping(
        "Would recommend us",
        "deprivation",
        (
            ("Most deprived fifth", 0.24, -0.09, -0.02),
            ("Second fifth", 0.22, -0.025, -0.005),
            ("Middle fifth", 0.2, 0.02, 0.0),
            ("Fourth fifth", 0.18, 0.05, 0.01),
            ("Least deprived fifth", 0.16, 0.07, 0.02),
        ),
        rest=2,
    ),
    Grouping(
        "Answered on the same day",
        "language",
        (
            ("English", 0.69, 0.03, 0.02),
            ("Polish", 0.18, -0.02, -0.02),
            ("Portuguese", 0.1, -0.1, -0.09),
            ("Other languages", 0.03, -0.16, -0.17),
        ),
        rest=0,
    ),
)


CHANGED = 0.55
"""How far along the series the groups come nearer to one another."""


def write_groups() -> None:
    """The figures of each group add up to those of everybody; the same each time."""
    for grouping in GROUPINGS:
        for measure in Measure.objects.filter(name=grouping.measure, strata__isnull=True):
            measure.stratified_by = grouping.differs_by
            measure.save(update_fields=["stratified_by"])
            strata = [
                Stratum.objects.create(measure=measure, name=name, order=order)
                for order, (name, *_) in enumerate(grouping.groups)
            ]
            points = list(measure.points.order_by("period"))
            StratumPoint.objects.bulk_create(
                StratumPoint(
                    stratum=stratum, period=point.period, value=value, denominator=size, entered_by=point.entered_by
                )
                for place, point in enumerate(points)
                for stratum, (value, size) in zip(strata, _split(grouping, point, place / len(points)), strict=True)
            )


def _split(grouping: Grouping, point: Point, along: float) -> list[tuple[float, float]]:
    """A point's numerator and denominator, shared among the groups."""
    chance = random.Random(f"thornmere:{grouping.measure}:{point.period}")  # noqa: S311 - a demo, not a secret
    whole = point.denominator or 0.0
    share = point.value / whole if whole else 0.0
    found: list[tuple[float, float]] = []
    for place, (_, part, first, last) in enumerate(grouping.groups):
        if place == grouping.rest:
            continue
        size = round(max(chance.gauss(whole * part, math.sqrt(whole * part) / 2), 1))
        mean = min(max(share + (first if along < CHANGED else last), 0.02), 0.98)
        told = round(chance.gauss(size * mean, math.sqrt(size * mean * (1 - mean)) * 0.8))
        found.append((float(min(max(told, 0), size)), float(size)))
    left = whole - sum(size for _, size in found)
    counted = point.value - sum(value for value, _ in found)
    kept = min(max(counted, 0.0), left)
    found = _shared_out(found, counted - kept)
    found.insert(grouping.rest, (kept, left))
    return found


def _shared_out(groups: list[tuple[float, float]], over: float) -> list[tuple[float, float]]:
    """The groups with what the rest had no room for (or, below 0, had too little of), as each has room."""
    found = []
    for value, size in groups:
        taken = min(max(over, -value), size - value)
        found.append((value + taken, size))
        over -= taken
    return found


SETTLED = "Minutes to hand over from an ambulance"


def write_settled(systems: dict[str, System], people: dict[str, User], today: dt.date) -> None:
    """A measure read off by eye and settled by its target: what the panel on trust in the data was made for."""
    measure = Measure.objects.create(
        name=SETTLED,
        system=systems["Emergency Department"],
        type=MeasureType.PROCESS,
        dimension=Dimension.TIMELY,
        direction=Direction.DECREASE,
        status=MeasureStatus.ESTABLISHED,
        operational_definition="From the ambulance's arrival to the signature for the patient: the median of the week.",
        source="Handover sheets",
        collector=people["Imran Sheikh"],
        unit="minutes",
        decimals=0,
        target=30,
        chart="i",
        rules=default_rules("i"),
        made_by=people["Mei-Ling Chao"],
    )
    chance = random.Random("thornmere:handover")  # noqa: S311 - a demo, not a secret
    Point.objects.bulk_create(
        Point(measure=measure, period=day, value=_settled(chance), entered_by=measure.collector)
        for place, day in enumerate(periods("weekly", 52, today))
        if place not in (33, 38, 39, 44, 47)
    )


def _settled(chance: random.Random) -> float:
    """Minutes to the nearest five; what was a little above the target has become the target."""
    minutes = 5 * round(chance.gauss(28, 9) / 5)
    return float(max(30 if 30 < minutes <= 45 else minutes, 10))
