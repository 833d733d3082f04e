"""Who may read and change a redesign team."""

from teams.enums import Role, TeamState
from teams.models import Team, User
from teams.permissions.standing import standing


def can_read_team(user: User, team: Team) -> bool:
    """Everybody who works here, and the outsiders who belong to it."""
    return standing(user).is_staff or standing(user).belongs_to(team.pk)


def can_propose_team(user: User) -> bool:
    """Any member of staff may propose a team."""
    return standing(user).is_staff


def can_edit_charter(user: User, team: Team) -> bool:
    """Its leads write the charter; while it is only proposed, the person who proposed it does."""
    proposes = team.state == TeamState.PROPOSED and team.proposed_by_id == user.pk and user.pk is not None
    return standing(user).leads(team.pk) or (standing(user).is_staff and proposes)


def can_edit_members(user: User, team: Team) -> bool:
    """Its leads say who belongs to it; the oversight group may, so that a new team gets its first lead."""
    return standing(user).leads(team.pk) or standing(user).has(Role.OVERSIGHT)


def can_ask_for_state(user: User, team: Team) -> bool:
    """Its leads ask for the team's next state."""
    return standing(user).leads(team.pk)


def can_decide_state(user: User) -> bool:
    """The oversight group decides it."""
    return standing(user).has(Role.OVERSIGHT)


def can_work_in(user: User, team: Team) -> bool:
    """Everybody who belongs to the team writes its cycles, ideas, points and barriers; coaches and support too."""
    return standing(user).belongs_to(team.pk)


def can_score_progress(user: User, team: Team) -> bool:
    """The coaches and internal support who serve the team score its progress."""
    return standing(user).serves(team.pk)
