"""Defining measures, with versions; retiring them and taking them up again."""

import datetime as dt
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from measures.actions.definitions import record_version, told_by
from measures.actions.summaries import refresh
from measures.enums import MeasureStatus
from measures.fit import Fit
from measures.models import Measure
from measures.periods import period_name
from measures.queries.series import OF_VALUES, fit_of, stored_points
from measures.spc import rule_set
from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.actions.teams import require_running, team_at_work
from teams.models import System, Team, User

DEFINITION = frozenset(
    {
        "name", "type", "dimension", "compass_side", "direction", "whole_system", "status", "operational_definition",
        "numerator", "denominator", "source", "collector", "frequency", "unit", "multiplier", "decimals", "target",
        "chart", "rules", "screen_ranges", "baseline_points", "exclusions", "sampling", "effort_minutes", "categories",
        "cusum_rate", "cusum_odds", "cusum_limit",
    }
)  # fmt: skip
"""What a definition says; it is this that has versions."""

FIELDS = {
    "measure_name_is_unique_in_its_place": "name",
    "measure_target_is_finite": "target",
    "measure_effort_is_not_negative": "effort_minutes",
    "measure_cusum_rate_is_a_share": "cusum_rate",
    "measure_cusum_odds_differ_from_one": "cusum_odds",
    "measure_cusum_limit_is_positive": "cusum_limit",
}
READ_BY = ("chart", "denominator", "multiplier")
"""What decides whether a point can be one of the chart's."""


@transaction.atomic
def define_measure(*, by: User, system: System, team: Team | None = None, **definition: Any) -> Measure:
    """Define a measure for a system, or for a team in it."""
    if team is not None:
        team = team_at_work(team.pk)
        if team.system_id != system.pk:
            system = team.system
    if system.closed_on is not None:
        raise Refusal(f"{system.name} is closed: no new measure begins there.", field="system")
    measure = Measure(system=system, team=team, made_by=by)
    _set(measure, definition)
    with constraints_in_words(Measure, FIELDS):
        measure.save()
    refresh([measure.pk])
    return measure


@dataclass(frozen=True)
class Meaning:
    """What a person says of a definition that is told otherwise: whether it is counted otherwise too, and from when.

    `kind` is "words", "counted", or empty where nothing was said yet.
    """

    kind: str
    counted_from: dt.date | None = None
    with_phase: bool = True


@transaction.atomic
def redefine_measure(
    *,
    measure: Measure,
    version: int,
    why: str = "",
    by: User | None = None,
    meaning: Meaning | None = None,
    **definition: Any,
) -> Measure:
    """Change what the definition says; the history keeps every version. The chart is read anew at once.

    Where `meaning` is given and the measure has points, other words for what is counted must say whether it is counted
    otherwise now; if so, that is another version of the definition, and a phase begins with it unless that is declined.
    """
    measure = locked(measure)
    if measure.team is not None:
        require_running(measure.team)
    if definition.get("frequency", measure.frequency) != measure.frequency and measure.points.exists():
        raise Refusal(
            "Its points stand for periods of the old length, so the frequency stays. Define a new measure instead.",
            field="frequency",
        )
    require_version(measure, version)
    if definition.get("target", measure.target) != measure.target and measure.targets.exists():
        raise Refusal("Its target has changed over time: change it on its own page.", field="target")
    told = told_by(measure)
    before = [getattr(measure, name) for name in READ_BY]
    _set(measure, definition)
    is_told_otherwise = told != told_by(measure) and measure.points.exists()
    if meaning is not None and is_told_otherwise:
        _require_meaning(meaning)
    if before != [getattr(measure, name) for name in READ_BY]:
        _require_points_that_fit(measure)
    with because(why or "Definition changed."), constraints_in_words(Measure, FIELDS):
        measure.save()
    if meaning is not None and is_told_otherwise:
        record_version(measure=measure, told=told, by=by, why=why, meaning=meaning)
    refresh([measure.pk])
    return measure


def _require_meaning(meaning: Meaning) -> None:
    if not meaning.kind:
        raise Refusal(
            "What is measured is told in other words. Say whether it is counted otherwise now.", field="meaning"
        )
    if meaning.counted_from is not None and meaning.counted_from > today():
        raise Refusal("This day lies in the future: change the definition when it comes.", field="counted_from")


def as_redefined(measure: Measure, **definition: Any) -> Measure:
    """The measure as it would be with this definition, to look at and never to save.

    Refused is what `redefine_measure` refuses because of the points that are there.
    """
    proposed = copy(measure)
    _set(proposed, definition)
    if any(getattr(proposed, name) != getattr(measure, name) for name in READ_BY):
        _require_points_that_fit(proposed)
    return proposed


def _set(measure: Measure, definition: dict[str, Any]) -> None:
    """Set what is said. Another rule set comes in its newest version, unless one is named; the same one stays as it is."""
    rules = measure.rules
    for name in DEFINITION & definition.keys():
        setattr(measure, name, definition[name])
    if measure.pk is None or measure.rules != rules:
        measure.rules_version = rule_set(measure.rules).version
    if definition.get("rules_version"):
        measure.rules_version = rule_set(measure.rules, definition["rules_version"]).version


def _require_points_that_fit(measure: Measure) -> None:
    """Refuse where a point that is there cannot be one of the kind of chart that was chosen; the sentence names it."""
    fit = fit_of(measure)
    for point in stored_points(measure.points.all()):
        field, sentence = fit.misfit(point.value, point.denominator, point.spread)
        if not sentence or (field == "denominator" and measure.chart in OF_VALUES):
            continue  # on a chart of values a point without its denominator is missing until it is mended
        name = period_name(point.period, measure.frequency)
        raise Refusal(
            f"{name[:1].upper()}{name[1:]} does not fit this kind of chart. {_way_out(fit, field, sentence)}",
            field="chart",
        )


def _way_out(fit: Fit, field: str, sentence: str) -> str:
    if fit.subgroups:
        return (
            "Each of its points is several measurements: their mean, their number and their standard deviation. Define a "
            "new measure for those."
        )
    if field == "denominator":
        return (
            "It has no denominator. Say first out of what, with the kind of chart as it was, and take the points in again "
            "with both figures; then choose this kind."
        )
    return sentence


def require_open(measure: Measure) -> None:
    """Refuse where nothing about the measure may be changed now: it is retired, or its team does not run."""
    if measure.status == MeasureStatus.RETIRED:
        raise Refusal(f"{measure.name} is retired.")
    if measure.team is not None:
        require_running(measure.team)


@transaction.atomic
def retire_measure(*, measure: Measure, why: str) -> Measure:
    """Take no more points; the chart stays readable, and nobody is reminded."""
    return _with_status(measure, MeasureStatus.RETIRED, why)


@transaction.atomic
def take_up_measure(*, measure: Measure, why: str) -> Measure:
    """Let a retired measure take points again."""
    return _with_status(measure, MeasureStatus.ESTABLISHED, why)


def _with_status(measure: Measure, status: MeasureStatus, why: str) -> Measure:
    measure = locked(measure)
    if (measure.status == MeasureStatus.RETIRED) == (status == MeasureStatus.RETIRED):
        raise Refusal(f"{measure.name} is {'retired' if status == MeasureStatus.RETIRED else 'in use'} already.")
    measure.status, measure.version = status, measure.version + 1
    with because(why):
        measure.save(update_fields=["status", "version", "updated_at"])
    refresh([measure.pk])
    return measure
