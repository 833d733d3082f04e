"""What happened to a team's barriers and requests, for the timeline of `teams.queries.news`."""

from django.urls import reverse
from django.utils import timezone

from oversight.enums import GIVEN, BarrierState, RequestState
from oversight.models import BarrierStep, ResourceRequest
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


OF_STEPS = ("at", "state", "text", "owner_id", "barrier__title", "system__name", "by__name")
OF_REQUESTS = ("state", "reason", "decided_at", "resource__name", "decided_by__name")


def barriers_and_requests_told(team: Team) -> list[Dated]:
    """The latest steps of the team's barriers, and the latest answers to its requests; two queries."""
    steps = BarrierStep.objects.filter(barrier__team=team).select_related("barrier", "system", "by").only(*OF_STEPS)
    decided = ResourceRequest.objects.filter(team=team, decided_at__isnull=False).exclude(state=RequestState.WITHDRAWN)
    return [
        *(_of_step(step) for step in steps.order_by("-at", "-pk")[:LATEST_NEWS]),
        *(
            _of_request(request)
            for request in decided.select_related("resource", "decided_by")
            .only(*OF_REQUESTS)
            .order_by("-decided_at")[:LATEST_NEWS]
        ),
    ]


def _of_step(step: BarrierStep) -> Dated:
    title, icon, tone = TAKEN_ON if step.owner_id else BARRIER_STEPS[BarrierState(step.state)]
    where = f" to {step.system.name}" if step.state == BarrierState.ESCALATED else ""
    return happened_on(
        timezone.localdate(step.at),
        8,
        f"{title}{where}: {step.barrier.title}",
        body=step.text,
        who=step.by.name if step.by else "",
        icon=icon,
        tone=tone,
        url=reverse("oversight:barrier", args=[step.barrier_id]),
    )


def _of_request(request: ResourceRequest) -> Dated:
    given = request.state in GIVEN
    return happened_on(
        timezone.localdate(request.decided_at),
        9,
        f"{RequestState(request.state).label}: {request.resource.name}",
        body=request.reason,
        who=request.decided_by.name if request.decided_by else "",
        icon="hand-helping" if given else "circle-x",
        tone="good" if given else "quiet",
        url=reverse("oversight:request", args=[request.pk]),
    )
