"""What waits for the oversight group's decision, and what it decided lately."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from redesign.lib import components
from redesign.lib.dates import days_ago
from teams.enums import TeamRole, TeamState
from teams.models import Membership, StateChange
from teams.queries.aims import aim_sentence

DECIDED_SHOWN = 10


@dataclass(frozen=True)
class DecisionRow:
    """A request for a state, open or decided, in ready strings."""

    pk: int
    url: str
    team: str
    team_url: str
    is_proposal: bool
    system: str
    step: SafeString
    why: str
    aim: str
    problem: str
    asked: str
    lead: str
    outcome: SafeString
    answer: str
    decided: str


def waiting() -> list[DecisionRow]:
    """Every open proposal and request, the one that waits longest first; one query."""
    return [_row(change) for change in _changes().open().order_by("created_at", "pk")]  # type: ignore[attr-defined]  # StateChangeQuerySet


def decided_lately() -> list[DecisionRow]:
    """The latest decisions, newest first; one query."""
    decided = _changes().filter(decided_at__isnull=False).order_by("-decided_at", "-pk")
    return [_row(change) for change in decided[:DECIDED_SHOWN]]


def decision_row(change: StateChange) -> DecisionRow:
    """One request, for its own page; one query."""
    return _row(_changes().get(pk=change.pk))


def _changes() -> "QuerySet[StateChange]":
    leads = Membership.objects.current().filter(team=OuterRef("team"), role=TeamRole.LEAD)
    changes = StateChange.objects.select_related("team__system", "asked_by", "decided_by")
    return changes.annotate(lead_name=Subquery(leads.values("user__name")[:1]))


def _row(change: StateChange) -> DecisionRow:
    team = change.team
    by = f" by {change.asked_by.name}" if change.asked_by else ""
    decided = ""
    if change.decided_at is not None:
        who = f" by {change.decided_by.name}" if change.decided_by else ""
        decided = f"{days_ago(timezone.localdate(change.decided_at)).capitalize()}{who}"
    to = components.badge("team", change.to_state)
    arrow = components.icon("arrow-right", "to", size="s")
    proposal = change.from_state == TeamState.PROPOSED
    return DecisionRow(
        pk=change.pk,
        url=reverse("oversight:decide", args=[change.pk]),
        team=team.name,
        team_url=reverse("teams:team", args=[team.pk]),
        is_proposal=proposal,
        system=team.system.name,
        step=components.tag("Proposal", icon_name="sprout")
        if proposal
        else components.badge("team", change.from_state) + arrow + to,
        why=change.why,
        aim=aim_sentence(team),
        problem=team.problem,
        asked=f"Asked {days_ago(timezone.localdate(change.created_at))}{by}",
        lead=getattr(change, "lead_name", "") or "",
        outcome=_outcome(change),
        answer=change.answer,
        decided=decided,
    )


def _outcome(change: StateChange) -> SafeString:
    if change.granted is None:
        return SafeString()
    proposal = change.from_state == TeamState.PROPOSED
    if change.granted:
        return components.tag("Established" if proposal else "Granted", icon_name="circle-check", tone="good")
    return components.tag("Turned down" if proposal else "Declined", icon_name="circle-x", tone="quiet")
