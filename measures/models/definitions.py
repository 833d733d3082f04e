"""What a measure meant, version by version."""

from django.db import models
from django.db.models import Q

from redesign.lib.history import audited
from redesign.lib.models import Stamped


@audited
class Definition(Stamped):
    """One version of a measure's operational definition: what it said, since when, and why it was changed.

    The newest version says what the measure itself says. A change of meaning asks for a phase; `phase` is the one that
    was set for it.
    """

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="definitions")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    operational_definition = models.TextField(blank=True)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    exclusions = models.CharField(max_length=300, blank=True)
    sampling = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    why = models.CharField("why it was changed", max_length=300, blank=True)
    phase = models.ForeignKey("measures.Phase", models.SET_NULL, null=True, blank=True, related_name="definitions")
    written_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["measure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="definition_has_a_number_of_its_own"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(why=""),
                name="changed_definition_gives_its_reason",
                violation_error_message="Say why the definition changes.",
            ),
        ]
