"""Measures whose summaries are as a test wants them, without points."""

from measures.models import Measure, MeasureSummary
from redesign.lib.dates import today
from tests.factories.measures import MeasureFactory


def summarised(*, variation: str = "common", assurance: str = "none", value: float | None = 12.5, **fields) -> Measure:
    """A measure with a summary of its own; fields of the summary are given as `summary_…`."""
    ours = {name.removeprefix("summary_"): fields.pop(name) for name in list(fields) if name.startswith("summary_")}
    measure = MeasureFactory(**fields)
    usual = {
        "points": 24,
        "latest_period": today(),
        "latest_value": value,
        "centre": 12.0,
        "lower": 8.0,
        "upper": 16.0,
        "variation": variation,
        "assurance": assurance,
        "recent": [11.0, 12.0, 13.0, None, 12.5],
        "due_on": today(),
    }
    MeasureSummary.objects.update_or_create(measure=measure, defaults={**usual, **ours})
    return measure
