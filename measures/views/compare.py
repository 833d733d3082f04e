"""The page that compares the units of a system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from measures.forms.compare import AskedForm, CompareForm
from measures.permissions.measures import can_define_for
from measures.queries.compare import chosen_among, comparison, groups_in, scope_of
from teams.queries.systems import trail_of
from teams.views import fetch as teams_fetch


@require_GET
def of_system(request: HttpRequest, pk: int) -> HttpResponse:
    system = teams_fetch.system_to_read(request, pk)
    asked = AskedForm(request.GET).asked()
    within, systems = scope_of(system)
    groups = groups_in(systems)
    chosen = chosen_among(groups, asked.measure)
    context = {
        "system": system,
        "within": within,
        "beside": within != system,
        "form": CompareForm(groups=groups, chosen=chosen, asked=asked),
        "page": comparison(chosen, systems, asked) if chosen else None,
        "trail": trail_of(system, "Compare units"),
        "may_define": can_define_for(request.user, system=system, team=None) and system.closed_on is None,
    }
    return render(request, "measures/system_compare.html", context)
