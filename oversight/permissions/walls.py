"""Who may arrange a data wall. Everybody who works here may look at every wall."""

from teams.models import System, User
from teams.permissions.systems import can_edit_system


def can_arrange_wall(user: User, system: System) -> bool:
    """The system's leaders, those of a system above it, and administrators."""
    return can_edit_system(user, system)
