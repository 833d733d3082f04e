"""Who may raise a barrier, answer it, and take it further."""

from oversight.models import Barrier
from teams.enums import Role
from teams.models import Team, User
from teams.permissions.standing import standing
from teams.permissions.teams import can_read_team, can_work_in


def can_read_barrier(user: User, barrier: Barrier) -> bool:
    """Whoever may read its team."""
    return can_read_team(user, barrier.team)


def can_raise_barrier(user: User, team: Team) -> bool:
    """Everybody who belongs to the team, its coaches and internal support too."""
    return can_work_in(user, team)


def can_edit_barrier(user: User, barrier: Barrier) -> bool:
    """Everybody who belongs to the team words its barriers, and withdraws them."""
    return can_work_in(user, barrier.team)


def can_answer_barrier(user: User, barrier: Barrier) -> bool:
    """The leaders of the system that it stands with, or of one above; at the top, executives and the oversight group."""
    at_the_top = barrier.addressed_to.parent_id is None and standing(user).has(Role.EXECUTIVE, Role.OVERSIGHT)
    return at_the_top or standing(user).leads_system(barrier.addressed_to_id)


def can_escalate_barrier(user: User, barrier: Barrier) -> bool:
    """Those who may answer pass it up; the team does when the answer does not help, or did not come in time."""
    return can_answer_barrier(user, barrier) or can_edit_barrier(user, barrier)


def can_remove_barrier(user: User, barrier: Barrier) -> bool:
    """Those who may answer, and the team, say that it stands in the way no longer."""
    return can_answer_barrier(user, barrier) or can_edit_barrier(user, barrier)
