"""A person's own account: how they are shown, how they read pages, their password."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from redesign.lib.refusals import refusals_shown_on
from teams.actions.people import change_password, choose_theme, describe_oneself
from teams.enums import Theme
from teams.forms.people import AccountForm, PasswordForm
from teams.queries.people import person_page

FIELDS = ("name", "job_title", "discipline", "words", "theme", "wants_reminders")


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    me = request.user
    initial = {"version": me.version, **{name: getattr(me, name) for name in FIELDS}}
    form = AccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_shown_on(form):
            describe_oneself(person=me, version=form.cleaned_data["version"], **form.fields_to_change())
            messages.success(request, "Saved.")
            return redirect("teams:account")
        form.accept_newer_version()
    return render(request, "teams/account.html", {"form": form, "page": person_page(me, me)})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    too_often = ratelimit.consume_or_429(request, action="change_password", user=request.user)
    if too_often is not None:  # somebody at an open session must not try out what the present password is
        return too_often
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            person = change_password(person=request.user, password=form.cleaned_data["new_password1"])
            update_session_auth_hash(request, person)
            messages.success(request, "Your password is changed. Everywhere else you are signed out.")
            return redirect("teams:account")
    return render(
        request, "teams/password.html", {"form": form, "trail": [("My account", reverse("teams:account")), "Password"]}
    )


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device, from the menu of every page."""
    chosen = request.POST.get("theme", "")
    if chosen in Theme:
        choose_theme(person=request.user, theme=chosen)
    back = request.META.get("HTTP_REFERER", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "oversight:home")
