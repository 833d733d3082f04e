"""Shared resources: the heat map of the coming weeks, and one resource at a time."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from oversight.actions.resources import clear_capacity, edit_resource, make_resource, retire_resource, set_capacity
from oversight.forms.resources import CapacityForm, EditResourceForm, ResourceFilterForm, ResourceForm
from oversight.models import Resource
from oversight.permissions.resources import can_edit_resources
from oversight.queries.loads import this_week
from oversight.queries.resources import heat_map, resource_page
from oversight.views import fetch
from oversight.views.tabs import tabs
from redesign.lib.components import Crumb
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import Refusal, refusals_shown_on


@require_GET
@vary_on_headers("HX-Request")
def resources(request: HttpRequest) -> HttpResponse:
    fetch.staff_only(request)
    form = ResourceFilterForm(request.GET)
    context = {"form": form, "map": heat_map(form.asked(), request.GET.get("page"))}
    context["may_edit"] = can_edit_resources(request.user)
    if wants_fragment(request):
        return render(request, "oversight/partials/resource_map.html", context)
    return render(request, "oversight/resource_list.html", context | {"tabs": tabs("resources")})


@require_GET
def resource(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.resource_to_read(request, pk)
    context = {
        "resource": row,
        "page": resource_page(row),
        "trail": [Crumb("Shared resources", reverse("oversight:resources")), Crumb(row.name)],
        "may_edit": can_edit_resources(request.user),
    }
    return render(request, "oversight/resource_detail.html", context)


@require_http_methods(["GET", "POST"])
def resource_new(request: HttpRequest) -> HttpResponse:
    fetch.resources_to_edit(request)
    form = ResourceForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            made = make_resource(**form.cleaned_data)
            messages.success(request, f"Teams may ask for {made.name} now.")
            return redirect("oversight:resource", made.pk)
    return _form_page(request, form, "New shared resource", "resource-new")


@require_http_methods(["GET", "POST"])
def resource_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.resource_to_edit(request, pk)
    initial = {name: getattr(row, name) for name in EditResourceForm.base_fields}
    form = EditResourceForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            edit_resource(resource=row, version=form.cleaned_data["version"], **form.fields_to_change())
            messages.success(request, "Saved.")
            return redirect("oversight:resource", row.pk)
        form.accept_newer_version()
    return _form_page(request, form, f"Edit {row.name}", f"resource-{pk}", row)


@require_http_methods(["GET", "POST"])
def resource_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retires a resource, or shares a retired one out again."""
    row = fetch.resource_to_edit(request, pk)
    if request.method == "POST":
        try:
            retire_resource(resource=row, retired=not row.retired)
            messages.success(request, f"{row.name} {'is shared out again' if row.retired else 'is retired'}.")
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect("oversight:resource", row.pk)
    context = {
        "question": f"Share {row.name} out again?" if row.retired else f"Retire {row.name}?",
        "detail": "Teams may ask for it again." if row.retired else "Teams cannot ask for it any more. Its past stays.",
        "ok": "Share it out" if row.retired else "Retire it",
        "back": reverse("oversight:resource", args=[row.pk]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def capacity_set(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch.resource_to_edit(request, pk)
    form = CapacityForm(request.POST or None, initial={"first_week": this_week()})
    if form.is_valid():
        with refusals_shown_on(form):
            set_capacity(resource=row, by=request.user, **form.cleaned_data)
            messages.success(request, "Saved. The heat map counts with it.")
            return redirect("oversight:resource", row.pk)
    return _form_page(request, form, "Weeks with more or less", f"capacity-{pk}", row)


@require_http_methods(["GET", "POST"])
def capacity_clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a week its usual capacity back."""
    capacity = fetch.capacity_to_edit(request, pk)
    back = reverse("oversight:resource", args=[capacity.resource_id])
    if request.method == "POST":
        try:
            clear_capacity(capacity=capacity)
            messages.success(request, "That week has the usual amount again.")
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect(back)
    context = {
        "question": f"Back to the usual in the week of {capacity.week:%-d %B %Y}?",
        "detail": f"{capacity.resource.name} then has {capacity.resource.weekly_capacity:g} {capacity.resource.unit} in it.",
        "ok": "Back to the usual",
        "back": back,
    }
    return render(request, "confirm.html", context)


def _form_page(
    request: HttpRequest, form: forms.Form, title: str, draft: str, resource: Resource | None = None
) -> HttpResponse:
    trail = [Crumb("Shared resources", reverse("oversight:resources"))]
    back = reverse("oversight:resources")
    if resource is not None:
        back = reverse("oversight:resource", args=[resource.pk])
        trail.append(Crumb(resource.name, back))
    context: dict[str, Any] = {"form": form, "title": title, "trail": [*trail, Crumb(title)], "draft": draft}
    return render(request, "oversight/plain_form.html", context | {"back": back})
