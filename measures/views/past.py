"""A measure as it looked on a day gone by; read-only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from measures.forms.past import DayForm
from measures.queries.past import past_page
from measures.views import fetch


@require_GET
def measure_then(request: HttpRequest, pk: int) -> HttpResponse:
    measure = fetch.measure_to_read(request, pk)
    asked = DayForm(request.GET)
    asked.is_valid()
    page = past_page(measure, request.user, asked.cleaned_data.get("on"))
    form = DayForm({"on": page.day.isoformat()})
    return render(request, "measures/measure_then.html", {"measure": measure, "page": page, "form": form})
