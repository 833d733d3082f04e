"""Everything that the page of one team prints itself; measures, barriers and requests come as fragments."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import get_text_list

from redesign.lib import components
from redesign.lib.addresses import address
from redesign.lib.components import Crumb, Happening, Stage
from redesign.lib.dates import days_ago
from teams.enums import PROGRESS_STEPS, RESTING, SERVING, TeamRole, TeamState
from teams.models import Membership, ProgressScore, StateChange, Team
from teams.queries.aims import aim_sentence, efficiency_sentence
from teams.queries.cycles import CycleRow, cycle_rows
from teams.queries.lacks import Lack, charter_gaps, lacks_of
from teams.queries.memberships import role_in_words
from teams.queries.news import LATEST_NEWS, news_of
from teams.queries.systems import trail_of

LATEST_CYCLES = 5
LIFE = (TeamState.PROPOSED, TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING, TeamState.CLOSED)


@dataclass(frozen=True)
class Progress:
    """Where a coach finds the team, in ready strings."""

    dots: SafeString
    score: str
    name: str
    meaning: str
    note: str
    when: str
    spark: SafeString


@dataclass(frozen=True)
class Waiting:
    """A request for another state that waits for the oversight group."""

    pk: int
    is_proposal: bool
    to: str
    why: str
    asked: str


@dataclass(frozen=True)
class Rest:
    """Why a team rests: since when and by whom, the reasons as they were written, and what was learnt."""

    since: str
    reasons: list[str]
    learnt: str


@dataclass(frozen=True)
class TeamPage:
    """A team with its aim, its people, its work and its story."""

    trail: list[Crumb]
    state_badge: SafeString
    stages: list[Stage]
    aim: str
    efficiency: str
    gaps: str
    lacks: list[Lack]
    members: list[SafeString]
    serving: list[SafeString]
    facts: list[tuple[str, str | SafeString]]
    touches: SafeString
    cycles: list[CycleRow]
    work: str
    progress: Progress | None
    waiting: Waiting | None
    rest: Rest | None
    news: list[Happening]


# Only what the page shows is read: a person has twenty columns, and a page has many people.
OF_MEMBERSHIPS = ("team_id", "role", "discipline", "joined_on", "left_on", "user__name", "user__is_active")
OF_CHANGES = (
    "team_id",
    "from_state",
    "to_state",
    "why",
    "answer",
    "learnt",
    "granted",
    "created_at",
    "decided_at",
    "asked_by__name",
    "decided_by__name",
)
OF_CYCLES = (
    "team_id",
    "number",
    "title",
    "step",
    "scale",
    "prediction_kind",
    "predicted_value",
    "predicted_unit",
    "predicted_yes",
    "confidence",
    "starts_on",
    "ends_on",
    "result_value",
    "result_yes",
    "decision",
    "learnt",
    "decided_on",
    "idea__title",
)
OF_SCORES = ("team_id", "score", "scored_on", "note", "scored_by__name")


OF_TEAM = (
    *(field.name for field in Team._meta.concrete_fields),
    "system__name",
    "system__parent_id",
    "sponsor__name",
    "sponsor__job_title",
)


def teams_with_what_their_page_needs() -> QuerySet[Team]:
    """Teams with their system and sponsor, as `team_page` takes them."""
    return Team.objects.select_related("system", "sponsor").only(*OF_TEAM)


def team_page(team: Team, *, linked: bool = True) -> TeamPage:
    """The page of a team that was read with its system and sponsor: seven queries, whatever the number of rows,
    and those of the higher apps that `queries.lacks.also_ask` and `queries.news.also_tell` have been told of.

    `linked=False` for readers who may open neither systems nor people.
    """
    memberships = list(Membership.objects.filter(team=team).select_related("user").only(*OF_MEMBERSHIPS))
    current = [each for each in memberships if each.left_on is None]
    changes = list(team.state_changes.select_related("asked_by", "decided_by").only(*OF_CHANGES))
    scores = list(team.progress_scores.select_related("scored_by").only(*OF_SCORES)[:12])
    cycles = list(team.cycles.select_related("idea").only(*OF_CYCLES)[:LATEST_NEWS])  # their team is this one
    gaps = charter_gaps(team, has_lead=any(each.role == TeamRole.LEAD for each in current))
    touched = [(system.pk, system.name) for system in team.also_touches.all()]
    return TeamPage(
        trail=trail_of(team.system, Crumb(team.name, address("teams:team", team.pk)), linked=linked),
        state_badge=components.badge("team", team.state),
        stages=_stages(team, changes),
        aim=aim_sentence(team),
        efficiency=efficiency_sentence(team),
        gaps=get_text_list(gaps, "and") if team.state == TeamState.CHARTERED else "",
        lacks=lacks_of(team, current),
        members=[_person(each, linked) for each in in_team_order(current) if each.role not in SERVING],
        serving=[_person(each, linked) for each in current if each.role in SERVING],
        facts=_facts(team, linked),
        touches=_links(touched, linked),
        cycles=cycle_rows(cycles[:LATEST_CYCLES]),
        work=_work(team),
        progress=_progress(scores),
        waiting=_waiting(changes),
        rest=_rest(team, changes),
        news=news_of(team, memberships=memberships, changes=changes, scores=scores, cycles=cycles),
    )


def in_team_order(members: Iterable[Membership]) -> list[Membership]:
    """Leads first, then the others as they joined."""
    order = list(TeamRole)
    return sorted(members, key=lambda each: (order.index(TeamRole(each.role)), each.joined_on, each.pk))


def _person(membership: Membership, linked: bool) -> SafeString:
    url = address("teams:person", membership.user_id) if linked else ""
    return components.person_chip(membership.user.name, role_in_words(membership), url=url)


def _links(systems: list[tuple[int, str]], linked: bool) -> SafeString:
    chips = (
        components.chip(name, icon_name="network", url=address("teams:system", pk) if linked else "")
        for pk, name in systems
    )
    return SafeString(" ".join(chips))


def _stages(team: Team, changes: list[StateChange]) -> list[Stage]:
    """The lifecycle with the day each state was reached; a paused team stands where it stopped."""
    reached = {change.to_state: change.decided_at for change in reversed(changes) if change.granted}
    reached[TeamState.PROPOSED] = team.created_at
    now = TeamState(team.state)
    if now == TeamState.PAUSED:
        now = next((TeamState(change.from_state) for change in changes if change.to_state == now), TeamState.CHARTERED)
    at = LIFE.index(now)

    def stage(place: int, state: TeamState) -> Stage:
        where = "done" if place < at and state in reached else "current" if place == at else "next"
        paused = place == at and team.state == TeamState.PAUSED
        note = "Paused" if paused else _day(reached[state]) if place <= at and state in reached else ""
        return Stage(state.label, where, note)

    return [stage(place, state) for place, state in enumerate(LIFE)]


def _day(moment: dt.datetime | None) -> str:
    return f"{timezone.localtime(moment):%-d %b %Y}" if moment else ""


def _facts(team: Team, linked: bool) -> list[tuple[str, str | SafeString]]:
    sponsor: str | SafeString = ""
    if team.sponsor is not None:
        url = address("teams:person", team.sponsor_id) if linked else ""
        sponsor = components.person_chip(team.sponsor.name, team.sponsor.job_title, url=url)
    hours = f"{team.protected_hours.normalize():f} hours a week" if team.protected_hours else ""
    span = ""
    if team.starts_on or team.ends_on:
        first = f"{team.starts_on:%-d %b %Y}" if team.starts_on else "the beginning"
        span = f"{first} to {team.ends_on:%-d %b %Y}" if team.ends_on else f"since {first}"
    return [
        ("Sponsor", sponsor),
        ("Protected time", hours),
        ("For how long", team.get_permanence_display()),
        ("When", span),
    ]


def _work(team: Team) -> str:
    """How many cycles on how many ideas, and what became of them; one query. Empty before the first."""
    rows = list(team.cycles.order_by().values_list("idea_id", "decision"))
    cycles, ideas = len(rows), len({idea for idea, _ in rows})
    counted = Counter(decision or "open" for _, decision in rows)
    if not cycles:
        return ""
    named = (("open", "under way"), ("adopt", "adopted"), ("adapt", "adapted"), ("abandon", "abandoned"))
    became = get_text_list([f"{counted[key]} {word}" for key, word in named if counted[key]], "and")
    return f"{cycles} cycle{'' if cycles == 1 else 's'} on {ideas} change idea{'' if ideas == 1 else 's'}: {became}."


def _progress(scores: list[ProgressScore]) -> Progress | None:
    if not scores:
        return None
    last = scores[0]
    name, meaning = PROGRESS_STEPS[f"{last.score:.1f}"]
    by = f" by {last.scored_by.name}" if last.scored_by else ""
    values = [float(each.score) for each in reversed(scores)]
    return Progress(
        dots=components.dots(float(last.score), label="Progress score"),
        score=f"{last.score:.1f}",
        name=name,
        meaning=meaning,
        note=last.note,
        when=f"Scored {days_ago(last.scored_on)}{by}",
        spark=components.sparkline(values, label=f"The last {len(values)} scores") if len(values) > 1 else SafeString(),
    )


def _waiting(changes: list[StateChange]) -> Waiting | None:
    change = next((each for each in changes if each.is_open), None)
    if change is None:
        return None
    by = f" by {change.asked_by.name}" if change.asked_by else ""
    return Waiting(
        pk=change.pk,
        is_proposal=change.from_state == TeamState.PROPOSED,
        to=TeamState(change.to_state).label.lower(),
        why=change.why,
        asked=f"Asked {days_ago(timezone.localdate(change.created_at))}{by}",
    )


def _rest(team: Team, changes: list[StateChange]) -> Rest | None:
    """How a paused or closed team came to rest, from its changes of state, latest first."""
    if team.state not in RESTING:
        return None
    change = next((each for each in changes if each.decided_at and _ends_in(each, team.state)), None)
    if change is None:
        return None
    by = f" by {change.decided_by.name}" if change.decided_by else ""
    reasons = dict.fromkeys(said for said in (change.why, change.answer) if said)  # said once where both are the same
    return Rest(since=f"Since {_day(change.decided_at)}{by}", reasons=list(reasons), learnt=change.learnt)


def _ends_in(change: StateChange, state: str) -> bool:
    """The change that led to this state; a proposal that is turned down closes its team."""
    turned_down = change.from_state == TeamState.PROPOSED and not change.granted and state == TeamState.CLOSED
    return turned_down or (bool(change.granted) and change.to_state == state)
