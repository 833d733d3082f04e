"""A grid of measures and their last periods, to enter many points at once; cells are finished strings."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from measures.enums import Frequency
from measures.models import Measure, Point
from measures.periods import period_name, period_start, short_name, step
from measures.queries.entering import Place, enterable, where
from measures.queries.points import usual
from measures.queries.series import takes_denominator, takes_subgroup
from redesign.lib.components import Tab, icon
from redesign.lib.dates import FIRST_YEAR, today
from teams.models import User

COLUMNS = 5
DAYS = 7
"""Of daily measures, whose week is seen at once."""
A_PAGE = 40
EARLIEST = dt.date(FIRST_YEAR + 2, 1, 1)


@dataclass(frozen=True)
class GridAsked:
    """Which part of a place's measures to show; `until` is a day in the newest period."""

    place: Place
    frequency: str = ""
    until: dt.date | None = None
    page: str | int | None = 1


@dataclass(frozen=True)
class Typed:
    """What was sent for a cell and is not saved yet: the texts, what the cell saw when they were typed, and what is wrong.

    After a stale edit has been told, the next attempt is made knowingly against what is saved now.
    """

    value: str
    denominator: str
    seen: str
    sentence: str = ""
    field: str = "value"
    is_question: bool = False
    is_stale: bool = False


@dataclass(frozen=True)
class GridRow:
    """A measure with one finished cell for each period."""

    name: str
    url: str
    under: str
    cells: tuple[SafeString, ...]


@dataclass(frozen=True)
class Grid:
    """All that the page shows."""

    frequency: str
    columns: list[str]
    rows: list[GridRow]
    page: Page
    tabs: list[Tab] = field(default_factory=list)
    earlier: str = ""
    later: str = ""
    elsewhere: list[tuple[str, str]] = field(default_factory=list)


def fits_a_grid(measure: Measure) -> bool:
    """Whether a point of this measure is one figure or two: means of several measurements and check sheets are not."""
    return not takes_subgroup(measure) and not measure.categories


def grid(asked: GridAsked, user: User, typed: Mapping[tuple[int, dt.date], Typed] | None = None) -> Grid:
    """One page of the grid, with what was typed and not saved; four queries at most, for any number of measures."""
    found = enterable(user, asked.place, "summary")
    simple = [measure for measure in found if fits_a_grid(measure)]
    frequency = _frequency(simple, asked.frequency)
    chosen = [measure for measure in simple if measure.frequency == frequency]
    page = Paginator(chosen, A_PAGE).get_page(asked.page)
    count = DAYS if frequency == Frequency.DAILY else COLUMNS
    anchors = _anchors([measure.pk for measure in page]) if frequency == Frequency.FORTNIGHTLY else {}
    until = max(min(asked.until or today(), today()), EARLIEST)
    spans = {measure.pk: periods(frequency, until, count, anchors.get(measure.pk)) for measure in page}
    columns = periods(frequency, until, count, next(iter(anchors.values()), None))
    points = _points(spans)
    return Grid(
        frequency=frequency,
        columns=[short_name(day, frequency) for day in columns],
        rows=[_row(measure, spans[measure.pk], points, typed or {}, asked.place) for measure in page],
        page=page,
        tabs=_tabs(asked, simple, frequency),
        earlier=_address(asked, frequency, step(columns[0], frequency, -1)) if columns[0] > EARLIEST else "",
        later=_address(asked, frequency, _later(columns[-1], frequency, count))
        if _is_past(columns[-1], frequency)
        else "",
        elsewhere=[
            (measure.name, reverse("measures:point-new", args=[measure.pk]))
            for measure in found
            if not fits_a_grid(measure)
        ],
    )


def periods(frequency: str, until: dt.date, count: int, anchor: dt.date | None = None) -> list[dt.date]:
    """The first days of so many periods, oldest first; the last is that of `until`."""
    last = period_start(until, frequency, anchor)
    return [step(last, frequency, -back) for back in range(count - 1, -1, -1)]


def _is_past(day: dt.date, frequency: str) -> bool:
    return day < period_start(today(), frequency, day)


def _later(last: dt.date, frequency: str, count: int) -> dt.date:
    return min(step(last, frequency, count), today())


def _frequency(measures: Sequence[Measure], asked: str) -> str:
    """The frequency that was asked for where there are such measures, else that of most of them."""
    counts = Counter(measure.frequency for measure in measures)
    if asked in counts:
        return asked
    return counts.most_common(1)[0][0] if counts else Frequency.MONTHLY


def _anchors(measures: Sequence[int]) -> dict[int, dt.date]:
    newest = Point.objects.filter(measure__in=measures).order_by("measure_id", "-period").distinct("measure_id")
    return dict(newest.values_list("measure_id", "period"))


def _points(spans: Mapping[int, Sequence[dt.date]]) -> dict[tuple[int, dt.date], Point]:
    days = [day for span in spans.values() for day in span]
    if not days:
        return {}
    found = Point.objects.filter(measure__in=spans, period__range=(min(days), max(days)))
    return {(point.measure_id, point.period): point for point in found}


def _address(asked: GridAsked, frequency: str, until: dt.date | None = None) -> str:
    query = asked.place.query or "?"
    joint = "" if query == "?" else "&"
    ending = f"&until={until.isoformat()}" if until else ""
    return f"{reverse('measures:grid')}{query}{joint}every={frequency}{ending}"


def _tabs(asked: GridAsked, measures: Sequence[Measure], frequency: str) -> list[Tab]:
    counts = Counter(measure.frequency for measure in measures)
    if len(counts) < 2:
        return []
    return [
        Tab(label, _address(asked, value), current=value == frequency, count=counts[value])
        for value, label in Frequency.choices
        if value in counts
    ]


def _row(
    measure: Measure,
    days: Sequence[dt.date],
    points: Mapping[tuple[int, dt.date], Point],
    typed: Mapping[tuple[int, dt.date], Typed],
    place: Place,
) -> GridRow:
    facts = [] if place.team else [where(measure)]
    facts += [measure.unit] if measure.unit else []
    facts += [f"usually {told}"] if (told := usual(measure).told) else []
    return GridRow(
        name=measure.name,
        url=reverse("measures:measure", args=[measure.pk]),
        under=" · ".join(facts),
        cells=tuple(_cell(measure, day, points.get((measure.pk, day)), typed.get((measure.pk, day))) for day in days),
    )


def plain_number(value: float | None) -> str:
    """A figure as it stands in a field: every digit, no more."""
    return "" if value is None else f"{value:.15g}"


def said(point: Point | None) -> tuple[str, str]:
    """What a cell says of the point that is saved."""
    return (plain_number(point.value), plain_number(point.denominator)) if point else ("", "")


def key_of(measure: int, day: dt.date) -> str:
    """What a cell's fields are called by."""
    return f"{measure}-{day.isoformat()}"


def _cell(measure: Measure, day: dt.date, point: Point | None, typed: Typed | None) -> SafeString:
    key, pair = key_of(measure.pk, day), takes_denominator(measure)
    value, denominator = said(point)
    seen = f"{point.version if point else 0}|{value}|{denominator}"
    if typed is not None:
        value, denominator = typed.value, typed.denominator
        seen = seen if typed.is_stale else typed.seen
    name = f"{escape(measure.name)}, {period_name(day, measure.frequency)}"
    of_value, of_denominator = _marks(key, typed)
    parts = [
        f'<input type="hidden" name="seen-{key}" value="{escape(seen)}">',
        _input("v", key, value, f"{name}: how many" if pair else name, of_value),
    ]
    if pair:
        parts.append('<span class="grid-of" aria-hidden="true">of</span>')
        parts.append(_input("d", key, denominator, f"{name}: out of", of_denominator))
    if point is not None and point.excluded:
        parts.append('<small class="quiet">ghosted</small>')
    elif point is not None and point.estimated:
        parts.append('<small class="quiet">estimated</small>')
    if typed is not None and typed.sentence:
        parts.append(_told(key, typed, point))
    classes = " ".join(
        filter(None, ("grid-cell", "has-pair" if pair else "", "has-words" if typed and typed.sentence else ""))
    )
    return mark_safe(f'<div class="{classes}">{"".join(parts)}</div>')  # noqa: S308 - escaped above


def _marks(key: str, typed: Typed | None) -> tuple[str, str]:
    """The attributes that tie each of a cell's fields to what is said of it."""
    if typed is None or not typed.sentence:
        return "", ""
    mark = f' aria-describedby="told-{key}"' + ("" if typed.is_question else ' aria-invalid="true"')
    return ("", mark) if typed.field == "denominator" else (mark, "")


def _input(kind: str, key: str, text: str, label: str, marks: str) -> str:
    look = " is-invalid" if "aria-invalid" in marks else ""
    return (
        f'<input class="form-control grid-input{look}" id="{kind}-{key}" name="{kind}-{key}" value="{escape(text)}" '
        f'inputmode="decimal" autocomplete="off" aria-label="{label}" data-kind="{kind}"{marks}>'
    )


def _told(key: str, typed: Typed, point: Point | None) -> str:
    mark = icon("info" if typed.is_question else "circle-alert", size="s")
    now = ""
    if typed.is_stale:
        value, denominator = said(point)
        told = " of ".join(filter(None, (value, denominator))) or "nothing"
        now = f' <span class="grid-now">Saved now: <b>{escape(told)}</b>. Yours stays in the cell.</span>'
    look = "grid-question" if typed.is_question else "error"
    return f'<p class="{look}" id="told-{key}">{mark}<span>{escape(typed.sentence)}{now}</span></p>'
