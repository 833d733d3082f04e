"""Entering points, mending them, taking them out: every change keeps who, when and why."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter

from django.db import transaction

from measures.actions.summaries import refresh_locked
from measures.enums import MeasureStatus
from measures.models import Measure, Point
from measures.periods import period_name, period_start
from measures.queries.series import StoredPoint, fit_of, stored_points, takes_denominator, takes_subgroup
from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import FIRST_YEAR, today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import require_version
from teams.actions.teams import require_running
from teams.enums import RUNNING
from teams.models import User

FIELDS = {"one_point_a_period": "period", "point_value_is_finite": "value", "ghosting_gives_its_reason": "why"}


def measure_at_work(measure_id: int, read: Measure | None = None) -> Measure:
    """The measure, locked, so that two changes of its points are summed up one after the other.

    Refuses where it is retired, or its team's work may not be changed now. `read` is the measure as the caller has read
    it: it is used on where its definition is still the same, which saves reading it anew.
    """
    rows = Measure.objects.filter(pk=measure_id).select_for_update(of=("self",), no_key=True)
    version, status, state = rows.values_list("version", "status", "team__state").get()
    measure = read if read is not None and read.version == version else Measure.objects.get(pk=measure_id)
    if status == MeasureStatus.RETIRED:
        raise Refusal(f"{measure.name} is retired: it takes no more points.")
    if state is not None and state not in RUNNING and measure.team is not None:
        require_running(measure.team)
    return measure


def measures_at_work(measure_ids: Iterable[int]) -> dict[int, Measure]:
    """These measures by key, locked in the order of their keys, so that two changes of many never wait for each other.

    One query. Refuses where one of them is gone, retired, or its team's work may not be changed now.
    """
    ids = set(measure_ids)
    rows = Measure.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    found = {measure.pk: measure for measure in rows.select_related("team", "system")}
    if len(found) < len(ids):
        raise Refusal("One of these measures is not here any more.")
    for measure in found.values():
        if measure.status == MeasureStatus.RETIRED:
            raise Refusal(f"{measure.name} is retired: it takes no more points.")
        if measure.team is not None:
            require_running(measure.team)
    return found


def first_day(measure: Measure, day: dt.date) -> dt.date:
    """The first day of the measure's period that this day falls in; fortnights follow the newest point."""
    anchor = None
    if measure.frequency == "fortnightly":
        anchor = Point.objects.filter(measure=measure).order_by("-period").values_list("period", flat=True).first()
    return period_start(day, measure.frequency, anchor)


def require_fit(
    measure: Measure, *, period: dt.date, value: float, denominator: float | None, spread: float | None = None
) -> None:
    """Refuse, in words and at its field, what cannot be a point of this measure."""
    if period.year < FIRST_YEAR:
        raise Refusal(f"The year {period.year} cannot be right.", field="period")
    if period > today():
        raise Refusal(f"{period_name(period, measure.frequency)} lies in the future.", field="period")
    field, sentence = fit_of(measure).misfit(value, denominator, spread)
    if sentence:
        raise Refusal(sentence, field=field)


def takes_size(measure: Measure) -> bool:
    """Whether its points have a denominator, or the number of measurements that they are the mean of."""
    return takes_denominator(measure) or takes_subgroup(measure)


@transaction.atomic
def add_point(
    *,
    measure: Measure,
    by: User,
    period: dt.date,
    value: float,
    denominator: float | None = None,
    spread: float | None = None,
    estimated: bool = False,
    note: str = "",
    counts: dict[str, int] | None = None,
) -> Point:
    """Add the point of the period that this day falls in. One point a period: a second one is refused.

    `counts` are those of a check sheet's categories; the value is their sum.
    """
    measure = measure_at_work(measure.pk, measure)
    stored = stored_points(measure.points.all())
    period = period_start(period, measure.frequency, stored[-1].period if stored else None)
    require_fit(measure, period=period, value=value, denominator=denominator, spread=spread)
    place = bisect_left(stored, period, key=attrgetter("period"))
    if place < len(stored) and stored[place].period == period:  # the lock keeps others from adding it meanwhile
        told = period_name(period, measure.frequency)
        raise Refusal(f"There is a point for {told} already: correct that one instead.", field="period")
    point = Point(
        measure=measure,
        period=period,
        value=value,
        denominator=denominator if takes_size(measure) else None,
        spread=spread if takes_subgroup(measure) else None,
        estimated=estimated,
        note=note,
        counts=counts or {},
        entered_by=by,
    )
    point.save(force_insert=True)
    stored.insert(place, _stored(point))
    refresh_locked(measure, stored)
    return point


def _stored(point: Point) -> StoredPoint:
    return StoredPoint(
        point.period, point.value, point.denominator, False, point.estimated, point.note, "", point.pk, point.spread
    )


@transaction.atomic
def correct_point(
    *,
    point: Point,
    version: int,
    why: str,
    value: float,
    denominator: float | None = None,
    spread: float | None = None,
    estimated: bool = False,
    note: str = "",
    marked: bool | None = None,
    counts: dict[str, int] | None = None,
) -> Point:
    """Put right what a point says; the history keeps what it said before, and why it was changed.

    `counts` are those of a check sheet's categories, whose sum is the value; a value without them has none.
    `marked` says whether all would agree that this point is very different; None leaves it as it is.
    """
    measure, point = _locked(point)
    require_version(point, version)
    require_fit(measure, period=point.period, value=value, denominator=denominator, spread=spread)
    if point.value != value or counts is not None:
        point.counts = counts or {}
    point.value, point.estimated, point.note = value, estimated, note
    point.denominator = denominator if takes_size(measure) else point.denominator
    point.spread = spread if takes_subgroup(measure) else point.spread
    point.marked = point.marked if marked is None else marked
    with because(why):
        point.save()
        refresh_locked(measure)
    return point


@transaction.atomic
def ghost_point(*, point: Point, why: str) -> Point:
    """Leave a point out of centre line, limits and rules; it is drawn still, with the reason."""
    measure, point = _locked(point)
    if point.excluded:
        raise Refusal("This point is ghosted already.")
    point.excluded, point.excluded_why, point.version = True, why, point.version + 1
    with because(why), constraints_in_words(Point, FIELDS):
        point.save()
        refresh_locked(measure)
    return point


@transaction.atomic
def count_point(*, point: Point, why: str) -> Point:
    """Let a ghosted point count again."""
    measure, point = _locked(point)
    if not point.excluded:
        raise Refusal("This point counts already.")
    point.excluded, point.excluded_why, point.version = False, "", point.version + 1
    with because(why):
        point.save()
        refresh_locked(measure)
    return point


@transaction.atomic
def remove_point(*, point: Point, why: str) -> None:
    """Take a point out altogether; the history keeps it."""
    measure, point = _locked(point)
    with because(why):
        point.delete()
        refresh_locked(measure)


@transaction.atomic
def undo_entry(*, point: Point, by: User) -> None:
    """Take back a point just entered: by the person who entered it, while nobody has changed it."""
    _, point = _locked(point)
    if point.entered_by_id != by.pk or point.version != 1 or point.source_id is not None:
        raise Refusal("This point has been changed since, or was entered by somebody else: correct it instead.")
    remove_point(point=point, why="Entered by mistake, undone at once.")


def _locked(point: Point) -> tuple[Measure, Point]:
    """The point's measure and the point itself, locked in this order."""
    measure = measure_at_work(point.measure_id)
    found = Point.objects.select_for_update().filter(pk=point.pk).first()
    if found is None:
        raise Refusal("Somebody has removed this point in the meantime.")
    return measure, found
