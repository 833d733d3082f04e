"""What charts say, as summaries and cards keep it: of one measure from its chart, of many through the engine's batch."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from django.db import connection

from measures.enums import BETWEEN_EVENTS
from measures.models import Measure, Phase, Point, Target
from measures.periods import has_gap, with_gaps
from measures.queries.series import Charted, Columns, as_values, rules_of, series_from
from measures.spc import Assurance, Series, Signal, Variation, default_rules
from measures.spc.batch import Batch, analyse_many

RECENT = 24
"""Values kept for a sparkline."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure's chart, read: `days` are its periods, gaps included; the rest holds at its newest point that counts.

    `recent` are the newest values that are not ghosted, oldest first, None for a gap; `signals` are all of them.
    """

    days: Sequence[dt.date]
    points: int
    recent: Sequence[float | None]
    newest: int | None
    value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    baseline_centre: float | None
    variation: Variation
    assurance: Assurance
    signals: Sequence[Signal]


def reading_of(charted: Charted, points: int) -> Reading:
    """The reading of a chart that is made already, of so many points. No query."""
    found = charted.analysis
    counted = [value for index, value in enumerate(found.values) if index not in found.excluded]
    at = found.newest
    return Reading(
        days=[spot.period for spot in charted.spots],
        points=points,
        recent=counted[-RECENT:],
        newest=at,
        value=None if at is None else found.values[at],
        centre=None if at is None else found.centre[at],
        lower=None if at is None else found.lower[at],
        upper=None if at is None else found.upper[at],
        baseline_centre=None if at is None else found.centre[0],
        variation=found.variation,
        assurance=found.assurance,
        signals=found.signals,
    )


@dataclass(frozen=True, slots=True)
class StoredColumns:
    """A measure's points in order of period, as arrays; NaN where there is none, `days` as ordinals."""

    days: np.ndarray
    values: np.ndarray
    denominators: np.ndarray
    spreads: np.ndarray
    excluded: np.ndarray
    marked: np.ndarray


class Days(Sequence[dt.date]):
    """Ordinals as days, each made when it is asked for."""

    def __init__(self, ordinals: np.ndarray):
        self._ordinals = ordinals

    def __len__(self) -> int:
        return len(self._ordinals)

    @overload
    def __getitem__(self, place: int) -> dt.date: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[dt.date]: ...
    def __getitem__(self, place: int | slice) -> dt.date | Sequence[dt.date]:
        if isinstance(place, slice):
            return Days(self._ordinals[place])
        return dt.date.fromordinal(int(self._ordinals[place]))


_SINCE = dt.date(2000, 1, 1).toordinal()
"""The database counts days from here."""
_HEADER = 20
_CELLS = {"days": ">i4", "values": ">f8", "denominators": ">f8", "spreads": ">f8", "excluded": "?", "marked": "?"}
_COLUMNS = ("period", "value", "coalesce(denominator, 'NaN')", "coalesce(spread, 'NaN')", "excluded", "marked")
_SENT = ", ".join(f"array_send(array_agg({column} ORDER BY period))" for column in _COLUMNS)
STORED = f"SELECT measure_id, {_SENT} FROM {Point._meta.db_table} WHERE measure_id = ANY(%s) GROUP BY measure_id"  # noqa: S608 - our own names
"""Whole columns as the database holds them: a hundred thousand points come as some arrays, not as rows to be taken apart."""


def stored_columns(measure_ids: Collection[int]) -> dict[int, StoredColumns]:
    """The points of these measures; one query. A measure without points is not in it."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, [list(measure_ids)])
        return {measure_id: _columns(sent) for measure_id, *sent in cursor.fetchall()}


def _columns(sent: Sequence[bytes]) -> StoredColumns:
    """Arrays as the database sends them: a header, then each cell after its length."""
    found: dict[str, Any] = {}
    for (name, kind), cells in zip(_CELLS.items(), sent, strict=True):
        layout = np.dtype([("length", ">i4"), ("cell", kind)])
        found[name] = np.frombuffer(cells, layout, offset=_HEADER)["cell"].astype(np.dtype(kind).newbyteorder("="))
    found["days"] += _SINCE
    return StoredColumns(**found)


NO_POINTS = StoredColumns(*(np.zeros(0, kind) for kind in (int, float, float, float, bool, bool)))


def with_gaps_in(stored: StoredColumns, frequency: str, *, events: bool = False) -> Columns:
    """The stored columns with a place for every missing period, as `measures.periods.with_gaps` has them; between two
    `events` none is missing."""
    places, days = None, stored.days
    if not events and has_gap(days, frequency):
        slots = with_gaps(Days(days), frequency)
        places = np.array([-1 if index is None else index for _, index in slots])
        days = np.array([day.toordinal() for day, _ in slots])

    def laid(cells: np.ndarray) -> Any:  # the engine takes arrays as it takes lists
        return cells if places is None else np.where(places < 0, np.nan, cells[places])

    def chosen(cells: np.ndarray) -> frozenset[int]:
        if not cells.any():
            return frozenset()
        return frozenset(np.flatnonzero(cells if places is None else cells[places] & (places >= 0)).tolist())

    return Columns(
        days=Days(days),
        values=laid(stored.values),
        denominators=laid(stored.denominators),
        spreads=laid(stored.spreads),
        excluded=chosen(stored.excluded),
        marked=chosen(stored.marked),
    )


def readings_of(
    measures: Sequence[Measure],
    stored: Mapping[int, StoredColumns],
    phases: Mapping[int, Sequence[Phase]],
    targets: Mapping[int, Sequence[Target]],
) -> Iterator[Reading]:
    """The readings of these measures, in their order, all at once: equal to what their charts say one by one. No query."""
    columns = [
        with_gaps_in(stored.get(each.pk, NO_POINTS), each.frequency, events=each.chart in BETWEEN_EVENTS)
        for each in measures
    ]
    series = [
        series_from(measure, of, phases.get(measure.pk, ()), targets.get(measure.pk, ()))
        for measure, of in zip(measures, columns, strict=True)
    ]
    batch = analyse_many(
        series,
        chart=[measure.chart for measure in measures],
        rules=[rules_of(measure) for measure in measures],
        screen=[measure.screen_ranges for measure in measures],
    )
    again = {place: number for number, place in enumerate(batch.refused)}  # as run charts, as `chart_of` does
    instead = analyse_many(
        [as_values(series[place], measures[place]) for place in again], chart="run", rules=default_rules("run")
    )
    for place, measure in enumerate(measures):
        found, at = (instead, again[place]) if place in again else (batch, place)
        points = len(stored[measure.pk].days) if measure.pk in stored else 0
        yield _reading_at(found, at, columns[place].days, points, series[place])


def _reading_at(batch: Batch, at: int, days: Sequence[dt.date], points: int, series: Series) -> Reading:
    start, newest = int(batch.starts[at]), int(batch.newest[at])
    values = batch.values[start : start + len(days)]
    if series.excluded:
        values = np.delete(values, sorted(series.excluded))
    has = newest >= 0
    return Reading(
        days=days,
        points=points,
        recent=[_shown(value) for value in values[-RECENT:].tolist()],
        newest=newest if has else None,
        value=_shown(float(batch.value_now[at])),
        centre=_shown(float(batch.centre_now[at])),
        lower=_shown(float(batch.lower_now[at])),
        upper=_shown(float(batch.upper_now[at])),
        baseline_centre=_shown(float(batch.centre_first[at])) if has else None,
        variation=batch.variation[at],
        assurance=batch.assurance[at],
        signals=batch.signals[at],
    )


def _shown(number: float) -> float | None:
    return None if number != number else number
