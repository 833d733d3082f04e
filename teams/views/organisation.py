"""The organisation's settings, its glossary, and the door of the demo."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from redesign.lib.refusals import refusals_shown_on
from redesign.lib.words import TERMS
from teams.actions.organisation import describe_organisation
from teams.forms.organisation import OrganisationForm
from teams.queries.organisation import demo_person, organisation_here
from teams.views import fetch
from teams.views.invitations import BACKEND
from teams.views.people import trail_to


@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    fetch.administrators_only(request)
    here = organisation_here()
    form = OrganisationForm(request.POST or None, initial={"name": here.name, "time_zone": here.time_zone})
    if form.is_valid():
        with refusals_shown_on(form):
            describe_organisation(fields=form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("teams:organisation")
    trail = trail_to("Organisation")
    return render(request, "teams/organisation.html", {"form": form, "organisation": here, "trail": trail})


@require_GET
def glossary(request: HttpRequest) -> HttpResponse:
    """Both vocabularies side by side, and what each word means."""
    text = request.GET.get("q", "").strip().casefold()
    terms = [term for term in TERMS if not text or any(text in part.casefold() for part in term)]
    return render(request, "teams/glossary.html", {"terms": terms, "q": request.GET.get("q", "")})


@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Enter the demo as one of seven persons; not there at all anywhere else."""
    if not settings.DEMO or request.method != "POST":
        raise Http404
    person = demo_person(request.POST.get("person", ""))
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return redirect(onward if safe else settings.LOGIN_REDIRECT_URL)
