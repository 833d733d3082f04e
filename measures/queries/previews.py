"""What a chart would say if it were read in another way: looked at before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from measures.charts import figure, signals_in_words
from measures.models import Measure, Phase
from measures.queries.measures import drawing_of, with_unit
from measures.queries.series import Charted, chart_of, stored_points
from redesign.lib.components import icon_pair

SHOWN = 6
"""Signals gained or lost that are told; the rest is counted."""


@dataclass(frozen=True)
class Difference:
    """One thing that the chart says, now and then."""

    what: str
    now: str
    then: str


@dataclass(frozen=True)
class Preview:
    """A chart as it would be, and what would differ from the one that stands, in ready strings."""

    figure: dict[str, Any] | None = None
    refused: str = ""
    differences: list[Difference] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    more: int = 0
    icons_now: SafeString = field(default_factory=SafeString)
    icons_then: SafeString = field(default_factory=SafeString)

    @property
    def is_the_same(self) -> bool:
        """Whether nothing that the chart says would change."""
        return not (self.differences or self.gained or self.lost or self.refused)


def preview_of(measure: Measure, proposed: Measure, phase: Phase | None = None) -> Preview:
    """The chart of `proposed`, an unsaved copy of the measure, with another `phase` if there is one; three queries."""
    points = stored_points(measure.points.all())
    if not points:
        return Preview(refused="There are no points yet to draw.")
    phases, targets = list(measure.phases.all()), list(measure.targets.all())
    more = [*phases, phase] if phase else phases
    now, then = chart_of(measure, points, phases, targets), chart_of(proposed, points, more, targets)
    drawing = drawing_of(proposed, then, more, targets=targets)
    before, after = _signals(measure, now, phases), _signals(proposed, then, more)
    gained, lost = _not_in(before, after), _not_in(after, before)
    return Preview(
        figure=figure(then.analysis, drawing),
        refused=then.refused,
        differences=_differences(measure, proposed, now, then),
        gained=gained[:SHOWN],
        lost=lost[:SHOWN],
        more=max(len(gained) - SHOWN, 0) + max(len(lost) - SHOWN, 0),
        icons_now=_icons(now),
        icons_then=_icons(then),
    )


def _signals(measure: Measure, charted: Charted, phases: Sequence[Phase]) -> list[str]:
    told = signals_in_words(charted.analysis, drawing_of(measure, charted, phases))
    return [sentence for _, sentence in told[::-1]]


def _not_in(known: Sequence[str], told: Sequence[str]) -> list[str]:
    return [sentence for sentence in told if sentence not in known]


def _icons(charted: Charted) -> SafeString:
    return icon_pair(charted.analysis.variation.value, charted.analysis.assurance.value)


def _differences(measure: Measure, proposed: Measure, now: Charted, then: Charted) -> list[Difference]:
    """What the newest point is held against, and how the chart is read, where these would differ."""
    told = [
        (f"{what}", _level(measure, now, name), _level(proposed, then, name))
        for what, name in (("Centre line", "centre"), ("Lower limit", "lower"), ("Upper limit", "upper"))
    ]
    told.insert(0, ("Chart", now.analysis.chart.label, then.analysis.chart.label))
    told.insert(1, ("Rule set", now.analysis.rules.label, then.analysis.rules.label))
    told.append(("Signals", str(len(now.analysis.signals)), str(len(then.analysis.signals))))
    return [Difference(what, before, after) for what, before, after in told if before != after]


def _level(measure: Measure, charted: Charted, name: str) -> str:
    newest = charted.analysis.newest
    level = None if newest is None else getattr(charted.analysis, name)[newest]
    return "none" if level is None else with_unit(measure, level)
