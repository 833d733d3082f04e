"""Everything that a person is in the organisation, read once a request; every `can_…` question is asked of it."""

from dataclasses import dataclass, field

from django.db import connection

from teams.enums import LEADING, SERVING, Role
from teams.models import User


@dataclass(frozen=True)
class Standing:
    """A person's roles, the systems they lead (with all below them), and their teams with their role in each."""

    user_id: int | None = None
    is_outsider: bool = False
    roles: frozenset[str] = frozenset()
    systems_led: frozenset[int] = frozenset()
    teams: dict[int, str] = field(default_factory=dict)

    @property
    def is_staff(self) -> bool:
        """Works in the organisation: may read everything that is open to it."""
        return self.user_id is not None and not self.is_outsider

    def has(self, *roles: Role) -> bool:
        """Holds one of these roles on the organisation."""
        return not self.roles.isdisjoint(roles)

    def belongs_to(self, team_id: int) -> bool:
        """Is in the team now, in whatever role."""
        return team_id in self.teams

    def leads(self, team_id: int) -> bool:
        """Leads or co-leads the team now."""
        return self.teams.get(team_id) in LEADING

    def serves(self, team_id: int) -> bool:
        """Coaches or supports the team now."""
        return self.teams.get(team_id) in SERVING

    def leads_system(self, system_id: int) -> bool:
        """Leads this system or one above it."""
        return system_id in self.systems_led


NOBODY = Standing()


def standing(user: User) -> Standing:
    """The person's standing, kept on the instance: one query the first time, none after.

    Somebody who is not signed in, or no longer active, has no standing at all.
    """
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if not hasattr(user, "_standing"):
        user._standing = _read(user)  # type: ignore[attr-defined]  # lives as long as the request's user
    return user._standing  # type: ignore[attr-defined]  # set just above


READ = """
WITH RECURSIVE granted (role, system_id) AS (
    SELECT role, system_id FROM teams_rolegrant WHERE user_id = %(user)s
), led (id) AS (
    SELECT system_id FROM granted WHERE system_id IS NOT NULL
    UNION
    SELECT child.id FROM teams_system AS child JOIN led ON child.parent_id = led.id
)
SELECT 'role', role, 0 FROM granted
UNION ALL SELECT 'team', role, team_id FROM teams_membership WHERE user_id = %(user)s AND left_on IS NULL
UNION ALL SELECT 'system', '', id FROM led
"""
"""Every page asks it, so it is one statement, and as lean as it can be: (what, role, id)."""


def _read(user: User) -> Standing:
    roles: set[str] = set(Role) if user.is_superuser else set()
    teams: dict[int, str] = {}
    led: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(READ, {"user": user.pk})
        for what, role, pk in cursor.fetchall():
            if what == "role":
                roles.add(role)
            elif what == "team":
                teams[pk] = role
            else:
                led.add(pk)
    return Standing(
        user_id=user.pk,
        is_outsider=user.is_outsider,
        roles=frozenset(roles),
        systems_led=frozenset(led),
        teams=teams,
    )
