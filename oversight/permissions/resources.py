"""Who describes what is scarce."""

from teams.models import User
from teams.permissions.organisation import can_oversee


def can_edit_resources(user: User) -> bool:
    """The oversight group makes shared resources and says how much of each there is."""
    return can_oversee(user)
