"""How far a measure's data can be trusted, for its page and for the list of measures with open questions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet, Window
from django.db.models.functions import Lag
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from measures.enums import BETWEEN_EVENTS, PART_OF_WHOLE, ChartKind
from measures.models import Measure, Point, Target
from measures.periods import short_name
from measures.quality import MOST_NAMED, Edit, Kept, Quality, Question, Records, look_at
from measures.queries.measures import readable_measures, takes_points
from measures.queries.series import shown_value, takes_denominator, targets_on
from redesign.lib.components import badge
from redesign.lib.dates import today
from teams.models import System, User

LOOKED_AT = 60
"""Measures looked at for one page of the list."""
FROM_RANGES = frozenset(
    {ChartKind.INDIVIDUALS, ChartKind.INDIVIDUALS_NHS, ChartKind.INDIVIDUALS_MEDIAN_CENTRE, ChartKind.RATIO}
)
"""Chart kinds whose limits come from the steps between points."""
COUNTS_OF_EVENTS = frozenset({ChartKind.COUNT, ChartKind.RATE, ChartKind.RATE_PRIME})
FEW = 12
"""With fewer points than this, that nothing is asked says nothing."""
BETTER = {"increase": 1, "decrease": -1}


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it, in ready strings."""

    question: str
    figures: str
    why: str
    periods: str


@dataclass(frozen=True)
class QualityPanel:
    """The panel of a measure: its questions, the figures that are always told, and a calm line where nothing is asked."""

    questions: list[Asked]
    figures: list[tuple[str, str]]
    calm: str


def quality_panel(measure: Measure) -> QualityPanel:
    """What is asked about this measure's data; three queries, two where no point was ever changed."""
    found = qualities([measure])[measure.pk]
    questions = [_asked(question, measure) for question in found.questions]
    return QualityPanel(questions, list(found.figures), "" if questions else _calm(found.points))


def _calm(points: int) -> str:
    if points == 0:
        return "There are no points to look at yet."
    if points < FEW:
        return f"Nothing to ask yet: most questions need {FEW} points or more."
    return "Nothing to ask: the figures look like honest counting, with the ups and downs of chance."


def _asked(question: Question, measure: Measure) -> Asked:
    names = [short_name(period, measure.frequency) for period in question.periods]
    told = ", ".join(names[-MOST_NAMED:])
    if len(names) > MOST_NAMED:
        told = f"{told}, and {len(names) - MOST_NAMED} earlier"
    return Asked(question.question, question.figures, question.why, told)


def qualities(measures: Sequence[Measure]) -> dict[int, Quality]:
    """What is asked about the data of each of these measures, which have their team and system with them.

    Three queries, whatever their number; two where no point was ever changed.
    """
    keys = [measure.pk for measure in measures]
    rows = list(
        Point.objects.filter(measure__in=keys)
        .order_by("measure_id", "period")
        .values_list("measure_id", "pk", "period", "value", "denominator", "created_at", "excluded", "version")
    )
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(measure__in=keys):
        targets[target.measure_id].append(target)
    edits = _edits([pk for _, pk, *_, version in rows if version > 1])
    points: dict[int, list[tuple]] = defaultdict(list)
    for row in rows:
        points[row[0]].append(row[1:-1])
    return {
        measure.pk: look_at(_records(measure, points[measure.pk], targets[measure.pk], edits)) for measure in measures
    }


Figures = tuple[float, float | None]
"""Value and denominator."""
Change = tuple[dt.date, Figures, Figures]
"""A change by hand: the day, and the figures before and after."""


def _edits(changed: Sequence[int]) -> dict[int, list[Change]]:
    """The changes of these points' figures by hand; imports and their undoing, which bring another source, are none."""
    found: dict[int, list[Change]] = defaultdict(list)
    if not changed:
        return found
    states = Point.events.rel.related_model._default_manager  # type: ignore[attr-defined]  # set by pghistory

    def earlier(field: str) -> Window:
        return Window(Lag(field), partition_by=[F("pgh_obj_id")], order_by=F("pgh_id").asc())

    rows = (
        states.filter(pgh_obj_id__in=changed)
        .annotate(
            before=earlier("pgh_id"),
            old_value=earlier("value"),
            old_denominator=earlier("denominator"),
            old_source=earlier("source_id"),
        )
        .order_by("pgh_id")
        .values_list(
            "pgh_obj_id", "pgh_created_at", "before", "old_value", "old_denominator", "value", "denominator",
            "old_source", "source_id",
        )
    )  # fmt: skip
    for key, at, before, *figures, old_source, source in rows:
        old, new = (figures[0], figures[1]), (figures[2], figures[3])
        if before is not None and old != new and old_source == source:
            found[key].append((localdate(at), old, new))
    return found


def _records(
    measure: Measure, rows: Iterable[tuple], targets: Sequence[Target], edits: dict[int, list[Change]]
) -> Records:
    rows = list(rows)
    held = targets_on([row[1] for row in rows], targets) if targets else (measure.target,) * len(rows)
    points = [
        Kept(
            period=period,
            value=value,
            denominator=denominator if takes_denominator(measure) else None,
            shown=shown_value(measure, value, denominator),
            entered_on=localdate(created),
            excluded=excluded,
            target=target,
            edits=tuple(
                Edit(on, shown_value(measure, *old), shown_value(measure, *new)) for on, old, new in edits.get(key, ())
            ),
        )
        for (key, period, value, denominator, created, excluded), target in zip(rows, held, strict=True)
    ]
    return Records(
        points=points,
        frequency=measure.frequency,
        until=today() if takes_points(measure) or not points else points[-1].period,
        decimals=measure.decimals,
        better=BETTER.get(measure.direction, 0),
        counts=_counts(measure),
        individuals=measure.chart in FROM_RANGES,
        sampled=bool(measure.sampling),
        multiplier=measure.multiplier,
        events=measure.chart in BETWEEN_EVENTS,
    )


def _counts(measure: Measure) -> str:
    if measure.chart in PART_OF_WHOLE or (takes_denominator(measure) and measure.multiplier == 100):
        return "binomial"
    return "poisson" if measure.chart in COUNTS_OF_EVENTS else ""


# -- The list of measures with open questions -------------------------------------------------------------------------


@dataclass(frozen=True)
class QuestionRow:
    """A measure whose data raise questions."""

    url: str
    name: str
    where: str
    where_url: str
    type: SafeString
    questions: list[Asked]


@dataclass(frozen=True)
class QuestionsPage:
    """Some measures that were looked at, and those of them with a question."""

    page: Page
    rows: list[QuestionRow]
    looked_at: str


def questions_page(user: User, system: System | None = None, page: str | int | None = 1) -> QuestionsPage:
    """The measures in use that this person may read, looked at so many at a time; five queries, one more to find the
    systems below where one is asked for."""
    asked: QuerySet[Measure] = readable_measures(user).in_use()  # type: ignore[attr-defined]  # a method of MeasureQuerySet
    asked = asked.filter(summary__points__gt=0).select_related("team", "system")
    if system is not None:
        asked = asked.filter(system__in=System.objects.under(system))
    found = Paginator(asked.order_by("name", "pk"), LOOKED_AT).get_page(page)
    measures = list(found)
    told = qualities(measures)
    rows = [_row(measure, told[measure.pk]) for measure in measures if told[measure.pk].questions]
    return QuestionsPage(found, rows, _told(len(rows), len(measures)))


def _told(asked: int, looked_at: int) -> str:
    whole = "1 measure" if looked_at == 1 else f"{looked_at} measures"
    if asked == 0:
        return f"Of {whole} looked at, none raises a question."
    return f"Of {whole} looked at, {asked} {'raises' if asked == 1 else 'raise'} questions."


def _row(measure: Measure, found: Quality) -> QuestionRow:
    place, name = (measure.team, "teams:team") if measure.team else (measure.system, "teams:system")
    return QuestionRow(
        url=reverse("measures:measure", args=[measure.pk]) + "#data",
        name=measure.name,
        where=place.name,
        where_url=reverse(name, args=[place.pk]),
        type=badge("measure", measure.type),
        questions=[_asked(question, measure) for question in found.questions],
    )
