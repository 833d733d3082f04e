"""Who may look at data walls, and who arranges them."""

from teams.models import System, User
from teams.permissions.systems import can_edit_system


def can_watch_walls(user: User) -> bool:
    """Everybody who works here. Asked of the person alone, without a query: a screen asks it every few seconds."""
    return user.is_authenticated and user.is_active and not user.is_outsider


def can_arrange_wall(user: User, system: System) -> bool:
    """The system's leaders, those of a system above it, and administrators."""
    return can_edit_system(user, system)
