"""What everything is held against: a bare Django view whose template renders the same number of rows from one query.

It goes through the same middleware with the same person signed in, has no navigation, no forms and no design, and
prints eight values a row.
"""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines

from measures.models import MeasureSummary, Point
from oversight.models import TeamSummary
from teams.models import Cycle

CELLS: dict[str, tuple[Callable[[], QuerySet], tuple[str, ...]]] = {
    "teams": (
        lambda: TeamSummary.objects.select_related("team__system").order_by("-priority"),
        (
            "team.name",
            "team.system.name",
            "priority",
            "place",
            "team.state",
            "progress",
            "last_happened_at",
            "open_barriers",
        ),
    ),
    "work": (
        lambda: Cycle.objects.select_related("idea", "team").order_by("-starts_on", "pk"),
        ("title", "idea.title", "team.name", "number", "step", "starts_on", "ends_on", "decision"),
    ),
    "points": (
        lambda: Point.objects.select_related("measure").order_by("measure", "-period"),
        ("period", "value", "denominator", "estimated", "excluded", "note", "measure.name", "version"),
    ),
    "tiles": (
        lambda: MeasureSummary.objects.select_related("measure__system").order_by("measure"),
        (
            "measure.name",
            "measure.system.name",
            "latest_value",
            "latest_period",
            "centre",
            "variation",
            "assurance",
            "measure.target",
        ),
    ),
}


def _page(cells: tuple[str, ...]) -> str:
    row = "".join(f"<td>{{{{ row.{cell} }}}}</td>" for cell in cells)
    return f"<!doctype html><title>Rows</title><table>{{% for row in rows %}}<tr>{row}</tr>\n{{% endfor %}}</table>"


TEMPLATES = {what: engines["django"].from_string(_page(cells)) for what, (_, cells) in CELLS.items()}


def floor(request: HttpRequest, what: str, rows: int) -> HttpResponse:
    return HttpResponse(TEMPLATES[what].render({"rows": CELLS[what][0]()[:rows]}, request))
