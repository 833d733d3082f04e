"""What is measured: a definition precise enough that two people would count the same."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from measures.enums import (
    ChartKind,
    CompassSide,
    Dimension,
    Direction,
    Frequency,
    MeasureStatus,
    MeasureType,
    PhaseGrounds,
)
from redesign.lib.constraints import finite
from redesign.lib.dates import today
from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned
from teams.enums import RUNNING


def late_data() -> Q:
    """Measures in use whose next point should be here by now. Nothing is late where a team or system has stopped."""
    in_use = ~Q(status=MeasureStatus.RETIRED)
    at_work = Q(team__isnull=True) | Q(team__state__in=RUNNING)
    return in_use & at_work & Q(summary__due_on__lt=today(), system__closed_on__isnull=True)


class MeasureQuerySet(models.QuerySet):
    def in_use(self):
        """Measures that still take points."""
        return self.exclude(status=MeasureStatus.RETIRED)

    def late(self):
        """Those whose data are late: see `late_data`."""
        return self.filter(late_data())

    def matching(self, text: str):
        """Measures whose name or operational definition has this text in it."""
        return self.filter(Q(name__icontains=text) | Q(operational_definition__icontains=text))


@audited
class Measure(Stamped, Versioned):
    """A measure of a system, usually owned by the team that tries to move it.

    How its chart is computed (`chart`, `rules`, `rules_version`, `screen_ranges`, `baseline_points`) is stored with
    it, so that a later change of a default changes no chart. Points are in `unit`; a proportion's points are
    numerators over denominators, shown as `multiplier` times their ratio (100 for per cent).

    `target` is the one in force today; where it changed over time, `targets` tells since when (measures.models.Target).
    `part_of` is the measure of a higher system that this one rolls up into; `categories` are those of a check sheet, whose
    counts make up a point's value; `stratified_by` names what its strata differ by.
    """

    name = models.CharField(max_length=160)
    system = models.ForeignKey("teams.System", models.PROTECT, related_name="measures")
    team = models.ForeignKey("teams.Team", models.SET_NULL, null=True, blank=True, related_name="measures")
    type = models.CharField(max_length=10, choices=MeasureType, default=MeasureType.OUTCOME)
    dimension = models.CharField(max_length=16, choices=Dimension)
    compass_side = models.CharField("side of the value compass", max_length=12, choices=CompassSide, blank=True)
    direction = models.CharField("direction of improvement", max_length=8, choices=Direction)
    whole_system = models.BooleanField(
        "whole-system measure", default=False, help_text="One that the organisation itself is judged by."
    )
    status = models.CharField(max_length=11, choices=MeasureStatus, default=MeasureStatus.TRIAL)

    operational_definition = models.TextField(blank=True, help_text="So precise that two people would count the same.")
    numerator = models.CharField("what is counted (numerator)", max_length=300, blank=True)
    denominator = models.CharField("out of what (denominator)", max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="Where the figures come from.")
    exclusions = models.CharField("what is left out", max_length=300, blank=True)
    sampling = models.CharField(max_length=300, blank=True, help_text="All cases, or which ones and how chosen.")
    effort_minutes = models.FloatField(
        "minutes of work for a point", null=True, blank=True, help_text="To count, look up and enter it."
    )
    definition_version = models.PositiveSmallIntegerField(default=1, editable=False)
    collector = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="collects")
    frequency = models.CharField(max_length=11, choices=Frequency, default=Frequency.WEEKLY)

    unit = models.CharField(max_length=40, blank=True, help_text="Such as minutes, falls or per cent.")
    multiplier = models.FloatField(default=1, editable=False)
    decimals = models.PositiveSmallIntegerField(default=1)
    target = models.FloatField(null=True, blank=True)

    part_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    stratified_by = models.CharField(max_length=60, blank=True)
    suppress_below = models.PositiveSmallIntegerField("counts below this are not shown for a stratum", default=5)

    chart = models.CharField("chart", max_length=16, choices=ChartKind, default=ChartKind.RUN)
    rules = models.CharField("rule set", max_length=40, default="anhoej")
    rules_version = models.PositiveSmallIntegerField(default=1, editable=False)
    screen_ranges = models.BooleanField("leave extreme moving ranges out of the limits", default=False)
    baseline_points = models.PositiveSmallIntegerField("points in the baseline", null=True, blank=True)
    cusum_rate = models.FloatField("expected share of cases", null=True, blank=True)
    cusum_odds = models.FloatField("odds ratio to look out for", default=2)
    cusum_limit = models.FloatField("limit of the CUSUM", default=3.5)
    made_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "team", "name"],
                name="measure_name_is_unique_in_its_place",
                nulls_distinct=False,
                violation_error_message="There is a measure of this name here already.",
            ),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="measure_shows_four_decimals_at_most"),
            models.CheckConstraint(
                condition=Q(multiplier__gt=0, multiplier__lt=float("inf")), name="measure_multiplier_is_positive"
            ),
            models.CheckConstraint(
                condition=finite("target"),
                name="measure_target_is_finite",
            ),
            models.CheckConstraint(condition=~Q(part_of=F("pk")), name="measure_is_no_part_of_itself"),
            models.CheckConstraint(
                condition=Q(effort_minutes__isnull=True) | Q(effort_minutes__gte=0, effort_minutes__lt=float("inf")),
                name="measure_effort_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(cusum_rate__isnull=True) | Q(cusum_rate__gt=0, cusum_rate__lt=1),
                name="measure_cusum_rate_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(cusum_odds__gt=0, cusum_odds__lt=float("inf")) & ~Q(cusum_odds=1),
                name="measure_cusum_odds_differ_from_one",
            ),
            models.CheckConstraint(
                condition=Q(cusum_limit__gt=0, cusum_limit__lt=float("inf")), name="measure_cusum_limit_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited
class Phase(Stamped):
    """From this day on, the centre line and the limits start anew; set by a person, with the reason.

    `grounds` says why that was right: a change that has held (sustained, cause known, in the desired direction,
    expected to last), or another way of measuring.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="phases")
    starts_on = models.DateField()
    grounds = models.CharField(max_length=10, choices=PhaseGrounds, default=PhaseGrounds.HELD)
    reason = models.TextField()
    baseline_points = models.PositiveSmallIntegerField(null=True, blank=True)
    set_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "starts_on"],
                name="one_phase_starts_on_a_day",
                violation_error_message="A phase starts on this day already.",
            )
        ]


@audited
class Annotation(Stamped):
    """A sentence on the chart at a day: what happened then."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="annotations")
    on = models.DateField()
    text = models.CharField(max_length=200)
    written_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["on", "pk"]


@audited
class CycleMeasure(models.Model):
    """A measure that a cycle watches; the cycle's dates then stand on the measure's chart."""

    cycle = models.ForeignKey("teams.Cycle", models.CASCADE, related_name="measure_links")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="cycle_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "measure"], name="cycle_watches_a_measure_once")]

    def __str__(self) -> str:
        return f"{self.measure} of {self.cycle}"


class MeasureSummary(models.Model):
    """What is derived from a measure's points, kept by one function (`measures.actions.summaries.refresh`).

    Values are as displayed (a proportion already times its multiplier). `recent` holds up to 24 latest points for a
    sparkline, oldest first, null for a gap; `signals` the sentences of the signals that stand now. `due_on` is the day
    by which the next point is expected. `cards_key` is a digest of all signals on the chart: while it stays the same,
    the measure's cards need no looking at.
    """

    measure = models.OneToOneField(Measure, models.CASCADE, primary_key=True, related_name="summary")
    points = models.PositiveIntegerField(default=0)
    first_period = models.DateField(null=True)
    latest_period = models.DateField(null=True)
    latest_value = models.FloatField(null=True)
    centre = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    baseline_centre = models.FloatField(null=True)
    variation = models.CharField(max_length=16, default="none")
    assurance = models.CharField(max_length=11, default="none")
    signals = models.JSONField(default=list)
    signal_on = models.DateField(null=True)
    cards_key = models.CharField(max_length=32, default="", db_default="")
    recent = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    refreshed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["variation"], name="summary_by_variation"),
            models.Index(fields=["due_on"], name="summary_by_due_day"),
            models.Index(F("refreshed_at").desc(), name="summary_by_refresh"),
        ]

    def __str__(self) -> str:
        return f"Summary of {self.measure_id}"
