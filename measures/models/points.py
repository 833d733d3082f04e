"""Data points, and the imports that bring many at once."""

from functools import partial

from django.db import models
from django.db.models import Q

from measures.enums import ImportState
from redesign.lib.constraints import finite
from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned


@partial(audited, without=("content",))
class Import(Stamped):
    """One file or paste: prepared while somebody looks at what it would change, then taken in, all of it or nothing.

    `content` holds the table, packed, only while it is prepared. `replaced` holds what the points that it changed said
    before, by period, so that it can be undone.
    """

    team = models.ForeignKey("teams.Team", models.SET_NULL, null=True, blank=True, related_name="imports")
    measure = models.ForeignKey("measures.Measure", models.CASCADE, null=True, blank=True, related_name="imports")
    name = models.CharField(max_length=200)
    headings = models.CharField("the file's headings, as a digest", max_length=64, blank=True, db_index=True)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    content = models.BinaryField(null=True, editable=False)
    replaced = models.JSONField(default=dict, editable=False)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.PREPARED)
    imported_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    undone_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class PointQuerySet(models.QuerySet):
    def counted(self):
        """Points that are not ghosted."""
        return self.filter(excluded=False)


@audited
class Point(Stamped, Versioned):
    """One point of a measure: `period` is the first day of the day, week, month or quarter that it stands for.

    `value` is the measurement, or the numerator where `denominator` is given. A ghosted (`excluded`) point is drawn
    but not used for centre line, limits or rules. `spread` is given where a point is the mean of several measurements
    (`value`) of a subgroup (`denominator` their number); `counts` where it was counted on a check sheet.
    """

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="points")
    period = models.DateField()
    value = models.FloatField()
    denominator = models.FloatField(null=True, blank=True)
    spread = models.FloatField("standard deviation of the subgroup", null=True, blank=True)
    counts = models.JSONField("count of each category", default=dict, blank=True)
    estimated = models.BooleanField(default=False)
    marked = models.BooleanField("astronomical: all would agree that it is very different", default=False)
    note = models.CharField(max_length=300, blank=True)
    excluded = models.BooleanField("ghosted", default=False)
    excluded_why = models.CharField("why it is ghosted", max_length=300, blank=True)
    entered_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    source = models.ForeignKey(Import, models.SET_NULL, null=True, blank=True, related_name="points")

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "period"],
                name="one_point_a_period",
                violation_error_message="There is a point for this period already.",
            ),
            models.CheckConstraint(condition=finite("value"), name="point_value_is_finite"),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0, denominator__lt=float("inf")),
                name="point_denominator_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(spread__isnull=True) | Q(spread__gte=0, spread__lt=float("inf")),
                name="point_spread_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(excluded=False) | ~Q(excluded_why=""),
                name="ghosting_gives_its_reason",
                violation_error_message="Say why this point should be ghosted.",
            ),
        ]
