"""Defining measures, with versions; retiring them and taking them up again."""

from typing import Any

from django.db import transaction

from measures.actions.summaries import refresh
from measures.enums import MeasureStatus
from measures.models import Measure
from measures.spc import rule_set
from redesign.lib.constraints import constraints_in_words
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.actions.teams import require_running
from teams.models import System, Team, User

DEFINITION = frozenset(
    {
        "name", "type", "dimension", "compass_side", "direction", "whole_system", "status", "operational_definition",
        "numerator", "denominator", "source", "collector", "frequency", "unit", "multiplier", "decimals", "target",
        "chart", "rules", "screen_ranges", "baseline_points",
    }
)  # fmt: skip
"""What a definition says; it is this that has versions."""

FIELDS = {"measure_name_is_unique_in_its_place": "name", "measure_target_is_finite": "target"}


@transaction.atomic
def define_measure(*, by: User, system: System, team: Team | None = None, **definition: Any) -> Measure:
    """Define a measure for a system, or for a team in it."""
    if team is not None:
        require_running(Team.objects.select_for_update().get(pk=team.pk))
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


@transaction.atomic
def redefine_measure(*, measure: Measure, version: int, why: str = "", **definition: Any) -> Measure:
    """Change what the definition says; the history keeps every version. The chart is read anew at once."""
    measure = locked(measure)
    if measure.team is not None:
        require_running(measure.team)
    if definition.get("frequency", measure.frequency) != measure.frequency and measure.points.exists():
        raise Refusal(
            "Its points stand for periods of the old length, so the frequency stays. Define a new measure instead.",
            field="frequency",
        )
    require_version(measure, version)
    _set(measure, definition)
    with because(why or "Definition changed."), constraints_in_words(Measure, FIELDS):
        measure.save()
    refresh([measure.pk])
    return measure


def _set(measure: Measure, definition: dict[str, Any]) -> None:
    for name in DEFINITION & definition.keys():
        setattr(measure, name, definition[name])
    if "rules" in definition or measure.pk is None:
        newest = rule_set(measure.rules).version
        changed = measure.pk is None or Measure.objects.filter(pk=measure.pk).exclude(rules=measure.rules).exists()
        measure.rules_version = newest if changed else measure.rules_version


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
