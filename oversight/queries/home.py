"""Home: what waits for a person today, by everything that they are here, then what is theirs.

Each part is one query that is asked only of those whom it concerns, so that a page costs a nurse four queries and
nobody more than twelve, whatever the number of rows; `home` says which.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from measures.enums import CONCERNING
from measures.queries.measures import with_unit
from oversight.enums import OPEN_BARRIER, BarrierState
from oversight.queries.conflicts import count_of_conflicts
from oversight.queries.setup import checklist_steps
from oversight.queries.walls import since
from redesign.lib import components
from redesign.lib.dates import days_ago, today
from teams.enums import LEADING, RUNNING, SERVING, Role, Step, TeamRole, TeamState
from teams.models import User
from teams.permissions.standing import Standing, standing

SHOWN = 12
"""Lines of each list; what is left out is counted and linked."""
SCORE_EVERY = 30
"""Days after which a team's progress score is due again."""
OPEN_ENDED = 14
"""Days after which a test without an end is taken to wait for its study."""
SILENT_AFTER = 28
"""Days without anything happening after which a running team is shown as silent."""
WORKING = frozenset({TeamRole.MEMBER, *LEADING})


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person, in ready strings; `order` puts the pressing first."""

    order: tuple[int, dt.date]
    icon: SafeString
    title: str
    where: str
    when: str
    url: str
    button: str
    late: bool = False


@dataclass(frozen=True)
class TeamCard:
    """A team of one's own."""

    url: str
    name: str
    place: str
    badge: SafeString
    signal: SafeString
    signal_text: str
    next_step: str
    next_url: str
    barriers: str
    silence: str


@dataclass(frozen=True)
class MeasureLine:
    """A measure of one's own, with its latest weeks."""

    url: str
    name: str
    where: str
    value: str
    spark: SafeString
    icons: SafeString
    since: str
    enter_url: str


@dataclass(frozen=True)
class SystemLine:
    """A system that one leads."""

    url: str
    name: str
    level: SafeString
    teams: str
    barriers: str


@dataclass(frozen=True)
class Home:
    """Everything on the page of one person, in ready strings."""

    waiting: list[Waiting] = field(default_factory=list)
    left_out: int = 0
    teams: list[TeamCard] = field(default_factory=list)
    measures: list[MeasureLine] = field(default_factory=list)
    measures_title: str = "My measures"
    systems: list[SystemLine] = field(default_factory=list)
    attention: list[TeamCard] = field(default_factory=list)
    setup_done: int = 0
    setup_steps: int = 0
    setup_next: str = ""
    looks_after: bool = False
    is_new: bool = False

    @property
    def setup_words(self) -> str:
        return f"{self.setup_done} of {self.setup_steps}"


def home(user: User) -> Home:
    """The page of this person.

    Beside the person's standing (one query): their measures (one, or two where they have none of their own), teams
    and cycles (one each where they are in a team), barriers (one for staff), systems led (one where they lead any);
    for the oversight group open proposals, conflicts and teams that need attention (three); for analysts late data
    (one); for administrators accounts, jobs and the set-up checklist (two).
    """
    me = standing(user)
    now = today()
    waiting: list[Waiting] = []
    teams = _teams(me) if me.teams else []
    cycles = _cycles(me) if me.teams else []
    own = _own_measures(user, me)
    waiting += _points_due(own, me, user, now) + _cycles_waiting(cycles, me, now) + _teams_waiting(teams, me, now)
    if me.is_staff:
        waiting += _barriers_waiting(user, me, now)
    if me.has(Role.OVERSIGHT):
        waiting += _decisions(now) + _conflicts(now)
    if me.has(Role.ANALYST):
        waiting += _late_data(now)
    steps_done, steps_all, next_step = 0, 0, ""
    if me.has(Role.ADMINISTRATOR):
        more, checklist_hidden = _for_administrators(now)
        waiting += more
        if not checklist_hidden:
            steps = checklist_steps()
            steps_done, steps_all = sum(step.done for step in steps), len(steps)
            next_step = next((step.title for step in steps if not step.done), "")
    waiting.sort(key=lambda each: each.order)
    systems = _systems(me) if me.systems_led else []
    lines = own[:SHOWN] if own or not me.is_staff else _whole_system_measures()
    return Home(
        waiting=waiting[:SHOWN],
        left_out=max(len(waiting) - SHOWN, 0),
        teams=_team_cards(teams, cycles, now),
        measures=_measure_lines(lines, me, user, now),
        measures_title="My measures" if own else "Whole-system measures",
        systems=systems,
        attention=_attention() if me.has(Role.OVERSIGHT) else [],
        setup_done=steps_done,
        setup_steps=steps_all if steps_done < steps_all else 0,
        setup_next=next_step,
        looks_after=me.has(Role.ADMINISTRATOR),
        is_new=not (teams or own or systems or me.roles),
    )


# -- Teams and their cycles ---------------------------------------------------------------------------------------


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


def _read(statement: str, *given: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement. Home is asked for most of all pages, so it reads plain rows and makes no models."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def _teams(me: Standing) -> list[TeamRow]:
    return [TeamRow(*row) for row in _read(OWN_TEAMS, list(me.teams))]


def _cycles(me: Standing) -> list[CycleRow]:
    return [CycleRow(*row) for row in _read(CYCLES, list(me.teams), list(RUNNING))]


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


def _cycles_waiting(cycles: Iterable[CycleRow], me: Standing, now: dt.date) -> list[Waiting]:
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
                    when=_since(since, now, "starts"),
                    url=reverse("teams:cycle", args=[cycle.pk]),
                    button=button,
                    late=since < now,
                )
            )
    return found


def _teams_waiting(teams: Iterable[TeamRow], me: Standing, now: dt.date) -> list[Waiting]:
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


def _team_cards(teams: Iterable[TeamRow], cycles: Iterable[CycleRow], now: dt.date) -> list[TeamCard]:
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
    return _count(waiting, "open barrier") + (f", {overdue} overdue" if overdue else "")


def _silence(team: TeamRow, now: dt.date) -> str:
    """Says that a running team has been silent for long: the sign by which a coach sees who is stuck."""
    if team.state not in RUNNING or team.last_happened_at is None:
        return ""
    days = (now - timezone.localtime(team.last_happened_at).date()).days
    return f"Nothing has happened for {days} days" if days > SILENT_AFTER else ""


def _attention() -> list[TeamCard]:
    """The five teams that need the group most: replies overdue, then signals of concern, then long silence."""
    found = [TeamRow(*row) for row in _read(ATTENTION, list(RUNNING), list(CONCERNING), SILENT_AFTER + 1)]
    return [_team_card(team, None, today()) for team in found]


# -- Measures -----------------------------------------------------------------------------------------------------

MOST = 60


class MeasureRow(NamedTuple):
    """A measure in use, with its summary, as MEASURES reads it."""

    pk: int
    name: str
    unit: str
    decimals: int
    target: float | None
    frequency: str
    collector_id: int | None
    team_id: int | None
    team: str | None
    team_state: str | None
    system: str
    points: int | None
    latest_period: dt.date | None
    latest_value: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    variation: str | None
    assurance: str | None
    recent: str | None
    due_on: dt.date | None


MEASURES = """
SELECT measure.id, measure.name, measure.unit, measure.decimals, measure.target, measure.frequency, measure.collector_id,
    measure.team_id, team.name, team.state, system.name, summary.points, summary.latest_period, summary.latest_value,
    summary.centre, summary.lower, summary.upper, summary.variation, summary.assurance, summary.recent, summary.due_on
FROM measures_measure AS measure
JOIN teams_system AS system ON system.id = measure.system_id
LEFT JOIN teams_team AS team ON team.id = measure.team_id
LEFT JOIN measures_measuresummary AS summary ON summary.measure_id = measure.id
WHERE measure.status <> 'retired'
"""
OWN_MEASURES = (
    MEASURES
    + """
AND (measure.collector_id = %s OR measure.team_id = ANY(%s))
ORDER BY measure.collector_id IS NOT DISTINCT FROM %s DESC, summary.due_on NULLS FIRST, measure.name, measure.id
LIMIT %s
"""
)
WHOLE_SYSTEM = MEASURES + " AND measure.whole_system ORDER BY measure.name, measure.id LIMIT 8"


def _own_measures(user: User, me: Standing) -> list[MeasureRow]:
    """The measures that one collects, then those of one's teams; the due before the others."""
    return [MeasureRow(*row) for row in _read(OWN_MEASURES, user.pk, list(me.teams), user.pk, MOST)]


def _whole_system_measures() -> list[MeasureRow]:
    """What the organisation itself is judged by."""
    return [MeasureRow(*row) for row in _read(WHOLE_SYSTEM)]


def _is_mine_to_enter(measure: MeasureRow, me: Standing, user: User) -> bool:
    """The collector's; where nobody collects, the people's who work in the team."""
    if measure.collector_id is not None:
        return measure.collector_id == user.pk
    return measure.team_id is not None and me.teams.get(measure.team_id) in WORKING


def _points_due(measures: Iterable[MeasureRow], me: Standing, user: User, now: dt.date) -> list[Waiting]:
    found = []
    for measure in measures:
        due, never = measure.due_on, not measure.points
        if not (_is_mine_to_enter(measure, me, user) and (never or (due is not None and due <= now))):
            continue
        if measure.team_state is not None and measure.team_state not in RUNNING:
            continue
        found.append(
            Waiting(
                order=(0, due or now),
                icon=components.icon("chart-line"),
                title=f"Enter data: {measure.name}",
                where=measure.team or measure.system,
                when="no data yet" if never or due is None else f"due {days_ago(due)}",
                url=reverse("measures:point-new", args=[measure.pk]),
                button="Enter",
                late=due is not None and due < now,
            )
        )
    return found


def _measure_lines(measures: Iterable[MeasureRow], me: Standing, user: User, now: dt.date) -> list[MeasureLine]:
    lines = []
    for measure in measures:
        at_work = measure.team_state is None or measure.team_state in RUNNING
        may_enter = at_work and (_is_mine_to_enter(measure, me, user) or me.belongs_to(measure.team_id or 0))
        lines.append(
            MeasureLine(
                url=reverse("measures:measure", args=[measure.pk]),
                name=measure.name,
                where=measure.team or measure.system,
                value=with_unit(measure, measure.latest_value) or "–",
                spark=_spark(measure),
                icons=components.icon_pair(measure.variation or "none", measure.assurance or "none"),
                since=since(measure.latest_period, measure.frequency, now) or "no data yet",
                enter_url=reverse("measures:point-new", args=[measure.pk]) if may_enter else "",
            )
        )
    return lines


def _spark(measure: MeasureRow) -> SafeString:
    recent = json.loads(measure.recent) if measure.recent else []
    if not recent:
        return SafeString()
    return components.sparkline(
        recent,
        variation=measure.variation or "none",
        centre=measure.centre,
        lower=measure.lower,
        upper=measure.upper,
        target=measure.target,
    )


LATE = """
SELECT count(*), max(summary.due_on)
FROM measures_measuresummary AS summary
JOIN measures_measure AS measure ON measure.id = summary.measure_id AND measure.status <> 'retired'
JOIN teams_system AS system ON system.id = measure.system_id AND system.closed_on IS NULL
LEFT JOIN teams_team AS team ON team.id = measure.team_id
WHERE summary.due_on < %s AND (team.id IS NULL OR team.state = ANY(%s))
"""


def _late_data(now: dt.date) -> list[Waiting]:
    """As many as the list that it leads to counts: see `measures.models.late_data`."""
    (count, since), *_ = _read(LATE, now, list(RUNNING))
    if not count:
        return []
    return [
        Waiting(
            order=(2, since),
            icon=components.icon("clock"),
            title=f"{_count(count, 'measure')} with late data",
            where="In the whole organisation",
            when=f"the latest was due {days_ago(since)}",
            url=reverse("measures:measures") + "?state=late",
            button="See which",
            late=True,
        )
    ]


# -- Barriers, decisions, accounts --------------------------------------------------------------------------------


BARRIERS = """
SELECT barrier.id, barrier.title, barrier.state, barrier.reply_by, team.name, system.name
FROM oversight_barrier AS barrier
JOIN teams_team AS team ON team.id = barrier.team_id
JOIN teams_system AS system ON system.id = barrier.addressed_to_id
WHERE (barrier.state = ANY(%s) AND (barrier.owner_id = %s OR system.id = ANY(%s) OR (%s AND system.parent_id IS NULL)))
    OR (barrier.state = 'answered' AND team.id = ANY(%s))
ORDER BY barrier.reply_by, barrier.id
LIMIT 50
"""


def _barriers_waiting(user: User, me: Standing, now: dt.date) -> list[Waiting]:
    """Barriers to answer, and answers that teams which this person leads have not taken in yet.

    To answer are those that one owns, that stand with a system one leads, or at the top for those who answer there:
    the same as `oversight.queries.barriers.for_me_to_answer`.
    """
    led = [team for team, role in me.teams.items() if role in LEADING]
    at_the_top = me.has(Role.EXECUTIVE, Role.OVERSIGHT)
    found = _read(BARRIERS, list(OPEN_BARRIER), user.pk, list(me.systems_led), at_the_top, led)
    return [_barrier_line(now, *row) for row in found]


def _barrier_line(now: dt.date, pk: int, title: str, state: str, reply_by: dt.date, team: str, system: str) -> Waiting:
    answered, late = state == BarrierState.ANSWERED, reply_by < now
    return Waiting(
        order=(2, reply_by),
        icon=components.icon("message-square" if answered else "flag"),
        title=f"{'Read the answer' if answered else 'Answer the barrier'}: {title}",
        where=f"{team}, to {system}",
        when="does it help?" if answered else f"reply {'was due' if late else 'due'} {days_ago(reply_by)}",
        url=reverse("oversight:barrier", args=[pk]),
        button="Read" if answered else "Answer",
        late=late and not answered,
    )


DECISIONS = """
SELECT change.id, change.from_state, change.created_at, team.name, asker.name
FROM teams_statechange AS change
JOIN teams_team AS team ON team.id = change.team_id
LEFT JOIN teams_user AS asker ON asker.id = change.asked_by_id
WHERE change.decided_at IS NULL
ORDER BY change.created_at
LIMIT 20
"""


def _decisions(now: dt.date) -> list[Waiting]:
    found = []
    for pk, from_state, created_at, team, asker in _read(DECISIONS):
        asked = timezone.localtime(created_at).date()
        what = "Decide on the proposal" if from_state == TeamState.PROPOSED else "Decide on a change of state"
        found.append(
            Waiting(
                order=(2, asked),
                icon=components.icon("inbox"),
                title=f"{what}: {team}",
                where=f"From {asker}" if asker else "",
                when=f"asked {days_ago(asked)}",
                url=reverse("oversight:decide", args=[pk]),
                button="Decide",
                late=(now - asked).days > OPEN_ENDED,
            )
        )
    return found


def _conflicts(now: dt.date) -> list[Waiting]:
    count = count_of_conflicts()
    if not count:
        return []
    return [
        Waiting(
            order=(2, now),
            icon=components.icon("scale"),
            title=f"Settle {_count(count, 'conflict')} over shared resources",
            where="Teams want more than there is",
            when="",
            url=reverse("oversight:conflicts"),
            button="Settle",
        )
    ]


ACCOUNTS = """
SELECT
  (SELECT count(*) FROM teams_invitation WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at < now()),
  (SELECT count(*) FROM teams_job WHERE done_at IS NULL AND given_up_at IS NOT NULL),
  coalesce((SELECT checklist_hidden FROM teams_organisation), false)
"""


def _for_administrators(now: dt.date) -> tuple[list[Waiting], bool]:
    """What administrators look after, and whether they have hidden the checklist; one query."""
    (expired, failed, hidden), *_ = _read(ACCOUNTS)
    found = []
    if expired:
        found.append(
            Waiting(
                order=(4, now),
                icon=components.icon("mail"),
                title=f"{_count(expired, 'invitation')} too old to be opened",
                where="Send again, or withdraw",
                when="",
                url=reverse("teams:invitations"),
                button="See them",
            )
        )
    if failed:
        found.append(
            Waiting(
                order=(4, now),
                icon=components.icon("octagon-alert"),
                title=f"{_count(failed, 'piece')} of background work failed",
                where="Read why, then try again",
                when="",
                url=reverse("oversight:jobs"),
                button="See them",
                late=True,
            )
        )
    return found, hidden


SYSTEMS = """
SELECT system.id, system.name, system.level,
    (SELECT count(*) FROM teams_team AS team WHERE team.system_id = system.id AND team.state = ANY(%s)),
    (SELECT count(*) FROM oversight_barrier AS barrier
     WHERE barrier.addressed_to_id = system.id AND barrier.state = ANY(%s))
FROM teams_system AS system
JOIN teams_rolegrant AS granted ON granted.system_id = system.id AND granted.user_id = %s
ORDER BY system.name
"""


def _systems(me: Standing) -> list[SystemLine]:
    """The systems that one leads oneself, with what is in each; those below are on its page."""
    return [
        SystemLine(
            url=reverse("teams:system", args=[pk]),
            name=name,
            level=components.badge("level", level),
            teams=_count(running, "team"),
            barriers=_count(waiting, "open barrier") if waiting else "",
        )
        for pk, name, level, running, waiting in _read(SYSTEMS, list(RUNNING), list(OPEN_BARRIER), me.user_id)
    ]


# -- Words --------------------------------------------------------------------------------------------------------


def _since(day: dt.date, now: dt.date, verb: str) -> str:
    if day >= now:
        return f"{verb} {days_ago(day)}"
    late = (now - day).days
    return f"waits for {_count(late, 'day')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
