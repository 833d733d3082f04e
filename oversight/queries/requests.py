"""What pages show of a team's requests for shared resources."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from oversight.allocation import Claim, WeekLoad
from oversight.allocation.proposal import amount as in_words
from oversight.enums import GIVEN, RequestState
from oversight.models import Allocation, Resource, ResourceRequest
from oversight.queries.loads import contest
from redesign.lib.components import HeatCell, HeatRow, badge, heat_cell
from redesign.lib.dates import monday, weeks
from teams.enums import LEADING
from teams.models import Membership, Team, User


@dataclass(frozen=True)
class RequestRow:
    """A request in finished strings; `given` is empty unless something is held."""

    pk: int
    url: str
    team: str
    team_url: str
    resource: str
    asked: str
    when: str
    state: SafeString
    given: str
    reason: str
    why: str


def span_words(first: dt.date, last: dt.date) -> str:
    """'4 weeks from 7 January 2030'; a single week is 'the week of 7 January 2030'."""
    count = (last - first).days // 7 + 1
    day = date_format(first, "j F Y")
    return f"the week of {day}" if count == 1 else f"{count} weeks from {day}"


def request_rows(requests: Iterable[ResourceRequest]) -> list[RequestRow]:
    """Rows of these requests, which come with team, resource and `allocations` at hand; no query of its own."""
    return [_row(request) for request in requests]


def request_row(request: ResourceRequest) -> RequestRow:
    """One request in ready strings, read anew; one query."""
    return request_rows(with_all_at_hand().filter(pk=request.pk))[0]


def request_of(team: Team, key: int | None) -> ResourceRequest | None:
    """The team's own request of this key, or None; one query at most."""
    return None if key is None else team.resource_requests.filter(pk=key).first()


def with_all_at_hand() -> QuerySet[ResourceRequest]:
    """Requests with what their rows need, in two queries."""
    return ResourceRequest.objects.select_related("team", "resource").prefetch_related("allocations")


def _row(request: ResourceRequest) -> RequestRow:
    given = [held_words(allocation, request) for allocation in request.allocations.all()]
    return RequestRow(
        pk=request.pk,
        url=reverse("oversight:request", args=[request.pk]),
        team=request.team.name,
        team_url=reverse("teams:team", args=[request.team_id]),
        resource=request.resource.name,
        asked=f"{in_words(request.amount, request.resource.unit)} a week",
        when=span_words(request.first_week, request.last_week),
        state=badge("request", request.state),
        given=" and ".join(given),
        reason=request.reason,
        why=request.why,
    )


def held_words(allocation: Allocation, request: ResourceRequest) -> str:
    """'6 hours a week, 4 weeks from 7 January 2030'."""
    span = span_words(allocation.first_week, allocation.last_week)
    return f"{in_words(allocation.amount, request.resource.unit)} a week, {span}"


def requests_of(team: Team) -> list[RequestRow]:
    """The team's requests, those that wait or hold something first, newest first; two queries."""
    order: dict[str, int] = {RequestState.ASKED: 0, **dict.fromkeys(GIVEN, 1)}
    requests = list(with_all_at_hand().filter(team=team).order_by("-first_week", "-pk"))
    return request_rows(sorted(requests, key=lambda request: order.get(request.state, 2)))


def told_people(request: ResourceRequest) -> list[User]:
    """Who hears what becomes of a request: who asked, if they may read it still, and the team's leads; one query.

    Not who decided it.
    """
    leading = Membership.objects.current().filter(team=request.team_id, role__in=LEADING).values("user")
    people = User.objects.readers_of(request.team_id).filter(Q(pk__in=leading) | Q(pk=request.asked_by_id))
    return list(people.exclude(pk=request.decided_by_id).order_by("name"))


@dataclass(frozen=True)
class LoadPreview:
    """What the heat map would say of some weeks if this were asked for too."""

    rows: list[HeatRow]
    columns: list[str]
    sentence: str
    over: bool


def load_preview(
    resource: Resource, amount: Decimal, first: dt.date, last: dt.date, *, without: int | None = None
) -> LoadPreview:
    """The resource in these weeks with this amount added, in three queries. `without` is a request being changed."""
    first, last = monday(first), monday(last)
    now = contest(resource, first, without=[without] if without else [])
    asked = Claim(0, "", amount, first, last)
    loads = now.loads(first, last)
    cells = [heat(load, resource.unit, more=asked.amount) for load in loads]
    return LoadPreview(
        rows=[HeatRow(resource.name, cells, note="with this request")],
        columns=[date_format(week, "j M") for week in weeks(first, last)],
        sentence=_preview_words(loads, amount, resource),
        over=any(load.demand + amount > load.capacity for load in loads),
    )


def heat(load: WeekLoad, unit: str, *, more: Decimal = Decimal(0), url: str = "") -> HeatCell:
    """A heat map's cell for this week's load."""
    when = f"Week of {date_format(load.week, 'j F')}"
    return heat_cell(float(load.demand + more), float(load.capacity), when=when, unit=unit, url=url)


def _preview_words(loads: list[WeekLoad], amount: Decimal, resource: Resource) -> str:
    short = [load for load in loads if load.demand + amount > load.capacity]
    if not short:
        return "There is room in every week."
    worst = max(short, key=lambda load: load.demand - load.capacity)
    some = "In every week" if len(short) == len(loads) else f"In {len(short)} of {len(loads)} weeks"
    return (
        f"{some} teams would want more than there is: the oversight group will have to choose. Tightest is the week of "
        f"{date_format(worst.week, 'j F')}, with {in_words(worst.demand + amount)} wanted of "
        f"{in_words(worst.capacity, resource.unit)}."
    )
