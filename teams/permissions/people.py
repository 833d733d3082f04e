"""Who may see, invite and change people."""

from teams.enums import Role
from teams.models import Invitation, Membership, Team, User
from teams.permissions.organisation import can_administer, can_read_organisation
from teams.permissions.standing import standing
from teams.permissions.teams import can_edit_members


def can_read_person(user: User, person: User) -> bool:
    """Everybody who works here sees everybody; partners see themselves and the people of their teams."""
    if can_read_organisation(user):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    together = Membership.objects.current().filter(user=person, team__in=list(standing(user).teams))
    return person.pk == user.pk or together.exists()


def can_see_address(user: User, person: User) -> bool:
    """Colleagues' work addresses are open to colleagues; a partner's is for administrators and the teams' leads."""
    if person.pk == user.pk or can_administer(user):
        return True
    if not person.is_outsider:
        return can_read_organisation(user)
    led = [team for team in standing(user).teams if standing(user).leads(team)]
    return bool(led) and Membership.objects.current().filter(user=person, team__in=led).exists()


def can_edit_people(user: User) -> bool:
    """Administrators write what is known of people, close accounts and grant roles."""
    return can_administer(user)


def can_invite(user: User) -> bool:
    """Administrators invite anybody; leads, and the oversight group, invite people to a team."""
    mine = standing(user)
    return can_administer(user) or mine.has(Role.OVERSIGHT) or any(mine.leads(team) for team in mine.teams)


def can_invite_to(user: User, team: Team | None) -> bool:
    """To a team whoever says who belongs to it; to the organisation alone only administrators."""
    return can_administer(user) or (team is not None and can_edit_members(user, team))


def can_change_invitation(user: User, invitation: Invitation) -> bool:
    """Who could have sent it may send it again or withdraw it."""
    return can_invite_to(user, invitation.team)
