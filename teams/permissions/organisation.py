"""Who may read the organisation, and who looks after it."""

from teams.enums import Role
from teams.models import User
from teams.permissions.standing import standing


def can_read_organisation(user: User) -> bool:
    """Everybody who works here reads everything; partners and other outsiders see the teams they belong to."""
    return standing(user).is_staff


def can_administer(user: User) -> bool:
    """Administrators look after people, roles, the tree, settings and devices."""
    return standing(user).has(Role.ADMINISTRATOR)


def can_oversee(user: User) -> bool:
    """The oversight group establishes, prioritises, pauses and closes teams, and shares out what is scarce."""
    return standing(user).has(Role.OVERSIGHT)
