"""Pages of who belongs to a team."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html_join
from django.views.decorators.http import require_GET, require_http_methods

from redesign.lib.dates import today
from redesign.lib.refusals import refusals_shown_on
from teams.actions.memberships import add_member, change_member, end_membership
from teams.enums import TeamState
from teams.forms.fields import written
from teams.forms.memberships import AddMemberForm, ChangeMemberForm, LeaveForm
from teams.permissions.organisation import can_read_organisation
from teams.permissions.teams import can_edit_members
from teams.queries.lacks import people_lacking
from teams.queries.memberships import lead_of, members_now, members_of, people_like
from teams.views import fetch
from teams.views.teams import crumbs


@require_GET
def member_list(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_read(request, pk)
    context = {
        "team": team,
        "members": members_of(team, linked=can_read_organisation(request.user)),
        "lacks": people_lacking(team, members_now(team)) if team.state != TeamState.CLOSED else [],
        "may_edit": can_edit_members(request.user, team) and team.state != TeamState.CLOSED,
        "trail": crumbs(request, team, "People"),
    }
    return render(request, "teams/member_list.html", context)


@require_http_methods(["GET", "POST"])
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    team = fetch.team_to_staff(request, pk)
    form = AddMemberForm(request.POST or None, initial=AddMemberForm.opened_with(request.GET.get("role", "")))
    if form.is_valid():
        with refusals_shown_on(form):
            member = add_member(team=team, **form.cleaned_data)
            messages.success(request, f"{member.user.name} is in the team.")
            return redirect("teams:members", team.pk)
    context = {"form": form, "team": team, "lead": lead_of(team), "trail": crumbs(request, team, "Add somebody")}
    return render(request, "teams/member_add.html", context)


@require_http_methods(["GET", "POST"])
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = fetch.membership_to_edit(request, pk)
    form = ChangeMemberForm(request.POST or None, initial=ChangeMemberForm.opened_for(member))
    if form.is_valid():
        with refusals_shown_on(form):
            change_member(membership=member, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("teams:members", member.team_id)
        form.accept_what_is_saved(member)
    lead = lead_of(member.team, besides=member)
    context = {"form": form, "member": member, "lead": lead, "trail": crumbs(request, member.team, member.user.name)}
    return render(request, "teams/member_edit.html", context)


@require_http_methods(["GET", "POST"])
def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    member = fetch.membership_to_edit(request, pk)
    form = LeaveForm(request.POST or None, initial={"left_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            end_membership(membership=member, left_on=form.cleaned_data["left_on"])
            messages.success(request, f"{member.user.name} has left the team. What they did stays.")
            return redirect("teams:members", member.team_id)
    context = {"form": form, "member": member, "trail": crumbs(request, member.team, f"{member.user.name} leaves")}
    return render(request, "teams/member_leave.html", context)


@require_GET
def person_options(request: HttpRequest) -> HttpResponse:
    """Suggestions for a field that names a person; whatever the field is called, its text is the only parameter."""
    fetch.staff_only(request)
    text = next(iter(request.GET.values()), "").replace("\x00", "")
    people = ((written(person), person.job_title) for person in people_like(text))
    return HttpResponse(format_html_join("", '<option value="{}">{}</option>', people))
