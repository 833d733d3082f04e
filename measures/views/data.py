"""Taking a measure's data away."""

from collections.abc import Iterable

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from measures.models import Measure
from measures.queries.data import definition_rows, history_rows, point_rows
from measures.views import fetch
from redesign.lib.dates import today
from redesign.lib.tables import XLSX, Sheet, csv_lines, file_name, workbook_chunks
from teams.models import User


@require_GET
def measure_data(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The points as a file: `?form=xlsx` a workbook with the definition, else CSV; `&history=yes` with every change.

    A CSV file holds one table, so with `history` it is that of the changes.
    """
    measure = fetch.measure_to_read(request, pk)
    history = request.GET.get("history") == "yes"
    if request.GET.get("form") == "xlsx":
        return _workbook(measure, request.user, history=history)
    rows = history_rows(measure) if history else point_rows(measure)
    name = file_name(f"{measure.name} history" if history else measure.name, today(), "csv")
    return _sent(csv_lines(rows), name, "text/csv; charset=utf-8")


def _workbook(measure: Measure, reader: User, *, history: bool) -> StreamingHttpResponse:
    sheets = [
        Sheet("Points", point_rows(measure), (12, 22, 12)),
        Sheet("Definition", definition_rows(measure, reader), (28, 90)),
    ]
    if history:
        sheets.append(Sheet("History", history_rows(measure), (18, 22, 10, 40, 12)))
    name = file_name(measure.name, today(), "xlsx")
    return _sent(workbook_chunks(sheets), name, XLSX)


def _sent(content: Iterable[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return StreamingHttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
