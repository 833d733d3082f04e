"""A measure's points as rows to take away, with what the chart says of each; its definition; its history."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.html import strip_tags

from measures.drawing import Drawing
from measures.models import Measure, Point
from measures.queries.measures import drawing_of, facts_of
from measures.queries.series import chart_of, stored_points, takes_denominator, takes_subgroup
from redesign.lib.history import LABELS
from teams.models import User

Row = list[Any]


def point_rows(measure: Measure) -> Iterator[Row]:
    """The headings, then a row for each point, oldest first: values, limits, signals, and what people said of it.

    Four queries, whatever the number of points; they are asked before the first row is given.
    """
    points = stored_points(measure.points.all())
    phases, targets = list(measure.phases.all()), list(measure.targets.all())
    entered = {
        pk: more
        for pk, *more in measure.points.values_list("pk", "counts", "entered_by__name", "created_at", "updated_at")
    }
    charted = chart_of(measure, points, phases, targets)
    drawing = drawing_of(measure, charted, phases, targets=targets)
    return _point_rows(measure, charted, drawing, entered)


def _point_rows(measure: Measure, charted: Any, drawing: Drawing, entered: dict[int, list[Any]]) -> Iterator[Row]:
    found, behind = charted.analysis, _behind(measure)
    categories = list(
        dict.fromkeys([*measure.categories, *(name for counts, *_ in entered.values() for name in counts)])
    )
    said = _said(charted, drawing)
    yield [
        *("Period", "Period in words", f"Value{f' ({measure.unit})' if measure.unit else ''}", *behind),
        *("Centre line", "Lower limit", "Upper limit", "Target", "Phase", "Special cause"),
        *("Ghosted", "Why it is ghosted", "Estimated", "Astronomical", "Note"),
        *categories,
        *("Entered by", "Entered", "Last changed"),
    ]
    for index, (spot, key) in enumerate(zip(charted.spots, charted.keys, strict=True)):
        if not key:
            continue
        counts, name, made, changed = entered.get(key, ({}, "", None, None))
        shown = found.values[index] if spot.measured is None else spot.measured
        figures = [spot.numerator, spot.denominator, spot.spread][: len(behind)] if behind else []
        target = drawing.targets[index] if drawing.targets else measure.target
        yield [
            *(spot.period, drawing.name(index), shown, *figures),
            *(found.centre[index], found.lower[index], found.upper[index], target, found.phase_of[index] + 1),
            *(" ".join(said.get(index, [])), index in found.excluded, spot.excluded_why),
            *(spot.estimated, spot.marked, spot.note),
            *(counts.get(category) for category in categories),
            *(name, _moment(made), _moment(changed)),
        ]


def _behind(measure: Measure) -> list[str]:
    """The headings of the figures that a value is made of."""
    if takes_subgroup(measure):
        return ["Mean", "Measurements", "Standard deviation"]
    return ["Numerator", "Denominator"] if takes_denominator(measure) else []


def _said(charted: Any, drawing: Drawing) -> dict[int, list[str]]:
    """Of each point the sentences of the signals that it is part of."""
    names = [drawing.name(index) for index in range(len(drawing.spots))]
    said: dict[int, list[str]] = {}
    for signal in charted.analysis.signals:
        sentence = signal.tell(names)
        for point in signal.points:
            said.setdefault(point, []).append(sentence)
    return said


def _moment(at: Any) -> Any:
    return timezone.localtime(at).replace(tzinfo=None, second=0, microsecond=0) if at else None


def definition_rows(measure: Measure, reader: User) -> Iterator[Row]:
    """What the measure means, as names and values. No query for a measure with its system, team and collector."""
    yield ["Measure", measure.name]
    yield ["System", measure.system.name]
    yield ["Team", measure.team.name if measure.team else ""]
    for name, value in facts_of(measure, reader):
        yield [name, strip_tags(str(value)) if value is not None else ""]
    yield ["Unit", measure.unit]
    yield ["Target today", measure.target]
    yield ["Version of the definition", measure.definition_version]


def history_rows(measure: Measure) -> Iterator[Row]:
    """The headings, then every change of every point, oldest first: when, who, why and what it said then.

    Two queries; the changes are read as they are asked for.
    """
    events = Point.events.rel.related_model._default_manager  # type: ignore[attr-defined]  # set by pghistory
    yield [
        *("When", "Who", "What", "Why", "Period", "Value", "Denominator", "Ghosted", "Why it is ghosted"),
        *("Estimated", "Note"),
    ]
    people = dict(get_user_model()._default_manager.values_list("pk", "name"))
    changes = events.filter(measure_id=measure.pk).select_related("pgh_context").order_by("pgh_id")
    for event in changes.iterator(chunk_size=2000):
        about = event.pgh_context.metadata if event.pgh_context else {}
        yield [
            *(_moment(event.pgh_created_at), people.get(about.get("user"), ""), LABELS.get(event.pgh_label, "")),
            *(about.get("reason", ""), event.period, event.value, event.denominator),
            *(event.excluded, event.excluded_why, event.estimated, event.note),
        ]
