"""A measure as it looked on a day gone by: its chart from the data, definition, target and phases then known."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from measures.charts import TableRow, figure, signals_in_words, summary, table
from measures.drawing import number
from measures.enums import Variation
from measures.models import Annotation, Measure, Phase, Point, Target
from measures.periods import period_name
from measures.queries.measures import crumb_of, drawing_of, with_unit
from measures.queries.series import StoredPoint, chart_of, rules_of, shown_value
from redesign.lib.components import Crumb
from redesign.lib.dates import today
from redesign.lib.history import in_words
from redesign.lib.past import Past, State, Values, end_of, made_by, past_of, people_of
from teams.models import User
from teams.permissions.standing import standing
from teams.queries.systems import trail_of

TOLD = 40
"""Changes told one by one; the rest are counted."""
UNTOLD = frozenset(
    {"id", "created_at", "updated_at", "version", "made_by", "multiplier", "definition_version", "target"}
)
"""Fields of a definition that are left out when its changes are told; the target is told apart."""


@dataclass(frozen=True)
class Step:
    """The way to another day on which something changed."""

    url: str
    day: str


@dataclass(frozen=True)
class Since:
    """One thing that has changed since: what, why where that was said, and by whom and when."""

    what: str
    why: str
    who: str


@dataclass(frozen=True)
class PastPage:
    """All that the page of a measure on a day gone by shows, in ready strings."""

    trail: list[Crumb]
    day: dt.date
    on: str
    name: str
    chart_words: str
    has_points: bool
    figure: dict[str, Any]
    sentences: list[str]
    signals: list[tuple[str, str]]
    rows: list[TableRow]
    latest: str
    period: str
    centre: str
    target: str
    variation: str
    assurance: str
    variation_words: str
    refused: str
    facts: list[tuple[str, Any]]
    before: Step | None
    after: Step | None
    since: list[Since]
    more_since: int
    first_day: str


@dataclass(frozen=True)
class _Pasts:
    """The past of a measure and of all that belongs to it."""

    measure: Past
    points: Past
    phases: Past
    annotations: Past
    targets: Past

    def all(self) -> tuple[Past, ...]:
        return self.measure, self.points, self.phases, self.annotations, self.targets

    def days(self) -> list[dt.date]:
        """The days on which anything changed, in order."""
        return sorted(set().union(*(past.days() for past in self.all())))


def past_page(measure: Measure, user: User, asked: dt.date | None) -> PastPage:
    """The measure as it looked at the end of the day asked for; without one, before its latest change.

    Thirteen queries at most beside the measure, whatever the number of points and of changes.
    """
    pasts = _pasts(measure)
    days = pasts.days()
    day = min(asked or _usual(days), today())
    moment = end_of(day)
    then = _measure_at(measure, pasts.measure, moment)
    points = _points(pasts.points.at(moment))
    phases = [Phase(**values) for values in pasts.phases.at(moment).values()]
    notes = [Annotation(**values) for values in pasts.annotations.at(moment).values()]
    targets = [Target(**values) for values in pasts.targets.at(moment).values()]
    charted = chart_of(then, points, sorted(phases, key=lambda each: each.starts_on), targets)
    drawing = drawing_of(then, charted, phases, sorted(notes, key=lambda each: (each.on, each.pk)), (), targets)
    found, newest = charted.analysis, charted.analysis.newest
    told = summary(found, drawing)
    changes = _since(pasts, moment, then)
    return PastPage(
        trail=trail_of(measure.system, crumb_of(measure), _long(day), linked=standing(user).is_staff),
        day=day,
        on=_long(day),
        name=then.name,
        chart_words=f"{found.chart.label}, {found.rules.label}",
        has_points=bool(points),
        figure=figure(found, drawing),
        sentences=[charted.refused, *told] if charted.refused else told,
        signals=signals_in_words(found, drawing)[::-1],
        rows=table(found, drawing),
        latest="" if newest is None else number(found.values[newest], then.decimals),
        period="" if newest is None else drawing.name(newest),
        centre="" if newest is None else with_unit(then, found.centre[newest]),
        target=with_unit(then, then.target),
        variation=found.variation.value,
        assurance=found.assurance.value,
        variation_words=Variation(found.variation.value).label,
        refused=charted.refused,
        facts=_facts(then),
        before=_step(measure, max((each for each in days if each < day), default=None)),
        after=_step(measure, min((each for each in days if day < each <= today()), default=None)),
        since=changes[:TOLD],
        more_since=max(len(changes) - TOLD, 0),
        first_day=_long(days[0]),
    )


def _pasts(measure: Measure) -> _Pasts:
    """Ten queries: the rows that are there now, and the events, of five tables."""
    return _Pasts(
        measure=past_of(Measure.objects.filter(pk=measure.pk), "pgh_obj_id", measure.pk),
        points=past_of(Point.objects.filter(measure=measure), "measure_id", measure.pk),
        phases=past_of(Phase.objects.filter(measure=measure), "measure_id", measure.pk),
        annotations=past_of(Annotation.objects.filter(measure=measure), "measure_id", measure.pk),
        targets=past_of(Target.objects.filter(measure=measure), "measure_id", measure.pk),
    )


def _usual(days: list[dt.date]) -> dt.date:
    """The last day before the latest change, so that there is something to compare."""
    return days[-1] - dt.timedelta(days=1) if len(days) > 1 else days[-1]


def _measure_at(measure: Measure, past: Past, moment: dt.datetime) -> Measure:
    """The measure as it was defined then; before it was, as it was defined first. A field newer than the state it is
    read from says what it says now."""
    states = past.rows[measure.pk]
    values = past.at(moment).get(measure.pk) or next(state.values for state in states if state.values is not None)
    return Measure(
        **{**{each.attname: getattr(measure, each.attname) for each in Measure._meta.concrete_fields}, **values}
    )


def _points(rows: dict[int, Values]) -> list[StoredPoint]:
    found = [
        StoredPoint(
            period=each["period"],
            value=each["value"],
            denominator=each["denominator"],
            excluded=each["excluded"],
            estimated=each["estimated"],
            note=each["note"],
            excluded_why=each["excluded_why"],
            pk=key,
            spread=each["spread"],
            marked=each["marked"],
        )
        for key, each in rows.items()
    ]
    return sorted(found, key=lambda point: point.period)


def _facts(then: Measure) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("Operational definition", then.operational_definition),
        ("Numerator", then.numerator),
        ("Denominator", then.denominator),
        ("Left out", then.exclusions),
        ("Direction", then.get_direction_display()),
        ("Frequency", then.get_frequency_display()),
        ("Source", then.source),
        ("Status", then.get_status_display()),
        ("Read as", f"{then.get_chart_display()}; {rules_of(then).label}"),
    ]
    return [(name, value) for name, value in facts if value]


def _step(measure: Measure, day: dt.date | None) -> Step | None:
    if day is None:
        return None
    return Step(f"{reverse('measures:measure-then', args=[measure.pk])}?on={day.isoformat()}", _short(day))


def _long(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _short(day: dt.date) -> str:
    return f"{day.day} {day:%b} {day.year}"


# -- What has changed since -------------------------------------------------------------------------------------------


def _since(pasts: _Pasts, moment: dt.datetime, then: Measure) -> list[Since]:
    """What has changed since then, the newest first; points that were only added are told in one line."""
    changed = [past.since(moment) for past in pasts.all()]
    people = people_of(state for rows in changed for _, later in rows.values() for state in later)
    definition, points, phases, annotations, targets = changed
    told: list[tuple[State, str]] = []
    for before, later in definition.values():
        told += _definition_told(before, later, then)
    added = []
    for before, later in points.values():
        if before is None and len(later) == 1:
            added.append(later[0])
        else:
            told += _point_told(before, later, then)
    for rows, describe in ((phases, _phase_told), (annotations, _annotation_told), (targets, _target_told)):
        told += [
            (later[-1], words) for before, later in rows.values() if (words := describe(before, later[-1].values, then))
        ]
    told.sort(key=lambda each: each[0].since, reverse=True)
    lines = [Since(words, state.why, made_by(state, people)) for state, words in told]
    return [*_added_told(added, then), *lines]


def _added_told(added: list[State], then: Measure) -> list[Since]:
    periods = sorted(state.values["period"] for state in added if state.values is not None)
    if not periods:
        return []
    first, last = (period_name(each, then.frequency) for each in (periods[0], periods[-1]))
    if len(periods) == 1:
        return [Since(f"A point was added: {first}.", "", "")]
    return [Since(f"{len(periods)} points were added: {first} to {last}.", "", "")]


def _shown(then: Measure, values: Values) -> str:
    return with_unit(then, shown_value(then, values["value"], values["denominator"])) or "no value"


def _point_told(before: Values | None, later: list[State], then: Measure) -> Iterable[tuple[State, str]]:
    """Each change of a point, one by one, because each has a reason of its own."""
    for state in later:
        values = state.values
        known = before if before is not None else values
        assert known is not None
        name = capfirst(period_name(known["period"], then.frequency))
        if values is None:
            yield state, f"{name}: taken out; it said {_shown(then, known)}."
        elif before is None:
            yield state, f"{name}: added, {_shown(then, values)}."
        elif values["excluded"] != before["excluded"]:
            yield state, f"{name}: {'ghosted' if values['excluded'] else 'counts again'}."
        elif (values["value"], values["denominator"]) != (before["value"], before["denominator"]):
            yield state, f"{name}: {_shown(then, before)} became {_shown(then, values)}."
        elif any(values[key] != before[key] for key in ("note", "estimated", "spread", "marked", "excluded_why")):
            yield state, f"{name}: what is said of it has changed."
        before = values


def _definition_told(before: Values | None, later: list[State], then: Measure) -> Iterable[tuple[State, str]]:
    for state in later:
        values = state.values
        if before is not None and values is not None:
            if values["target"] != before["target"]:
                old, new = (with_unit(then, each["target"]) or "none" for each in (before, values))
                yield state, f"The target: {old} became {new}."
            for each in Measure._meta.concrete_fields:
                if each.name in UNTOLD or values.get(each.attname) == before.get(each.attname):
                    continue
                old, new = (in_words(each, row.get(each.attname), {}) or "nothing" for row in (before, values))
                related = each.is_relation
                what = "changed" if related else f"‘{old}’ became ‘{new}’"
                yield state, f"{capfirst(str(each.verbose_name))}: {what}."
        before = values


def _phase_told(before: Values | None, now: Values | None, then: Measure) -> str:
    if before is None:
        return (
            f"A phase was started from {period_name(now['starts_on'], then.frequency)}: {now['reason']}" if now else ""
        )
    if now is None:
        return f"The phase from {period_name(before['starts_on'], then.frequency)} was taken away."
    return ""


def _annotation_told(before: Values | None, now: Values | None, _: Measure) -> str:
    if before is None:
        return f"Written on the chart at {_short(now['on'])}: {now['text']}" if now else ""
    if now is None:
        return f"Taken off the chart: {before['text']}"
    return f"On the chart, ‘{before['text']}’ became ‘{now['text']}’." if now["text"] != before["text"] else ""


def _target_told(before: Values | None, now: Values | None, then: Measure) -> str:
    values = now or before
    if values is None or before == now:
        return ""
    since = f"from {_short(values['starts_on'])}" if values["starts_on"] else "from the beginning"
    value = with_unit(then, values["value"]) or "none"
    if now is None:
        return f"The target of {value} {since} was taken away."
    return f"The target was set to {value} {since}."
