"""Conflicts: the runs of weeks in which teams want more of a shared resource than there is."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from oversight.allocation import Claim, Gift, Overload, Proposed, WeekLoad, bound_together, propose, week_loads
from oversight.allocation.proposal import amount as in_words
from oversight.enums import STEPS, RequestState
from oversight.models import Resource, ResourceRequest
from oversight.queries.loads import Contest, contest, contests, this_week
from oversight.queries.requests import span_words
from oversight.queries.resources import conflict_url, kind_tag
from oversight.queries.scores import why_list
from redesign.lib.components import badge, meter
from teams.enums import RUNNING, TeamState

COUNT_OF_CONFLICTS = """
WITH wanted (resource_id, week, amount, asked) AS (
    SELECT span.resource_id, generate_series(greatest(span.first_week, %(now)s::date), span.last_week, '7 days')::date,
        span.amount, span.asked
    FROM (
        SELECT resource_id, first_week, last_week, amount, false AS asked FROM oversight_allocation
        UNION ALL
        SELECT request.resource_id, request.first_week, request.last_week, request.amount, true
        FROM oversight_resourcerequest AS request
        JOIN teams_team AS team ON team.id = request.team_id AND team.state <> %(closed)s
        WHERE request.state = %(asked)s
    ) AS span
    WHERE span.last_week >= %(now)s
), overloaded (resource_id, week, place) AS (
    SELECT wanted.resource_id, wanted.week, row_number() OVER (PARTITION BY wanted.resource_id ORDER BY wanted.week)
    FROM wanted
    JOIN oversight_resource AS resource ON resource.id = wanted.resource_id AND NOT resource.retired
    LEFT JOIN oversight_capacity AS other
        ON other.resource_id = wanted.resource_id AND other.week = wanted.week
    GROUP BY wanted.resource_id, wanted.week, resource.weekly_capacity, other.amount
    HAVING sum(wanted.amount) > coalesce(other.amount, resource.weekly_capacity) AND bool_or(wanted.asked)
)
SELECT count(*) FROM (SELECT DISTINCT resource_id, week - (place * 7)::int FROM overloaded) AS runs
"""


def now_for_conflicts() -> dict[str, Any]:
    """What `COUNT_OF_CONFLICTS` asks for."""
    return {"now": this_week(), "asked": RequestState.ASKED.value, "closed": TeamState.CLOSED.value}


def count_of_conflicts() -> int:
    """How many conflicts are open, in one query: what `Contest.overloads` of every resource in use would find."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_OF_CONFLICTS, now_for_conflicts())
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class ConflictRow:
    """A conflict in finished strings."""

    url: str
    resource: str
    resource_url: str
    kind: SafeString
    when: str
    weeks: int
    worst: str
    over: SafeString
    teams: str


def conflict_rows(sort: str = "when", kind: str = "") -> list[ConflictRow]:
    """Every open conflict, the soonest first unless said otherwise, in four queries."""
    resources = [each for each in Resource.objects.filter(retired=False) if not kind or each.kind == kind]
    now = this_week()
    found = [(each.resource, run) for each in contests(resources, now) for run in each.overloads(now)]
    keys: dict[str, Callable[[tuple[Resource, Overload]], Any]] = {
        "when": lambda pair: (pair[1].first, pair[0].name),
        "resource": lambda pair: (pair[0].name.casefold(), pair[1].first),
        "over": lambda pair: pair[1].worst.over / (pair[1].worst.capacity or 1),
        "weeks": lambda pair: len(pair[1].weeks),
    }
    found.sort(key=keys.get(sort.removeprefix("-"), keys["when"]), reverse=sort.startswith("-"))
    return [_row(resource, run) for resource, run in found]


def _row(resource: Resource, run: Overload) -> ConflictRow:
    worst = run.worst
    span = date_format(run.first, "j M Y") if run.first == run.last else f"{_day(run.first)} to {_day(run.last)}"
    return ConflictRow(
        url=conflict_url(resource.pk, run.first),
        resource=resource.name,
        resource_url=reverse("oversight:resource", args=[resource.pk]),
        kind=kind_tag(resource),
        when=span,
        weeks=len(run.weeks),
        worst=f"week of {_day(worst.week)}",
        over=meter(
            float(worst.demand),
            float(worst.capacity),
            label=f"Wanted in the week of {_day(worst.week)}",
            words=f"{in_words(worst.demand)} of {in_words(worst.capacity, resource.unit)}",
        ),
        teams=", ".join(dict.fromkeys(claim.name for claim in run.claims)),
    )


def _day(day: dt.date) -> str:
    return date_format(day, "j M Y")


@dataclass(frozen=True)
class Claimant:
    """One claimant of a conflict, or one who holds something already, with the amounts by week in finished strings."""

    request: ResourceRequest
    team: str
    team_url: str
    url: str
    priority: str
    why: SafeString
    asked: str
    when: str
    amounts: list[str]
    proposed: Proposed | None = None
    rests: str = ""
    """The badge of a team that is not at work, such as a paused one: whoever settles should know."""


@dataclass(frozen=True)
class ConflictPage:
    """One conflict: the weeks, who claims and who holds, and a proposal for the claimants in their order."""

    resource: Resource
    overload: Overload
    title: str
    columns: list[str]
    claimants: list[Claimant]
    holders: list[Claimant]
    demand: list[str]
    capacity: list[str]
    as_proposed: list[str]
    over: list[bool]


def conflict_page(resource: Resource, week: dt.date) -> ConflictPage | None:
    """The conflict over this resource that this week belongs to, in four queries; None when there is none any more."""
    now = this_week()
    found = contest(resource, now)
    runs = found.overloads(now)
    run = next((each for each in runs if each.first <= week <= each.last), None)
    if run is None:
        return None
    keys = [each.key for each in [*run.claims, *run.gifts]]
    requests = {
        request.pk: request
        for request in ResourceRequest.objects.filter(pk__in=keys).select_related("team__summary", "resource")
    }
    answers = _answers(found, bound_together(runs, run), now)
    return ConflictPage(
        resource=resource,
        overload=run,
        title=f"{resource.name}, {_day(run.first)} to {_day(run.last)}"
        if run.first != run.last
        else f"{resource.name}, {_day(run.first)}",
        columns=[date_format(load.week, "j M") for load in run.weeks],
        claimants=[_claimant(requests[each.key], each, run, answers[each.key]) for each in run.claims],
        holders=[_claimant(requests[each.key], each, run) for each in run.gifts],
        demand=[in_words(load.demand) for load in run.weeks],
        capacity=[in_words(load.capacity) for load in run.weeks],
        as_proposed=[in_words(load.given) for load in _as_proposed(found, run, answers.values())],
        over=[load.over > 0 for load in run.weeks],
    )


def proposed_for(request: ResourceRequest) -> Proposed | None:
    """What is proposed for one request that waits: the same as on the page of its conflict; three queries."""
    now = this_week()
    found = contest(request.resource, now)
    claim = next((each for each in found.claims if each.key == request.pk), None)
    if claim is None:
        return None
    runs = found.overloads(now)
    run = next((each for each in runs if claim in each.claims), None)
    return _answers(found, bound_together(runs, run) if run else [claim], now)[request.pk]


def _as_proposed(found: Contest, run: Overload, answers: Iterable[Proposed]) -> list[WeekLoad]:
    """What the weeks of a conflict would have given, if everybody who is bound together were answered as proposed."""
    gifts = [Gift(each.claim.key, each.claim.name, each.amount, each.first, each.last) for each in answers]
    return week_loads([load.week for load in run.weeks], found.supply, [*found.gifts, *gifts], ())


def _answers(found: Contest, claims: Sequence[Claim], now: dt.date) -> dict[int, Proposed]:
    """The proposal for these claims by the keys of their requests; the resource's other claims keep what they ask for."""
    asked = {claim.key for claim in claims}
    proposed = propose(
        claims,
        supply=found.supply,
        gifts=found.gifts,
        others=[claim for claim in found.claims if claim.key not in asked],
        now=now,
        unit=found.resource.unit,
        step=STEPS[found.resource.kind],
    )
    return {each.claim.key: each for each in proposed}


def _claimant(request: ResourceRequest, span: Gift, run: Overload, proposed: Proposed | None = None) -> Claimant:
    summary = getattr(request.team, "summary", None)
    score = summary.priority if summary else None
    return Claimant(
        request=request,
        team=request.team.name,
        team_url=reverse("teams:team", args=[request.team_id]),
        url=reverse("oversight:request", args=[request.pk]),
        priority="not rated" if score is None else f"{score:.0f}",
        why=why_list(summary.priority_why) if summary and score is not None else SafeString(),
        asked=f"{in_words(request.amount, request.resource.unit)} a week",
        when=span_words(request.first_week, request.last_week),
        amounts=[in_words(span.amount) if span.first <= load.week <= span.last else "" for load in run.weeks],
        proposed=proposed,
        rests=badge("team", request.team.state) if request.team.state not in RUNNING else "",
    )
