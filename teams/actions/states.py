"""The lifecycle of a team: asked for by its leads, decided by the oversight group. `NEXT_STATES` is the table."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import get_text_list

from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.actions.jobs import enqueue
from teams.actions.memberships import name_coach, name_lead
from teams.actions.teams import require_not_closed
from teams.enums import NEXT_STATES, TeamRole, TeamState
from teams.models import StateChange, Team, User
from teams.queries.lacks import charter_gaps

NEEDS_CHARTER = frozenset({TeamState.ACTIVE, TeamState.SUSTAINING})
"""States that a team reaches only with a complete charter."""


def require_next_state(team: Team, to: str) -> None:
    """Refuse a step that the table does not have, and one that the charter is not ready for."""
    if to not in NEXT_STATES[team.state]:
        was, shall = TeamState(team.state).label.lower(), TeamState(to).label.lower()
        raise Refusal(f"{team.name} is {was}; it cannot become {shall} from there.", field="to")
    if to in NEEDS_CHARTER:
        gaps = charter_gaps(team, has_lead=team.memberships.current().filter(role=TeamRole.LEAD).exists())
        if gaps:
            raise Refusal(f"The charter is not complete yet. It still needs {get_text_list(gaps, 'and')}.", field="to")


def require_lesson(team: Team, to: str, learnt: str) -> None:
    """Refuse to close a team that has worked without a word on what was learnt."""
    if to == TeamState.CLOSED and team.state != TeamState.PROPOSED and not learnt.strip():
        raise Refusal("Say what was learnt: it is what the next team begins with.", field="learnt")


@transaction.atomic
def ask_for_state(*, team: Team, to: str, by: User, why: str, learnt: str = "") -> StateChange:
    """Ask the oversight group for the team's next state; one request at a time."""
    team = locked(team)
    require_not_closed(team)
    require_nothing_open(team)
    require_next_state(team, to)
    require_lesson(team, to, learnt)
    asked = StateChange.objects.create(
        team=team, from_state=team.state, to_state=to, asked_by=by, why=why, learnt=learnt
    )
    team_touched.send(sender=Team, team_id=team.pk)
    return asked


def require_nothing_open(team: Team) -> None:
    """Refuse while the team has a request that waits for its decision."""
    waiting = team.state_changes.open().first()
    if waiting is not None:
        to = TeamState(waiting.to_state).label.lower()
        raise Refusal(
            f"The request to become {to} of {timezone.localdate(waiting.created_at):%-d %B} waits for the oversight "
            "group. It comes first."
        )


@transaction.atomic
def decide(
    *,
    change: StateChange,
    granted: bool,
    by: User,
    answer: str = "",
    lead: User | None = None,
    sponsor: User | None = None,
    coach: User | None = None,
) -> StateChange:
    """Grant or decline an open request, once; whoever comes second is told who decided.

    Establishing a proposal names its first lead, and its sponsor and coach where they are known. A proposal that is
    turned down is closed. Declining gives its reason. Who asked, and the team, are told.
    """
    team = locked(change.team)
    change = StateChange.objects.select_for_update(of=("self",)).select_related("decided_by").get(pk=change.pk)
    if not change.is_open:
        who = change.decided_by.name if change.decided_by else "Somebody"
        done = "granted" if change.granted else "declined"
        raise Refusal(f"{who} has {done} this already, on {timezone.localdate(change.decided_at):%-d %B}.")
    if not granted and not answer.strip():
        raise Refusal("Give a reason: the people who asked have a right to it.", field="answer")
    is_proposal = change.from_state == TeamState.PROPOSED
    if granted:
        if is_proposal:
            _name_people(team, lead=lead, sponsor=sponsor, coach=coach)
        require_next_state(team, change.to_state)
    _settle(change, granted=granted, by=by, answer=answer)
    if granted or is_proposal:
        _take(team, change.to_state if granted else TeamState.CLOSED, why=answer or change.why)
    enqueue("teams.tasks.tell_of_state", change_id=change.pk)
    team_touched.send(sender=Team, team_id=team.pk)
    return change


def _name_people(team: Team, *, lead: User | None, sponsor: User | None, coach: User | None) -> None:
    if lead is None and not team.memberships.current().filter(role=TeamRole.LEAD).exists():
        raise Refusal("Name the person who will lead the team.", field="lead")
    if coach is not None and coach == lead:
        raise Refusal("The coach asks what the lead does not see: name two different people.", field="coach")
    if lead is not None:
        name_lead(team, lead)
    if coach is not None:
        name_coach(team, coach)
    if sponsor is not None:
        team.sponsor = sponsor
        team.version += 1
        team.save(update_fields=["sponsor", "version", "updated_at"])


@transaction.atomic
def move_team(*, team: Team, to: str, by: User, why: str, learnt: str = "") -> StateChange:
    """Take a team to its next state at once, as the oversight group may; an open request is decided first. The team is told."""
    team = locked(team)
    require_not_closed(team)
    require_nothing_open(team)
    require_next_state(team, to)
    require_lesson(team, to, learnt)
    change = StateChange.objects.create(
        team=team,
        from_state=team.state,
        to_state=to,
        asked_by=by,
        why=why,
        learnt=learnt,
        decided_by=by,
        decided_at=timezone.now(),
        granted=True,
    )
    _take(team, to, why=why)
    enqueue("teams.tasks.tell_of_state", change_id=change.pk)
    team_touched.send(sender=Team, team_id=team.pk)
    return change


@transaction.atomic
def withdraw_request(*, change: StateChange, by: User) -> StateChange:
    """Take back an open request; a proposal that is withdrawn is closed."""
    team = locked(change.team)
    change = StateChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if not change.is_open:
        raise Refusal("The oversight group has decided this meanwhile.")
    _settle(change, granted=False, by=by, answer=f"Withdrawn by {by.name}.")
    if change.from_state == TeamState.PROPOSED:
        _take(team, TeamState.CLOSED, why=change.answer)
    team_touched.send(sender=Team, team_id=team.pk)
    return change


def _settle(change: StateChange, *, granted: bool, by: User, answer: str) -> None:
    change.granted, change.decided_by, change.decided_at, change.answer = granted, by, timezone.now(), answer
    with constraints_in_words(StateChange, {"declining_gives_a_reason": "answer"}):
        change.save(update_fields=["granted", "decided_by", "decided_at", "answer", "updated_at"])


def _take(team: Team, to: str, *, why: str) -> None:
    """The step itself. A team's first active day is the day it starts, unless its charter names one."""
    team.state = to
    team.version += 1
    if to == TeamState.ACTIVE and team.starts_on is None:
        team.starts_on = today() if team.ends_on is None else min(today(), team.ends_on)
    with because(why):
        team.save(update_fields=["state", "starts_on", "version", "updated_at"])
