"""The history of one thing: who changed what, when and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from redesign.lib.fetch import require
from redesign.lib.history import history_page, kind_called
from redesign.lib.htmx import wants_fragment
from teams.permissions.organisation import can_read_organisation


@require_GET
@vary_on_headers("HX-Request")
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """For whoever may read the thing itself; the history of people and roles is for administrators."""
    known = kind_called(kind)
    thing = known.find(pk) if known else None
    if known is None or thing is None:
        raise Http404("There is no history of such a thing here.")
    require(known.may_read(request.user, thing), "You may not read this, nor its history.")
    asked = request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1
    context = {
        "page": history_page(known, pk, number, whole=can_read_organisation(request.user)),
        "heading": known.heading(thing),
        "back": known.url(thing),
        "kind": kind,
        "pk": pk,
    }
    template = "teams/partials/history_list.html" if wants_fragment(request) else "teams/history.html"
    return render(request, template, context)
