"""Taking in what was tapped on tally sheets: each tap once, however often a device sends it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from measures.actions.points import first_day, measure_at_work
from measures.actions.summaries import refresh_locked
from measures.models import Measure, Point, Tally
from measures.periods import period_end
from measures.queries.tallies import SheetKind, sheet_kind
from redesign.lib.dates import FIRST_YEAR, today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from teams.models import User

MOST = 1000
"""What one tap, or some sent as one, may add."""
STILL_COUNTING = "Still being counted"
"""Why the point of a period that is not over is ghosted: half a week would read as a fall."""
NO_SHEET = "This measure is not counted on a tally sheet any more."


@dataclass(frozen=True)
class Tap:
    """One tap: `key` was made on the device, `day` lies in the period that it counts for.

    Negative numbers take back.
    """

    key: UUID
    day: dt.date
    at: dt.datetime
    category: str = ""
    numerator: int = 0
    denominator: int = 0

    def taken_back(self) -> "Tap":
        """The tap that undoes this one; the same however often it is asked for."""
        return Tap(uuid5(self.key, "undo"), self.day, timezone.now(), self.category, -self.numerator, -self.denominator)


@dataclass
class Received:
    """What became of the taps: `taken` are in the points now (or were already), `refused` say why they are not."""

    taken: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def add_taps(*, measure: Measure, by: User, taps: Sequence[Tap]) -> Received:
    """Add these taps to the points of their periods, and make those that are not there yet.

    Idempotent by key: a tap that was received before is not counted again. A tap that does not fit is refused alone;
    raises Refusal where the measure takes no points now. The measure is locked, so devices are added up one after
    the other.
    """
    measure = measure_at_work(measure.pk, measure)
    kind = sheet_kind(measure)
    if kind is None:
        raise Refusal(NO_SHEET)
    known = set(Tally.objects.filter(key__in=[tap.key for tap in taps]).values_list("key", flat=True))
    done = Received()
    fresh: dict[UUID, Tap] = {}
    for tap in taps:
        try:
            _require_tap(measure, kind, tap)
        except Refusal as refusal:
            done.refused[tap.key] = refusal.sentence
            continue
        done.taken.append(tap.key)
        if tap.key not in known:
            fresh[tap.key] = tap
    if fresh:
        _count(measure, by, fresh.values())
    return done


def _require_tap(measure: Measure, kind: SheetKind, tap: Tap) -> None:
    counted, cases = tap.numerator, tap.denominator
    if tap.day.year < FIRST_YEAR:
        raise Refusal(f"The year {tap.day.year} cannot be right.")
    if max(abs(counted), abs(cases)) > MOST or not (counted or cases):
        raise Refusal("This is not what a tally sheet counts.")
    if kind == SheetKind.CHECK and tap.category not in measure.categories:
        raise Refusal(f"“{tap.category}” is no category of {measure.name} any more.")
    if kind != SheetKind.CHECK and tap.category:
        raise Refusal(f"{measure.name} has no categories any more.")
    if kind == SheetKind.SHARE and not (0 <= counted <= cases or cases <= counted <= 0):
        raise Refusal("A part cannot be more than what it is part of.")
    if kind != SheetKind.SHARE and cases:
        raise Refusal(f"{measure.name} is counted without a denominator now.")


def _count(measure: Measure, by: User, taps: Iterable[Tap]) -> None:
    """Keep the taps and add them to the points of their periods."""
    now, day = timezone.now(), today()
    by_period: dict[dt.date, list[Tap]] = defaultdict(list)
    for tap in taps:
        by_period[first_day(measure, min(tap.day, day))].append(tap)  # a device's clock may be ahead
    Tally.objects.bulk_create(
        Tally(
            key=tap.key,
            measure=measure,
            period=period,
            category=tap.category,
            numerator=tap.numerator,
            denominator=tap.denominator,
            counted_at=min(tap.at, now),
            counted_by=by,
        )
        for period, some in by_period.items()
        for tap in some
    )
    with because("Counted on the tally sheet."):
        changed = [_add_to_point(measure, by, period, some) for period, some in by_period.items()]
        if any(changed):
            refresh_locked(measure)


def _add_to_point(measure: Measure, by: User, period: dt.date, taps: Sequence[Tap]) -> bool:
    """Add the taps to the point of this period; nothing is made where they come to nothing. Whether it changed."""
    point = Point.objects.select_for_update().filter(measure=measure, period=period).first()
    is_new = point is None
    if point is None:
        point = Point(measure=measure, period=period, value=0, entered_by=by)
    before = (point.value, point.denominator, dict(point.counts))
    if measure.categories:
        counts = {name: int(count) for name, count in point.counts.items()}
        uncategorised = point.value - sum(counts.values())
        for tap in taps:
            counts[tap.category] = max(counts.get(tap.category, 0) + tap.numerator, 0)
        point.counts = counts
        point.value = max(uncategorised + sum(counts.values()), 0)
    else:
        point.value = max(point.value + sum(tap.numerator for tap in taps), 0)
    cases = sum(tap.denominator for tap in taps)
    if cases or point.denominator is not None:
        point.denominator = max((point.denominator or 0) + cases, 0)
        point.value = min(point.value, point.denominator)
    if (point.value, point.denominator, point.counts) == before or (
        is_new and not point.value and not point.denominator
    ):
        return False
    _ghost_until_over(measure, point, is_new)
    point.version += 0 if is_new else 1
    point.save(force_insert=is_new)
    return True


def _ghost_until_over(measure: Measure, point: Point, is_new: bool) -> None:
    """Let a point that the sheet makes count from the day after its period; one that was entered otherwise counts."""
    if is_new and period_end(point.period, measure.frequency) >= today():
        point.excluded, point.excluded_why = True, STILL_COUNTING
    elif point.excluded_why == STILL_COUNTING and period_end(point.period, measure.frequency) < today():
        point.excluded, point.excluded_why = False, ""


def count_what_is_over() -> int:
    """Let the points of tally sheets whose period is over count on their charts; how many there were.

    One transaction for each measure, which is locked as by everybody who counts on it.
    """
    counting = Point.objects.filter(excluded=True, excluded_why=STILL_COUNTING).select_related("measure")
    over = {point.measure_id for point in counting if _is_over(point)}
    return sum(_count_points_of(measure_id) for measure_id in sorted(over))


@transaction.atomic
def _count_points_of(measure_id: int) -> int:
    measure = Measure.objects.select_for_update(no_key=True).get(pk=measure_id)
    counting = measure.points.filter(excluded=True, excluded_why=STILL_COUNTING).select_related("measure")
    over = [point.pk for point in counting if _is_over(point)]
    with because("Its period is over."):
        measure.points.filter(pk__in=over).update(
            excluded=False, excluded_why="", version=F("version") + 1, updated_at=timezone.now()
        )
        refresh_locked(measure)
    return len(over)


def _is_over(point: Point) -> bool:
    return period_end(point.period, point.measure.frequency) < today()
