"""Roles: what a person may change beyond their own teams."""

from django.db import models

from redesign.lib.history import audited
from redesign.lib.models import Stamped
from teams.enums import Role


@audited
class RoleGrant(Stamped):
    """One role of one person: on the organisation, or, for a system leader, on a system and all below it."""

    user = models.ForeignKey("teams.User", models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=15, choices=Role)
    system = models.ForeignKey("teams.System", models.CASCADE, null=True, blank=True, related_name="role_grants")
    granted_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["role", "user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "system"],
                name="role_is_granted_once",
                nulls_distinct=False,
                violation_error_message="This person has this role already.",
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.SYSTEM_LEADER, system__isnull=False)
                | (~models.Q(role=Role.SYSTEM_LEADER) & models.Q(system__isnull=True)),
                name="only_a_system_leader_has_a_system",
                violation_error_message="A system leader needs a system; every other role is for the whole organisation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
