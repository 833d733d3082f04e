"""Who says what matters most, and how each team fares by it."""

from teams.models import User
from teams.permissions.organisation import can_oversee


def can_set_priorities(user: User) -> bool:
    """The oversight group makes, weighs and retires strategic priorities and criteria."""
    return can_oversee(user)


def can_rate_teams(user: User) -> bool:
    """The oversight group rates teams, proposals too."""
    return can_oversee(user)
