"""One box over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from oversight.queries.search import search as find
from oversight.queries.search import words_of
from redesign.lib.htmx import wants_fragment

LONGEST = 100


@require_GET
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    groups = find(request.user, text)
    context = {"groups": groups, "search_text": text, "asked": bool(words_of(text))}
    context["found"] = sum(len(group.finds) for group in groups)
    page = "oversight/partials/search_results.html" if wants_fragment(request) else "oversight/search.html"
    return render(request, page, context)
