"""Everything that a person is in the organisation, read once a request; every `can_…` question is asked of it."""

from dataclasses import dataclass, field

from teams.enums import LEADING, SERVING, Role, TeamRole
from teams.models import Membership, RoleGrant, System, User


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
    """The person's standing, kept on the instance: three queries the first time, none after.

    Somebody who is not signed in, or no longer active, has no standing at all.
    """
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    if not hasattr(user, "_standing"):
        user._standing = _read(user)  # type: ignore[attr-defined]  # lives as long as the request's user
    return user._standing  # type: ignore[attr-defined]  # set just above


def _read(user: User) -> Standing:
    grants = list(RoleGrant.objects.filter(user=user).values_list("role", "system_id"))
    roles = frozenset(Role) if user.is_superuser else frozenset(role for role, _ in grants)
    teams = dict(Membership.objects.current().filter(user=user).values_list("team_id", "role"))
    return Standing(
        user_id=user.pk,
        is_outsider=user.is_outsider,
        roles=roles,
        systems_led=_with_all_below(frozenset(system for _, system in grants if system)),
        teams=teams,
    )


def _with_all_below(led: frozenset[int]) -> frozenset[int]:
    if not led:
        return led
    children: dict[int, list[int]] = {}
    for pk, parent in System.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    below, waiting = set(led), list(led)
    while waiting:
        waiting = [child for system in waiting for child in children.get(system, []) if child not in below]
        below.update(waiting)
    return frozenset(below)


def members_as(user: User, *roles: TeamRole) -> list[int]:
    """The teams in which this person has one of these roles; of any role when none is named."""
    return [team for team, role in standing(user).teams.items() if not roles or role in roles]
