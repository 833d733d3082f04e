"""The e-mails of improvement work. Only jobs call these."""

from django.db.models import Q
from django.urls import reverse

from redesign.lib.emails import absolute, send_email
from teams.enums import ActDecision, TeamRole, TeamState
from teams.models import ChangeIdea, Cycle, Membership, StateChange, User
from teams.queries.cycles import DECIDED, verdict_in_words
from teams.queries.memberships import role_in_words
from teams.queries.states import told_people, what_it_means


def tell_of_decision(*, cycle_id: int, by_id: int) -> None:
    """Tell the team, and whoever offered the idea, what became of a test and what was learnt.

    Not whoever decided, nor who wants no reminders, nor a partner who has left the team.
    """
    cycle = Cycle.objects.select_related("team", "idea").filter(pk=cycle_id).first()
    if cycle is None or not cycle.is_decided:
        return
    in_team = Q(memberships__team=cycle.team_id, memberships__left_on__isnull=True)
    offered = Q(pk=cycle.idea.offered_by_id, is_outsider=False)
    people = User.objects.filter(in_team | offered, is_active=True, wants_reminders=True).exclude(pk=by_id).distinct()
    context = {
        "cycle": cycle,
        "decided": DECIDED[ActDecision(cycle.decision)],
        "by": User.objects.filter(pk=by_id).first(),
        "verdict": verdict_in_words(cycle),
        "following": cycle.idea.cycles.filter(number__gt=cycle.number).exists(),
        "url": absolute(reverse("teams:cycle", args=[cycle.pk])),
        "account": absolute(reverse("teams:account")),
    }
    send_email("cycle_decided", to=people.order_by("pk").values_list("email", flat=True), context=context)


def tell_of_idea(*, idea_id: int) -> None:
    """Tell the team's leads of an idea that somebody outside the team has offered."""
    idea = ChangeIdea.objects.select_related("team", "offered_by").filter(pk=idea_id).first()
    if idea is None:
        return
    leads = User.objects.filter(memberships__in=idea.team.memberships.current().leading())
    people = leads.filter(is_active=True, wants_reminders=True).order_by("pk")
    context = {
        "idea": idea,
        "url": absolute(reverse("teams:idea", args=[idea.pk])),
        "account": absolute(reverse("teams:account")),
    }
    send_email("idea_offered", to=people.values_list("email", flat=True), context=context)


def tell_of_state(*, change_id: int) -> None:
    """Tell who asked, and the team, what the oversight group decided and why; not whoever decided."""
    rows = StateChange.objects.select_related("team__system", "asked_by", "decided_by")
    change = rows.filter(pk=change_id, decided_at__isnull=False).first()
    if change is None:
        return
    context = {
        "change": change,
        "proposal": change.from_state == TeamState.PROPOSED,
        "to": TeamState(change.to_state).label.lower(),
        "means": what_it_means(change.team.state) if change.granted else "",
        "lead": change.team.memberships.current()
        .filter(role=TeamRole.LEAD)
        .values_list("user__name", flat=True)
        .first(),
        "url": absolute(reverse("teams:team", args=[change.team_id])),
        "account": absolute(reverse("teams:account")),
    }
    send_email("state_decided", to=told_people(change).values_list("email", flat=True), context=context)


def tell_of_membership(*, membership_id: int, by_id: int) -> None:
    """Tell somebody that they are in a team now, or lead it; nobody who has left meanwhile."""
    rows = Membership.objects.current().filter(user__is_active=True, user__wants_reminders=True)
    membership = rows.select_related("team", "user").filter(pk=membership_id).first()
    if membership is None:
        return
    context = {
        "membership": membership,
        "leads": membership.role == TeamRole.LEAD,
        "role": role_in_words(membership),
        "by": User.objects.filter(pk=by_id).first(),
        "url": absolute(reverse("teams:team", args=[membership.team_id])),
        "account": absolute(reverse("teams:account")),
    }
    send_email("joined_team", to=[membership.user.email], context=context)
