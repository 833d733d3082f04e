"""What happened to a team's barriers and requests, for the timeline of `teams.queries.news`."""

import datetime as dt

from django.utils import timezone

from oversight.enums import GIVEN, BarrierState, RequestState
from oversight.models import BarrierStep, ResourceRequest
from redesign.lib.addresses import address
from teams.models import Team
from teams.queries.news import LATEST_NEWS, Dated, happened_on

BARRIER_STEPS = {
    BarrierState.RAISED: ("Barrier raised", "flag", "warn"),
    BarrierState.ESCALATED: ("Barrier escalated", "arrow-up", "warn"),
    BarrierState.ANSWERED: ("Barrier answered", "message-square", "brand-soft"),
    BarrierState.REMOVED: ("Barrier removed", "circle-check", "good"),
    BarrierState.WITHDRAWN: ("Barrier withdrawn", "undo-2", "quiet"),
}
TAKEN_ON = ("Barrier taken on", "user-check", "brand-soft")


def barriers_and_requests_told(team: Team) -> list[Dated]:
    """The latest steps of the team's barriers, and the latest answers to its requests; two queries of plain values."""
    steps = BarrierStep.objects.filter(barrier__team=team).order_by("-at", "-pk")
    decided = ResourceRequest.objects.filter(team=team, decided_at__isnull=False).exclude(state=RequestState.WITHDRAWN)
    told = steps.values_list(
        "at", "state", "text", "owner_id", "barrier_id", "barrier__title", "system__name", "by__name"
    )
    answers = decided.order_by("-decided_at").values_list(
        "decided_at", "state", "reason", "pk", "resource__name", "decided_by__name"
    )
    return [
        *(_of_step(*step) for step in told[:LATEST_NEWS]),
        *(_of_request(*request) for request in answers[:LATEST_NEWS]),
    ]


def _of_step(
    at: dt.datetime, state: str, text: str, owner: int | None, barrier: int, title: str, system: str, by: str | None
) -> Dated:
    what, icon, tone = TAKEN_ON if owner else BARRIER_STEPS[BarrierState(state)]
    where = f" to {system}" if state == BarrierState.ESCALATED else ""
    return happened_on(
        timezone.localdate(at),
        8,
        f"{what}{where}: {title}",
        body=text,
        who=by or "",
        icon=icon,
        tone=tone,
        url=address("oversight:barrier", barrier),
    )


def _of_request(at: dt.datetime | None, state: str, reason: str, pk: int, resource: str, by: str | None) -> Dated:
    given = state in GIVEN
    return happened_on(
        timezone.localdate(at),
        9,
        f"{RequestState(state).label}: {resource}",
        body=reason,
        who=by or "",
        icon="hand-helping" if given else "circle-x",
        tone="good" if given else "quiet",
        url=address("oversight:request", pk),
    )
