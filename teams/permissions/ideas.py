"""Who may offer change ideas to a team, and who edits them."""

from teams.models import ChangeIdea, Team, User
from teams.permissions.standing import standing
from teams.permissions.teams import can_work_in


def can_offer_idea(user: User, team: Team) -> bool:
    """Any member of staff may offer an idea to any team; outsiders to the teams that they belong to."""
    return standing(user).is_staff or standing(user).belongs_to(team.pk)


def can_edit_idea(user: User, idea: ChangeIdea) -> bool:
    """Everybody who belongs to the team edits its ideas, whoever offered them."""
    return can_work_in(user, idea.team)
