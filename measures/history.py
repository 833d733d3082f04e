"""The kinds of things in this app whose history has a page."""

from django.urls import reverse

from measures.models import Annotation, CycleMeasure, Definition, Measure, Phase, Point, SignalCard, Stratum, Target
from measures.permissions.measures import can_read_measure
from redesign.lib.history import Kind, Part, register

OF_MEASURE = frozenset({"measure"})
CARD = OF_MEASURE | {"rule", "side", "opened_at", "annotation", "answered_at", "answered_by"}


def register_kinds() -> None:
    """Called once when the app is ready.

    A measure's history tells of points that were changed or removed; that a point was entered is on its chart. Figures of
    groups of people are not told: some are too small to be shown.
    """
    register(
        Kind(
            name="measure",
            find=lambda pk: Measure.objects.filter(pk=pk).first(),
            may_read=can_read_measure,
            heading=lambda measure: measure.name,
            url=lambda measure: reverse("measures:measure", args=[measure.pk]),
            parts=(
                Part(Measure, beyond=frozenset({"part_of"})),
                Part(Phase, via="measure_id", words="Phase", untold=OF_MEASURE),
                Part(Definition, via="measure_id", words="Version of the definition", untold=OF_MEASURE),
                Part(Annotation, via="measure_id", words="Annotation", untold=OF_MEASURE),
                Part(Target, via="measure_id", words="Target", untold=OF_MEASURE),
                Part(Point, via="measure_id", words="Point", untold=OF_MEASURE, labels=("update", "delete")),
                Part(SignalCard, via="measure_id", words="Signal", untold=CARD, labels=("update",)),
                Part(Stratum, via="measure_id", words="Group of people", untold=OF_MEASURE),
                Part(CycleMeasure, via="measure_id", words="Watched by a cycle", untold=OF_MEASURE),
            ),
        ),
        Kind(
            name="point",
            find=_point,
            may_read=lambda user, point: can_read_measure(user, point.measure),
            heading=lambda point: f"{point.measure.name}, {point.period:%-d %B %Y}",
            url=lambda point: reverse("measures:measure", args=[point.measure_id]),
            parts=(Part(Point),),
        ),
    )


def _point(pk: int) -> Point | None:
    return Point.objects.select_related("measure").filter(pk=pk).first()
