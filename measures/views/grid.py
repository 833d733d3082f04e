"""Entering many points at once: measures down, periods across, one save for all of them or none."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from measures.actions.entries import ADDED, CHANGED, Entry, Fault, Faults, faults_of, put_points
from measures.forms.grid import CellKey, GridForm, SentCell, WrongCell, touched_cells
from measures.queries.grid import GridAsked, Typed, grid
from measures.queries.points import measures_by_key, usual
from measures.queries.series import shown_value
from measures.views import fetch
from redesign.lib.dates import day_in
from redesign.lib.refusals import refusals_shown_on


@require_http_methods(["GET", "POST"])
def points_grid(request: HttpRequest) -> HttpResponse:
    """`?team=` or `?system=` says whose measures; `every=` of which frequency, `until=` a day in the newest period."""
    asked = GridAsked(
        place=fetch.place_to_enter(request),
        frequency=request.GET.get("every", ""),
        until=day_in(request.GET.get("until", "")),
        page=request.GET.get("page"),
    )
    form = GridForm(fetch.posted(request))
    typed: dict[CellKey, Typed] = {}
    if request.method == "POST" and form.is_valid():
        cells = touched_cells(request.POST)
        typed = {cell.key: Typed(cell.value, cell.denominator, cell.seen) for cell in cells}
        with refusals_shown_on(form):
            said = _save(request, form, cells, typed)
            if said:
                messages.success(request, said)
                return redirect(request.get_full_path())
    shown = grid(asked, request.user, typed)
    here = {measure.pk for measure in shown.page}
    for (measure, _), each in typed.items():
        if measure not in here and each.sentence:
            form.add_error(None, each.sentence)
    context = {
        "form": form,
        "grid": shown,
        "place": asked.place,
        "asks": "asked" in form.data and bool(form.data.get("asked")) and not form.errors,
        "count": sum(1 for each in typed.values() if each.sentence and not each.is_question),
        "trail": asked.place.trail(request.user, "Enter several"),
    }
    return render(request, "measures/grid.html", context)


def _save(request: HttpRequest, form: GridForm, cells: Sequence[SentCell], typed: dict[CellKey, Typed]) -> str:
    """Save what was typed and say so; nothing where a cell is at fault or asked about, which `typed` then tells."""
    if not cells:
        return "Nothing was changed."
    entries, placed = [], []
    for cell in cells:
        try:
            entries.append(cell.entry())
            placed.append(cell)
        except WrongCell as wrong:
            typed[cell.key] = replace(typed[cell.key], sentence=wrong.sentence, field=wrong.field)
    if len(placed) < len(cells):
        _tell(faults_of(entries, by=request.user), placed, typed)
        return ""
    unusual = _unusual(entries, placed)
    if not form.is_sure_of(cell.told for cell, _ in unusual):
        found = faults_of(entries, by=request.user)
        _tell(found, placed, typed)
        for cell, told in unusual:
            if not typed[cell.key].sentence:
                typed[cell.key] = replace(
                    typed[cell.key], sentence=f"This is far from the usual {told}.", is_question=True
                )
        form.ask([] if found else [cell.told for cell, _ in unusual])
        return ""
    try:
        done = put_points(entries=entries, by=request.user, why=form.cleaned_data["why"])
    except Faults as found_at_fault:
        _tell(found_at_fault.faults, placed, typed)
        return ""
    return f"Saved: {_points(done.count(ADDED))} added, {done.count(CHANGED)} changed."


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count:,} points"


def _tell(faults: Sequence[Fault], placed: Sequence[SentCell], typed: dict[CellKey, Typed]) -> None:
    for fault in faults:
        cell = placed[fault.place]
        typed[cell.key] = replace(typed[cell.key], sentence=fault.sentence, field=fault.field, is_stale=fault.is_stale)


def _unusual(entries: Sequence[Entry], placed: Sequence[SentCell]) -> list[tuple[SentCell, str]]:
    """The cells whose figures lie far from what is usual for their measure, with what is usual; one query."""
    measures = measures_by_key(entry.measure for entry in entries)
    found = []
    for entry, cell in zip(entries, placed, strict=True):
        measure = measures.get(entry.measure)
        if measure is None:
            continue
        stands = usual(measure)
        if stands.is_unusual(shown_value(measure, entry.value, entry.denominator)):
            found.append((cell, stands.told))
    return found
