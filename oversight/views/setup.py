"""Setting up an empty organisation: the page of the one-time link, and the checklist that leads on."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from measures.permissions.measures import can_define_somewhere
from oversight.forms.setup import SetupForm
from oversight.queries.setup import checklist_steps
from redesign.lib.refusals import refusals_shown_on
from teams.actions.organisation import hide_checklist, set_up, waits_for_setup
from teams.queries.organisation import organisation_here
from teams.views import fetch as teams_fetch
from teams.views.invitations import BACKEND


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Opens once, from the link that the console printed."""
    if not waits_for_setup(token):
        raise Http404("This link has been used, or a newer one was printed. Ask for one with manage.py setup_link.")
    form = SetupForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form):
            person = set_up(token=token, **form.cleaned_data)
            login(request, person, backend=BACKEND)
            messages.success(request, f"Welcome, {person.get_short_name()}. The organisation is yours to build.")
            return redirect("oversight:checklist")
    return render(request, "oversight/setup.html", {"form": form})


@require_GET
def checklist(request: HttpRequest) -> HttpResponse:
    """What makes an empty organisation a working one; ticks are computed from what is there."""
    teams_fetch.administrators_only(request)
    steps = checklist_steps(may_define=can_define_somewhere(request.user))
    done = sum(step.done for step in steps)
    context = {"steps": steps, "done": done, "words": f"{done} of {len(steps)}"}
    context |= {"organisation": organisation_here()}
    return render(request, "oversight/checklist.html", context)


@require_POST
def checklist_hide(request: HttpRequest) -> HttpResponse:
    teams_fetch.administrators_only(request)
    hide_checklist(hidden=not request.POST.get("show"))
    return redirect("oversight:checklist" if request.POST.get("show") else "oversight:home")
