"""Change ideas of a team, and the ramp of one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on
from teams.actions.drafts import draft_spent
from teams.actions.ideas import edit_idea, offer_idea
from teams.forms.ideas import IdeaFilter, IdeaForm, IdeaOfferForm
from teams.models import ChangeIdea, Team
from teams.permissions.ideas import can_edit_idea, can_offer_idea
from teams.permissions.organisation import can_read_organisation
from teams.permissions.teams import can_work_in
from teams.queries.cycles import calibration_of
from teams.queries.ideas import idea_page, idea_rows, readable_ideas
from teams.queries.systems import trail_of
from teams.views import fetch

A_PAGE = 25
FIELDS = ("title", "description", "reconfigures", "source", "version")


@require_GET
@vary_on_headers("HX-Request")
def idea_list(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_read(request, pk)
    context = _listed(request, team.ideas.all()) | {
        "team": team,
        "may_offer": can_offer_idea(request.user, team) and team.is_running,
        "writes": can_work_in(request.user, team) and team.is_running,
    }
    if wants_fragment(request):
        return render(request, "teams/partials/idea_cards.html", context)
    context["calibration"] = calibration_of(team)
    context["trail"] = [*_trail_of_team(request, team), "Change ideas"]
    return render(request, "teams/idea_list.html", context)


@require_GET
@vary_on_headers("HX-Request")
def idea_everywhere(request: HttpRequest) -> HttpResponse:
    """The ideas of every team that this person may read: somebody may have tried it already."""
    context = _listed(request, readable_ideas(request.user)) | {"everywhere": True}
    template = "teams/partials/idea_cards.html" if wants_fragment(request) else "teams/idea_everywhere.html"
    return render(request, template, context)


def _listed(request: HttpRequest, ideas: "QuerySet[ChangeIdea]") -> dict[str, Any]:
    """One page of these ideas, as the address asks for them."""
    form = IdeaFilter(request.GET)
    asked = form.asked()
    page = Paginator(asked.of(ideas), A_PAGE).get_page(request.GET.get("page"))
    rows = idea_rows(page.object_list)
    return {"form": form, "asked": asked, "page": page, "rows": rows, "sort": asked.sort or "-latest"}


@require_GET
def idea_detail(request: HttpRequest, pk: int) -> HttpResponse:
    idea = fetch.idea_to_read(request, pk)
    team = idea.team
    writes = can_edit_idea(request.user, idea) and team.is_running
    ideas = ("Change ideas", reverse("teams:ideas", args=[team.pk]))
    trail = [*_trail_of_team(request, team), ideas, idea.title]
    context = {"idea": idea, "team": team, "page": idea_page(idea), "trail": trail, "writes": writes}
    return render(request, "teams/idea_detail.html", context)


@require_http_methods(["GET", "POST"])
def idea_new(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_offer_idea(request, pk)
    key = f"idea-new-{team.pk}"
    form = IdeaOfferForm(request.POST or None)
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=key):
            idea = offer_idea(team=team, by=request.user, **form.cleaned_data)
            messages.success(request, f"Thank you. {team.name} has your idea.")
            return redirect("teams:idea", idea.pk)
    trail = [*_trail_of_team(request, team), "Offer an idea"]
    context = {"form": form, "team": team, "trail": trail, "draft_key": key}
    return render(request, "teams/idea_new.html", context)


@require_http_methods(["GET", "POST"])
def idea_edit(request: HttpRequest, pk: int) -> HttpResponse:
    idea = fetch.idea_to_edit(request, pk)
    key = f"idea-edit-{idea.pk}"
    form = IdeaForm(request.POST or None, initial={name: getattr(idea, name) for name in FIELDS})
    if form.is_valid():
        with refusals_shown_on(form), draft_spent(owner=request.user, key=key):
            edit_idea(idea=idea, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("teams:idea", idea.pk)
        form.accept_newer_version()
    trail = [*_trail_of_team(request, idea.team), (idea.title, reverse("teams:idea", args=[idea.pk])), "Edit"]
    context = {"form": form, "idea": idea, "trail": trail, "draft_key": key}
    return render(request, "teams/idea_edit.html", context)


def _trail_of_team(request: HttpRequest, team: Team) -> list[Any]:
    trail = trail_of(team.system, linked=can_read_organisation(request.user))
    return [*trail, (team.name, reverse("teams:team", args=[team.pk]))]
