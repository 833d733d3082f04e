"""Strategic priorities, weighted criteria, and how the group rates each team by them."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned


class StrategicPriorityQuerySet(models.QuerySet):
    def current(self, today: dt.date):
        """Strategic priorities that hold on this day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), retired=False, starts_on__lte=today)


@audited
class StrategicPriority(Stamped, Versioned):
    """What the organisation wants most over a span of time; teams serve one or several."""

    name = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)
    owner = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="+")
    weight = models.PositiveSmallIntegerField(default=3, help_text="From 1 to 5.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    retired = models.BooleanField(default=False, editable=False)
    teams = models.ManyToManyField("teams.Team", blank=True, related_name="strategic_priorities")

    objects = StrategicPriorityQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "name"]
        verbose_name_plural = "strategic priorities"
        constraints = [
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="priority_weight_is_one_to_five"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="priority_ends_after_start",
                violation_error_message="A strategic priority must end after it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited
class Criterion(Stamped, Versioned):
    """A question that every team is rated by, from 0 (not at all) to 5 (fully), and how much it weighs."""

    name = models.CharField(max_length=80, unique=True)
    question = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(default=3, help_text="From 1 to 10.")
    retired = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-weight", "name"]
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="criterion_weight_is_one_to_ten")
        ]

    def __str__(self) -> str:
        return self.name


@audited
class Rating(Stamped):
    """How a team fares on one criterion, as the oversight group sees it."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=300, blank=True)
    rated_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "criterion"], name="team_is_rated_once_a_criterion"),
            models.CheckConstraint(condition=Q(value__lte=5), name="rating_is_zero_to_five"),
        ]


class TeamSummary(models.Model):
    """What the portfolio shows of a team, kept by one function (`oversight.actions.summaries.refresh`).

    What follows from comparing all teams is kept by `oversight.actions.summaries.rank`: `priority` is 0-100, null
    while nothing is rated; `priority_why` lists [name, weight, value or null, contribution, strategic]; `place` is the
    place among all teams that are not closed, from `place_low` to `place_high` it would be in nine of ten trials with
    other weights, and `sure` is the share of trials in which the team keeps it.
    `signal` is the variation of the newest special cause among the team's measures (of concern before others of the same
    day), `signal_text` its sentence;
    `unanswered` counts the signals whose cards wait for an answer, the oldest `unanswered_since`.
    """

    team = models.OneToOneField("teams.Team", models.CASCADE, primary_key=True, related_name="summary")
    priority = models.FloatField(null=True)
    priority_why = models.JSONField(default=list)
    place = models.PositiveIntegerField(null=True)
    place_low = models.PositiveIntegerField(null=True)
    place_high = models.PositiveIntegerField(null=True)
    sure = models.FloatField(null=True)
    progress = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    open_barriers = models.PositiveSmallIntegerField(default=0)
    overdue_barriers = models.PositiveSmallIntegerField(default=0)
    open_cycles = models.PositiveSmallIntegerField(default=0)
    cycles = models.PositiveSmallIntegerField(default=0)
    measures = models.PositiveSmallIntegerField(default=0)
    improving = models.PositiveSmallIntegerField(default=0)
    concerning = models.PositiveSmallIntegerField(default=0)
    signal = models.CharField(max_length=16, blank=True)
    signal_text = models.CharField(max_length=300, blank=True)
    signal_on = models.DateField(null=True)
    unanswered = models.PositiveSmallIntegerField(default=0, db_default=0)
    unanswered_since = models.DateField(null=True)
    last_happened_at = models.DateTimeField(null=True)
    members = models.PositiveSmallIntegerField(default=0)
    refreshed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(F("priority").desc(nulls_last=True), name="team_summary_by_priority"),
        ]
