"""What pages show of measures: the list, the rows of panels, and the page of one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.html import conditional_escape as esc
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from measures.charts import figure, plotted, signals_in_words, summary, table
from measures.drawing import Drawing, Happened, PhaseStart, Span, letter, number
from measures.enums import (
    CONCERNING,
    IMPROVING,
    PLOTTED_APART,
    ChartKind,
    MeasureStatus,
    MeasureType,
    PhaseGrounds,
    Variation,
)
from measures.models import Annotation, CycleMeasure, Import, Measure, MeasureSummary, Phase, Target, late_data
from measures.periods import period_end, period_name, short_name
from measures.permissions.measures import can_read_measure
from measures.queries.series import (
    Charted,
    chart_of,
    rules_of,
    stored_points,
    takes_denominator,
    takes_subgroup,
    targets_on,
)
from measures.queries.suggestions import Considered, by_chance, considered
from measures.queries.tallies import sheet_kind
from redesign.lib.components import Crumb, badge, chip, icon_pair, sparkline
from redesign.lib.dates import days_ago, today
from teams.enums import RUNNING
from teams.models import Cycle, System, Team, User
from teams.permissions.standing import standing
from teams.queries.systems import trail_of

A_PAGE = 25

STATES = {
    "": "In use",
    "trial": "On trial",
    "late": "Data late",
    "improving": "Improving",
    "concerning": "Of concern",
    "common": "Common cause",
    "neither": "Neither better nor worse",
    "unclear": "Too few points",
    "failing": "Missing its target",
    "retired": "Retired",
    "any": "All measures",
}
SORTS: dict[str, str | Combinable] = {
    "name": F("name"),
    "system": F("system__name"),
    "team": F("team__name"),
    "variation": F("summary__variation"),
    "due": F("summary__due_on"),
    "latest": F("summary__latest_period"),
}
WHOSE = {"": "Everybody's", "mine": "Of my teams", "collect": "Collected by me"}


def readable_measures(user: User) -> QuerySet[Measure]:
    """All of them for people who work here; those of their teams for partners and other outsiders."""
    if standing(user).is_staff:
        return Measure.objects.all()
    return Measure.objects.filter(team__in=standing(user).teams)


@dataclass(frozen=True)
class MeasuresAsked:
    """Which measures to list, and in which order; empty values ask for all in use, by name."""

    text: str = ""
    state: str = ""
    whose: str = ""
    type: str = ""
    dimension: str = ""
    system: System | None = None
    teams: tuple[int, ...] = ()
    sort: str = "name"

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked for."""
        return any((self.text, self.state, self.whose, self.type, self.dimension, self.system, self.teams))

    def of(self, measures: QuerySet[Measure], user: User) -> QuerySet[Measure]:
        """Those that were asked for, in the order that was asked for."""
        found = _in_state(measures, self.state)
        if self.text:
            found = found.matching(self.text)  # type: ignore[attr-defined]  # a method of MeasureQuerySet
        if self.type:
            found = found.filter(type=self.type)
        if self.dimension:
            found = found.filter(dimension=self.dimension)
        if self.teams:
            found = found.filter(team__in=self.teams)
        if self.system:
            found = found.filter(system__in=System.objects.under(self.system))
        if self.whose == "mine":
            found = found.filter(team__in=standing(user).teams)
        elif self.whose == "collect":
            found = found.filter(collector=user)
        return found.order_by(*_order(self.sort))


def _in_state(measures: QuerySet[Measure], state: str) -> QuerySet[Measure]:
    if state == "any":
        return measures
    if state == "retired":
        return measures.filter(status=MeasureStatus.RETIRED)
    found = measures.exclude(status=MeasureStatus.RETIRED)
    asked = {
        "trial": Q(status=MeasureStatus.TRIAL),
        "late": late_data(),
        "improving": Q(summary__variation__in=IMPROVING),
        "concerning": Q(summary__variation__in=CONCERNING),
        "common": Q(summary__variation=Variation.COMMON),
        "neither": Q(summary__variation__in=[Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW]),
        "unclear": Q(summary__variation=Variation.NONE) | Q(summary=None),
        "failing": Q(summary__assurance="fail"),
    }
    return found.filter(asked[state]) if state in asked else found


def _order(sort: str) -> list[Any]:
    key = SORTS.get(sort.lstrip("-"), SORTS["name"])
    assert isinstance(key, F)
    first = key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True)
    return [first, "name", "pk"]


@dataclass(frozen=True)
class MeasureRow:
    """A measure in a list, in ready strings."""

    pk: int
    url: str
    name: str
    where: str
    where_url: str
    type: SafeString
    icons: SafeString
    spark: SafeString
    latest: str
    period: str
    target: str
    due: SafeString | str
    late: bool
    enter_url: str
    signals: tuple[str, ...]
    tally_url: str = ""


def measure_rows(measures: Iterable[Measure]) -> list[MeasureRow]:
    """The rows of these measures, which have `system`, `team` and `summary` with them. No query of its own."""
    return [_row(measure) for measure in measures]


def with_rows(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with all that a row shows; still one query."""
    return measures.select_related("system", "team", "summary").defer("operational_definition")


def measures_page(asked: MeasuresAsked, user: User, page: str | int | None = 1) -> tuple[Page, list[MeasureRow]]:
    """One page of the measures asked for; two queries, three where a system is asked for."""
    found = Paginator(with_rows(asked.of(readable_measures(user), user)), A_PAGE).get_page(page)
    return found, measure_rows(found)


@cache
def _address(name: str) -> str:
    """An address of this kind with 0 for the key: a list asks for hundreds of them."""
    return reverse(name, args=[0])


def _url(name: str, key: int) -> str:
    return _address(name).replace("/0/", f"/{key}/")


def _row(measure: Measure) -> MeasureRow:
    stands = summary_or_none(measure)
    where = measure.team or measure.system
    place = "teams:team" if measure.team else "teams:system"
    late = is_late(measure, stands)
    spark = SafeString()
    if stands is not None:
        spark = sparkline(
            stands.recent,
            variation=stands.variation,
            centre=stands.centre,
            lower=stands.lower,
            upper=stands.upper,
            target=measure.target,
        )
    return MeasureRow(
        pk=measure.pk,
        url=_url("measures:measure", measure.pk),
        name=measure.name,
        where=where.name,
        where_url=_url(place, where.pk),
        type=badge("measure", measure.type),
        icons=icon_pair(stands.variation, stands.assurance) if stands else icon_pair("none", "none"),
        spark=spark,
        latest=with_unit(measure, stands.latest_value if stands else None) or "No points yet",
        period=short_name(stands.latest_period, measure.frequency) if stands and stands.latest_period else "",
        target=with_unit(measure, measure.target),
        due=_due(measure, stands, late),
        late=late,
        enter_url=_url("measures:point-new", measure.pk),
        signals=tuple(stands.signals) if stands else (),
        tally_url=_url("measures:tally", measure.pk) if sheet_kind(measure) else "",
    )


def summary_or_none(measure: Measure) -> MeasureSummary | None:
    """The measure's summary; None where it was never written."""
    try:
        return measure.summary
    except MeasureSummary.DoesNotExist:
        return None


def is_late(measure: Measure, stands: MeasureSummary | None) -> bool:
    """Whether the next point should have been here by now; as `late_data` says it."""
    return takes_points(measure) and stands is not None and stands.due_on is not None and stands.due_on < today()


def takes_points(measure: Measure) -> bool:
    """Whether points are expected: it is in use, and its system and team, if any, are at work."""
    return (
        measure.status != MeasureStatus.RETIRED
        and measure.system.closed_on is None
        and (measure.team is None or measure.team.state in RUNNING)
    )


def _due(measure: Measure, stands: MeasureSummary | None, late: bool) -> SafeString | str:
    if measure.status == MeasureStatus.RETIRED:
        return badge("measure", "retired")
    if stands is None or stands.due_on is None or not takes_points(measure):
        return ""
    if late:
        return badge("measure", "late")
    return f"Next {days_ago(stands.due_on)}"


class HasUnit(Protocol):
    """A measure, or a plain row that says the same of its unit."""

    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int: ...


def with_unit(measure: HasUnit, value: float | None) -> str:
    """A value as it is shown: with the measure's decimals and unit."""
    if value is None:
        return ""
    shown = number(value, measure.decimals)
    return f"{shown}%" if measure.unit in ("%", "per cent") else f"{shown} {measure.unit}".strip()


# -- Panels on the pages of teams, systems and cycles -----------------------------------------------------------------


@dataclass(frozen=True)
class Panel:
    """Measures on somebody else's page, and what the set lacks to be balanced."""

    rows: list[MeasureRow]
    more: int = 0
    lacks: list[str] = field(default_factory=list)


def team_panel(team: Team) -> Panel:
    """The measures that the team uses; one query."""
    measures = list(with_rows(Measure.objects.filter(team=team).in_use()))
    measures.sort(key=lambda measure: (list(MeasureType).index(MeasureType(measure.type)), measure.name))
    return Panel(measure_rows(measures), lacks=lacking(measures))


def lacking(measures: Iterable[Measure]) -> list[str]:
    """What a balanced set still needs, as sentences; nothing for an empty set, which is told otherwise."""
    kinds = {measure.type for measure in measures}
    if not kinds:
        return []
    told = {
        MeasureType.OUTCOME: "an outcome measure: is it better for patients?",
        MeasureType.PROCESS: "a process measure: is the change really being done?",
        MeasureType.BALANCING: "a balancing measure: is something else getting worse?",
    }
    return [sentence for kind, sentence in told.items() if kind not in kinds]


def system_panel(system: System, most: int = 8) -> Panel:
    """Measures of the system itself and of the teams at home in it, whole-system measures first; two queries."""
    found = Measure.objects.filter(system=system).in_use()
    rows = measure_rows(with_rows(found.order_by("-whole_system", "team_id", "name"))[:most])
    return Panel(rows, more=max(0, found.count() - most) if len(rows) == most else 0)


def watched_by(cycle: Cycle, reader: User) -> list[MeasureRow]:
    """The measures that the cycle watches, as far as one may read them; one query."""
    return measure_rows(with_rows(readable_measures(reader).filter(cycle_links__cycle=cycle)))


def watchable(cycle: Cycle, reader: User) -> QuerySet[Measure]:
    """The measures that the cycle may watch, its team's and its system's, as far as one may read them."""
    mine = Q(team=cycle.team_id) | Q(team__isnull=True, system=cycle.team.system_id)
    return readable_measures(reader).filter(mine).exclude(status=MeasureStatus.RETIRED)


# -- The page of one --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """An annotation or a phase, as the list beside the chart tells it."""

    letter: str
    when: str
    text: str
    remove_url: str


@dataclass(frozen=True)
class Line:
    """A cycle on the chart, or a file that was taken in: a link and what is said of it."""

    url: str
    name: str
    told: str


@dataclass(frozen=True)
class MeasurePage:
    """All that the page of a measure shows, in ready strings."""

    trail: list[Crumb]
    figure: dict[str, Any]
    sentences: list[str]
    signals: list[tuple[str, str]]
    older_signals: list[tuple[str, str]]
    points: list[SafeString]
    older_points: list[SafeString]
    phases: list[Mark]
    annotations: list[Mark]
    cycles: list[Line]
    imports: list[Line]
    facts: list[tuple[str, Any]]
    latest: str
    period: str
    variation: str
    assurance: str
    variation_words: str
    target: str
    due: str
    late: bool
    has_points: bool
    refused: str
    considered: list[Considered]
    by_chance: str
    since: str
    chart_words: str
    centre: str
    count_head: str
    plotted: str
    notes: list[str]
    length: str
    tally_url: str = ""
    has_parts: bool = False


MOST_CYCLES = 12
MOST_AT_ONCE = 200
NEWEST_AT_FIRST = 156
"""A longer series is drawn from so many of its newest periods at first: three years of weeks."""
NEWEST_SIGNALS = 5
NEWEST_IMPORTS = 5
NEWEST_POINTS = 12
"""What is shown at once; the rest is one click away."""


def measure_page(measure: Measure, user: User, *, may_mend: bool = False, whole: bool = False) -> MeasurePage:
    """The page of a measure that has its system, team and collector with it; eight queries at most, whatever the
    number of points. The chart of a long series begins late, unless the `whole` of it is asked for."""
    points = stored_points(measure.points.all())
    phases = list(measure.phases.all())
    targets = list(measure.targets.all())
    notes = list(measure.annotations.all())
    charted = chart_of(measure, points, phases, targets)
    cycles = _cycles(measure, points)
    drawing = drawing_of(measure, charted, phases, notes, map(_span, cycles), targets)
    long = len(charted.spots) > MOST_AT_ONCE
    found, stands = charted.analysis, summary_or_none(measure)
    newest = found.newest
    told = summary(found, drawing)
    signals = signals_in_words(found, drawing)[::-1]
    rows = _point_rows(measure, charted, drawing, may_mend)
    drawn = figure(found, drawing, newest=NEWEST_AT_FIRST if long and not whole else None)
    return MeasurePage(
        trail=trail_of(measure.system, *_own_steps(measure), linked=standing(user).is_staff),
        figure=with_work(drawn, measure, charted) if may_mend else drawn,
        length=_length(charted, drawing, whole=whole) if long else "",
        plotted=plotted(found),
        notes=list(found.notes),
        sentences=[charted.refused, *told] if charted.refused else told,
        signals=signals[:NEWEST_SIGNALS],
        older_signals=signals[NEWEST_SIGNALS:],
        points=rows[:NEWEST_POINTS],
        older_points=rows[NEWEST_POINTS:],
        phases=[_phase_mark(measure, phase) for phase in phases],
        annotations=[
            Mark(letter(index), _day(note.on), note.text, reverse("measures:annotation-remove", args=[note.pk]))
            for index, note in enumerate(notes)
        ],
        cycles=[_cycle_line(cycle) for cycle in cycles],
        imports=[_import_row(each) for each in _imports(measure)[:NEWEST_IMPORTS]],
        facts=facts_of(measure, user),
        latest="" if newest is None else number(found.values[newest], measure.decimals),
        period="" if newest is None else drawing.name(newest),
        variation=found.variation.value,
        assurance=found.assurance.value,
        variation_words=Variation(found.variation.value).label,
        target=with_unit(measure, measure.target),
        due=days_ago(stands.due_on) if stands and stands.due_on and takes_points(measure) else "",
        late=is_late(measure, stands),
        has_points=bool(points),
        refused=charted.refused,
        considered=considered(measure, charted) if takes_points(measure) else [],
        by_chance=by_chance(charted),
        since="" if newest is None else _since(period_end(charted.spots[newest].period, measure.frequency)),
        chart_words=f"{found.chart.label}, {found.rules.label}",
        centre="" if newest is None else with_unit(measure, found.centre[newest]),
        count_head=count_head(measure),
        tally_url=_url("measures:tally", measure.pk) if sheet_kind(measure) else "",
        has_parts=measure.parts.exists(),
    )


def _since(end: dt.date) -> str:
    """How long ago a period ended, in words."""
    return "so far" if end >= today() else days_ago(end)


def with_work(drawn: dict[str, Any], measure: Measure, charted: Charted) -> dict[str, Any]:
    """The figure, with what its page needs to lead from each point to where one works on it: the key of each day's
    point (0 where it is missing), and the addresses for mending and entering one."""
    keys = {spot.period.isoformat(): key for spot, key in zip(charted.spots, charted.keys, strict=True)}
    days = {day for trace in drawn["data"] if trace.get("yaxis") != "y2" for day in trace["x"]}
    drawn["layout"]["meta"]["work"] = {
        "points": {day: key for day, key in keys.items() if day in days},
        "mend": _address("measures:point-edit"),
        "enter": _url("measures:point-new", measure.pk),
    }
    return drawn


def count_head(measure: Measure) -> str:
    """What stands above the column that says what lies behind a figure; nothing where nothing does."""
    if takes_denominator(measure):
        return "Of"
    return "Measured" if takes_subgroup(measure) or measure.chart in PLOTTED_APART else ""


def _length(charted: Charted, drawing: Drawing, *, whole: bool) -> str:
    """What is said below the chart of a long series: which part of it is drawn."""
    count = len(charted.spots)
    if whole:
        return f"All {count:,} periods since {drawing.name(0)}."
    return f"The newest {NEWEST_AT_FIRST} of {count:,} periods; centre line and limits are those of the whole series."


def crumb_of(measure: Measure) -> Crumb:
    """The measure as a step of the way to a page about it."""
    return Crumb(measure.name, reverse("measures:measure", args=[measure.pk]))


def trail_to(measure: Measure, user: User, *here: str) -> list[Crumb]:
    """The way to a page about a measure; one query."""
    return trail_of(measure.system, crumb_of(measure), *here, linked=standing(user).is_staff)


def _own_steps(measure: Measure) -> list[Crumb | str]:
    if measure.team is None:
        return [measure.name]
    return [Crumb(measure.team.name, reverse("teams:team", args=[measure.team_id])), measure.name]


def drawing_of(
    measure: Measure,
    charted: Charted,
    phases: Iterable[Phase] = (),
    annotations: Iterable[Annotation] = (),
    spans: Iterable[Span] = (),
    targets: Sequence[Target] = (),
) -> Drawing:
    """What stands on the chart besides its numbers."""
    return Drawing(
        title=measure.name,
        spots=charted.spots,
        frequency=measure.frequency,
        unit=measure.unit,
        decimals=measure.decimals,
        target=measure.target,
        targets=targets_on([spot.period for spot in charted.spots], targets) if targets else (),
        subgroups=takes_subgroup(measure),
        spans=tuple(spans),
        happened=tuple(Happened(note.on, note.text) for note in annotations),
        phases=tuple(PhaseStart(phase.starts_on, phase.reason) for phase in phases),
    )


def _cycles(measure: Measure, points: list[Any]) -> list[Cycle]:
    """Cycles that watch the measure, and the others of its team, within the chart's days, newest first; one query."""
    if not points:
        return []
    mine = Q(pk__in=CycleMeasure.objects.filter(measure=measure).values("cycle"))
    if measure.team_id:
        mine |= Q(team=measure.team_id)
    cycles = Cycle.objects.filter(mine).within(points[0].period, max(points[-1].period, today()))
    return list(cycles.order_by("-starts_on", "-pk")[:MOST_CYCLES])


def _came_to(cycle: Cycle) -> str:
    """What became of a cycle: its decision, else the step it is at."""
    return f"{cycle.get_decision_display()}ed" if cycle.decision else cycle.get_step_display()


def _span(cycle: Cycle) -> Span:
    return Span(cycle.title, cycle.starts_on, cycle.ends_on, _came_to(cycle))


def _cycle_line(cycle: Cycle) -> Line:
    when = _day(cycle.starts_on) + (f" to {_day(cycle.ends_on)}" if cycle.ends_on else ", going on")
    return Line(reverse("teams:cycle", args=[cycle.pk]), cycle.title, f"{when} · {_came_to(cycle)}")


def _point_rows(measure: Measure, charted: Charted, drawing: Drawing, may_mend: bool) -> list[SafeString]:
    """The rows of the table under the chart, newest first, as finished HTML: there may be hundreds."""
    enter = _url("measures:point-new", measure.pk)
    counted = count_head(measure)
    found = []
    for place, row in enumerate(table(charted.analysis, drawing)):
        index = len(charted.spots) - 1 - place
        key, period = charted.keys[index], str(esc(row.period[:1].upper() + row.period[1:]))
        limits = f"{row.lower} to {row.upper}" if row.upper else ""
        if may_mend:
            day = charted.spots[index].period.isoformat()
            url = _url("measures:point-edit", key) if key else f"{enter}?period={day}"
            word = "Mend" if key else "Enter"
            period = f'<a href="{url}"><span class="visually-hidden">{word} </span>{period}</a>'
        cells = f'<th scope="row" class="text-nowrap">{period}</th><td class="num">{row.value}</td>'
        cells += f'<td class="num text-nowrap point-count">{row.count}</td>' if counted else ""
        cells += f'<td class="num point-centre">{row.centre}</td><td class="num text-nowrap point-limits">{limits}</td>'
        cells += f'<td class="point-says">{esc(row.says)}</td>'
        ghosted = ' class="ghosted"' if index in charted.analysis.excluded else ""
        found.append(mark_safe(f"<tr{ghosted}>{cells}</tr>"))  # noqa: S308 - words are escaped above, the rest are numbers
    return found


def _phase_mark(measure: Measure, phase: Phase) -> Mark:
    grounds = PhaseGrounds(phase.grounds).label
    when = period_name(phase.starts_on, measure.frequency)
    return Mark("", f"From {when}", f"{grounds}: {phase.reason}", reverse("measures:phase-remove", args=[phase.pk]))


def _imports(measure: Measure) -> QuerySet[Import]:
    """The files that were taken in for this measure alone, and the sheets of many that its points come from."""
    sheets = measure.points.filter(source__measure=None).values("source")
    return Import.objects.filter(Q(measure=measure) | Q(pk__in=sheets)).exclude(state="prepared")


def _import_row(taken: Import) -> Line:
    told = f"{taken.added:,} added, {taken.changed:,} changed"
    if taken.state == "undone":
        told = "Undone"
    page = "measures:import" if taken.measure_id else "measures:sheet"
    return Line(reverse(page, args=[taken.pk]), taken.name, f"{_day(taken.created_at.date())}: {told}")


def facts_of(measure: Measure, reader: User) -> list[tuple[str, Any]]:
    """What the definition says, as names and values; the whole that it is a part of where one may read that."""
    chart = measure.get_chart_display()
    facts: list[tuple[str, Any]] = [
        ("Operational definition", measure.operational_definition),
        ("Type", chip(measure.get_type_display())),
        ("Dimension of quality", measure.get_dimension_display()),
        ("Direction", measure.get_direction_display()),
        ("Frequency", measure.get_frequency_display()),
        ("Source", measure.source),
        ("Collected by", measure.collector.name if measure.collector else ""),
        ("Read as", f"{chart}; {rules_of(measure).label}"),
    ]
    if measure.compass_side:
        facts.insert(3, ("Value compass", measure.get_compass_side_display()))
    optional = [
        ("Left out", measure.exclusions),
        ("Sampling", measure.sampling),
        ("Work for a point", _minutes(measure.effort_minutes)),
        ("Categories", ", ".join(measure.categories)),
    ]
    facts += [(label, said) for label, said in optional if said]
    if measure.definition_version > 1:
        facts.append(("Version", _link("measures:definitions", measure.pk, f"{measure.definition_version}")))
    if (whole := whole_of(measure, reader)) is not None:
        facts.append(("Part of", _link("measures:measure", whole.pk, whole.name)))
    if measure.chart == ChartKind.CUSUM:
        facts.append(("Looks out for", _looks_out_for(measure)))
    if takes_denominator(measure):
        facts[1:1] = [("Numerator", measure.numerator), ("Denominator", measure.denominator)]
    if measure.baseline_points:
        facts.append(("Baseline", f"the first {measure.baseline_points} points"))
    if measure.screen_ranges:
        facts.append(("Extreme moving ranges", "left out of the limits"))
    return facts


def whole_of(measure: Measure, reader: User) -> Measure | None:
    """The measure that this one rolls up into, where the reader may see it."""
    whole = measure.part_of
    return whole if whole is not None and can_read_measure(reader, whole) else None


def _link(name: str, key: int | None, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', _url(name, key or 0), words)


def _minutes(minutes: float | None) -> str:
    return "" if minutes is None else "1 minute" if minutes == 1 else f"{minutes:g} minutes"


def _looks_out_for(measure: Measure) -> str:
    """What a CUSUM is set to find."""
    rate = "that of the baseline" if measure.cusum_rate is None else f"{100 * measure.cusum_rate:.3g}%"
    return f"odds {measure.cusum_odds:g} times those expected (share expected: {rate}); limit {measure.cusum_limit:g}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b} {day.year}"
