"""A measure and its parts in lower systems: what they make together, and how they moved."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from measures.cascade import Moved, Movement, Part, Total, movement, totals
from measures.charts import figure, summary
from measures.drawing import number
from measures.enums import ChartKind
from measures.models import Measure, Point
from measures.periods import period_name
from measures.permissions.measures import can_read_measure
from measures.queries.measures import (
    MeasureRow,
    drawing_of,
    measure_rows,
    readable_measures,
    whole_of,
    with_rows,
    with_unit,
)
from measures.queries.series import StoredPoint, chart_of, shown_value, takes_denominator
from teams.models import System, User

CANDIDATES = 60
"""Measures of lower systems that are offered at once as parts."""
SHOWN = 12
"""Periods in the table of totals."""


def parts_of(measure: Measure) -> QuerySet[Measure]:
    """The measures in use that roll up into this one, by the name of their system."""
    return with_rows(Measure.objects.filter(part_of=measure).in_use().order_by("system__name", "name", "pk"))


def has_parts(measure: Measure) -> bool:
    """Whether any measure in use rolls up into this one; one query."""
    return Measure.objects.filter(part_of=measure).in_use().exists()


def why_not_added(measure: Measure, parts: Sequence[Measure]) -> str:
    """Why the parts cannot be added up to the measure's figure, in a sentence; nothing where they can."""
    if any(part.frequency != measure.frequency for part in parts):
        return "The parts are not added up: they are not all measured as often as this measure is."
    ratio = [takes_denominator(each) for each in (measure, *parts)]
    if all(ratio):
        return ""
    if not any(ratio) and all(each.chart == ChartKind.COUNT for each in (measure, *parts)):
        return ""
    return "The parts are not added up: that takes numerators and denominators, or counts, in all of them."


@dataclass(frozen=True)
class Added:
    """The parts of a measure over the periods that any of them has, and the total of each period."""

    periods: tuple[dt.date, ...] = ()
    parts: tuple[Part, ...] = ()
    totals: tuple[Total | None, ...] = ()

    def complete(self) -> Iterable[tuple[dt.date, Total]]:
        """The periods for which every part has its point, with their totals."""
        return ((day, total) for day, total in zip(self.periods, self.totals, strict=True) if total is not None)


def added_up(measure: Measure, parts: Sequence[Measure]) -> Added:
    """What the parts make together; one query. Ghosted points are left out, so that their period has no total."""
    ratio = takes_denominator(measure)
    found: dict[int, dict[dt.date, tuple[float, float | None]]] = defaultdict(dict)
    rows = Point.objects.filter(measure__in=[part.pk for part in parts]).counted()
    for key, period, value, size in rows.values_list("measure_id", "period", "value", "denominator"):
        found[key][period] = (value, size)
    periods = tuple(sorted({period for each in found.values() for period in each}))
    made = tuple(_part(part, found[part.pk], periods, ratio) for part in parts)
    return Added(periods, made, tuple(totals(made)))


def _part(
    part: Measure, points: dict[dt.date, tuple[float, float | None]], periods: Sequence[dt.date], ratio: bool
) -> Part:
    found = [points.get(period, (None, None)) for period in periods]
    sizes = tuple(size for _, size in found) if ratio else None
    return Part(part.system.name, tuple(value for value, _ in found), sizes)


# -- The page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MovedRow:
    """How a part moved, in ready strings."""

    name: str
    before: str
    after: str
    share: str
    against: bool


@dataclass(frozen=True)
class TotalRow:
    """The total of one period beside what the measure itself says."""

    period: str
    total: str
    made_of: str
    own: str
    differs: bool


@dataclass(frozen=True)
class Cascade:
    """All that the page of a measure's parts shows; `hidden` parts belong to teams that the reader may not see."""

    above: Measure | None
    rows: list[MeasureRow]
    hidden: int = 0
    why_not: str = ""
    warning: str = ""
    movement_words: str = ""
    moved: list[MovedRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    older_totals: int = 0
    differing: str = ""
    to_take: str = ""
    figure: dict[str, Any] | None = None
    sentences: list[str] = field(default_factory=list)


def cascade_of(measure: Measure, reader: User) -> Cascade:
    """A measure's place in the cascade: five queries at most, whatever the number of parts and points.

    What the parts add up to is the measure's own; how single ones moved is told to those who may read them all.
    """
    parts = list(parts_of(measure))
    above = whole_of(measure, reader)
    if not parts:
        return Cascade(above, [])
    open_to_reader = [part for part in parts if can_read_measure(reader, part)]
    rows, hidden = measure_rows(open_to_reader), len(parts) - len(open_to_reader)
    if why_not := why_not_added(measure, parts):
        return Cascade(above, rows, hidden, why_not=why_not)
    added = added_up(measure, parts)
    own = {point.period: point for point in measure.points.all()}
    moved = None if hidden else movement(added.parts)
    listed = [_total_row(measure, day, total, own.get(day)) for day, total in added.complete()][::-1]
    return Cascade(
        above,
        rows,
        hidden,
        warning=_warning(measure, moved),
        movement_words=_movement_words(measure, moved),
        moved=_moved_rows(measure, moved),
        totals=listed[:SHOWN],
        older_totals=max(len(listed) - SHOWN, 0),
        differing=_differing(listed),
        to_take=_to_take(measure, added, own),
        **_drawn(measure, added),
    )


def _drawn(measure: Measure, added: Added) -> dict[str, Any]:
    """The chart of the total, read as the measure's own chart is."""
    points = [StoredPoint(day, total.value, total.size) for day, total in added.complete()]
    if not points:
        return {}
    targets, phases = list(measure.targets.all()), list(measure.phases.all())
    charted = chart_of(measure, points, phases, targets)
    drawing = drawing_of(measure, charted, phases, targets=targets)
    return {"figure": figure(charted.analysis, drawing), "sentences": summary(charted.analysis, drawing)}


def _number(measure: Measure, value: float | None) -> str:
    """A figure in a table whose head names the unit."""
    return number(value, measure.decimals)


def _total_row(measure: Measure, day: dt.date, total: Total, own: Point | None) -> TotalRow:
    shown = _number(measure, shown_value(measure, total.value, total.size)) or "no cases"
    said = "" if own is None else _number(measure, shown_value(measure, own.value, own.denominator))
    made_of = f"{total.value:,.15g}" + ("" if total.size is None else f" of {total.size:,.15g}")
    return TotalRow(period_name(day, measure.frequency), shown, made_of, said, bool(said) and said != shown)


def _differing(rows: Sequence[TotalRow]) -> str:
    both = [row for row in rows if row.own]
    apart = [row for row in both if row.differs]
    if not apart:
        return "What the measure itself says and what its parts add up to are the same." if both else ""
    newest = apart[0]
    count = f"In {len(apart)} of {len(both)} periods" if len(both) > 1 else "In the one period that both have"
    return (
        f"{count} the measure says otherwise than its parts add up to; newest: "
        f"{newest.period}, {newest.own} against {newest.total}. Is a part missing, or counted in another way?"
    )


def _to_take(measure: Measure, added: Added, own: dict[dt.date, Point]) -> str:
    """Which periods the measure could take from its parts, in words; nothing where there is none."""
    absent = [day for day, _ in added.complete() if day not in own]
    if not absent:
        return ""
    if len(absent) == 1:
        return f"Enter the total of {period_name(absent[0], measure.frequency)}"
    return f"Enter the totals of {len(absent)} periods that the measure lacks"


# -- Movements in words -----------------------------------------------------------------------------------------------


def _level(measure: Measure, level: float) -> str:
    return with_unit(measure, level * measure.multiplier)


def _movement_words(measure: Measure, moved: Movement | None) -> str:
    if moved is None:
        return ""
    total = moved.total
    words = {1: "went up", -1: "went down", 0: "did not move"}[total.way]
    return (
        f"The total {words}: {_level(measure, total.before)} in the {moved.span} complete periods before, "
        f"{_level(measure, total.after)} in the newest {moved.span}."
    )


def _warning(measure: Measure, moved: Movement | None) -> str:
    """The sentence that a total which moves against most of its parts calls for."""
    if moved is None or not moved.is_contrary:
        return ""
    total, contrary = ("up", "down") if moved.total.way > 0 else ("down", "up")
    count, grown = len(moved.against), moved.grown
    told = f"The total went {total}, while {count} of its {len(moved.parts)} parts went {contrary}."
    if grown.share_after - grown.share_before < 0.01:
        return told
    return (
        f"{told} The mix has changed: {grown.name} had {grown.share_before:.0%} of all cases before and has "
        f"{grown.share_after:.0%} now. Look at the parts, not at the total."
    )


def _moved_rows(measure: Measure, moved: Movement | None) -> list[MovedRow]:
    if moved is None:
        return []
    return [_moved_row(measure, part, part in moved.against) for part in moved.parts]


def _moved_row(measure: Measure, part: Moved, against: bool) -> MovedRow:
    share = f"{part.share_before:.0%} → {part.share_after:.0%}"
    before, after = (_number(measure, level * measure.multiplier) for level in (part.before, part.after))
    return MovedRow(part.name, before, after, share, against)


# -- Choosing parts ---------------------------------------------------------------------------------------------------


def possible_parts(measure: Measure, reader: User, text: str = "") -> QuerySet[Measure]:
    """Measures in use of the systems below that may roll up into this one, its parts first, as far as one may read them.

    With `text`, all in whose name or system's name it is found; without, those of the same name.
    """
    below = System.objects.descendants(measure.system)
    free = Q(part_of__isnull=True) | Q(part_of=measure)
    open_to_reader = readable_measures(reader).in_use()  # type: ignore[attr-defined]  # a method of MeasureQuerySet
    found = open_to_reader.filter(free, system__in=[row.pk for row in below]).exclude(pk=measure.pk)
    wanted = Q(name__icontains=text) | Q(system__name__icontains=text) if text else Q(name__iexact=measure.name)
    found = found.filter(wanted | Q(part_of=measure)).select_related("system")
    return found.order_by(F("part_of").desc(nulls_last=True), "name", "system__name", "pk")


def parts_on_offer(measure: Measure, reader: User, text: str = "") -> tuple[QuerySet[Measure], list[int]]:
    """The first `CANDIDATES` possible parts, and the keys of those among them that are parts now; two queries."""
    found = list(possible_parts(measure, reader, text)[:CANDIDATES].values_list("pk", "part_of"))
    offered = possible_parts(measure, reader, text).filter(pk__in=[key for key, _ in found])
    return offered, [key for key, above in found if above]


def part_label(part: Measure) -> str:
    """How a part is told in a list to choose from."""
    return f"{part.name} · {part.system.name} ({part.get_frequency_display().lower()})"
