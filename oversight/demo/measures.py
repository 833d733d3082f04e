"""The demo organisation's measures and their points."""

import datetime as dt
from dataclasses import replace

import pgtrigger
from django.db.models import Count, Sum

from measures.enums import WITH_DENOMINATOR, MeasureStatus
from measures.models import Annotation, Measure, Phase, Point, Target
from measures.periods import period_start
from measures.spc.rules import default_rules, rule_set
from oversight.demo import organisation, places, series
from oversight.demo.built import Built
from oversight.demo.script import Story, Yardstick
from teams.enums import (
    TeamState,
)
from teams.models import (
    System,
    Team,
    User,
)

ODD_POINTS = {
    "Queue at 16:00": "Ambulances diverted from the coast all day",
    "Staff who left more than 15 minutes late": "Power cut in the sterilising unit",
    "Hours to theatre": "Ice on the roads: fourteen fractures in three days",
    "Went to the Emergency Department instead": "Telephones down from Monday to Wednesday",
    "Medicines out of stock": "A supplier recalled eleven lines",
    "Falls": "Eight bank staff on nights, and new beds",
}


def write_measure(
    built: Built,
    yardstick: Yardstick,
    system: System,
    team: Team | None = None,
    story: Story | None = None,
    place: str = "",
) -> Measure:
    kind, dimension, direction = yardstick.kind.split()
    share = yardstick.chart in WITH_DENOMINATOR
    measure = Measure.objects.create(
        name=yardstick.name,
        system=system,
        team=team,
        type=kind,
        dimension=dimension,
        direction=direction,
        compass_side=yardstick.compass,
        whole_system=yardstick.whole_system,
        status=MeasureStatus.TRIAL if yardstick.trial else MeasureStatus.ESTABLISHED,
        operational_definition=yardstick.definition or _definition(yardstick),
        numerator=yardstick.numerator,
        denominator=yardstick.denominator,
        source=yardstick.source,
        collector=_collector(built, yardstick, story),
        frequency=yardstick.frequency,
        unit=yardstick.unit,
        multiplier=yardstick.multiplier or (100 if share else 1),
        decimals=yardstick.decimals,
        target=yardstick.target,
        categories=list(yardstick.categories),
        chart=yardstick.chart,
        rules=yardstick.rules or default_rules(yardstick.chart),
        rules_version=rule_set(yardstick.rules or default_rules(yardstick.chart)).version,
        baseline_points=yardstick.baseline,
        cusum_rate=yardstick.expected,
        made_by=built.people["Mei-Ling Chao"],
    )
    _points(built, measure, yardstick, story, place)
    _targets(built, measure, yardstick)
    return measure


def _targets(built: Built, measure: Measure, yardstick: Yardstick) -> None:
    """The targets that it had before today's, each from where the one before it ended."""
    since, why = None, ""
    chair = built.people["Professor Ruth Abernethy"]
    for value, ended, changed_because in (*yardstick.target_was, (yardstick.target, 0, "")):
        if not yardstick.target_was:
            return
        by = chair if since else None
        Target.objects.create(measure=measure, starts_on=since, value=value, why=why, set_by=by)
        since, why = period_start(built.ago(ended), measure.frequency), changed_because


def _definition(yardstick: Yardstick) -> str:
    if yardstick.numerator:
        return f"{yardstick.numerator}, out of: {yardstick.denominator[:1].lower()}{yardstick.denominator[1:]}."
    return f"{yardstick.name}, in {yardstick.unit}, {yardstick.frequency}."


def _collector(built: Built, yardstick: Yardstick, story: Story | None) -> User:
    if story is None:
        return built.people["Mei-Ling Chao" if yardstick.whole_system else "Rahul Desai"]
    staff = [name for name in (story.lead, *story.members) if not built.people[name].is_outsider]
    return built.people[staff[(story.measures.index(yardstick) + 1) % len(staff)]]


def _points(built: Built, measure: Measure, yardstick: Yardstick, story: Story | None, place: str = "") -> None:
    """Its points; `place` tells the same measure of one ward from that of another."""
    until = built.today
    if story:
        until = built.ago(-story.due if story.state == TeamState.CLOSED else story.silent)
    days = series.periods(yardstick.frequency, yardstick.series.points, until)
    drawn = series.values(f"{yardstick.name}{place}", yardstick.series, days)
    if yardstick.series.event_every:
        drawn = series.events(yardstick.name, yardstick.series, until - dt.timedelta(days=9))
    if yardstick.series.gaps >= 2:
        drawn = drawn[:-2]  # a few measures are behind, as they are everywhere
    elif yardstick.frequency == "weekly" and measure.collector == built.people["Amara Okafor"]:
        drawn = drawn[:-2]  # what waits for the nurse on her phone today
    Point.objects.bulk_create(
        Point(
            measure=measure,
            period=point.period,
            value=point.value,
            denominator=point.denominator,
            spread=point.spread,
            marked=point.odd and yardstick.astronomical,
            counts=series.split(f"{yardstick.name}{place}", point.period, point.value, yardstick.categories)
            if yardstick.categories
            else {},
            entered_by=measure.collector,
            estimated=yardstick.trial and number % 5 == 0,
        )
        for number, point in enumerate(drawn)
    )
    if yardstick.rebase:
        Phase.objects.create(
            measure=measure,
            starts_on=days[round(yardstick.rebase * (len(days) - 1)) + 1],
            reason="The shift has lasted, we know why, it is wanted, and we expect it to stay.",
            set_by=built.people["Mei-Ling Chao"],
        )
    if yardstick.series.outlier and yardstick.name in ODD_POINTS:
        odd = days[round(yardstick.series.outlier[0] * (len(days) - 1))]
        Annotation.objects.create(
            measure=measure, on=odd, text=ODD_POINTS[yardstick.name], written_by=measure.collector
        )


def write_whole_system_measures(built: Built) -> None:
    for system, yardstick in organisation.WHOLE_SYSTEM:
        write_measure(built, yardstick, built.systems[system])


def write_shared_measures(built: Built) -> None:
    """The same measure on many wards, so that they can learn from one another."""
    for yardstick, wards in organisation.SHARED:
        for ward, size, level in wards:
            own = replace(yardstick, series=replace(yardstick.series, base=level, out_of=size))
            write_measure(built, own, built.systems[ward], place=ward)
        _rolled_up(built, yardstick)


def _rolled_up(built: Built, yardstick: Yardstick) -> None:
    """The measure of the whole organisation that those of the wards are parts of, but for its newest month."""
    parts = Measure.objects.filter(name=yardstick.name, team=None)
    whole = parts[0]
    count = len(parts)
    whole.pk, whole.system, whole.whole_system = None, built.systems[places.ORGANISATION], True
    whole.name, whole.categories = f"{yardstick.name}, all wards", []
    whole.save()
    with pgtrigger.ignore():  # they were parts from the beginning
        parts.update(part_of=whole)
    totals = Point.objects.filter(measure__part_of=whole, excluded=False).values("period")
    totals = totals.annotate(parts=Count("pk"), above=Sum("value"), below=Sum("denominator")).filter(parts=count)
    Point.objects.bulk_create(
        Point(
            measure=whole, period=row["period"], value=row["above"], denominator=row["below"],
            entered_by=whole.made_by, note=f"Added up from {count} parts",
        )
        for row in list(totals.order_by("period"))[:-1]
    )  # fmt: skip
