"""Home: barriers, decisions, accounts and systems that a person answers for."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from oversight.enums import OPEN_BARRIER, BarrierState
from oversight.queries.conflicts import count_of_conflicts
from oversight.queries.home.lines import OPEN_ENDED, SystemLine, Waiting, count_of, read
from redesign.lib import components
from redesign.lib.dates import days_ago
from teams.enums import LEADING, RUNNING, Role, TeamState
from teams.models import Team, User
from teams.permissions.standing import Standing

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


def barriers_waiting(user: User, me: Standing, now: dt.date) -> list[Waiting]:
    """Barriers to answer, and answers that teams which this person leads have not taken in yet.

    To answer are those that one owns, that stand with a system one leads, or at the top for those who answer there:
    the same as `oversight.queries.barriers.for_me_to_answer`.
    """
    led = [team for team, role in me.teams.items() if role in LEADING]
    at_the_top = me.has(Role.EXECUTIVE, Role.OVERSIGHT)
    found = read(BARRIERS, list(OPEN_BARRIER), user.pk, list(me.systems_led), at_the_top, led)
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


def decisions(now: dt.date) -> list[Waiting]:
    found = []
    for pk, from_state, created_at, team, asker in read(DECISIONS):
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


def conflicts(now: dt.date) -> list[Waiting]:
    count = count_of_conflicts()
    if not count:
        return []
    return [
        Waiting(
            order=(2, now),
            icon=components.icon("scale"),
            title=f"Settle {count_of(count, 'conflict')} over shared resources",
            where="Teams want more than there is",
            when="",
            url=reverse("oversight:conflicts"),
            button="Settle",
        )
    ]


def without_a_lead(now: dt.date) -> list[Waiting]:
    """Established teams that nobody leads who can sign in: the group names somebody, or asks a co-lead to."""
    count = Team.objects.leaderless().count()
    if not count:
        return []
    return [
        Waiting(
            order=(2, now),
            icon=components.icon("user-plus"),
            title=f"{count_of(count, 'team')} without a lead",
            where="Name somebody under People on its page",
            when="",
            url=f"{reverse('teams:teams')}?state=leaderless",
            button="See which" if count > 1 else "See it",
        )
    ]


ACCOUNTS = """
SELECT
  (SELECT count(*) FROM teams_invitation WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at < now()),
  (SELECT count(*) FROM teams_job WHERE done_at IS NULL AND given_up_at IS NOT NULL),
  coalesce((SELECT checklist_hidden FROM teams_organisation), false)
"""


def for_administrators(now: dt.date) -> tuple[list[Waiting], bool]:
    """What administrators look after, and whether they have hidden the checklist; one query."""
    (expired, failed, hidden), *_ = read(ACCOUNTS)
    found = []
    if expired:
        found.append(
            Waiting(
                order=(4, now),
                icon=components.icon("mail"),
                title=f"{count_of(expired, 'invitation')} too old to be opened",
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
                title=f"{count_of(failed, 'piece')} of background work failed",
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
     WHERE barrier.addressed_to_id = system.id AND barrier.state = ANY(%s)),
    (SELECT count(*) FROM measures_signalcard AS card JOIN measures_measure AS measure ON measure.id = card.measure_id
     WHERE measure.system_id = system.id AND measure.team_id IS NULL AND measure.status <> 'retired'
         AND card.state = 'open' AND system.closed_on IS NULL)
FROM teams_system AS system
JOIN teams_rolegrant AS granted ON granted.system_id = system.id AND granted.user_id = %s
ORDER BY system.name
"""


def systems_led(me: Standing) -> list[SystemLine]:
    """The systems that one leads oneself, with what is in each; those below are on its page.

    Signals are those of the system's own measures: a team's wait for the team.
    """
    return [
        SystemLine(
            url=reverse("teams:system", args=[pk]),
            name=name,
            level=components.badge("level", level),
            teams=count_of(running, "team"),
            barriers=count_of(waiting, "open barrier") if waiting else "",
            signals=f"{count_of(signals, 'signal')} unanswered" if signals else "",
            signals_url=f"{reverse('measures:cards')}?system={pk}",
        )
        for pk, name, level, running, waiting, signals in read(SYSTEMS, list(RUNNING), list(OPEN_BARRIER), me.user_id)
    ]
