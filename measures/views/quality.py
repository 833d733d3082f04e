"""How far data can be trusted: the panel of one measure, and the list of measures with open questions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from measures.forms.places import PlaceForm
from measures.queries.measures import trail_to
from measures.queries.quality import quality_panel, questions_page
from measures.views import fetch
from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment


@require_GET
@vary_on_headers("HX-Request")
def of_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel on a measure's page; by itself a page of its own."""
    measure = fetch.measure_to_read(request, pk)
    context = {"measure": measure, "panel": quality_panel(measure)}
    if wants_fragment(request):
        return render(request, "measures/partials/quality_panel.html", context)
    trail = trail_to(measure, request.user, "Can the data be trusted?")
    return render(request, "measures/measure_quality.html", context | {"trail": trail})


@require_GET
@vary_on_headers("HX-Request")
def questions(request: HttpRequest) -> HttpResponse:
    form = PlaceForm(request.GET, reader=request.user)
    found = questions_page(request.user, form.system_asked(), request.GET.get("page"))
    trail = [Crumb("Measures", reverse("measures:measures")), Crumb("Questions about the data")]
    context = {"form": form, "found": found, "trail": trail, "narrowed": form.system_asked() is not None}
    fragment = "measures/partials/question_list.html"
    return render(request, fragment if wants_fragment(request) else "measures/questions.html", context)
