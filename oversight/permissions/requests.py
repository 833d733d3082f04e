"""Who asks for a shared resource, and who decides."""

from oversight.models import ResourceRequest
from teams.models import Team, User
from teams.permissions.organisation import can_oversee
from teams.permissions.standing import standing


def can_ask_for_resources(user: User, team: Team) -> bool:
    """The leads of a team ask in its name."""
    return standing(user).leads(team.pk)


def can_change_request(user: User, request: ResourceRequest) -> bool:
    """The leads of the team that asked change the request, or withdraw it."""
    return standing(user).leads(request.team_id)


def can_settle_requests(user: User) -> bool:
    """The oversight group shares out what is scarce."""
    return can_oversee(user)
