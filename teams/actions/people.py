"""What is known of a person, and whether they may sign in."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from redesign.lib.constraints import constraints_in_words
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.enums import PARTNERS, SERVING, Role
from teams.models import RoleGrant, User

LAST_ADMINISTRATOR = (
    "{name} is the last administrator. Make somebody else an administrator first, so that the organisation is not "
    "locked out."
)
SAME_ADDRESS = dict.fromkeys(
    ("teams_user_email_key", "user_email_is_unique"), "Somebody with this e-mail address is here already."
)
"""The two constraints that keep addresses apart: as written, and without regard to capitals."""
OWN_FIELDS = frozenset({"name", "job_title", "discipline", "theme", "words", "wants_reminders"})
OTHERS_FIELDS = frozenset({"email", "name", "job_title", "discipline", "works_in", "is_outsider"})


@transaction.atomic
def describe_oneself(*, person: User, version: int, **fields: Any) -> User:
    """Save what a person says of themselves and how they read pages."""
    _only(OWN_FIELDS, fields)
    person = locked(person)
    require_version(person, version)
    if fields.get("discipline") in PARTNERS and not person.is_outsider:
        raise Refusal(
            "A patient or family partner sees only their own teams: only an administrator makes you one.",
            field="discipline",
        )
    return _changed(person, fields)


@transaction.atomic
def describe_person(*, person: User, version: int, **fields: Any) -> User:
    """Save what an administrator writes of a person; a new address takes the old one's place for signing in."""
    _only(OTHERS_FIELDS, fields)
    person = locked(person)
    require_version(person, version)
    if fields.get("is_outsider") and person.role_grants.exists():
        raise Refusal("Roles are for people who work here: revoke them first.", field="is_outsider")
    if fields.get("is_outsider") and person.memberships.current().filter(role__in=SERVING).exists():
        raise Refusal(
            "Coaches and internal support work here: let somebody else serve their teams first.", field="is_outsider"
        )
    if fields.get("discipline") in PARTNERS and not fields.get("is_outsider", person.is_outsider):
        raise Refusal("A patient or family partner sees only their own teams: tick the box.", field="is_outsider")
    if "email" in fields:
        fields["email"] = fields["email"].strip().lower()
        if fields["email"] != person.email:
            EmailAddress.objects.filter(user=person).delete()
    with constraints_in_words(User, dict.fromkeys(SAME_ADDRESS, "email"), **SAME_ADDRESS):
        return _changed(person, fields)


@transaction.atomic
def choose_theme(*, person: User, theme: str) -> None:
    """Light, dark, or as the device: remembered for the person, without a version of its own."""
    User.objects.filter(pk=person.pk).update(theme=theme)


@transaction.atomic
def change_password(*, person: User, password: str) -> User:
    """A new password; every session of the person ends, so the caller renews the one that asked."""
    person = locked(person)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refusal(" ".join(weak.messages), field="new_password1") from None
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


@transaction.atomic
def deactivate(*, person: User, by: User, why: str = "") -> None:
    """Close the account: nobody signs in with it, every session ends at once; what the person did stays.

    The last administrator stays, however many are removed at the same moment: their grants are the lock.
    """
    if person.pk == by.pk:
        raise Refusal("You cannot close your own account: ask another administrator.")
    require_another_administrator(person)
    person = locked(person)
    if not person.is_active:
        raise Refusal(f"The account of {person.name} is closed already.")
    with because(why):
        person.is_active, person.version = False, person.version + 1
        person.save(update_fields=["is_active", "version"])
    end_sessions(person=person)


@transaction.atomic
def reactivate(*, person: User, why: str = "") -> None:
    """Open a closed account again, with the password, roles and teams that it had."""
    person = locked(person)
    if person.is_active:
        raise Refusal(f"The account of {person.name} is open already.")
    with because(why):
        person.is_active, person.version = True, person.version + 1
        person.save(update_fields=["is_active", "version"])


def end_sessions(*, person: User) -> None:
    """Sign the person out everywhere."""
    User.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)


def require_another_administrator(person: User) -> None:
    """Refuse unless somebody else, who can sign in, is an administrator; holds the lock that keeps it so.

    Call it in the transaction that takes the role or the account away from `person`.
    """
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR)
    held = list(grants.select_for_update(of=("self",)).order_by("pk").values_list("user_id", flat=True))
    if person.pk not in held:
        return
    if not grants.filter(user__is_active=True).exclude(user=person).exists():
        raise Refusal(LAST_ADMINISTRATOR.format(name=person.name))


def _only(known: frozenset[str], fields: dict[str, Any]) -> None:
    unknown = set(fields) - known
    if unknown:
        raise TypeError(f"not among the fields that may be written here: {sorted(unknown)}")


def _changed(person: User, fields: dict[str, Any]) -> User:
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=[*fields, "version"])
    return person
