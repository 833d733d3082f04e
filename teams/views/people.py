"""Pages of people: the list, one person, and what administrators do."""

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
from teams.actions.invitations import invite_all
from teams.actions.people import deactivate, describe_person, reactivate
from teams.enums import Discipline
from teams.forms.people import PeopleFilterForm, PersonForm, ReasonForm
from teams.forms.tables import TableForm, as_text
from teams.models import User
from teams.permissions.people import can_edit_people, can_invite
from teams.queries.people import left_behind, people_page, person_page
from teams.queries.people_import import read_people
from teams.views import fetch

FIELDS = ("name", "email", "job_title", "discipline", "works_in", "is_outsider")


def trail_to(*here: Crumb | str) -> list[Crumb | str]:
    """The way to a page about people."""
    return [Crumb("People", reverse("teams:people")), *here]


def crumb_of(person: User) -> Crumb:
    return Crumb(person.name, reverse("teams:person", args=[person.pk]))


@require_GET
@vary_on_headers("HX-Request")
def person_list(request: HttpRequest) -> HttpResponse:
    fetch.staff_only(request)
    form = PeopleFilterForm(request.GET)
    shown = people_page(form.asked(), request.GET.get("page", 1))
    context = {"form": form, "people": shown, "page": shown.page, "sort": shown.sort}
    context |= {"may_edit": can_edit_people(request.user), "may_invite": can_invite(request.user)}
    page = "teams/partials/person_table.html" if wants_fragment(request) else "teams/person_list.html"
    return render(request, page, context)


@require_GET
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    person = fetch.person_to_read(request, pk)
    context = {
        "person": person,
        "page": person_page(request.user, person),
        "may_edit": can_edit_people(request.user),
        "is_me": person.pk == request.user.pk,
        "trail": [crumb_of(person)] if request.user.is_outsider else trail_to(crumb_of(person)),
    }
    return render(request, "teams/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = fetch.person_to_edit(request, pk)
    initial = {"version": person.version, **{name: getattr(person, name) for name in FIELDS}}
    form = PersonForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            describe_person(person=person, version=form.cleaned_data["version"], **form.fields_to_change())
            messages.success(request, "Saved.")
            return redirect("teams:person", person.pk)
        form.accept_newer_version()
    context = {"form": form, "person": person, "trail": trail_to(crumb_of(person), "Edit")}
    return render(request, "teams/person_edit.html", context)


@require_http_methods(["GET", "POST"])
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then closes the account."""
    person = fetch.person_to_edit(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            deactivate(person=person, by=request.user, why=form.cleaned_data["why"])
            messages.success(request, f"The account of {person.name} is closed, and every session of it has ended.")
            return redirect("teams:person", person.pk)
    detail = "They cannot sign in any more, and every session ends at once. What they did stays."
    detail = " ".join([detail, *left_behind(person)])
    context = {"question": f"Close the account of {person.name}?", "detail": detail, "ok": "Close the account"}
    context |= {"tone": "danger", "form": form, "back": reverse("teams:person", args=[pk])}
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then opens a closed account again."""
    person = fetch.person_to_edit(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            reactivate(person=person, why=form.cleaned_data["why"])
            messages.success(request, f"{person.name} can sign in again.")
            return redirect("teams:person", person.pk)
    context = {"question": f"Open the account of {person.name} again?", "ok": "Open it again", "form": form}
    context |= {"detail": "With the password, the roles and the teams that it had."}
    return render(request, "confirm.html", context | {"back": reverse("teams:person", args=[pk])})


@require_http_methods(["GET", "POST"])
def people_import(request: HttpRequest) -> HttpResponse:
    """A file is tried first; sent again with `sure`, everybody in it is invited, or nobody."""
    fetch.administrators_only(request)
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "trail": trail_to("Import"), "disciplines": Discipline.labels}
    if form.is_valid():
        try:
            read = read_people(form.cleaned_data["table"])
        except Unreadable as wrong:
            form.add_error(None, wrong.sentence)
        else:
            people = [line.invitation for line in read.to_invite if line.invitation]
            if request.POST.get("sure") and not read.problems:
                with refusals_shown_on(form):
                    count = invite_all(by=request.user, people=people)
                    messages.success(request, f"{count} invitation{'' if count == 1 else 's'} on the way.")
                    return redirect("teams:invitations")
            context |= {"read": read, "again": as_text(form.cleaned_data["table"]), "count": len(people)}
            context |= {"untouched": len(read.lines) - len(people), "shown": read.lines[:200]}
    return render(request, "teams/people_import.html", context)
