"""The e-mails of a barrier: to those who are asked, and to those who raised it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from oversight.enums import BarrierState
from oversight.models import Barrier, BarrierStep
from oversight.queries.barriers import answerers, day, raisers, step_title, way_up
from redesign.lib.emails import absolute, send_email
from teams.models import User

ASKS = frozenset({BarrierState.RAISED, BarrierState.ESCALATED})
"""Steps after which somebody is asked for an answer."""


@transaction.atomic
def tell_of_step(step_id: int) -> None:
    """Send the e-mails of this step, once; nobody is told of what they did themselves.

    Those who are asked now get the barrier with the day that was promised; the team's side gets what became of it.
    """
    steps = BarrierStep.objects.select_for_update(of=("self",), skip_locked=True).filter(told_at__isnull=True)
    step = steps.select_related("barrier__team", "barrier__owner", "by", "owner", "system").filter(pk=step_id).first()
    if step is None:
        return
    barrier = step.barrier
    asked, team_side = _asked(step), raisers(barrier) if step.owner_id or step.state != BarrierState.RAISED else []
    context = {
        "barrier": barrier,
        "step": step,
        "title": step_title(step),
        "url": absolute(reverse("oversight:barrier", args=[barrier.pk])),
        "reply_by": day(step.reply_by) if step.reply_by else "",
    }
    _send("barrier_asked", asked, step, context)
    _send("barrier_told", [person for person in team_side if person not in asked], step, context)
    step.told_at = timezone.now()
    step.save(update_fields=["told_at"])


def _asked(step: BarrierStep) -> list[User]:
    """Who should do something now: those who answer, or whoever has just been named as the owner."""
    if step.owner is not None:
        return [step.owner]
    stands_there = step.barrier.addressed_to_id == step.system_id
    return (
        answerers(way_up(step.system)) if step.state in ASKS and stands_there else _no_longer_asked(step.barrier, step)
    )


def _no_longer_asked(barrier: Barrier, step: BarrierStep) -> list[User]:
    """When the team withdraws, whoever had taken it on need do nothing more."""
    return [barrier.owner] if step.state == BarrierState.WITHDRAWN and barrier.owner else []


def _send(name: str, people: list[User], step: BarrierStep, context: dict) -> None:
    addresses = [person.email for person in people if person.is_active and person.pk != step.by_id]
    send_email(name, to=addresses, context=context)
