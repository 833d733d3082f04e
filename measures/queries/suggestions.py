"""What stands quietly under a chart's signals: what to consider for it, and how often such a chart signals by chance."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from measures.models import Measure
from measures.periods import period_name
from measures.queries.series import Charted
from measures.spc import Direction, Series
from measures.spc.false_alarms import NotInTable, false_alarm, told
from measures.spc.suggestions import Suggestion, suggestions


@dataclass(frozen=True, slots=True)
class Considered:
    """A suggestion as the page shows it. The address is that of the form where people would decide."""

    title: str
    reason: str
    questions: tuple[str, ...]
    url: str
    link: str
    for_phase: bool


def considered(measure: Measure, charted: Charted) -> list[Considered]:
    """What to consider for a measure's chart; nothing where it is drawn as another kind than its own. No query."""
    found = charted.analysis
    if charted.refused or found.chart.key != measure.chart:
        return []
    spots = charted.spots
    series = Series(
        values=[spot.numerator for spot in spots],
        denominators=[spot.denominator for spot in spots] if _any(spot.denominator for spot in spots) else None,
        spreads=[spot.spread for spot in spots] if _any(spot.spread for spot in spots) else None,
        direction=Direction(measure.direction),
        multiplier=measure.multiplier,
    )
    return [_shown(each, measure, charted) for each in suggestions(series, found)]


def _any(numbers: Iterable[float | None]) -> bool:
    return any(number is not None for number in numbers)


def _shown(each: Suggestion, measure: Measure, charted: Charted) -> Considered:
    if each.start is None:
        url = reverse("measures:measure-edit", args=[measure.pk])
        return Considered(each.title, each.reason, (), url, "Change the definition", for_phase=False)
    day = charted.spots[each.start].period
    since = period_name(day, measure.frequency)
    return Considered(
        title=f"{each.title} from {'the ' if since.startswith('week') else ''}{since}",
        reason=each.reason,
        questions=each.questions,
        url=f"{reverse('measures:phase-new', args=[measure.pk])}?from={day.isoformat()}",
        link="Answer them and start a new phase",
        for_phase=True,
    )


def by_chance(charted: Charted) -> str:
    """How often a stable chart as long as the phase in force signals by chance; empty where nobody counted that."""
    found = charted.analysis
    if found.current is None:
        return ""
    points = sum(
        found.values[index] is not None and index not in found.excluded
        for index in range(found.current.start, found.current.end + 1)
    )
    try:
        chance = false_alarm(found.chart.key, found.rules, points, found.current.baseline)
    except NotInTable:
        return ""
    return told(chance, found.rules)
