"""Advice on a chart: offered in a sentence, never followed by itself."""

from __future__ import annotations

from measures.spc.analysis import Analysis

TOO_MANY_OUTSIDE = 0.4
"""With more of its points beyond the limits than this, a chart's limits do not describe its common cause."""
FEWEST_POINTS = 12
WIDER = {"p": "P′ chart", "u": "U′ chart"}


def advice(analysis: Analysis) -> str:
    """A sentence about a chart that would serve these data better; empty where this one serves.

    Limits of P and U charts shrink with the denominators, however much the process varies from period to period.
    """
    wider = WIDER.get(analysis.chart.key)
    counted = [
        value for index, value in enumerate(analysis.values) if value is not None and index not in analysis.excluded
    ]
    if wider is None or len(counted) < FEWEST_POINTS:
        return ""
    outside = 0
    for index, value in enumerate(analysis.values):
        lower, upper = analysis.lower[index], analysis.upper[index]
        if value is not None and lower is not None and upper is not None and index not in analysis.excluded:
            outside += not lower <= value <= upper
    if outside < TOO_MANY_OUTSIDE * len(counted):
        return ""
    return (
        f"{outside} of {len(counted)} points lie beyond limits that are very tight, because the denominators are large. "
        f"A {wider} allows for the variation between periods: consider it in the definition."
    )
