"""Home: the measures of a person, and the points that are due."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from measures.queries.measures import with_unit
from measures.queries.tallies import sheet_kind
from oversight.queries.home.lines import OPEN_ENDED, WORKING, MeasureLine, Waiting, count_of, read, waits_since
from oversight.queries.walls import since
from redesign.lib import components
from redesign.lib.dates import days_ago
from teams.enums import RUNNING
from teams.models import User
from teams.permissions.standing import Standing

MOST = 60


class MeasureRow(NamedTuple):
    """A measure in use, with its summary, as MEASURES reads it."""

    pk: int
    name: str
    unit: str
    decimals: int
    target: float | None
    frequency: str
    collector_id: int | None
    team_id: int | None
    team: str | None
    team_state: str | None
    system: str
    points: int | None
    latest_period: dt.date | None
    latest_value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    variation: str | None
    assurance: str | None
    recent: str | None
    due_on: dt.date | None
    chart: str
    numerator: str
    denominator: str
    multiplier: float
    categories: list[str]
    signals: int
    asked_at: dt.datetime | None


MEASURES = """
SELECT measure.id, measure.name, measure.unit, measure.decimals, measure.target, measure.frequency, measure.collector_id,
    measure.team_id, team.name, team.state, system.name, summary.points, summary.latest_period, summary.latest_value,
    summary.centre, summary.lower, summary.upper, summary.variation, summary.assurance, summary.recent, summary.due_on,
    measure.chart, measure.numerator, measure.denominator, measure.multiplier, measure.categories,
    card.open, card.since
FROM measures_measure AS measure
JOIN teams_system AS system ON system.id = measure.system_id
LEFT JOIN teams_team AS team ON team.id = measure.team_id
LEFT JOIN measures_measuresummary AS summary ON summary.measure_id = measure.id
CROSS JOIN LATERAL (
    SELECT count(*) AS open, min(opened_at) AS since FROM measures_signalcard
    WHERE measure_id = measure.id AND state = 'open'
) AS card
WHERE measure.status <> 'retired'
"""
OWN_MEASURES = (
    MEASURES
    + """
AND (measure.collector_id = %s OR measure.team_id = ANY(%s))
ORDER BY measure.collector_id IS NOT DISTINCT FROM %s DESC, summary.due_on NULLS FIRST, measure.name, measure.id
LIMIT %s
"""
)
WHOLE_SYSTEM = MEASURES + " AND measure.whole_system ORDER BY measure.name, measure.id LIMIT 8"


def own_measures(user: User, me: Standing) -> list[MeasureRow]:
    """The measures that one collects, then those of one's teams; the due before the others.

    A partner or another outsider collects for their own teams only.
    """
    collects = user.pk if me.is_staff else None
    return [MeasureRow(*row) for row in read(OWN_MEASURES, collects, list(me.teams), user.pk, MOST)]


def whole_system_measures() -> list[MeasureRow]:
    """What the organisation itself is judged by."""
    return [MeasureRow(*row) for row in read(WHOLE_SYSTEM)]


def _is_mine_to_enter(measure: MeasureRow, me: Standing, user: User) -> bool:
    """The collector's; where nobody collects, the people's who work in the team."""
    if measure.collector_id is not None:
        return measure.collector_id == user.pk
    return measure.team_id is not None and me.teams.get(measure.team_id) in WORKING


def points_due(measures: Iterable[MeasureRow], me: Standing, user: User, now: dt.date) -> list[Waiting]:
    found = []
    for measure in measures:
        due, never = measure.due_on, not measure.points
        if not (_is_mine_to_enter(measure, me, user) and (never or (due is not None and due <= now))):
            continue
        if measure.team_state is not None and measure.team_state not in RUNNING:
            continue
        found.append(
            Waiting(
                order=(0, due or now),
                icon=components.icon("chart-line"),
                title=f"Enter data: {measure.name}",
                where=measure.team or measure.system,
                when="no data yet" if never or due is None else f"due {days_ago(due)}",
                url=reverse("measures:point-new", args=[measure.pk]),
                button="Enter",
                late=due is not None and due < now,
            )
        )
    return found


def signals_to_answer(measures: Iterable[MeasureRow], me: Standing, now: dt.date) -> list[Waiting]:
    """One line for each chart whose signals wait for the team's answer: for those who work in it."""
    found = []
    for measure in measures:
        mine = measure.team_id is not None and me.teams.get(measure.team_id) in WORKING
        if not (measure.signals and measure.asked_at and mine and measure.team_state in RUNNING):
            continue
        since = timezone.localtime(measure.asked_at).date()
        what = "the signal" if measure.signals == 1 else f"{measure.signals} signals"
        found.append(
            Waiting(
                order=(2, since),
                icon=components.icon("message-square"),
                title=f"Say what it was: {what} on {measure.name}",
                where=measure.team or measure.system,
                when=waits_since(since, now, "since"),
                url=reverse("measures:measure", args=[measure.pk]) + "#signals",
                button="Answer",
                late=(now - since).days >= OPEN_ENDED,
            )
        )
    return found


def measure_lines(measures: Iterable[MeasureRow], me: Standing, user: User, now: dt.date) -> list[MeasureLine]:
    lines = []
    for measure in measures:
        at_work = measure.team_state is None or measure.team_state in RUNNING
        may_enter = at_work and (_is_mine_to_enter(measure, me, user) or me.belongs_to(measure.team_id or 0))
        lines.append(
            MeasureLine(
                url=reverse("measures:measure", args=[measure.pk]),
                name=measure.name,
                where=measure.team or measure.system,
                latest=with_unit(measure, measure.latest_value) or "–",
                spark=_spark(measure),
                icons=components.icon_pair(measure.variation or "none", measure.assurance or "none"),
                since=since(measure.latest_period, measure.frequency, now) or "no data yet",
                enter_url=reverse("measures:point-new", args=[measure.pk]) if may_enter else "",
                tally_url=reverse("measures:tally", args=[measure.pk]) if may_enter and sheet_kind(measure) else "",
            )
        )
    return lines


def _spark(measure: MeasureRow) -> SafeString:
    recent = json.loads(measure.recent) if measure.recent else []
    if not recent:
        return SafeString()
    return components.sparkline(
        recent,
        variation=measure.variation or "none",
        centre=measure.centre,
        lower=measure.lower,
        upper=measure.upper,
        target=measure.target,
    )


LATE = """
SELECT count(*), max(summary.due_on)
FROM measures_measuresummary AS summary
JOIN measures_measure AS measure ON measure.id = summary.measure_id AND measure.status <> 'retired'
JOIN teams_system AS system ON system.id = measure.system_id AND system.closed_on IS NULL
LEFT JOIN teams_team AS team ON team.id = measure.team_id
WHERE summary.due_on < %s AND (team.id IS NULL OR team.state = ANY(%s))
"""


def late_data(now: dt.date) -> list[Waiting]:
    """As many as the list that it leads to counts: see `measures.models.late_data`."""
    (count, since), *_ = read(LATE, now, list(RUNNING))
    if not count:
        return []
    return [
        Waiting(
            order=(2, since),
            icon=components.icon("clock"),
            title=f"{count_of(count, 'measure')} with late data",
            where="In the whole organisation",
            when=f"the latest was due {days_ago(since)}",
            url=reverse("measures:measures") + "?state=late",
            button="See which",
            late=True,
        )
    ]
