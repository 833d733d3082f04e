"""The same measure elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from measures.forms.places import PlaceForm
from measures.queries.measures import trail_to
from measures.queries.peers import peers_page
from measures.views import fetch
from redesign.lib.htmx import wants_fragment


@require_GET
@vary_on_headers("HX-Request")
def of_measure(request: HttpRequest, pk: int) -> HttpResponse:
    measure = fetch.measure_to_read(request, pk)
    form = PlaceForm(request.GET, reader=request.user)
    system = form.system_asked()
    found = peers_page(measure, request.user, system, request.GET.get("page"))
    context = {"measure": measure, "form": form, "found": found, "narrowed": system is not None}
    if wants_fragment(request):
        return render(request, "measures/partials/peer_charts.html", context)
    trail = trail_to(measure, request.user, "Elsewhere")
    return render(request, "measures/measure_peers.html", context | {"trail": trail})
