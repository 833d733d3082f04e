"""The versions of a measure's definition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from measures.permissions.measures import can_define_measure
from measures.queries.definitions import versions_of
from measures.queries.measures import trail_to
from measures.views import fetch


@require_GET
def definitions(request: HttpRequest, pk: int) -> HttpResponse:
    measure = fetch.measure_to_read(request, pk)
    context = {
        "measure": measure,
        "versions": versions_of(measure),
        "may_define": can_define_measure(request.user, measure),
        "trail": trail_to(measure, request.user, "Versions"),
    }
    return render(request, "measures/definitions.html", context)
