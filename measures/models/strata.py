"""The groups of people that a measure is looked at by, for equity."""

from django.db import models
from django.db.models import Q

from redesign.lib.constraints import finite
from redesign.lib.history import audited
from redesign.lib.models import Stamped


@audited
class Stratum(models.Model):
    """One group of a measure's stratification: "Most deprived fifth", "Under 65"."""

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="strata")
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["measure", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "name"],
                name="stratum_has_a_name_of_its_own",
                violation_error_message="There is a stratum of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@audited
class StratumPoint(Stamped):
    """A stratum's point of one period: like a measure's point, for one group of people."""

    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="points")
    period = models.DateField()
    value = models.FloatField()
    denominator = models.FloatField(null=True, blank=True)
    entered_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["stratum", "period"]
        constraints = [
            models.UniqueConstraint(fields=["stratum", "period"], name="one_point_a_period_of_a_stratum"),
            models.CheckConstraint(condition=finite("value"), name="stratum_point_is_finite"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0, denominator__lt=float("inf")),
                name="stratum_point_denominator_is_not_negative",
            ),
        ]
