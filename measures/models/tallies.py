"""Counts tapped on a tally sheet."""

from django.db import models
from django.db.models import Q


class Tally(models.Model):
    """Some taps that a device sent together: added to the point of their period, once, however often they are sent.

    `key` is made on the device. `numerator` and `denominator` may be negative where a tap was taken back.
    """

    key = models.UUIDField(primary_key=True)
    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="tallies")
    period = models.DateField()
    category = models.CharField(max_length=60, blank=True)
    numerator = models.IntegerField(default=0)
    denominator = models.IntegerField(default=0)
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["received_at"]
        indexes = [models.Index(fields=["measure", "period"], name="tallies_of_a_point")]
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator__range=(-1000, 1000), denominator__range=(-1000, 1000)),
                name="tally_is_of_a_hand",
            )
        ]
