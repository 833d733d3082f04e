"""The shared resources: demand against capacity over the coming weeks, and one resource at a time."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from oversight.allocation import Overload
from oversight.allocation.proposal import amount as in_words
from oversight.enums import GIVEN, RequestState, ResourceKind
from oversight.models import Capacity, Resource
from oversight.queries.loads import HORIZON, Contest, contest, contests, this_week
from oversight.queries.requests import RequestRow, heat, request_rows, with_all_at_hand
from redesign.lib.components import HeatRow, tag
from redesign.lib.dates import weeks

PAGE_SIZE = 25
KIND_ICONS = {
    ResourceKind.HOURS: "clock",
    ResourceKind.MONEY: "coins",
    ResourceKind.ROOM: "door-open",
    ResourceKind.IT_SLOT: "monitor",
}


@dataclass(frozen=True)
class ResourceFilter:
    """Which resources to show; empty values show all that are in use, by name."""

    text: str = ""
    kind: str = ""
    over: bool = False
    sort: str = ""


@dataclass(frozen=True)
class HeatMap:
    """The heat map of the coming weeks: its rows (one page of them), the weeks, and how many conflicts it shows."""

    page: Page
    rows: list[HeatRow]
    columns: list[str]
    conflicts: int
    any_resource: bool


def coming_weeks(first: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last Monday of the weeks that the heat map shows."""
    return first, first + dt.timedelta(weeks=HORIZON - 1)


def heat_map(asked: ResourceFilter, number: str | None) -> HeatMap:
    """Demand against capacity for the coming 26 weeks, in four queries whatever there is to show.

    Sorted by name, or by how much too much is wanted.
    """
    in_use = [each for each in Resource.objects.select_related("person") if not each.retired]
    wanted = [each for each in in_use if _fits(each, asked)]
    first, last = coming_weeks(this_week())
    found = [(each, each.overloads(first)) for each in contests(wanted, first)]
    if asked.over:
        found = [(each, runs) for each, runs in found if runs]
    if asked.sort in ("over", "-over"):
        found.sort(key=lambda pair: sum(run.over for run in pair[1]), reverse=asked.sort == "-over")
    page = Paginator(found, PAGE_SIZE).get_page(number)
    return HeatMap(
        page=page,
        rows=[_heat_row(each, runs, first, last) for each, runs in page.object_list],
        columns=[date_format(week, "j M") for week in weeks(first, last)],
        conflicts=sum(len(runs) for _, runs in found),
        any_resource=bool(in_use),
    )


def _fits(resource: Resource, asked: ResourceFilter) -> bool:
    text = asked.text.casefold()
    named = f"{resource.name} {resource.description} {resource.person or ''}".casefold()
    return (not text or text in named) and (not asked.kind or resource.kind == asked.kind)


def _heat_row(found: Contest, runs: list[Overload], first: dt.date, last: dt.date) -> HeatRow:
    resource = found.resource
    conflicts = {load.week: conflict_url(resource.pk, run.first) for run in runs for load in run.weeks}
    cells = [heat(load, resource.unit, url=conflicts.get(load.week, "")) for load in found.loads(first, last)]
    note = f"{in_words(resource.weekly_capacity, resource.unit)} a week"
    return HeatRow(resource.name, cells, url=reverse("oversight:resource", args=[resource.pk]), note=note)


def conflict_url(resource: int, first: dt.date) -> str:
    """The address of the conflict over a resource that begins in this week."""
    return reverse("oversight:conflict", kwargs={"pk": resource, "week": first})


@dataclass(frozen=True)
class CapacityRow:
    """A week with another capacity than usual, in finished strings."""

    week: str
    amount: str
    why: str
    clear_url: str


@dataclass(frozen=True)
class ResourcePage:
    """What the page of a resource shows."""

    kind: SafeString
    facts: list[tuple[str, object]]
    rows: list[HeatRow]
    columns: list[str]
    conflicts: list[tuple[str, str]]
    capacities: list[CapacityRow]
    asked: list[RequestRow]
    given: list[RequestRow]
    past: list[RequestRow]


def resource_page(resource: Resource) -> ResourcePage:
    """Everything about a resource, in six queries: heat map, conflicts, other weeks, requests and what they were given."""
    first, last = coming_weeks(this_week())
    found = contest(resource, first)
    runs = found.overloads(first)
    requests = list(with_all_at_hand().filter(resource=resource).order_by("first_week", "pk"))
    coming = [each for each in requests if each.last_week >= first or _held_until(each) >= first]
    rows = {state: [each for each in coming if each.state == state] for state in RequestState}
    given = [each for each in coming if each.state in GIVEN]
    told = {each.pk for each in [*rows[RequestState.ASKED], *given]}
    return ResourcePage(
        kind=kind_tag(resource),
        facts=[
            ("Usually", f"{in_words(resource.weekly_capacity, resource.unit)} a week"),
            ("Whose", resource.person.name if resource.person else "No single person"),
            ("What it is", resource.description),
        ],
        rows=[_heat_row(found, runs, first, last)],
        columns=[date_format(week, "j M") for week in weeks(first, last)],
        conflicts=[(conflict_url(resource.pk, run.first), run_words(run, resource)) for run in runs],
        capacities=[_capacity_row(each, resource) for each in resource.capacities.filter(week__gte=first)],
        asked=request_rows(rows[RequestState.ASKED]),
        given=request_rows(given),
        past=request_rows([each for each in reversed(requests) if each.pk not in told][:50]),
    )


def _held_until(request: object) -> dt.date:
    held = [allocation.last_week for allocation in request.allocations.all()]  # type: ignore[attr-defined]  # prefetched
    return max(held, default=dt.date.min)


def kind_tag(resource: Resource) -> SafeString:
    """The kind of a resource, as a small label."""
    return tag(resource.get_kind_display(), icon_name=KIND_ICONS[ResourceKind(resource.kind)])


def run_words(run: Overload, resource: Resource) -> str:
    """'7 January to 28 January: 14 hours wanted of 10 at most, by 3 teams'."""
    count = len({claim.name for claim in run.claims})
    span = date_format(run.first, "j F")
    if run.last != run.first:
        span = f"{span} to {date_format(run.last, 'j F')}"
    teams = "1 team" if count == 1 else f"{count} teams"
    worst = run.worst
    return f"{span}: up to {in_words(worst.demand)} wanted of {in_words(worst.capacity, resource.unit)}, asked for by {teams}"


def _capacity_row(capacity: Capacity, resource: Resource) -> CapacityRow:
    return CapacityRow(
        week=date_format(capacity.week, "j F Y"),
        amount=in_words(capacity.amount, resource.unit),
        why=capacity.why,
        clear_url=reverse("oversight:capacity-clear", args=[capacity.pk]),
    )
