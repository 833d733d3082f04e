"""Targets, as they changed over time."""

from django.db import models
from django.db.models import Q

from redesign.lib.constraints import finite
from redesign.lib.history import audited
from redesign.lib.models import Stamped


@audited
class Target(Stamped):
    """From this day on the measure's target is this value, or there is none; without a day, from the beginning.

    A measure whose target never changed has no such row: its own `target` says all.
    """

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="targets")
    starts_on = models.DateField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = [models.F("starts_on").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "starts_on"],
                name="one_target_starts_on_a_day",
                nulls_distinct=False,
                violation_error_message="A target starts on this day already.",
            ),
            models.CheckConstraint(condition=finite("value"), name="target_is_finite"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(why=""), name="first_target_needs_no_reason"
            ),
        ]
