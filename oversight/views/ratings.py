"""Rating a team."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from oversight.actions.ratings import rate_team
from oversight.forms.ratings import RatingForm
from oversight.queries.ratings import criteria_in_use, priorities_served, ratings_of, seen, summary_of
from oversight.queries.scores import ordinal, why_list
from oversight.views import fetch
from redesign.lib.components import Crumb
from redesign.lib.refusals import refusals_shown_on
from teams.models import Team


@require_http_methods(["GET", "POST"])
def team_rating(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_rate(request, pk)
    form = _form(request, team)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown_on(form):
            rate_team(team=team, ratings=form.ratings(), serves=said["serves"], saw=said["saw"], by=request.user)
            messages.success(request, _told(team))
            return redirect("oversight:portfolio")
        form.accept_what_is_saved()
    trail = [
        Crumb("Portfolio", reverse("oversight:portfolio")),
        Crumb(team.name, reverse("teams:team", args=[team.pk])),
        Crumb("Rating"),
    ]
    context = {"form": form, "team": team, "trail": trail, "summary": summary_of(team)}
    if context["summary"]:
        context["why"] = why_list(context["summary"].priority_why)
        context["place"] = ordinal(context["summary"].place) if context["summary"].place else ""
    return render(request, "oversight/team_rating.html", context)


def _form(request: HttpRequest, team: Team) -> RatingForm:
    return RatingForm(
        request.POST or None,
        criteria=criteria_in_use(),
        saved=ratings_of(team),
        serves=priorities_served(team),
        saw=seen(team),
    )


def _told(team: Team) -> str:
    summary = summary_of(team)
    if summary is None or summary.priority is None:
        return f"Saved. {team.name} has no priority score until a criterion is rated."
    return (
        f"Saved. {team.name} has a priority score of {summary.priority:.0f} and stands {ordinal(summary.place or 0)}."
    )
