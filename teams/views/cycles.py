"""PDSA cycles: the list, the page of one, planning, noting, studying, deciding."""

from django.http import HttpRequest, HttpResponse


def cycle_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Cycles")


def cycle_page(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("Cycle")


cycle_new = cycle_plan = cycle_do = cycle_note = cycle_study = cycle_move = cycle_act = cycle_page
