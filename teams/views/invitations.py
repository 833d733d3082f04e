"""Inviting people, and the page that an invitation leads to."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from redesign.lib import emails
from redesign.lib.refusals import Refusal, refusals_shown_on
from teams.actions.invitations import accept, find, invite, send_again, why_not, withdraw
from teams.forms.invitations import AcceptForm, InviteForm
from teams.forms.people import ReasonForm
from teams.permissions.organisation import can_administer, can_read_organisation
from teams.queries.invitations import open_invitations
from teams.queries.organisation import organisation_here
from teams.views import fetch
from teams.views.people import trail_to

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def invitation_list(request: HttpRequest) -> HttpResponse:
    fetch.invitations_open_to(request)
    context = {"invitations": open_invitations(request.user), "trail": _trail(request, "Invitations")}
    context |= {"letters_leave": emails.leave_this_machine()}
    return render(request, "teams/invitation_list.html", context)


@require_http_methods(["GET", "POST"])
def invitation_new(request: HttpRequest) -> HttpResponse:
    fetch.invitations_open_to(request)
    form = InviteForm(request.POST or None, by=request.user, initial={"team": request.GET.get("team")})
    if form.is_valid():
        with refusals_shown_on(form):
            invitation = invite(by=request.user, **form.cleaned_data)
            messages.success(request, f"The invitation is on its way to {invitation.email}.")
            return redirect("teams:invitations")
    context = {"form": form, "may_import": can_administer(request.user), "trail": _trail(request, "Invite")}
    return render(request, "teams/invitation_new.html", context)


@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = fetch.invitation_to_change(request, pk)
    try:
        send_again(invitation=invitation)
    except Refusal as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"A new link is on its way to {invitation.email}; the old one no longer works.")
    return redirect("teams:invitations")


@require_http_methods(["GET", "POST"])
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then makes the link worthless."""
    invitation = fetch.invitation_to_change(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields.clear()
    if form.is_valid():
        with refusals_shown_on(form):
            withdraw(invitation=invitation)
            messages.success(request, f"The invitation of {invitation.name} is withdrawn.")
            return redirect("teams:invitations")
    context = {"question": f"Withdraw the invitation of {invitation.name}?", "ok": "Withdraw it", "form": form}
    context |= {"detail": "The link in their e-mail stops working.", "tone": "danger"}
    return render(request, "confirm.html", context | {"back": reverse("teams:invitations")})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page that an invitation's link opens: a name, a password, and in."""
    found = find(token)
    refused = "This link does not lead anywhere. Check that it is whole." if found is None else why_not(found)
    if refused:
        return render(request, "teams/invitation_over.html", {"refused": refused}, status=410 if found else 404)
    form = AcceptForm(request.POST or None, initial={"name": found.name})
    if form.is_valid():
        with refusals_shown_on(form):
            person = accept(token=token, **form.cleaned_data)
            login(request, person, backend=BACKEND)
            messages.success(request, f"Welcome, {person.get_short_name()}.")
            return redirect("oversight:home")
    context = {"form": form, "invitation": found, "organisation": organisation_here()}
    return render(request, "teams/invitation_accept.html", context)


def _trail(request: HttpRequest, here: str) -> list:
    return trail_to(here) if can_read_organisation(request.user) else [here]
