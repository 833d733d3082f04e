"""The kinds of things in this app whose history has a page."""

from django.urls import reverse

from oversight.models import Allocation, Barrier, BarrierStep, Capacity, Resource, ResourceRequest, StrategicPriority
from oversight.permissions.barriers import can_read_barrier
from redesign.lib.history import Kind, Part, register
from teams.permissions.organisation import can_read_organisation
from teams.permissions.teams import can_read_team

OF_BARRIER = frozenset({"barrier", "told_at"})


def register_kinds() -> None:
    """Called once when the app is ready. The steps of a barrier are on its page; its history tells of those that were changed."""
    register(
        Kind(
            name="request",
            find=lambda pk: ResourceRequest.objects.select_related("team", "resource").filter(pk=pk).first(),
            may_read=lambda user, request: can_read_team(user, request.team),
            heading=lambda request: f"{request.resource}, asked for by {request.team}",
            url=lambda request: reverse("oversight:request", args=[request.pk]),
            parts=(
                Part(ResourceRequest),
                Part(Allocation, via="request_id", words="Allocation", untold=frozenset({"request"})),
            ),
        ),
        Kind(
            name="allocation",
            find=lambda pk: Allocation.objects.select_related("request__team", "resource").filter(pk=pk).first(),
            may_read=lambda user, allocation: can_read_team(user, allocation.request.team),
            heading=lambda allocation: f"{allocation.resource}, given to {allocation.request.team}",
            url=lambda allocation: reverse("oversight:request", args=[allocation.request_id]),
            parts=(Part(Allocation, untold=frozenset({"request"})),),
        ),
        Kind(
            name="resource",
            find=lambda pk: Resource.objects.filter(pk=pk).first(),
            may_read=lambda user, _: can_read_organisation(user),
            heading=lambda resource: resource.name,
            url=lambda resource: reverse("oversight:resource", args=[resource.pk]),
            parts=(
                Part(Resource),
                Part(Capacity, via="resource_id", words="Capacity of a week", untold=frozenset({"resource"})),
                Part(Allocation, via="resource_id", words="Allocation", untold=frozenset({"resource"})),
            ),
        ),
        Kind(
            name="barrier",
            find=lambda pk: Barrier.objects.select_related("team").filter(pk=pk).first(),
            may_read=can_read_barrier,
            heading=lambda barrier: barrier.title,
            url=lambda barrier: reverse("oversight:barrier", args=[barrier.pk]),
            parts=(
                Part(Barrier),
                Part(BarrierStep, via="barrier_id", words="Step", labels=("update", "delete"), untold=OF_BARRIER),
            ),
        ),
        Kind(
            name="priority",
            find=lambda pk: StrategicPriority.objects.filter(pk=pk).first(),
            may_read=lambda user, _: can_read_organisation(user),
            heading=lambda priority: priority.name,
            url=lambda _: reverse("oversight:priorities"),
            parts=(Part(StrategicPriority),),
        ),
    )
