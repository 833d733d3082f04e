"""The portfolio: every team, in the order in which the oversight group would put them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from oversight.forms.portfolio import PortfolioFilterForm
from oversight.permissions.priorities import can_rate_teams, can_set_priorities
from oversight.queries.portfolio import portfolio_page, strategic_choices, strip, system_choices
from oversight.views.tabs import tabs
from redesign.lib.components import figure_strip
from redesign.lib.htmx import wants_fragment
from teams.views import fetch


@require_GET
@vary_on_headers("HX-Request")
def portfolio(request: HttpRequest) -> HttpResponse:
    fetch.staff_only(request)
    form = PortfolioFilterForm(request.GET, systems=system_choices(), strategic=strategic_choices())
    asked = form.asked()
    page = portfolio_page(asked, request.GET.get("page"), may_rate=can_rate_teams(request.user))
    context = {"form": form, "page": page, "sort": asked.sort, "may_set": can_set_priorities(request.user)}
    if wants_fragment(request):
        return render(request, "oversight/partials/portfolio_table.html", context)
    context |= {"strip": figure_strip(strip(), label="The portfolio in figures"), "tabs": tabs("portfolio")}
    return render(request, "oversight/portfolio.html", context)
