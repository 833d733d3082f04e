"""Institutional barriers beyond a team's reach, and what became of them."""

import datetime as dt

from django.db import models
from django.db.models import Q

from oversight.enums import OPEN_BARRIER, BarrierKind, BarrierState
from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned


class BarrierQuerySet(models.QuerySet):
    def open(self) -> "BarrierQuerySet":
        """Barriers that wait for an answer."""
        return self.filter(state__in=OPEN_BARRIER)

    def overdue(self, today: dt.date) -> "BarrierQuerySet":
        """Open barriers whose promised day has passed."""
        return self.open().filter(reply_by__lt=today)

    def matching(self, text: str) -> "BarrierQuerySet":
        """Barriers whose title or description has this text in it."""
        return self.filter(Q(title__icontains=text) | Q(description__icontains=text))


@audited
class Barrier(Stamped, Versioned):
    """Raised by a team, addressed to the leaders of a system, answered by `reply_by` or escalated to the system above."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="barriers")
    addressed_to = models.ForeignKey("teams.System", models.PROTECT, related_name="barriers")
    kind = models.CharField(max_length=14, choices=BarrierKind, default=BarrierKind.OTHER)
    title = models.CharField("what stands in the way", max_length=160)
    description = models.TextField("what you have tried, what would help", blank=True)
    state = models.CharField(max_length=9, choices=BarrierState, default=BarrierState.RAISED, editable=False)
    reply_by = models.DateField()
    raised_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="raised_barriers")
    owner = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="owned_barriers")
    answer = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True, editable=False)

    objects = BarrierQuerySet.as_manager()

    class Meta:
        ordering = ["reply_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[*sorted(OPEN_BARRIER), BarrierState.WITHDRAWN]) | ~Q(answer=""),
                name="answered_barrier_has_its_answer",
                violation_error_message="Write the answer: the team is waiting for it.",
            ),
            models.UniqueConstraint(
                fields=["team", "title"],
                condition=Q(state__in=sorted(OPEN_BARRIER)),
                name="barrier_is_open_once_in_its_team",
                violation_error_message="The team has raised this already, and it waits for its answer.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reply_by"], condition=Q(state__in=sorted(OPEN_BARRIER)), name="open_barrier_by_reply_day"
            )
        ]

    def __str__(self) -> str:
        return self.title


@audited
class BarrierStep(models.Model):
    """One step in a barrier's life: raised, taken on, answered, escalated to the next system; `by` is empty for the clock.

    `system` is where the barrier stood from then on and `reply_by` the day promised there; `owner` is set where
    somebody took it on. `told_at` is when those concerned were sent their e-mail.
    """

    barrier = models.ForeignKey(Barrier, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=9, choices=BarrierState)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    system = models.ForeignKey("teams.System", models.PROTECT, related_name="+")
    owner = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    reply_by = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} at {self.system}"
