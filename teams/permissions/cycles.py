"""Who may read and write the PDSA cycles of a team."""

from teams.models import Cycle, User
from teams.permissions.teams import can_read_team, can_work_in


def can_read_cycle(user: User, cycle: Cycle) -> bool:
    """Whoever may read the team: everybody who works here, and the outsiders who belong to it."""
    return can_read_team(user, cycle.team)


def can_edit_cycle(user: User, cycle: Cycle) -> bool:
    """Everybody who belongs to the team writes its cycles; the whole organisation may read them."""
    return can_work_in(user, cycle.team)
