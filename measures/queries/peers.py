"""The same measure elsewhere: small charts beside one another on one common scale, for learning, not ranking."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from measures.charts_small import Scale, common_scale, small_chart, with_levels
from measures.enums import PLOTTED_APART, ChartKind
from measures.models import Measure, MeasureSummary, Point
from measures.periods import period_name, step
from measures.queries.measures import readable_measures, summary_or_none, with_unit
from measures.queries.series import shown_value, slots_of
from measures.queries.strata import Multiple
from redesign.lib.components import VARIATIONS, icon_pair, tone_of
from teams.models import System, User
from teams.permissions.standing import standing
from teams.queries.systems import systems_in_order

MADE_OF_VALUES = PLOTTED_APART | {ChartKind.CUSUM}
"""Chart kinds whose summary is not of the values themselves."""
A_PAGE = 24
PERIODS = 24
"""Periods drawn of each: as many as the summary keeps, by which the common scale is found."""


@dataclass(frozen=True)
class PeersPage:
    """Measures that can be compared with one, in the order of the tree, in ready strings."""

    page: Page
    multiples: list[Multiple]
    others: int
    other_units: str
    compare_url: str


def peers_page(measure: Measure, user: User, system: System | None = None, page: str | int | None = 1) -> PeersPage:
    """The measure and its peers: those of the same name in other systems, those of the same whole, and its own parts.

    In the order of the tree of systems, never by rank. Three queries, whatever their number.
    """
    tree = systems_in_order(closed=True)
    place = {each.pk: order for order, each in enumerate(tree)}
    paths = {each.pk: each.tree_path for each in tree}
    found = [each for each in _peers(measure, user) if system is None or system.pk in paths[each.system_id]]
    found.sort(key=lambda each: (place[each.system_id], each.name, each.pk))
    alike = [each for each in found if (each.unit, each.multiplier) == (measure.unit, measure.multiplier)]
    shown = Paginator(alike, A_PAGE).get_page(page)
    return PeersPage(
        page=shown,
        multiples=_multiples(measure, list(shown), alike),
        others=sum(each.pk != measure.pk for each in alike),
        other_units=_other_units(len(found) - len(alike)),
        compare_url=_compare(measure, user, system or paths[measure.system_id][0]),
    )


def _peers(measure: Measure, user: User) -> list[Measure]:
    alike = Q(pk=measure.pk) | Q(name__iexact=measure.name) | Q(part_of=measure)
    if measure.part_of_id is not None:
        alike |= Q(part_of=measure.part_of_id)
    measures = readable_measures(user).in_use().filter(alike)  # type: ignore[attr-defined]  # a method of MeasureQuerySet
    return list(measures.select_related("system", "team", "summary").defer("operational_definition"))


def _other_units(count: int) -> str:
    if count == 0:
        return ""
    told = "1 more is" if count == 1 else f"{count} more are"
    return f"{told} counted in another unit, and cannot stand on this scale."


def _compare(measure: Measure, user: User, system: System | int) -> str:
    """Where units are held against one another by their numbers; for those who may open systems."""
    if not standing(user).is_staff:
        return ""
    key = system if isinstance(system, int) else system.pk
    return f"{reverse('measures:system-compare', args=[key])}?measure={measure.pk}"


def _multiples(measure: Measure, shown: list[Measure], alike: list[Measure]) -> list[Multiple]:
    latest = max(
        (stands.latest_period for each in alike if (stands := summary_or_none(each)) and stands.latest_period),
        default=None,
    )
    if latest is None:
        return [_multiple(measure, each, SafeString()) for each in shown]
    since = step(latest, measure.frequency, 1 - PERIODS)
    scale = _scale(measure, alike, since, latest)
    rows: dict[int, list[tuple[dt.date, float, float | None]]] = defaultdict(list)
    points = Point.objects.filter(measure__in=shown, period__gte=since, excluded=False).order_by("period")
    for key, period, value, denominator in points.values_list("measure_id", "period", "value", "denominator"):
        rows[key].append((period, value, denominator))
    return [_multiple(measure, each, _drawn(each, rows[each.pk], scale)) for each in shown]


def _scale(measure: Measure, alike: list[Measure], since: dt.date, latest: dt.date) -> Scale:
    """The scale that all pages have in common, from the summaries."""
    series = []
    for each in alike:
        stands = summary_or_none(each)
        if stands is None or not stands.recent:
            continue
        recent = [stands.latest_value] if each.chart in MADE_OF_VALUES else stands.recent
        series.append(with_levels((latest,) * len(recent), recent, _levels(each, stands), target=each.target))
    found = common_scale(series, decimals=measure.decimals, frequency=measure.frequency)
    assert found is not None  # there is a newest period
    return replace(found, first=since)


def _levels(measure: Measure, stands: MeasureSummary) -> tuple[float | None, float | None, float | None]:
    """Centre line and limits in force, where they are of the values themselves."""
    if measure.chart in MADE_OF_VALUES:
        return None, None, None
    return stands.centre, stands.lower, stands.upper


def _drawn(measure: Measure, rows: list[tuple[dt.date, float, float | None]], scale: Scale) -> SafeString:
    stands = summary_or_none(measure)
    if stands is None or not rows:
        return SafeString()
    slots = slots_of(measure, [period for period, *_ in rows])
    days = [day for day, _ in slots]
    values = [None if place is None else shown_value(measure, *rows[place][1:]) for _, place in slots]
    meaning = tone_of(stands.variation)
    newest = max((place for place, value in enumerate(values) if value is not None), default=0)
    marked = {} if meaning == "common" else {newest: meaning}
    said = VARIATIONS.get(stands.variation, ("", "Too few points to tell variation"))[1]
    label = f"{_where(measure)}: {with_unit(measure, stands.latest_value)}. {said}."
    series = with_levels(days, values, _levels(measure, stands), meanings=marked, target=measure.target)
    return SafeString(small_chart(series, scale, label))


def _where(measure: Measure) -> str:
    return measure.team.name if measure.team else measure.system.name


def _multiple(measure: Measure, each: Measure, drawn: SafeString) -> Multiple:
    stands = summary_or_none(each)
    latest = "No points yet"
    if stands is not None and stands.latest_period is not None:
        latest = f"{with_unit(each, stands.latest_value)}, {period_name(stands.latest_period, each.frequency)}"
    notes = [
        each.system.name if each.team else "",
        each.name if each.name.casefold() != measure.name.casefold() else "",
    ]
    notes += ["this one"] if each.pk == measure.pk else []
    return Multiple(
        name=_where(each),
        url=reverse("measures:measure", args=[each.pk]),
        icons=icon_pair(stands.variation, stands.assurance) if stands else icon_pair("none", "none"),
        drawing=drawn,
        latest=latest,
        note=" · ".join(filter(None, notes)),
    )
