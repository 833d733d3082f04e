"""Comparing units: which systems share a measure, and how they lie beside one another over a recent period.

Peers are measures of one name (whatever its capitals), or the parts of one measure of a higher system.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Count, Max, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from measures.charts_peers import (
    FunnelRow,
    ParetoPart,
    Peers,
    funnel_figure,
    funnel_summary,
    funnel_table,
    pareto_part,
)
from measures.enums import COUNTED, PART_OF_WHOLE, ChartKind, Variation
from measures.models import Measure, Point
from measures.periods import period_end, step
from measures.queries.series import takes_denominator
from measures.spc import BadSeries
from measures.spc.funnel import Compared, Funnel, funnel
from measures.spc.pareto import pareto_of_counts
from redesign.lib.components import icon_pair
from teams.models import System

MONTHS = {3: "3 months", 6: "6 months", 12: "12 months", 24: "24 months"}
USUAL_MONTHS = 12
FEWEST = 2
"""Units that it takes to compare."""
MOST_GROUPS = 200
MOST_BARS = 15
OTHER = frozenset({"other", "others", "something else", "anything else", "unknown", "not known"})
"""Categories that say nothing: they stand last in a Pareto chart."""
CHARTS_OF_RATES = frozenset({ChartKind.RATE, ChartKind.RATE_PRIME})


@dataclass(frozen=True)
class Group:
    """A measure that several units share, or one that is counted by category. `key` is the measure that it is asked for by."""

    key: int
    name: str
    units: int
    parts: bool = False
    sheet: bool = False

    @property
    def label(self) -> str:
        """The group as a choice."""
        of = f"{self.units} units" if self.units != 1 else "1 unit"
        return f"{self.name}: its parts in {of}" if self.parts else f"{self.name} ({of})"


@dataclass(frozen=True)
class Asked:
    """What the reader asked for."""

    measure: int | None = None
    months: int = USUAL_MONTHS
    spread: bool = False


@dataclass(frozen=True)
class UnitRow:
    """A unit in the table, ready to print."""

    name: SafeString
    value: str
    count: str
    size: str
    limits95: str
    limits998: str
    says: str
    icons: SafeString
    own: str


@dataclass(frozen=True)
class Comparison:
    """All that the page shows of one group over one period."""

    group: Group
    period: str
    figure: dict[str, Any] | None = None
    sentences: list[str] = field(default_factory=list)
    rows: list[UnitRow] = field(default_factory=list)
    adjusted: bool = False
    unstable: list[tuple[str, str]] = field(default_factory=list)
    """Units whose own chart shows a special cause: name and address."""
    left_out: list[str] = field(default_factory=list)
    """Sentences on what is not compared, and why."""
    by_unit: ParetoPart | None = None
    by_category: ParetoPart | None = None
    count_word: str = "Events"
    size_word: str = "Denominator"
    value_word: str = "Value"


# -- What can be compared -------------------------------------------------------------------------------------------


def scope_of(system: System) -> tuple[System, QuerySet[System]]:
    """The system whose units are compared, and these: those below it, or, where there are none, those beside it.

    Three queries at most.
    """
    below = System.objects.under(system).open()
    if system.parent_id is None or below.exclude(pk=system.pk).exists():
        return system, below
    assert system.parent is not None
    return system.parent, System.objects.under(system.parent).open()


def groups_in(systems: QuerySet[System], most: int = MOST_GROUPS) -> list[Group]:
    """What units of these systems share, the most widely shared first; two queries whatever the number of measures."""
    measures = Measure.objects.filter(system__in=systems).in_use().order_by()
    sheet = Max(Case(When(categories__len__gt=0, then=1), default=0))
    named = (
        measures.filter(parts__isnull=True)
        .annotate(folded=Lower("name"))
        .values("folded")
        .annotate(called=Min("name"), key=Min("pk"), units=Count("system", distinct=True), sheet=sheet)
        .filter(Q(units__gte=FEWEST) | Q(sheet=1))
        .order_by("-units", "folded")[:most]
    )
    parts = (
        measures.filter(part_of__isnull=False)
        .values("part_of", "part_of__name")
        .annotate(units=Count("system", distinct=True), sheet=sheet)
        .filter(units__gte=FEWEST)
        .order_by("-units", "part_of__name")[:most]
    )
    found = [Group(row["key"], row["called"], row["units"], sheet=bool(row["sheet"])) for row in named]
    found += [
        Group(row["part_of"], row["part_of__name"], row["units"], parts=True, sheet=bool(row["sheet"])) for row in parts
    ]
    return sorted(found, key=lambda group: (-group.units, group.name.casefold(), group.parts))[:most]


def chosen_among(groups: Sequence[Group], measure: int | None) -> Group | None:
    """The group that is asked for by its own or another of its measures, else the most widely shared one.

    One query where another measure is named than the one that stands for its group.
    """
    if not groups:
        return None
    for group in groups:
        if group.key == measure:
            return group
    if measure is not None:
        row = Measure.objects.filter(pk=measure).values_list("name", "part_of").first()
        if row is not None:
            for group in groups:
                if (group.parts and group.key == row[1]) or (not group.parts and group.name.casefold() == row[0].casefold()):  # fmt: skip
                    return group
    return groups[0]


@dataclass(frozen=True)
class Link:
    """A comparison that is worth opening."""

    name: str
    url: str


def to_compare(system: System, most: int = 3) -> list[Link]:
    """What the units of a system share most widely, as links to its comparison; five queries at most."""
    _, systems = scope_of(system)
    address = reverse("measures:system-compare", args=[system.pk])
    shared = [group for group in groups_in(systems, 2 * most) if group.units >= FEWEST][:most]
    return [Link(group.label, f"{address}?measure={group.key}") for group in shared]


# -- One comparison -------------------------------------------------------------------------------------------------


def comparison(group: Group, systems: QuerySet[System], asked: Asked) -> Comparison:
    """The group over the newest months that have points; three queries whatever the number of units and points."""
    members = _members(group, systems)
    latest = max(filter(None, map(_latest, members)), default=None)
    if latest is None:
        return Comparison(group, "", left_out=["None of these units has a point yet."])
    since = step(latest.replace(day=1), "monthly", 1 - asked.months)
    sums = _sums(members, since)
    names = _names(members)
    period = f"{_month(since)} to {_month(max(period_end(latest, _frequency(members)), latest))}"
    unstable = [
        (names[measure.pk], reverse("measures:measure", args=[measure.pk]))
        for measure in members
        if _special(measure, since)
    ]
    compared = [measure for measure in members if takes_denominator(measure)]
    facts = _funnel_facts(group, compared, members, sums, names, asked)
    return Comparison(
        group,
        period,
        unstable=unstable,
        by_unit=_by_unit(group, members, sums, names),
        by_category=_by_category(group, members, since),
        **facts,
    )


def _members(group: Group, systems: QuerySet[System]) -> list[Measure]:
    chosen = Q(part_of=group.key) if group.parts else Q(name__iexact=group.name, parts__isnull=True)
    found = Measure.objects.filter(chosen, system__in=systems).in_use().select_related("system", "team", "summary")
    return list(found.order_by("system__name", "team__name", "pk"))


def _latest(measure: Measure) -> dt.date | None:
    return measure.summary.latest_period if hasattr(measure, "summary") else None


def _frequency(members: Sequence[Measure]) -> str:
    return max((measure.frequency for measure in members), key=[each.frequency for each in members].count)


def _names(members: Sequence[Measure]) -> dict[int, str]:
    """What each unit is called: its system; with its team, or the measure's name, where a system has two of them."""
    systems = [measure.system_id for measure in members]
    found = {}
    for measure in members:
        twice = systems.count(measure.system_id) > 1
        own = measure.team.name if measure.team else measure.name
        found[measure.pk] = f"{measure.system.name}, {own}" if twice else measure.system.name
    return found


def _sums(members: Sequence[Measure], since: dt.date) -> dict[int, tuple[float, float | None]]:
    """Of each measure the sums of numerators and denominators since this day, ghosted points left out; one query."""
    whole = Case(When(denominator__gt=0, then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = (
        Point.objects.filter(measure__in=[measure.pk for measure in members], period__gte=since)
        .counted()
        .annotate(sized=whole)
        .values("measure", "sized")
        .annotate(above=Sum("value"), below=Sum("denominator"))
        .order_by("measure", "sized")
    )
    sized = {measure.pk for measure in members if takes_denominator(measure)}
    return {row["measure"]: (row["above"], row["below"]) for row in rows if row["sized"] or row["measure"] not in sized}


def _special(measure: Measure, since: dt.date) -> bool:
    """Whether the unit's own chart shows a special cause within the period, or at its newest point."""
    if not hasattr(measure, "summary"):
        return False
    stands = measure.summary
    at_newest = stands.variation not in (Variation.COMMON, Variation.NONE)
    return at_newest or (stands.signal_on is not None and stands.signal_on >= since)


def _kind(members: Sequence[Measure], sums: dict[int, tuple[float, float | None]]) -> Compared:
    """A proportion where every chart says so, or where the points look like one; else a rate."""
    charts = {measure.chart for measure in members}
    if charts <= PART_OF_WHOLE:
        return Compared.PROPORTION
    if charts & CHARTS_OF_RATES:
        return Compared.RATE
    percent = all(measure.multiplier == 100 for measure in members)
    part = all(above <= (below or 0) for above, below in (sums.get(each.pk, (0, 0)) for each in members))
    return Compared.PROPORTION if percent and part else Compared.RATE


def _counts_events(members: Sequence[Measure], sums: dict[int, tuple[float, float | None]]) -> bool:
    """Whether the numerators are counts: by the kind of chart, or because they are whole numbers of 0 or more."""
    return all(
        measure.chart in COUNTED or (above >= 0 and float(above).is_integer())
        for measure in members
        for above, _ in [sums.get(measure.pk, (0.0, None))]
    )


def _funnel_facts(
    group: Group,
    compared: Sequence[Measure],
    members: Sequence[Measure],
    sums: dict[int, tuple[float, float | None]],
    names: dict[int, str],
    asked: Asked,
) -> dict[str, Any]:
    """The funnel's share of the page: the figure, sentences and rows, or the sentence why there is none."""
    left_out = _without_denominators(compared, members, names)
    if len([measure for measure in compared if measure.pk in sums]) < FEWEST:
        left_out.append("A funnel takes two units or more with numerators and denominators in this period.")
        return {"left_out": left_out}
    first = compared[0]
    pairs = [sums.get(measure.pk, (None, None)) for measure in compared]
    if not _counts_events(compared, sums):
        left_out.append(
            "A funnel is for shares and rates of counted events, and these numerators are no counts: chance spreads "
            "them in ways that it does not know."
        )
        return {"left_out": left_out}
    try:
        found = funnel(
            [above for above, _ in pairs],
            [below for _, below in pairs],
            kind=_kind(compared, sums),
            adjust=asked.spread,
            multiplier=first.multiplier,
        )
    except BadSeries as refused:
        return {"left_out": [*left_out, f"No funnel can be drawn: {refused}"]}
    peers = Peers(
        title=group.name,
        names=[names[measure.pk] for measure in compared],
        unit=first.unit,
        decimals=first.decimals,
        denominator=first.denominator,
    )
    return {
        "figure": funnel_figure(found, peers),
        "sentences": funnel_summary(found, peers),
        "rows": [_row(row, compared[row.index], names) for row in funnel_table(found, peers)],
        "adjusted": found.adjusted,
        "left_out": left_out + _no_spread(found, asked),
        "count_word": first.numerator or "Numerator",
        "size_word": first.denominator or "Denominator",
        "value_word": "Share" if first.unit in ("%", "per cent") else first.unit or "Value",
    }


def _without_denominators(
    compared: Sequence[Measure], members: Sequence[Measure], names: dict[int, str]
) -> list[str]:  # fmt: skip
    without = [names[measure.pk] for measure in members if measure not in compared]
    if not without:
        return []
    if len(without) == len(members):
        return ["These points have no denominators, so nothing tells how large each unit is."]
    return [f"Not in the funnel, because their points have no denominators: {', '.join(without)}."]


def _no_spread(found: Funnel, asked: Asked) -> list[str]:
    if asked.spread and not found.adjusted:
        return ["The units differ no more than chance within them explains, so there is nothing to allow for."]
    return []


def _row(row: FunnelRow, measure: Measure, names: dict[int, str]) -> UnitRow:
    stands = measure.summary if hasattr(measure, "summary") else None
    variation = stands.variation if stands else Variation.NONE
    return UnitRow(
        name=format_html('<a href="{}">{}</a>', reverse("measures:measure", args=[measure.pk]), row.name),
        value=row.value,
        count=row.count,
        size=row.size,
        limits95=row.limits95,
        limits998=row.limits998,
        says=row.says,
        icons=icon_pair(variation, stands.assurance if stands else ""),
        own=Variation(variation).label,
    )


def _by_unit(
    group: Group, members: Sequence[Measure], sums: dict[int, tuple[float, float | None]], names: dict[int, str]
) -> ParetoPart | None:
    """Where most of the events are counted; only for measures whose values are counts."""
    counted = {names[m.pk]: sums[m.pk][0] for m in members if m.pk in sums and (m.chart in COUNTED or m.categories)}
    if len(counted) < FEWEST or any(value < 0 for value in counted.values()):
        return None
    title = f"{group.name}, by unit"
    return _pareto(title, members[0].numerator or "Events", counted, "units")


def _by_category(group: Group, members: Sequence[Measure], since: dt.date) -> ParetoPart | None:
    """The categories of check sheets, over all units; one query where there is a check sheet."""
    sheets = [measure.pk for measure in members if measure.categories]
    if not sheets:
        return None
    counts: dict[str, float] = {}
    rows = Point.objects.filter(measure__in=sheets, period__gte=since).counted().exclude(counts={})
    for counted in rows.values_list("counts", flat=True):
        for category, count in counted.items():
            counts[category] = counts.get(category, 0) + count
    return _pareto(f"{group.name}, by category", "Events", counts)


def _pareto(title: str, noun: str, counts: dict[str, float], things: str = "categories") -> ParetoPart | None:
    other = frozenset(name for name in counts if name.casefold() in OTHER)
    found = pareto_of_counts(counts, most_bars=MOST_BARS, other=other)
    return pareto_part(found, title, noun, things) if found.bars else None


def _month(day: dt.date) -> str:
    return f"{day:%B %Y}"
