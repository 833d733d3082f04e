"""Home: what waits for a person today, by everything that they are here, then what is theirs.

Each part is one query that is asked only of those whom it concerns, so that a page costs a nurse four queries and
nobody more than twelve, whatever the number of rows; `home` says which.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from measures.enums import CONCERNING
from measures.models import Measure
from measures.queries.measures import with_unit
from oversight.enums import OPEN_BARRIER, BarrierState
from oversight.models import Barrier
from oversight.queries.barriers import for_me_to_answer
from oversight.queries.conflicts import count_of_conflicts
from oversight.queries.setup import checklist_steps
from redesign.lib import components
from redesign.lib.dates import days_ago, today
from teams.enums import LEADING, RUNNING, SERVING, Role, Step, TeamRole, TeamState
from teams.models import Cycle, RoleGrant, StateChange, System, Team, User
from teams.permissions.standing import Standing, standing

SHOWN = 12
"""Lines of each list; what is left out is counted and linked."""
SCORE_EVERY = 30
"""Days after which a team's progress score is due again."""
OPEN_ENDED = 14
"""Days after which a test without an end is taken to wait for its study."""
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
        measures=_measure_lines(lines, me, user),
        measures_title="My measures" if own else "Whole-system measures",
        systems=systems,
        attention=_attention() if me.has(Role.OVERSIGHT) else [],
        setup_done=steps_done,
        setup_steps=steps_all if steps_done < steps_all else 0,
        setup_next=next_step,
        is_new=not (teams or own or systems or me.roles),
    )


# -- Teams and their cycles ---------------------------------------------------------------------------------------


_OF_TEAM = (
    *("name", "state", "aim_what", "system__name"),
    *("summary__signal", "summary__signal_text", "summary__open_barriers", "summary__overdue_barriers"),
)


def _teams(me: Standing) -> list[Team]:
    teams = Team.objects.standing().filter(pk__in=list(me.teams)).select_related("system", "summary")
    teams = teams.only(*_OF_TEAM)
    return list(teams.annotate(scored_on=Max("progress_scores__scored_on")).order_by("name"))


def _cycles(me: Standing) -> list[Cycle]:
    cycles = Cycle.objects.open().filter(team__in=list(me.teams), team__state__in=RUNNING)
    only = ("title", "step", "starts_on", "ends_on", "prediction_kind", "predicted_value", "predicted_yes")
    return list(cycles.select_related("team").only(*only, "team__name").order_by("starts_on", "pk")[:200])


def _next_of(cycle: Cycle, now: dt.date) -> tuple[str, str, dt.date] | None:
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


def _cycles_waiting(cycles: Iterable[Cycle], me: Standing, now: dt.date) -> list[Waiting]:
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
                    where=cycle.team.name,
                    when=_since(since, now, "starts"),
                    url=reverse("teams:cycle", args=[cycle.pk]),
                    button=button,
                    late=since < now,
                )
            )
    return found


def _teams_waiting(teams: Iterable[Team], me: Standing, now: dt.date) -> list[Waiting]:
    """Progress scores that coaches owe, charters that leads owe."""
    found = []
    for team in teams:
        scored = team.scored_on  # type: ignore[attr-defined]  # annotated in _teams
        if me.teams[team.pk] in SERVING and team.is_running and (scored is None or (now - scored).days > SCORE_EVERY):
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


def _team_cards(teams: Iterable[Team], cycles: Iterable[Cycle], now: dt.date) -> list[TeamCard]:
    nearest: dict[int, Cycle] = {}
    for cycle in cycles:
        held = nearest.get(cycle.team_id)
        if held is None or (_next_of(held, now) is None and _next_of(cycle, now) is not None):
            nearest[cycle.team_id] = cycle
    return [_team_card(team, nearest.get(team.pk), now) for team in teams]


def _team_card(team: Team, cycle: Cycle | None, now: dt.date) -> TeamCard:
    summary = getattr(team, "summary", None)
    url = reverse("teams:team", args=[team.pk])
    next_step, next_url = "", ""
    if cycle is not None:
        following = _next_of(cycle, now)
        next_step = f"{following[0]}: {cycle.title}" if following else f"Test running: {cycle.title}"
        next_url = reverse("teams:cycle", args=[cycle.pk])
    elif team.state in RUNNING:
        next_step, next_url = "Plan the next test of change", reverse("teams:cycle-new", args=[team.pk])
    barriers = summary.open_barriers if summary else 0
    return TeamCard(
        url=url,
        name=team.name,
        place=team.system.name,
        badge=components.badge("team", team.state),
        signal=components.signal_badge(summary.signal) if summary and summary.signal else SafeString(),
        signal_text=summary.signal_text if summary else "",
        next_step=next_step,
        next_url=next_url,
        barriers=_barriers(barriers, summary.overdue_barriers if summary else 0),
    )


def _barriers(waiting: int, overdue: int) -> str:
    if not waiting:
        return ""
    return _count(waiting, "open barrier") + (f", {overdue} overdue" if overdue else "")


def _attention() -> list[TeamCard]:
    """The five teams that need the group most: replies overdue, then signals of concern, then silence."""
    teams = Team.objects.filter(state__in=RUNNING).select_related("system", "summary").only(*_OF_TEAM)
    teams = teams.filter(Q(summary__overdue_barriers__gt=0) | Q(summary__signal__in=CONCERNING))
    order = ("-summary__overdue_barriers", "-summary__concerning", F("summary__last_happened_at").asc(nulls_first=True))
    return [_team_card(team, None, today()) for team in teams.order_by(*order, "name")[:5]]


# -- Measures -----------------------------------------------------------------------------------------------------

_MOST = 60


def _own_measures(user: User, me: Standing) -> list[Measure]:
    """The measures that one collects, then those of one's teams; the due before the others."""
    mine = Q(collector=user) | Q(team__in=list(me.teams)) if me.teams else Q(collector=user)
    first = Case(When(collector=user, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(_read(mine).order_by(first, F("summary__due_on").asc(nulls_first=True), "name", "pk")[:_MOST])


def _whole_system_measures() -> list[Measure]:
    """What the organisation itself is judged by."""
    return list(_read(Q(whole_system=True)).order_by("name", "pk")[:8])


def _read(which: Q) -> "QuerySet[Measure]":
    """Measures in use with what a line shows of them, and no more."""
    only = ("name", "unit", "decimals", "target", "collector_id", "team__name", "team__state", "system__name")
    summary = ("points", "latest_period", "latest_value", "centre", "lower", "upper", "variation", "assurance")
    kept = [f"summary__{name}" for name in (*summary, "recent", "due_on")]
    return Measure.objects.in_use().filter(which).select_related("summary", "team", "system").only(*only, *kept)


def _is_mine_to_enter(measure: Measure, me: Standing, user: User) -> bool:
    """The collector's; where nobody collects, the people's who work in the team."""
    if measure.collector_id is not None:
        return measure.collector_id == user.pk
    return measure.team_id is not None and me.teams.get(measure.team_id) in WORKING


def _points_due(measures: Iterable[Measure], me: Standing, user: User, now: dt.date) -> list[Waiting]:
    found = []
    for measure in measures:
        summary = getattr(measure, "summary", None)
        due = summary.due_on if summary else None
        never = summary is None or summary.points == 0
        if not (_is_mine_to_enter(measure, me, user) and (never or (due is not None and due <= now))):
            continue
        if measure.team is not None and measure.team.state not in RUNNING:
            continue
        found.append(
            Waiting(
                order=(0, due or now),
                icon=components.icon("chart-line"),
                title=f"Enter data: {measure.name}",
                where=str(measure.team or measure.system),
                when="no data yet" if never or due is None else f"due {days_ago(due)}",
                url=reverse("measures:point-new", args=[measure.pk]),
                button="Enter",
                late=due is not None and due < now,
            )
        )
    return found


def _measure_lines(measures: Iterable[Measure], me: Standing, user: User) -> list[MeasureLine]:
    lines = []
    for measure in measures:
        summary = getattr(measure, "summary", None)
        may_enter = _is_mine_to_enter(measure, me, user) or me.belongs_to(measure.team_id or 0)
        lines.append(
            MeasureLine(
                url=reverse("measures:measure", args=[measure.pk]),
                name=measure.name,
                where=str(measure.team or measure.system),
                value=_figure(summary.latest_value if summary else None, measure),
                spark=_spark(measure),
                icons=components.icon_pair(summary.variation, summary.assurance) if summary else SafeString(),
                since=days_ago(summary.latest_period) if summary and summary.latest_period else "no data yet",
                enter_url=reverse("measures:point-new", args=[measure.pk]) if may_enter else "",
            )
        )
    return lines


def _figure(value: float | None, measure: Measure) -> str:
    return with_unit(measure, value) or "–"


def _spark(measure: Measure) -> SafeString:
    summary = getattr(measure, "summary", None)
    if summary is None or not summary.recent:
        return SafeString()
    return components.sparkline(
        summary.recent,
        variation=summary.variation,
        centre=summary.centre,
        lower=summary.lower,
        upper=summary.upper,
        target=measure.target,
    )


def _late_data(now: dt.date) -> list[Waiting]:
    at_work = Q(team__isnull=True) | Q(team__state__in=RUNNING)
    late = Measure.objects.in_use().filter(at_work, summary__due_on__lt=now)
    count, since = late.aggregate(count=Count("pk"), since=Max("summary__due_on")).values()
    if not count:
        return []
    return [
        Waiting(
            order=(2, since),
            icon=components.icon("clock"),
            title=f"{_count(count, 'measure')} with late data",
            where="In the whole organisation",
            when=f"the latest was due {days_ago(since)}",
            url=reverse("measures:measures") + "?data=late",
            button="See which",
            late=True,
        )
    ]


# -- Barriers, decisions, accounts --------------------------------------------------------------------------------


def _barriers_waiting(user: User, me: Standing, now: dt.date) -> list[Waiting]:
    """Barriers to answer, and answers that teams which this person leads have not taken in yet."""
    led = [team for team, role in me.teams.items() if role in LEADING]
    to_answer = Q(pk__in=for_me_to_answer(user).values("pk")) | Q(owner=user, state__in=OPEN_BARRIER)
    answered = Q(team__in=led, state=BarrierState.ANSWERED)
    barriers = Barrier.objects.filter(to_answer | answered).select_related("team", "addressed_to")
    only = ("title", "state", "reply_by", "team__name", "addressed_to__name")
    return [_barrier_line(each, now) for each in barriers.only(*only).order_by("reply_by", "pk")[:50]]


def _barrier_line(barrier: Barrier, now: dt.date) -> Waiting:
    answered = barrier.state == BarrierState.ANSWERED
    return Waiting(
        order=(2, barrier.reply_by),
        icon=components.icon("message-square" if answered else "flag"),
        title=f"{'Read the answer' if answered else 'Answer the barrier'}: {barrier.title}",
        where=f"{barrier.team.name}, to {barrier.addressed_to.name}",
        when="does it help?" if answered else f"reply {'was due' if barrier.reply_by < now else 'by'} {days_ago(barrier.reply_by)}",
        url=reverse("oversight:barrier", args=[barrier.pk]),
        button="Read" if answered else "Answer",
        late=not answered and barrier.reply_by < now,
    )  # fmt: skip


def _decisions(now: dt.date) -> list[Waiting]:
    changes = StateChange.objects.open().select_related("team", "asked_by").order_by("created_at")
    found = []
    for change in changes[:20]:
        proposed = change.from_state == TeamState.PROPOSED
        asked = timezone.localtime(change.created_at).date()
        found.append(
            Waiting(
                order=(2, asked),
                icon=components.icon("inbox"),
                title=f"{'Decide on the proposal' if proposed else 'Decide on a change of state'}: {change.team.name}",
                where=f"From {change.asked_by.name}" if change.asked_by else "",
                when=f"asked {days_ago(asked)}",
                url=reverse("oversight:decide", args=[change.pk]),
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


_ACCOUNTS = """
SELECT
  (SELECT count(*) FROM teams_invitation WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at < now()),
  (SELECT count(*) FROM teams_job WHERE done_at IS NULL AND given_up_at IS NOT NULL),
  coalesce((SELECT checklist_hidden FROM teams_organisation), false)
"""


def _for_administrators(now: dt.date) -> tuple[list[Waiting], bool]:
    """What administrators look after, and whether they have hidden the checklist; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS)
        expired, failed, hidden = cursor.fetchone()
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


def _systems(me: Standing) -> list[SystemLine]:
    """The systems that one leads oneself, with what is in each; those below are on its page."""
    led = RoleGrant.objects.filter(user=me.user_id, role=Role.SYSTEM_LEADER).values("system")
    systems = System.objects.filter(pk__in=led).annotate(
        running=Count("teams", filter=Q(teams__state__in=RUNNING), distinct=True),
        waiting=Count("barriers", filter=Q(barriers__state__in=OPEN_BARRIER), distinct=True),
    )
    return [
        SystemLine(
            url=reverse("teams:system", args=[system.pk]),
            name=system.name,
            level=components.badge("level", system.level),
            teams=_count(system.running, "team"),
            barriers=_count(system.waiting, "open barrier") if system.waiting else "",
        )
        for system in systems
    ]


# -- Words --------------------------------------------------------------------------------------------------------


def _since(day: dt.date, now: dt.date, verb: str) -> str:
    if day >= now:
        return f"{verb} {days_ago(day)}"
    late = (now - day).days
    return f"waits for {_count(late, 'day')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
