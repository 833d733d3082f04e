"""Who may change the tree of systems."""

from teams.enums import Role
from teams.models import System, User
from teams.permissions.standing import standing


def can_edit_tree(user: User) -> bool:
    """Administrators make, move, rename and close systems anywhere."""
    return standing(user).has(Role.ADMINISTRATOR)


def can_edit_system(user: User, system: System) -> bool:
    """Its leader, or the leader of one above it, describes a system; so do administrators."""
    return can_edit_tree(user) or standing(user).leads_system(system.pk)
