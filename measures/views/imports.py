"""Taking in a file or pasted figures: send it, look at what it would change, take it in, undo it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from measures.actions.imports import (
    apply_import,
    choose_sheet,
    dry_run,
    mapping_to_begin_with,
    prepare_import,
    prepared_table,
    read,
    undo_import,
    wanted_by,
)
from measures.enums import ImportState
from measures.forms.imports import MappingForm, SendForm
from measures.models import Import, Measure
from measures.periods import period_name
from measures.queries.measures import trail_to
from measures.queries.points import usual
from measures.queries.series import point_in_words, shown_value, takes_denominator, takes_subgroup
from measures.reading import Parsed, PointRow, Table, differences, parse_points
from measures.views import fetch
from redesign.lib.reading.days import DAY_FIRST, MONTH_FIRST
from redesign.lib.reading.tables import MOST_BYTES
from redesign.lib.refusals import Refusal, refusals_shown_on

PREVIEW = 12
NAMED = 3
FEW_PROBLEMS = 3
"""So many bad cells are shown where all have one cause, which is told in words."""


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest, pk: int) -> HttpResponse:
    measure = fetch.measure_to_enter(request, pk)
    form = SendForm(fetch.posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            table, name = sent_table(form)
            prepared = prepare_import(measure=measure, by=request.user, table=table, name=name)
            return _to_look(prepared, measure, table)
    context = {"form": form, "measure": measure, "trail": trail_to(measure, request.user, "Take in a file")}
    return render(request, "measures/import_new.html", context)


def _to_look(prepared: Import, measure: Measure, table: Table) -> HttpResponse:
    query = QueryDict(mutable=True)
    query.update(MappingForm.opened_with(mapping_to_begin_with(measure, table)))
    return redirect(f"{reverse('measures:import', args=[prepared.pk])}?{query.urlencode()}")


def sent_table(form: SendForm) -> tuple[Table, str]:
    """The table that was sent, and what it is called; a file goes before pasted text."""
    file = form.cleaned_data["file"]
    if not file:
        return _filled(read(text=form.cleaned_data["text"]), "text"), "Pasted figures"
    most = min(MOST_BYTES, settings.MAX_UPLOAD_BYTES)
    if file.size > most:
        told = f"The file is larger than {most // 1024 // 1024} MB, which is the most that can be read at once."
        raise Refusal(told, field="file")
    return _filled(read(data=file.read(), name=file.name), "file"), file.name


def _filled(table: Table, field: str) -> Table:
    if not table.rows:
        raise Refusal("There are headings, but no rows below them.", field=field)
    return table


@require_http_methods(["GET", "POST"])
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what the file would change under the mapping in the URL; POST takes it in under the same mapping."""
    taken = fetch.import_to_see(request, pk)
    measure = taken.measure
    assert measure is not None  # fetched so
    context: dict[str, Any] = {"taken": taken, "measure": measure, "trail": trail_to(measure, request.user, taken.name)}
    if taken.state != ImportState.PREPARED or taken.content is None:
        context["since"] = "since" in request.GET
        return render(request, "measures/import_done.html", context)
    if request.method == "POST" and "sheet" in request.POST:
        return _to_look(taken, measure, choose_sheet(prepared=taken, name=request.POST["sheet"]))
    table = prepared_table(taken)
    said = request.POST if request.method == "POST" else request.GET
    kind = {"denominators": takes_denominator(measure), "subgroups": takes_subgroup(measure)}
    form = MappingForm(said or None, table=table, **kind)
    form.offer_words()
    context |= {"form": form, "table": table, "preview": preview(table)}
    if form.is_valid():
        if request.method == "POST":
            with refusals_shown_on(form):
                outcome = apply_import(prepared=taken, mapping=form.mapping(), by=request.user)
                messages.success(
                    request, f"Taken in: {len(outcome.added):,} points added, {len(outcome.changed):,} changed."
                )
                return redirect("measures:measure", measure.pk)
        parsed = parse_points(table, form.mapping(), wanted_by(measure))
        context |= {"parsed": parsed, **_would(measure, parsed)}
        if parsed.is_of_several and parsed.twins:
            apart = differences(table, form.mapping(), parsed.twins)
            context["twins"] = parsed.twins
            context["apart"] = [(table.columns[place], one, other) for place, one, other in apart[:NAMED]]
            form.offer_words(apart[0][0] if apart else None)
        if parsed.asks_order:
            context["order_links"] = _order_links(said)
        if parsed.left_out and not parsed.rows and not parsed.problems:
            context["found_there"] = [_found_in(table, column) for column, _ in form.mapping().where]
    return render(request, "measures/import_look.html", context)


def preview(table: Table) -> list[tuple[int, tuple[str, ...]]]:
    """The first rows of a table with their numbers."""
    return list(zip(table.numbers[:PREVIEW], table.rows[:PREVIEW], strict=True))


def _would(measure: Measure, parsed: Parsed) -> dict[str, Any]:
    """What taking it in would do, in ready strings."""
    if parsed.problems or not parsed.rows:
        several = parsed.is_of_several
        shown = FEW_PROBLEMS if several else PREVIEW
        return {
            "problems": parsed.problems[:shown],
            "later_problems": parsed.problems[shown:],
            "more_problems": parsed.more_problems,
            "several": several,
        }
    outcome = dry_run(measure, parsed)
    told = []
    for kind, rows in (("New", outcome.added), ("Changed", outcome.changed)):
        for row in rows[:PREVIEW]:
            told.append((row.row, period_name(row.period, measure.frequency), _figure(measure, row), kind))
    return {
        "outcome": outcome,
        "added": len(outcome.added),
        "changed": len(outcome.changed),
        "would": told,
        "first": period_name(parsed.rows[0].period, measure.frequency),
        "last": period_name(parsed.rows[-1].period, measure.frequency),
        **_far(measure, [*outcome.added, *outcome.changed]),
    }


def _far(measure: Measure, rows: Sequence[PointRow]) -> dict[str, Any]:
    """The rows whose figures lie far from what is usual for the measure, as the form for one point would ask about them."""
    stands = usual(measure)
    far = [row for row in rows if stands.is_unusual(shown_value(measure, row.value, row.denominator))]
    told = [f"row {row.row}: {_figure(measure, row)}" for row in far[:NAMED]]
    return {"far": len(far), "far_told": ", ".join(told), "usual": stands.told}


def _order_links(said: QueryDict) -> list[tuple[str, str]]:
    """The same look with either order said: the end of its address, and the words."""
    links = []
    for order, words in ((DAY_FIRST, "The day comes first"), (MONTH_FIRST, "The month comes first")):
        query = said.copy()
        query.pop("csrfmiddlewaretoken", None)
        query["order"] = order
        links.append((query.urlencode(), words))
    return links


def _found_in(table: Table, column: int) -> str:
    """What a column says in the file: the few words that it repeats, so that one of them can be typed."""
    words = sorted({row[column].strip() for row in table.rows if column < len(row)} - {""})
    told = ", ".join(words[:PREVIEW])
    return f"{table.columns[column]}: {told}{f' and {len(words) - PREVIEW:,} others' if len(words) > PREVIEW else ''}"


def _figure(measure: Measure, row: PointRow) -> str:
    behind = point_in_words(measure, row.value, row.denominator, row.spread)
    if takes_denominator(measure):
        return behind
    return f"{row.value:,.7g} ({behind})" if behind else f"{row.value:,.15g}"


@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    taken: Import = fetch.import_to_see(request, pk)
    if undo_and_tell(request, taken):
        return redirect("measures:measure", taken.measure_id)
    return redirect(f"{reverse('measures:import', args=[taken.pk])}?since=1")


def undo_and_tell(request: HttpRequest, taken: Import) -> bool:
    """Undo an import and say what was done, or why it was not; whether it was done."""
    try:
        undone = undo_import(taken=taken, by=request.user, keep_changed="rest" in request.POST)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return False
    kept = f" {undone.kept} changed since were kept." if undone.kept else ""
    messages.success(request, f"Undone: {undone.removed:,} points removed, {undone.restored:,} put back.{kept}")
    return True
