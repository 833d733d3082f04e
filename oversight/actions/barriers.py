"""Raising a barrier, answering it, and what happens when nobody does.

Every change locks the barrier, writes a step of its life, and owes the e-mails to those concerned. Two people, or a
person and the clock, never act on the same state: the later one is refused, with what was saved before.
"""

import datetime as dt

from django.db import transaction

from oversight.enums import NEXT_BARRIER_STATES, OPEN_BARRIER, REPLY_DAYS, BarrierState
from oversight.models import Barrier, BarrierStep
from oversight.permissions.barriers import can_answer_barrier
from oversight.queries.barriers import addressees, next_above
from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.actions.jobs import enqueue
from teams.actions.teams import require_not_closed
from teams.models import System, Team, User

LATEST_REPLY = dt.timedelta(days=90)
FIELDS = {"barrier_is_open_once_in_its_team": "title"}


@transaction.atomic
def raise_barrier(
    *, team: Team, by: User, title: str, kind: str, description: str, addressed_to: System, reply_by: dt.date
) -> Barrier:
    """Tell the leaders of a system what stands in the team's way, and until when they promise an answer."""
    team = locked(team)
    if not team.is_running:
        raise Refusal(
            f"{team.name} is {team.get_state_display().lower()}: barriers are raised by teams that are at work."
        )
    if addressed_to not in addressees(team):
        raise Refusal("A barrier goes to the team's own system or one above it.", field="addressed_to")
    _require_near(reply_by)
    barrier = Barrier(
        team=team,
        raised_by=by,
        title=title,
        kind=kind,
        description=description,
        addressed_to=addressed_to,
        reply_by=reply_by,
    )
    with constraints_in_words(Barrier, fields=FIELDS):
        barrier.save()
    _step(barrier, BarrierState.RAISED, by=by)
    return barrier


@transaction.atomic
def edit_barrier(
    *, barrier: Barrier, version: int, by: User, title: str, kind: str, description: str, reply_by: dt.date
) -> None:
    """Word an open barrier better, or promise another day."""
    require_not_closed(barrier.team)
    barrier = _locked(barrier, version)
    if barrier.state not in OPEN_BARRIER:
        raise Refusal("This barrier has had its answer. Raise a new one for what is left of it.")
    if reply_by != barrier.reply_by:
        _require_near(reply_by)
    barrier.title, barrier.kind, barrier.description, barrier.reply_by = title, kind, description, reply_by
    with constraints_in_words(Barrier, fields=FIELDS):
        barrier.save()
    team_touched.send(sender=Team, team_id=barrier.team_id)


@transaction.atomic
def own_barrier(*, barrier: Barrier, version: int, by: User, owner: User) -> None:
    """Somebody takes it on, so that the team knows whom to ask; the promised day stays."""
    barrier = _locked(barrier, version)
    _require_answerer(by, barrier)
    if barrier.state not in OPEN_BARRIER:
        raise Refusal("This barrier has had its answer.")
    barrier.owner = owner
    barrier.save(update_fields=["owner", "version", "updated_at"])
    _step(barrier, BarrierState(barrier.state), by=by, owner=owner)


@transaction.atomic
def answer_barrier(*, barrier: Barrier, version: int, by: User, answer: str) -> None:
    """Tell the team what is done about it. The team may say that it is removed, or take it further up."""
    barrier = _locked(barrier, version)
    _require_answerer(by, barrier)
    _require_next(barrier, BarrierState.ANSWERED)
    if not answer.strip():
        raise Refusal("Write the answer: the team is waiting for it.", field="answer")
    barrier.answer, barrier.state, barrier.owner = answer, BarrierState.ANSWERED, barrier.owner or by
    barrier.save(update_fields=["answer", "state", "owner", "version", "updated_at"])
    _step(barrier, BarrierState.ANSWERED, by=by, text=answer)


@transaction.atomic
def remove_barrier(*, barrier: Barrier, version: int, by: User, what_happened: str) -> None:
    """It stands in the way no longer; what made it go is kept for others to learn from."""
    barrier = _locked(barrier, version)
    _require_next(barrier, BarrierState.REMOVED)
    if not what_happened.strip():
        raise Refusal("Say what made it go: another team may have the same one.", field="what_happened")
    barrier.state, barrier.closed_on = BarrierState.REMOVED, today()
    barrier.answer = barrier.answer or what_happened
    barrier.save(update_fields=["answer", "state", "closed_on", "version", "updated_at"])
    _step(barrier, BarrierState.REMOVED, by=by, text=what_happened)


@transaction.atomic
def withdraw_barrier(*, barrier: Barrier, version: int, by: User, why: str) -> None:
    """The team needs no answer any more."""
    barrier = _locked(barrier, version)
    _require_next(barrier, BarrierState.WITHDRAWN)
    barrier.state, barrier.closed_on = BarrierState.WITHDRAWN, today()
    barrier.save(update_fields=["state", "closed_on", "version", "updated_at"])
    _step(barrier, BarrierState.WITHDRAWN, by=by, text=why)


@transaction.atomic
def escalate_barrier(*, barrier: Barrier, version: int, by: User, why: str) -> None:
    """Take it to the system above: those it stands with may at any time, the team once the answer fails it."""
    barrier = _locked(barrier, version)
    _require_next(barrier, BarrierState.ESCALATED)
    waiting = barrier.state in OPEN_BARRIER and barrier.reply_by >= today()
    if waiting and not can_answer_barrier(by, barrier):
        raise Refusal(
            f"{barrier.addressed_to.name} has until {barrier.reply_by:%-d %B} to answer. After that it goes up by itself."
        )
    if not why.strip():
        raise Refusal("Say why it should go further up: the people there begin by reading this.", field="why")
    above = next_above(barrier.addressed_to)
    if above is None:
        raise Refusal(f"{barrier.addressed_to.name} is the top: there is nobody above to take it to.")
    _move_up(barrier, above, by=by, text=why)


def escalate_silent_barriers() -> int:
    """Take every open barrier whose promised day has passed to the system above; how many went.

    One transaction each. At the top a barrier stays where it is, and shows as overdue. A second run on the same day
    finds nothing: each that went has a new day.
    """
    overdue = Barrier.objects.overdue(today()).order_by("reply_by").values_list("pk", flat=True)
    return sum(escalate_if_silent(barrier_id) for barrier_id in list(overdue))


@transaction.atomic
def escalate_if_silent(barrier_id: int) -> bool:
    """Take this barrier up unless it was answered, withdrawn or given another day in the meantime."""
    overdue = Barrier.objects.overdue(today()).select_for_update(of=("self",))
    barrier = overdue.select_related("addressed_to", "team").filter(pk=barrier_id).first()
    above = barrier and next_above(barrier.addressed_to)
    if barrier is None or above is None:
        return False
    note = f"No answer from {barrier.addressed_to.name} by {barrier.reply_by:%-d %B %Y}."
    barrier.version += 1
    _move_up(barrier, above, by=None, text=note)
    return True


def _move_up(barrier: Barrier, above: System, *, by: User | None, text: str) -> None:
    """It stands with the system above from now on, for as long as that level is given, and nobody owns it yet."""
    barrier.addressed_to, barrier.state, barrier.owner = above, BarrierState.ESCALATED, None
    barrier.reply_by = today() + dt.timedelta(days=REPLY_DAYS[above.level])
    with constraints_in_words(Barrier):
        barrier.save(update_fields=["addressed_to", "state", "owner", "reply_by", "version", "updated_at"])
    _step(barrier, BarrierState.ESCALATED, by=by, text=text)


def _step(
    barrier: Barrier, state: BarrierState, *, by: User | None, text: str = "", owner: User | None = None
) -> BarrierStep:
    """Write the step, owe its e-mails, and tell the team's summary."""
    step = BarrierStep.objects.create(
        barrier=barrier,
        state=state,
        by=by,
        system_id=barrier.addressed_to_id,
        reply_by=barrier.reply_by,
        owner=owner,
        text=text,
    )
    enqueue("oversight.tasks.tell_of_barrier", step_id=step.pk)
    team_touched.send(sender=Team, team_id=barrier.team_id)
    return step


def _locked(barrier: Barrier, version: int) -> Barrier:
    """The barrier as it is saved now, locked, one version on; StaleEdit when somebody was faster."""
    barrier = locked(barrier)
    require_version(barrier, version)
    return barrier


def _require_next(barrier: Barrier, state: BarrierState) -> None:
    if state not in NEXT_BARRIER_STATES[barrier.state]:
        raise Refusal(
            f"This barrier was {barrier.get_state_display().lower()} in the meantime: nothing more is to be done."
        )


def _require_answerer(by: User, barrier: Barrier) -> None:
    """Asked again under the lock: it may have gone up since the page was opened."""
    if not can_answer_barrier(by, barrier):
        raise Refusal(f"This barrier stands with {barrier.addressed_to.name} now, and its leaders answer it.")


def _require_near(reply_by: dt.date) -> None:
    if reply_by < today():
        raise Refusal("The day to reply by has passed already.", field="reply_by")
    if reply_by > today() + LATEST_REPLY:
        raise Refusal("Ask for a reply within 90 days: a team cannot wait longer.", field="reply_by")
