"""Who may make and revoke the keys by which programs and devices enter data."""

from measures.models import ApiToken
from teams.enums import Role
from teams.models import User
from teams.permissions.standing import standing


def can_make_own_key(user: User) -> bool:
    """Analysts, for programs that act for them anywhere."""
    return standing(user).has(Role.ANALYST)


def can_make_device_key(user: User) -> bool:
    """Administrators, for devices that enter the data of one system and those below."""
    return standing(user).has(Role.ADMINISTRATOR)


def can_manage_keys(user: User) -> bool:
    """Whoever may make a key of either kind."""
    return can_make_own_key(user) or can_make_device_key(user)


def can_revoke_key(user: User, token: ApiToken) -> bool:
    """The person it acts for, and administrators."""
    return token.owner_id == user.pk or can_make_device_key(user)
