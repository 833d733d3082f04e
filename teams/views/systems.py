"""Pages of the tree of systems."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment
from redesign.lib.reading import Unreadable
from redesign.lib.refusals import refusals_shown_on
from teams.actions.systems import (
    close_system,
    describe_system,
    import_systems,
    make_system,
    move_system,
    reopen_system,
    what_keeps_open,
)
from teams.forms.systems import DescribeSystemForm, MoveSystemForm, ReasonForm, SystemForm, TreeFilterForm
from teams.forms.tables import TableForm, as_text
from teams.permissions.systems import can_edit_system, can_edit_tree
from teams.permissions.teams import can_propose_team
from teams.queries.system_import import read_systems
from teams.queries.systems import marks_of, open_system, system_page, trail_of, tree
from teams.views import fetch

FIELDS_DESCRIBED = ("name", "kind", "purpose", "patients", "level", "supporting")


@require_GET
@vary_on_headers("HX-Request")
def system_list(request: HttpRequest) -> HttpResponse:
    fetch.staff_only(request)
    form = TreeFilterForm(request.GET)
    asked = form.asked()
    page = "teams/partials/system_tree.html" if wants_fragment(request) else "teams/system_list.html"
    context = {"form": form, "tree": tree(asked), "narrowed": asked.narrows, "may_edit": can_edit_tree(request.user)}
    return render(request, page, context)


@require_GET
def system_detail(request: HttpRequest, pk: int) -> HttpResponse:
    system = fetch.system_to_read(request, pk)
    context = {
        "system": system,
        "marks": marks_of(system),
        "page": system_page(system),
        "may_describe": can_edit_system(request.user, system),
        "may_edit_tree": can_edit_tree(request.user),
        "may_propose": can_propose_team(request.user) and system.closed_on is None,
    }
    return render(request, "teams/system_detail.html", context)


@require_http_methods(["GET", "POST"])
def system_new(request: HttpRequest) -> HttpResponse:
    fetch.tree_to_edit(request)
    parent = open_system(request.GET.get("parent", ""))
    form = SystemForm(request.POST or None, initial=SystemForm.opened_under(parent))
    if form.is_valid():
        with refusals_shown_on(form):
            system = make_system(**form.cleaned_data)
            messages.success(request, f"{system.name} is in the tree.")
            return redirect("teams:system", system.pk)
    trail = trail_of(parent, "New system") if parent else [Crumb("New system")]
    return render(request, "teams/system_new.html", {"form": form, "trail": trail, "parent": parent})


@require_http_methods(["GET", "POST"])
def system_edit(request: HttpRequest, pk: int) -> HttpResponse:
    system = fetch.system_to_edit(request, pk)
    initial = {"version": system.version, **{name: getattr(system, name) for name in FIELDS_DESCRIBED}}
    form = DescribeSystemForm(request.POST or None, initial=initial, whole=can_edit_tree(request.user))
    if form.is_valid():
        version = form.cleaned_data["version"]
        with refusals_shown_on(form):
            describe_system(system=system, version=version, **form.fields_to_change())
            messages.success(request, "Saved.")
            return redirect("teams:system", system.pk)
        form.accept_newer_version()
    return render(
        request, "teams/system_edit.html", {"form": form, "system": system, "trail": trail_of(system, "Describe")}
    )


@require_http_methods(["GET", "POST"])
def system_move(request: HttpRequest, pk: int) -> HttpResponse:
    system = fetch.system_in_tree_to_edit(request, pk)
    form = MoveSystemForm(request.POST or None, initial={"to": system.parent_id})
    if form.is_valid():
        with refusals_shown_on(form):
            moved = move_system(system=system, **form.cleaned_data)
            under = f"under {moved.parent.name}" if moved.parent else "at the top of the tree"
            messages.success(request, f"{moved.name} now stands {under}.")
            return redirect("teams:system", system.pk)
    return render(
        request, "teams/system_move.html", {"form": form, "system": system, "trail": trail_of(system, "Move")}
    )


@require_http_methods(["GET", "POST"])
def system_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes an open system, or opens a closed one again."""
    system = fetch.system_in_tree_to_edit(request, pk)
    closing = system.closed_on is None
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            change = close_system if closing else reopen_system
            change(system=system, why=form.cleaned_data["why"])
            messages.success(request, f"{system.name} is {'closed' if closing else 'open again'}.")
            return redirect("teams:system", system.pk)
    context = {"form": form, "system": system, "closing": closing}
    context["hindrance"] = what_keeps_open(system) if closing and not form.is_bound else ""
    context["trail"] = trail_of(system, "Close" if closing else "Open again")
    return render(request, "teams/system_close.html", context)


@require_http_methods(["GET", "POST"])
def system_import(request: HttpRequest) -> HttpResponse:
    """A file is tried first; sent again with `sure`, all of it is taken, or nothing."""
    fetch.tree_to_edit(request)
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "trail": [Crumb("Systems", reverse("teams:systems")), Crumb("Import")]}
    if form.is_valid():
        table = form.cleaned_data["table"]
        if request.POST.get("sure"):
            with refusals_shown_on(form):
                done = import_systems(table=table)
                messages.success(request, f"{done.made} made, {done.changed} described anew.")
                return redirect("teams:systems")
        try:
            context |= {"read": read_systems(table), "again": as_text(table)}
        except Unreadable as wrong:
            form.add_error(None, wrong.sentence)
    return render(request, "teams/system_import.html", context)
