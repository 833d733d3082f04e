"""How many charts of a portfolio would show a special cause though nothing had changed."""

from collections.abc import Iterable

from django.db.models import Count

from measures.enums import Variation
from measures.models import Measure
from measures.spc import rule_set
from measures.spc.false_alarms import NotInTable, expected, false_alarm


def signals_by_chance(systems: Iterable[int]) -> str:
    """What chance alone would show among the charts of these systems, in a sentence; one query, whatever their number.

    Of each chart counts what its icon shows: a signal that reaches the newest point. Empty where no chart has an icon
    whose chance is known.
    """
    rows = (
        Measure.objects.in_use()
        .filter(system__in=list(systems), summary__isnull=False)
        .exclude(summary__variation=Variation.NONE)
        .order_by()
        .values_list("chart", "rules", "rules_version", "baseline_points", "summary__points")
        .annotate(count=Count("pk"))
    )
    known: list[tuple[float, int]] = []
    unknown = 0
    for chart, rules, version, baseline, points, count in rows:
        try:
            known.append((false_alarm(chart, rule_set(rules, version), points, baseline).newest, count))
        except (NotInTable, KeyError):
            unknown += count
    return told(known, unknown)


def told(known: list[tuple[float, int]], unknown: int) -> str:
    """The sentence; `unknown` charts are of a kind or a length whose chance nobody counted."""
    found = expected(known)
    if not found.charts:
        return ""
    which = "this chart" if found.charts == 1 else f"these {found.charts:,} charts"
    if found.charts == 1:
        chance = f"{round(100 * found.mean)} in 100" if found.mean >= 0.005 else "fewer than 1 in 100"
        said = f"If nothing had changed, the chance that {which} shows a special cause at its newest point would be {chance}."
    else:
        said = (
            f"If nothing had changed anywhere, about {_about(found.mean)} of {which} would still show a special cause at "
            f"the newest point; {_span(found.low, found.high)} would be no surprise."
        )
    if unknown:
        said += f" {unknown:,} more {'is' if unknown == 1 else 'are'} not reckoned with."
    return said


def _about(mean: float) -> str:
    return f"{mean:.1f}" if mean < 1.95 else f"{round(mean):,}"


def _span(low: int, high: int) -> str:
    return f"{low:,} to {high:,}" if high > low else f"{low:,}"
