"""Home: one's teams, their cycles, and what waits there."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from measures.enums import CONCERNING
from oversight.queries.home.lines import (
    OPEN_ENDED,
    SCORE_EVERY,
    SILENT_AFTER,
    WORKING,
    TeamCard,
    Waiting,
    count_of,
    read,
    waits_since,
)
from redesign.lib import components
from redesign.lib.dates import days_ago, today
from teams.enums import RUNNING, SERVING, Step, TeamState
from teams.permissions.standing import Standing


class TeamRow(NamedTuple):
    """A team as TEAMS reads it."""

    pk: int
    name: str
    state: str
    aim_what: str
    system: str
    signal: str | None
    signal_text: str | None
    open_barriers: int | None
    overdue_barriers: int | None
    last_happened_at: dt.datetime | None
    scored_on: dt.date | None


class CycleRow(NamedTuple):
    """A cycle without a decision as CYCLES reads it."""

    pk: int
    title: str
    step: str
    starts_on: dt.date
    ends_on: dt.date | None
    is_predicted: bool
    team_id: int
    team: str


TEAMS = """
SELECT team.id, team.name, team.state, team.aim_what, system.name,
    summary.signal, summary.signal_text, summary.open_barriers, summary.overdue_barriers,
    summary.last_happened_at,
    (SELECT max(scored_on) FROM teams_progressscore AS score WHERE score.team_id = team.id)
FROM teams_team AS team
JOIN teams_system AS system ON system.id = team.system_id
LEFT JOIN oversight_teamsummary AS summary ON summary.team_id = team.id
"""
OWN_TEAMS = TEAMS + " WHERE team.id = ANY(%s) AND team.state <> 'closed' ORDER BY team.name, team.id"
ATTENTION = (
    TEAMS
    + """
WHERE team.state = ANY(%s) AND (
    summary.overdue_barriers > 0 OR summary.signal = ANY(%s) OR summary.last_happened_at < now() - %s * interval '1 day'
)
ORDER BY summary.overdue_barriers DESC, summary.concerning DESC, summary.last_happened_at NULLS FIRST, team.name
LIMIT 5
"""
)
CYCLES = """
SELECT cycle.id, cycle.title, cycle.step, cycle.starts_on, cycle.ends_on,
    CASE cycle.prediction_kind WHEN 'number' THEN cycle.predicted_value IS NOT NULL
        ELSE cycle.predicted_yes IS NOT NULL END,
    team.id, team.name
FROM teams_cycle AS cycle
JOIN teams_team AS team ON team.id = cycle.team_id
WHERE cycle.decision = '' AND team.id = ANY(%s) AND team.state = ANY(%s)
ORDER BY cycle.starts_on, cycle.id
LIMIT 200
"""


def teams_of(me: Standing) -> list[TeamRow]:
    return [TeamRow(*row) for row in read(OWN_TEAMS, list(me.teams))]


def cycles_of(me: Standing) -> list[CycleRow]:
    return [CycleRow(*row) for row in read(CYCLES, list(me.teams), list(RUNNING))]


def _next_of(cycle: CycleRow, now: dt.date) -> tuple[str, str, dt.date] | None:
    """What the cycle waits for: (what to do, the word on the button, since when); None while its test runs."""
    if cycle.step == Step.PLAN:
        if cycle.is_predicted:
            return ("Begin the test", "Begin", cycle.starts_on) if cycle.starts_on <= now else None
        soon = cycle.starts_on <= now + dt.timedelta(days=7)
        return ("Make the prediction", "Predict", cycle.starts_on) if soon else None
    if cycle.step == Step.DO:
        ends = cycle.ends_on or cycle.starts_on + dt.timedelta(days=OPEN_ENDED)
        return ("Say what happened, and study it", "Study", ends) if ends < now else None
    since = cycle.ends_on or cycle.starts_on
    if cycle.step == Step.STUDY:
        return ("Hold the result against the prediction", "Study", since)
    return ("Decide: adopt, adapt or abandon", "Decide", since)


def cycles_waiting(cycles: Iterable[CycleRow], me: Standing, now: dt.date) -> list[Waiting]:
    found = []
    for cycle in cycles:
        following = _next_of(cycle, now) if me.teams.get(cycle.team_id) in WORKING else None
        if following:
            what, button, since = following
            found.append(
                Waiting(
                    order=(1, since),
                    icon=components.icon("refresh-cw"),
                    title=f"{what}: {cycle.title}",
                    where=cycle.team,
                    when=waits_since(since, now, "starts"),
                    url=reverse("teams:cycle", args=[cycle.pk]),
                    button=button,
                    late=since < now,
                )
            )
    return found


def teams_waiting(teams: Iterable[TeamRow], me: Standing, now: dt.date) -> list[Waiting]:
    """Progress scores that coaches owe, charters that leads owe."""
    found = []
    for team in teams:
        scored = team.scored_on
        if (
            me.teams[team.pk] in SERVING
            and team.state in RUNNING
            and (scored is None or (now - scored).days > SCORE_EVERY)
        ):
            due = scored + dt.timedelta(days=SCORE_EVERY) if scored else now
            found.append(
                Waiting(
                    order=(3, due),
                    icon=components.icon("clipboard-check"),
                    title="Score how far they have come",
                    where=team.name,
                    when=f"last scored {days_ago(scored)}" if scored else "not scored yet",
                    url=reverse("teams:progress", args=[team.pk]),
                    button="Score",
                    late=scored is not None,
                )
            )
        if me.leads(team.pk) and team.state == TeamState.CHARTERED and not team.aim_what:
            found.append(
                Waiting(
                    order=(1, now),
                    icon=components.icon("target"),
                    title="Write the aim into the charter",
                    where=team.name,
                    when="the team has been established",
                    url=reverse("teams:team-charter", args=[team.pk]),
                    button="Write",
                )
            )
    return found


def team_cards(teams: Iterable[TeamRow], cycles: Iterable[CycleRow], now: dt.date) -> list[TeamCard]:
    nearest: dict[int, CycleRow] = {}
    for cycle in cycles:
        held = nearest.get(cycle.team_id)
        if held is None or (_next_of(held, now) is None and _next_of(cycle, now) is not None):
            nearest[cycle.team_id] = cycle
    return [_team_card(team, nearest.get(team.pk), now) for team in teams]


def _team_card(team: TeamRow, cycle: CycleRow | None, now: dt.date) -> TeamCard:
    url = reverse("teams:team", args=[team.pk])
    next_step, next_url = "", ""
    if cycle is not None:
        following = _next_of(cycle, now)
        next_step = f"{following[0]}: {cycle.title}" if following else f"Test running: {cycle.title}"
        next_url = reverse("teams:cycle", args=[cycle.pk])
    elif team.state in RUNNING:
        next_step, next_url = "Plan the next test of change", reverse("teams:cycle-new", args=[team.pk])
    return TeamCard(
        url=url,
        name=team.name,
        place=team.system,
        badge=components.badge("team", team.state),
        signal=components.signal_badge(team.signal) if team.signal else SafeString(),
        signal_text=team.signal_text or "",
        next_step=next_step,
        next_url=next_url,
        barriers=_barriers(team.open_barriers or 0, team.overdue_barriers or 0),
        silence=_silence(team, now),
    )


def _barriers(waiting: int, overdue: int) -> str:
    if not waiting:
        return ""
    return count_of(waiting, "open barrier") + (f", {overdue} overdue" if overdue else "")


def _silence(team: TeamRow, now: dt.date) -> str:
    """Says that a running team has been silent for long: the sign by which a coach sees who is stuck."""
    if team.state not in RUNNING or team.last_happened_at is None:
        return ""
    days = (now - timezone.localtime(team.last_happened_at).date()).days
    return f"Nothing has happened for {days} days" if days > SILENT_AFTER else ""


def teams_needing_attention() -> list[TeamCard]:
    """The five teams that need the group most: replies overdue, then signals of concern, then long silence."""
    found = [TeamRow(*row) for row in read(ATTENTION, list(RUNNING), list(CONCERNING), SILENT_AFTER + 1)]
    return [_team_card(team, None, today()) for team in found]
