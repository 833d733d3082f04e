"""Shared resources, their capacity per week, what teams ask for and what they are given."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from oversight.enums import RequestState, ResourceKind
from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned
from teams.models.memberships import OwnRange, spell


def on_monday(field: str) -> Q:
    """The day is a Monday: weeks are named by theirs."""
    return Q(**{f"{field}__iso_week_day": 1})


@audited
class Resource(Stamped, Versioned):
    """Something scarce that teams share. `weekly_capacity` is in `unit` a week, unless Capacity says otherwise."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=8, choices=ResourceKind, default=ResourceKind.HOURS)
    unit = models.CharField(max_length=30, default="hours")
    weekly_capacity = models.DecimalField(max_digits=10, decimal_places=2)
    person = models.ForeignKey(
        "teams.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="resources",
        help_text="Whose hours these are.",
    )
    description = models.TextField(blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(weekly_capacity__gte=0), name="capacity_is_not_negative")]

    def __str__(self) -> str:
        return self.name


@audited
class Capacity(models.Model):
    """Another capacity than the usual one, in one week (named by its Monday): leave, a closure, extra money."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="capacities")
    week = models.DateField()
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["week"]
        verbose_name_plural = "capacities"
        constraints = [
            models.UniqueConstraint(fields=["resource", "week"], name="one_capacity_a_week"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="week_capacity_is_not_negative"),
            models.CheckConstraint(condition=on_monday("week"), name="capacity_week_is_a_monday"),
        ]


@audited
class ResourceRequest(Stamped, Versioned):
    """A team asks for `amount` of a resource a week, from `first_week` to `last_week` (their Mondays)."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="resource_requests")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="requests")
    amount = models.DecimalField("amount a week", max_digits=10, decimal_places=2)
    first_week = models.DateField()
    last_week = models.DateField()
    why = models.TextField("what it is for")
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.ASKED, editable=False)
    asked_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["first_week", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="request_is_for_something",
                violation_error_message="Ask for more than 0.",
            ),
            models.CheckConstraint(
                condition=Q(last_week__gte=F("first_week")),
                name="request_ends_after_start",
                violation_error_message="The last week cannot be before the first.",
            ),
            models.CheckConstraint(
                condition=on_monday("first_week") & on_monday("last_week"), name="request_weeks_are_mondays"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.ASKED, RequestState.WITHDRAWN]) | ~Q(reason=""),
                name="settled_request_has_its_reason",
                violation_error_message="Give the reason: the team will read it.",
            ),
        ]


@audited
class Allocation(Stamped):
    """What a request was given: `amount` a week, from `first_week` to `last_week`.

    The sum over a resource's allocations never exceeds its capacity in any week: every writer locks the resource.
    """

    request = models.ForeignKey(ResourceRequest, models.CASCADE, related_name="allocations")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="allocations")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    first_week = models.DateField()
    last_week = models.DateField()
    given_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["first_week", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_gives_something"),
            models.CheckConstraint(condition=Q(last_week__gte=F("first_week")), name="allocation_ends_after_start"),
            models.CheckConstraint(
                condition=on_monday("first_week") & on_monday("last_week"), name="allocation_weeks_are_mondays"
            ),
            ExclusionConstraint(
                name="allocations_of_a_request_do_not_overlap",
                expressions=[
                    (OwnRange("request_id"), RangeOperators.OVERLAPS),
                    (spell("first_week", "last_week"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
