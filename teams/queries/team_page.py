"""Everything that the page of one team prints itself; measures, barriers and requests come as fragments."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import get_text_list

from redesign.lib import components
from redesign.lib.components import Crumb, Happening, Stage
from redesign.lib.dates import days_ago, today
from teams.enums import PROGRESS_STEPS, SERVING, ActDecision, Discipline, TeamRole, TeamState
from teams.models import Cycle, Membership, ProgressScore, StateChange, Team
from teams.queries.aims import aim_sentence, efficiency_sentence
from teams.queries.cycles import CycleRow, cycle_rows
from teams.queries.lacks import Lack, charter_gaps, lacks_of
from teams.queries.systems import trail_of

LATEST_CYCLES = 5
LATEST_NEWS = 14
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
    news: list[Happening]


def team_page(team: Team, *, linked: bool = True) -> TeamPage:
    """The page of a team that was read with its system and sponsor: seven queries, whatever the number of rows, and
    one for each source of `queries.lacks.also_ask`.

    `linked=False` for readers who may open neither systems nor people.
    """
    memberships = list(Membership.objects.filter(team=team).select_related("user"))
    current = [each for each in memberships if each.left_on is None]
    changes = list(team.state_changes.select_related("asked_by", "decided_by"))
    scores = list(team.progress_scores.select_related("scored_by")[:12])
    cycles = list(team.cycles.select_related("team", "idea")[:LATEST_NEWS])
    gaps = charter_gaps(team, has_lead=any(each.role == TeamRole.LEAD for each in current))
    touched = [(system.pk, system.name) for system in team.also_touches.all()]
    return TeamPage(
        trail=trail_of(team.system, Crumb(team.name, reverse("teams:team", args=[team.pk])), linked=linked),
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
        news=_news(team, memberships, changes, scores, cycles),
    )


def in_team_order(members: Iterable[Membership]) -> list[Membership]:
    """Leads first, then the others as they joined."""
    order = list(TeamRole)
    return sorted(members, key=lambda each: (order.index(TeamRole(each.role)), each.joined_on, each.pk))


def role_in_words(membership: Membership) -> str:
    """'Team lead, doctor'; the discipline alone for a member without another role."""
    discipline = Discipline(membership.discipline).label
    if membership.role == TeamRole.MEMBER:
        return discipline
    return f"{TeamRole(membership.role).label}, {discipline[:1].lower()}{discipline[1:]}"


def _person(membership: Membership, linked: bool) -> SafeString:
    url = reverse("teams:person", args=[membership.user_id]) if linked else ""
    return components.person_chip(membership.user.name, role_in_words(membership), url=url)


def _links(systems: list[tuple[int, str]], linked: bool) -> SafeString:
    chips = (
        components.chip(name, icon_name="network", url=reverse("teams:system", args=[pk]) if linked else "")
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
        url = reverse("teams:person", args=[team.sponsor_id]) if linked else ""
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
    counted = team.cycles.aggregate(
        cycles=Count("pk"),
        open=Count("pk", filter=Q(decision="")),
        ideas=Count("idea", distinct=True),
        **{decision.value: Count("pk", filter=Q(decision=decision)) for decision in ActDecision},
    )
    cycles, ideas = counted["cycles"], counted["ideas"]
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


# -- What happened ------------------------------------------------------------------------------------------------

Dated = tuple[dt.date, int, Happening]


def _news(
    team: Team,
    memberships: list[Membership],
    changes: list[StateChange],
    scores: list[ProgressScore],
    cycles: list[Cycle],
) -> list[Happening]:
    """The latest of what happened, from rows that the page has read anyway."""
    told: list[Dated] = [
        *(each for change in changes for each in _of_change(change)),
        *(each for membership in memberships for each in _of_membership(membership)),
        *(_of_score(score) for score in scores),
        *(each for cycle in cycles for each in _of_cycle(cycle)),
    ]
    told.sort(key=lambda each: each[:2], reverse=True)
    return [happening for _, _, happening in told[:LATEST_NEWS]]


def _told(day: dt.date, order: int, title: str, **rest: str) -> Dated:
    return day, order, Happening(when=f"{day:%-d %B %Y}", title=title, **rest)


def _of_change(change: StateChange) -> list[Dated]:
    to = TeamState(change.to_state).label.lower()
    proposal = change.from_state == TeamState.PROPOSED
    who = change.asked_by.name if change.asked_by else ""
    asked = timezone.localdate(change.created_at)
    direct = change.decided_at is not None and change.decided_by_id == change.asked_by_id
    title = "Proposed" if proposal else f"Asked to be {to}"
    told = [] if direct and not proposal else [_told(asked, 1, title, body=change.why, who=who, icon="send")]
    if change.decided_at is not None:
        decided = timezone.localdate(change.decided_at)
        by = change.decided_by.name if change.decided_by else ""
        body = change.answer or (change.why if direct else "")
        if change.learnt:
            body = f"{body} Learnt: {change.learnt}".strip()
        told.append(_told(decided, 2, _outcome(change, proposal, to), body=body, who=by, icon="flag", tone="brand"))
    return told


def _outcome(change: StateChange, proposal: bool, to: str) -> str:
    if proposal:
        return "Established by the oversight group" if change.granted else "The proposal was turned down"
    return f"Became {to}" if change.granted else f"The request to be {to} was declined"


def _of_membership(membership: Membership) -> list[Dated]:
    name, role = membership.user.name, role_in_words(membership)
    told = [_told(membership.joined_on, 3, f"{name} joined", body=role, icon="user-plus")]
    if membership.left_on:
        told.append(_told(membership.left_on, 4, f"{name} left", icon="log-out", tone="quiet"))
    return told


def _of_score(score: ProgressScore) -> Dated:
    name = PROGRESS_STEPS[f"{score.score:.1f}"][0]
    who = score.scored_by.name if score.scored_by else ""
    title = f"Progress scored {score.score:.1f}: {name.lower()}"
    return _told(score.scored_on, 5, title, body=score.note, who=who, icon="trending-up")


def _of_cycle(cycle: Cycle) -> list[Dated]:
    url = reverse("teams:cycle", args=[cycle.pk])
    told = []
    if cycle.starts_on <= today():
        told.append(_told(cycle.starts_on, 6, f"Test began: {cycle.title}", icon="play", url=url))
    if cycle.decision and cycle.decided_on:
        word = {"adopt": "Adopted", "adapt": "Adapted", "abandon": "Abandoned"}[cycle.decision]
        icon = {"adopt": "circle-check", "adapt": "refresh-cw", "abandon": "circle-x"}[cycle.decision]
        tone = "good" if cycle.decision == ActDecision.ADOPT else "plain"
        told.append(
            _told(cycle.decided_on, 7, f"{word}: {cycle.title}", body=cycle.learnt, icon=icon, tone=tone, url=url)
        )
    return told
