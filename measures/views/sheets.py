"""One sheet for many measures: send it, say which column is what, mend what cannot be taken, take it in, undo it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from measures.actions.sheets import Sheet, apply_sheet, change_sheet, opened, prepare_sheet, read_another_sheet
from measures.enums import ImportState
from measures.forms.sheets import SendSheetForm, SheetForm, names_to_ask_again, offered_measures, sent_cells, sent_names
from measures.models import Import
from measures.queries.sheets import (
    bad_cells,
    choices_of,
    named_lines,
    rows_to_fill_in,
    told_lines,
    unknown_lines,
    would_lines,
)
from measures.reading.points import NEEDS_COLUMN
from measures.reading.sheets import LONG, guess_sheet
from measures.views import fetch
from measures.views.imports import preview, sent_table, undo_and_tell
from redesign.lib.components import Crumb
from redesign.lib.dates import today
from redesign.lib.refusals import refusals_shown_on, refusals_told
from redesign.lib.tables import XLSX, file_name, workbook_chunks
from redesign.lib.tables import Sheet as TableSheet

FEW_ALIKE = 3
"""Up to so many cells that lack their denominators' column are shown one by one."""


@require_http_methods(["GET", "POST"])
def sheet_new(request: HttpRequest) -> HttpResponse:
    """`?team=` or `?system=` says whose measures the sheet is of; without, all that the person may enter."""
    place = fetch.place_to_enter(request)
    form = SendSheetForm(fetch.posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            table, name = sent_table(form)
            prepared = prepare_sheet(by=request.user, place=place, table=table, name=name)
            return redirect("measures:sheet", prepared.pk)
    trail = place.trail(request.user, "Upload for several measures")
    return render(request, "measures/sheet_new.html", {"form": form, "place": place, "trail": trail})


@require_GET
def sheet_form(request: HttpRequest) -> HttpResponse:
    """A workbook with a row for each measure of the place and its next period, to be filled in and sent back."""
    place = fetch.place_to_enter(request)
    sheet = TableSheet("Figures", rows_to_fill_in(request.user, place), (12, 40, 28, 10, 10, 11, 40))
    name = file_name(f"{place.name} to fill in", today(), "xlsx")
    return HttpResponse(
        b"".join(workbook_chunks([sheet])),
        headers={"Content-Type": XLSX, "Content-Disposition": content_disposition_header(True, name) or ""},
    )


@require_http_methods(["GET", "POST"])
def sheet_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what the sheet would change as it is read now; POST reads it otherwise, mends it, or takes it in."""
    taken = fetch.sheet_to_see(request, pk)
    if taken.state != ImportState.PREPARED or taken.content is None:
        return render(request, "measures/sheet_done.html", _done(request, taken))
    if request.method == "POST" and "sheet" in request.POST:
        with refusals_told(request):
            seen, name = request.POST.get("seen", ""), request.POST["sheet"]
            read_another_sheet(prepared=taken, by=request.user, seen=seen, name=name)
        return redirect("measures:sheet", taken.pk)
    sheet = opened(taken, request.user)
    if request.method == "POST" and request.POST.get("do") == "take":
        with refusals_told(request):
            seen, expects = request.POST.get("seen", ""), request.POST.get("expects", "")
            outcomes = apply_sheet(prepared=taken, by=request.user, seen=seen, expects=expects)
            added, changed = taken_in(outcomes)
            measures = "1 measure" if len(outcomes) == 1 else f"{len(outcomes)} measures"
            messages.success(request, f"Taken in for {measures}: {added:,} added, {changed:,} changed.")
        return redirect("measures:sheet", taken.pk)
    layout = sheet.mapping.layout if sheet.mapping else LONG
    form = SheetForm(
        fetch.posted(request),
        initial=SheetForm.opened_with(sheet.mapping, layout),
        table=sheet.table,
        register=sheet.register,
        layout=layout,
    )
    if request.method == "POST" and _read_otherwise(request, sheet, form):
        return redirect("measures:sheet", taken.pk)
    return render(request, "measures/sheet_look.html", _look(request, sheet, form))


def taken_in(outcomes: dict[int, Any]) -> tuple[int, int]:
    """Points added and changed, over all measures."""
    return sum(len(each.added) for each in outcomes.values()), sum(len(each.changed) for each in outcomes.values())


def _read_otherwise(request: HttpRequest, sheet: Sheet, form: SheetForm) -> bool:
    """Do what was sent: another layout, other columns, mended cells; whether it could be done."""
    asked = request.POST.get("layout")
    with refusals_shown_on(form):
        if asked != form.of_layout and asked in dict(form.fields["layout"].choices):
            mapping = guess_sheet(sheet.table, sheet.register, layout=asked)
        elif form.is_valid():
            before = dict(sheet.mapping.names) if sheet.mapping else {}
            chosen = {**before, **sent_names(request.POST, sheet.register)}
            asked_again = names_to_ask_again(request.POST)
            mapping = form.mapping({text: key for text, key in chosen.items() if text not in asked_again})
        else:
            return False
        cells, out, back = sent_cells(request.POST, sheet.table)
        change_sheet(
            prepared=sheet.kept,
            seen=request.POST.get("seen", ""),
            mapping=mapping,
            cells={cell: text for cell, text in cells.items() if cell not in out},
            left_out=(sheet.left_out | out) - back,
        )
    return not form.errors


def _look(request: HttpRequest, sheet: Sheet, form: SheetForm) -> dict[str, Any]:
    context: dict[str, Any] = {
        "taken": sheet.kept,
        "sheet": sheet,
        "form": form,
        "place": sheet.place,
        "trail": sheet.place.trail(request.user, sheet.kept.name),
        "table": sheet.table,
        "preview": preview(sheet.table),
        "mended": [(each.row, sheet.table.columns[each.place], each.before, each.after) for each in sheet.mended],
        "left_out": [
            (f"{row}-{place}", row, sheet.table.columns[place], sheet.mapping.layout == LONG if sheet.mapping else True)
            for row, place in sorted(sheet.left_out)
        ],
    }
    if sheet.parsed is None or sheet.mapping is None:
        return context
    added, changed = taken_in(sheet.outcomes)
    bad = bad_cells(sheet.table, sheet.mapping, sheet.parsed)
    if sheet.parsed.asks_order:
        context["asks_order"] = next(each.problem.sentence for each in sheet.parsed.problems)
    columnless = sum(each.sentence == NEEDS_COLUMN for each in bad)
    if columnless > FEW_ALIKE:  # one cause, told once: it is mended beside the sheet, not cell by cell
        bad = [each for each in bad if each.sentence != NEEDS_COLUMN]
        context["columnless"] = columnless
    return context | {
        "parsed": sheet.parsed,
        "period_column": f"column_{sheet.mapping.period}",
        "bad": bad,
        "unknown": unknown_lines(sheet.parsed.unknown),
        "more_unknown": max(0, len(sheet.parsed.unknown) - len(unknown_lines(sheet.parsed.unknown))),
        "offered": choices_of(offered_measures(sheet.register)) if sheet.parsed.unknown else [],
        "named": named_lines(sheet.table, sheet.mapping, sheet.register),
        "lines": would_lines(sheet.register, sheet.parsed.rows, sheet.outcomes),
        "added": added,
        "changed": changed,
    }


def _done(request: HttpRequest, taken: Import) -> dict[str, Any]:
    mended = taken.mapping.get("mended", ())
    return {
        "taken": taken,
        "lines": told_lines(taken),
        "may_undo": taken.state == ImportState.APPLIED and fetch.may_undo(request.user, taken),
        "since": "since" in request.GET,
        "mended": [(row, before, after) for row, _, before, after in mended],
        "left_out": len(taken.mapping.get("left_out", ())),
        "trail": [Crumb("Measures", reverse("measures:measures")), taken.name],
    }


@require_POST
def sheet_undo(request: HttpRequest, pk: int) -> HttpResponse:
    taken = fetch.sheet_to_undo(request, pk)
    done = undo_and_tell(request, taken)
    response: HttpResponse = redirect("measures:sheet", taken.pk)
    if not done:
        response["Location"] += "?since=1"
    return response
