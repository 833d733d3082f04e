"""What happened in a team, for the timeline on its page."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone

from redesign.lib.addresses import address
from redesign.lib.components import Happening
from redesign.lib.dates import today
from teams.enums import PROGRESS_STEPS, ActDecision, Step, TeamState
from teams.models import Cycle, Membership, ProgressScore, StateChange, Team
from teams.queries.memberships import role_in_words

LATEST_NEWS = 14

Dated = tuple[dt.date, int, Happening]
"""The day it happened, its place among what happened that day, and how it is told."""

Source = Callable[[Team], list[Dated]]
_elsewhere: list[Source] = []


def also_tell(source: Source) -> None:
    """Let a higher app tell what happened in its eyes, the latest `LATEST_NEWS`; call it once, in the app's `ready()`."""
    if source not in _elsewhere:
        _elsewhere.append(source)


def news_of(
    team: Team,
    *,
    memberships: Iterable[Membership],
    changes: Iterable[StateChange],
    scores: Iterable[ProgressScore],
    cycles: Iterable[Cycle],
) -> list[Happening]:
    """The latest of what happened, newest first, from rows that the page has read anyway; no query but those of the
    higher apps."""
    happened: list[Dated] = [
        *(each for change in changes for each in _of_change(change)),
        *(each for membership in memberships for each in _of_membership(membership)),
        *(_of_score(score) for score in scores),
        *(each for cycle in cycles for each in _of_cycle(cycle)),
        *(each for source in _elsewhere for each in source(team)),
    ]
    happened.sort(key=lambda each: each[:2], reverse=True)
    return [happening for _, _, happening in happened[:LATEST_NEWS]]


def happened_on(day: dt.date, order: int, title: str, **rest: str) -> Dated:
    """A happening of a day, as every source writes it."""
    return day, order, Happening(when=f"{day:%-d %B %Y}", title=title, **rest)


def _of_change(change: StateChange) -> list[Dated]:
    to = TeamState(change.to_state).label.lower()
    proposal = change.from_state == TeamState.PROPOSED
    who = change.asked_by.name if change.asked_by else ""
    asked = timezone.localdate(change.created_at)
    direct = change.decided_at is not None and change.decided_by_id == change.asked_by_id
    title = "Proposed" if proposal else f"Asked to be {to}"
    told = [] if direct and not proposal else [happened_on(asked, 1, title, body=change.why, who=who, icon="send")]
    if change.decided_at is not None:
        decided = timezone.localdate(change.decided_at)
        by = change.decided_by.name if change.decided_by else ""
        body = change.answer or (change.why if direct else "")
        if change.learnt:
            body = f"{body} Learnt: {change.learnt}".strip()
        told.append(
            happened_on(decided, 2, _outcome(change, proposal, to), body=body, who=by, icon="flag", tone="brand")
        )
    return told


def _outcome(change: StateChange, proposal: bool, to: str) -> str:
    if proposal:
        return "Established by the oversight group" if change.granted else "The proposal was turned down"
    return f"Became {to}" if change.granted else f"The request to be {to} was declined"


def _of_membership(membership: Membership) -> list[Dated]:
    name, role = membership.user.name, role_in_words(membership)
    told = [happened_on(membership.joined_on, 3, f"{name} joined", body=role, icon="user-plus")]
    if membership.left_on:
        told.append(happened_on(membership.left_on, 4, f"{name} left", icon="log-out", tone="quiet"))
    return told


def _of_score(score: ProgressScore) -> Dated:
    name = PROGRESS_STEPS[f"{score.score:.1f}"][0]
    who = score.scored_by.name if score.scored_by else ""
    title = f"Progress scored {score.score:.1f}: {name.lower()}"
    return happened_on(score.scored_on, 5, title, body=score.note, who=who, icon="trending-up")


def _of_cycle(cycle: Cycle) -> list[Dated]:
    url = address("teams:cycle", cycle.pk)
    told = []
    if cycle.step != Step.PLAN and cycle.starts_on <= today():
        told.append(happened_on(cycle.starts_on, 6, f"Test began: {cycle.title}", icon="play", url=url))
    if cycle.decision and cycle.decided_on:
        word = {"adopt": "Adopted", "adapt": "Adapted", "abandon": "Abandoned"}[cycle.decision]
        icon = {"adopt": "circle-check", "adapt": "refresh-cw", "abandon": "circle-x"}[cycle.decision]
        tone = "good" if cycle.decision == ActDecision.ADOPT else "plain"
        told.append(
            happened_on(cycle.decided_on, 7, f"{word}: {cycle.title}", body=cycle.learnt, icon=icon, tone=tone, url=url)
        )
    return told
