"""Granting and revoking roles; the audit history keeps who did it, when, and why."""

from django.db import transaction

from redesign.lib.constraints import constraints_in_words
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.actions.people import require_another_administrator
from teams.enums import Role
from teams.models import RoleGrant, System, User


@transaction.atomic
def grant_role(*, person: User, role: Role, system: System | None, by: User, why: str = "") -> RoleGrant:
    """Give a person a role: a system leader's on a system, every other on the organisation."""
    person = locked(person)
    if not person.is_active:
        raise Refusal(f"The account of {person.name} is closed: open it again first.")
    if person.is_outsider:
        raise Refusal("Roles are for people who work here, not for partners and other outsiders.")
    if role == Role.SYSTEM_LEADER and system is None:
        raise Refusal("Choose the system that this person leads.", field="system")
    if role != Role.SYSTEM_LEADER:
        system = None
    if system is not None and system.closed_on is not None:
        raise Refusal(f"{system.name} is closed.", field="system")
    with because(why), constraints_in_words(RoleGrant, {"role_is_granted_once": "role"}):
        return RoleGrant.objects.create(user=person, role=role, system=system, granted_by=by)


@transaction.atomic
def revoke_role(*, grant: RoleGrant, why: str = "") -> None:
    """Take a role away; the last administrator keeps theirs."""
    if grant.role == Role.ADMINISTRATOR:
        require_another_administrator(grant.user)
    with because(why):
        deleted, _ = RoleGrant.objects.filter(pk=grant.pk).delete()
    if not deleted:
        raise Refusal("This role was revoked in the meantime.")
