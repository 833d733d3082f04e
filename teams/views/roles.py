"""Granting and revoking roles."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from redesign.lib.refusals import refusals_shown_on
from teams.actions.roles import grant_role, revoke_role
from teams.enums import Role
from teams.forms.people import ReasonForm
from teams.forms.roles import GrantForm
from teams.queries.people import role_lines
from teams.views import fetch
from teams.views.people import crumb_of, trail_to


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """What roles a person holds; one more is granted here."""
    person = fetch.person_to_edit(request, pk)
    form = GrantForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        role = Role(given["role"])
        with refusals_shown_on(form):
            grant_role(person=person, role=role, system=given["system"], by=request.user, why=given["why"])
            messages.success(request, f"{person.name} is now: {role.label}.")
            return redirect("teams:roles", person.pk)
    context = {"form": form, "person": person, "roles": role_lines(person)}
    return render(request, "teams/roles.html", context | {"trail": trail_to(crumb_of(person), "Roles")})


@require_http_methods(["GET", "POST"])
def role_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then takes the role away."""
    grant = fetch.role_to_revoke(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_shown_on(form):
            revoke_role(grant=grant, why=form.cleaned_data["why"])
            messages.success(request, f"{grant.user.name} no longer has the role: {grant.get_role_display()}.")
            return redirect("teams:roles", grant.user_id)
    place = f" of {grant.system.name}" if grant.system else ""
    context = {"question": f"Take the role {grant.get_role_display().lower()}{place} from {grant.user.name}?"}
    context |= {"ok": "Take it away", "tone": "danger", "form": form}
    context |= {"detail": "They can do from now on what their other roles and teams allow."}
    return render(request, "confirm.html", context | {"back": reverse("teams:roles", args=[grant.user_id])})
