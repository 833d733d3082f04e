"""Who belongs to a team, in which discipline and role, from when to when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q, Value

from redesign.lib.history import audited
from redesign.lib.models import Stamped
from teams.enums import LEADING, Discipline, TeamRole


class OwnRange(Func):
    """int8range(n, n, '[]'): lets GiST compare a number for equality without an extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


def spell(joined: str = "joined_on", left: str = "left_on") -> Func:
    """The days of a membership, both ends included; without an end while it lasts."""
    return Func(joined, left, Value("[]"), function="daterange", output_field=DateRangeField())


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Memberships that have not ended."""
        return self.filter(left_on__isnull=True)

    def leading(self):
        """Leads and co-leads."""
        return self.filter(role__in=LEADING)


@audited
class Membership(Stamped):
    """One spell of one person in one team."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="memberships")
    user = models.ForeignKey("teams.User", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=TeamRole, default=TeamRole.MEMBER)
    discipline = models.CharField(max_length=30, choices=Discipline)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["joined_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="membership_ends_after_start",
                violation_error_message="The day of leaving cannot be before the day of joining.",
            ),
            ExclusionConstraint(
                name="membership_spells_do_not_overlap",
                expressions=[
                    (OwnRange("team_id"), RangeOperators.OVERLAPS),
                    (OwnRange("user_id"), RangeOperators.OVERLAPS),
                    (spell(), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is in the team on these days already.",
            ),
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(role=TeamRole.LEAD, left_on__isnull=True),
                name="one_lead_a_team",
                violation_error_message="The team has a lead already: make this person a co-lead, or change the lead.",
            ),
        ]
