"""A measure by groups of people: setting the groups up, seeing them, entering their figures, taking in a file of them."""

import json
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from measures.actions.strata import enter_group_figures, set_up_strata, take_in_groups, wanted_of_groups
from measures.forms.imports import SendForm
from measures.forms.strata import GapForm, GroupColumnsForm, GroupFiguresForm, StrataForm
from measures.models import Measure
from measures.periods import period_name
from measures.permissions.measures import can_define_measure, can_enter_points
from measures.queries.measures import takes_points, trail_to
from measures.queries.series import takes_denominator
from measures.queries.strata import equity_page, file_rows, group_entry, strata_of
from measures.reading import Table
from measures.reading.strata import GroupRows, guess_group_column, guess_group_mapping, parse_groups
from measures.views import fetch
from measures.views.imports import sent_table
from redesign.lib.dates import day_in, today
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on
from redesign.lib.tables import csv_lines, file_name

LONGEST = 2_000_000
"""Characters of a table that the page may carry until it is taken in."""
SALT = "measures.groups"
HOURS = 6


@require_http_methods(["GET", "POST"])
def strata(request: HttpRequest, pk: int) -> HttpResponse:
    """What the groups differ by, and which they are."""
    measure = fetch.measure_to_define(request, pk)
    found = strata_of(measure)
    form = StrataForm(fetch.posted(request), strata=found, initial=StrataForm.opened_with(measure))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            set_up_strata(measure=measure, **form.set_up())
            messages.success(request, "The groups are set up. Enter their figures, or take in a file.")
            return redirect("measures:measure-equity", measure.pk)
        form.accept_newer_version()
    trail = trail_to(measure, request.user, "Groups of people")
    return render(request, "measures/strata.html", {"form": form, "measure": measure, "trail": trail})


@require_GET
@vary_on_headers("HX-Request")
def equity(request: HttpRequest, pk: int) -> HttpResponse:
    """The groups side by side, and the gap; as a fragment what stands on the measure's page."""
    measure = fetch.measure_to_read(request, pk)
    form = GapForm(request.GET)
    between, told = form.asked()
    fragment = wants_fragment(request)
    context = {
        "measure": measure,
        "page": equity_page(measure, between, told, whole=not fragment),
        "may_enter": can_enter_points(request.user, measure) and takes_points(measure),
        "may_define": can_define_measure(request.user, measure),
    }
    if fragment:
        return render(request, "measures/partials/equity_panel.html", context)
    form = GapForm(initial={"between": between.value, "told": told.value})
    context |= {"form": form, "trail": trail_to(measure, request.user, "By groups of people")}
    return render(request, "measures/equity.html", context)


@require_GET
def equity_data(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """What is shown of the groups, as a file; what is not shown is not in it."""
    measure = fetch.measure_to_read(request, pk)
    name = file_name(f"{measure.name} by group", today(), "csv")
    return StreamingHttpResponse(
        csv_lines(file_rows(measure)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """A row for each group: what it came to in one period."""
    measure = fetch.measure_to_enter(request, pk)
    entry = group_entry(measure, day_in(request.POST.get("period") or request.GET.get("period", "")))
    form = GroupFiguresForm(fetch.posted(request), entry=entry, denominators=takes_denominator(measure))
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            written = enter_group_figures(
                measure=measure,
                by=request.user,
                period=form.cleaned_data["period"],
                figures=form.figures(),
                removed=form.removed(),
            )
            messages.success(request, written.in_words)
            return redirect("measures:measure-equity", measure.pk)
    context = {
        "form": form,
        "measure": measure,
        "chosen": entry.chosen.isoformat(),
        "period": period_name(entry.chosen, measure.frequency),
        "trail": trail_to(measure, request.user, "Figures of groups"),
    }
    return render(request, "measures/strata_enter.html", context)


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A long table, with a column that names the group: send it, look at what it says, take it in."""
    measure = fetch.measure_to_enter(request, pk)
    context: dict[str, Any] = {"measure": measure, "trail": trail_to(measure, request.user, "Take in groups")}
    names = [stratum.name for stratum in strata_of(measure)]
    kept = _kept(request.POST.get("kept", ""), measure)
    if not names or (kept is None and "kept" not in request.POST):
        return _send(request, measure, names, context)
    if kept is None:
        messages.error(request, "This file was looked at too long ago. Send it again.")
        return redirect("measures:strata-import", measure.pk)
    table, name = kept
    form = GroupColumnsForm(request.POST, table=table, denominators=takes_denominator(measure))
    if form.is_valid():
        parsed = parse_groups(table, form.cleaned_data["group"], form.mapping(), names, wanted_of_groups(measure))
        if request.POST.get("do") == "take" and parsed.count and not parsed.problems:
            with refusals_shown_on(form):
                written = take_in_groups(measure=measure, by=request.user, rows=parsed.rows, name=name)
                messages.success(request, written.in_words)
                return redirect("measures:measure-equity", measure.pk)
        context |= _told(parsed)
    return _look(request, measure, table, name, form, context)


def _send(request: HttpRequest, measure: Measure, names: list[str], context: dict[str, Any]) -> HttpResponse:
    form = SendForm(fetch.posted(request), request.FILES or None)
    if request.method == "POST" and names and form.is_valid():
        with refusals_shown_on(form):
            table, name = sent_table(form)
            if sum(map(len, map("".join, table.rows))) > LONGEST:
                form.add_error(None, "This is too much to take in at once: send a part of the rows.")
            else:
                ratio = takes_denominator(measure)
                group = guess_group_column(table, names)
                mapping = guess_group_mapping(table, group, needs_denominator=ratio)
                guess = {"group": group} | ({} if mapping is None else _columns(mapping))
                columns = GroupColumnsForm(
                    {key: str(place) for key, place in guess.items() if place is not None},
                    table=table,
                    denominators=ratio,
                )
                if columns.is_valid():
                    context |= _told(
                        parse_groups(table, group or 0, columns.mapping(), names, wanted_of_groups(measure))
                    )
                return _look(request, measure, table, name, columns, context)
    return render(request, "measures/strata_import.html", context | {"form": form, "names": names})


def _columns(mapping: Any) -> dict[str, int | None]:
    return {"period": mapping.period, "value": mapping.value, "denominator": mapping.denominator}


def _look(
    request: HttpRequest, measure: Measure, table: Table, name: str, form: GroupColumnsForm, context: dict[str, Any]
) -> HttpResponse:
    """What the file would bring, without its figures: some may be too small to be shown."""
    packed = [measure.pk, name, table.columns, table.rows, table.numbers, table.typed, table.delimiter]
    context |= {"form": form, "name": name, "kept": signing.dumps(packed, salt=SALT, compress=True)}
    return render(request, "measures/strata_import_look.html", context)


def _kept(sent: str, measure: Measure) -> tuple[Table, str] | None:
    """The table that an earlier look at this page was of; None where there is none, or it is not of this measure."""
    try:
        key, name, columns, rows, numbers, typed, delimiter = signing.loads(sent, salt=SALT, max_age=HOURS * 3600)
    except (signing.BadSignature, json.JSONDecodeError, ValueError):
        return None
    if key != measure.pk:
        return None
    return Table(tuple(columns), tuple(map(tuple, rows)), tuple(numbers), typed, delimiter), name


def _told(parsed: GroupRows) -> dict[str, Any]:
    return {
        "problems": parsed.problems,
        "count": parsed.count,
        "empty": parsed.empty,
        "asks_order": parsed.asks_order,
        "groups": [(name, len(rows)) for name, rows in parsed.rows.items()],
    }
