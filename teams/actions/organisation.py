"""The organisation's own settings, and how an empty one is set up: once, by a link that its console printed."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from redesign.lib.refusals import Refusal
from teams.enums import Role
from teams.models import Organisation, RoleGrant, System, Team, User

IS_SET_UP = "This organisation has been set up. Sign in instead."
IS_DEMO = "This is the demo organisation; it is built by code and never set up by hand."


def hash_of(token: str) -> str:
    """What is kept of the set-up link."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def new_setup_token() -> str:
    """A new token for the set-up link of an empty organisation; the one before stops working."""
    if settings.DEMO:
        raise Refusal(IS_DEMO)
    Organisation.objects.get_or_create(pk=1, defaults={"name": ""})
    organisation = Organisation.objects.select_for_update().get()
    _require_empty(organisation)
    token = secrets.token_urlsafe(24)
    organisation.setup_token_hash = hash_of(token)
    organisation.save(update_fields=["setup_token_hash"])
    return token


def waits_for_setup(token: str) -> bool:
    """Whether this token opens the set-up page now."""
    return Organisation.objects.filter(setup_token_hash=hash_of(token), set_up_at__isnull=True, is_demo=False).exists()


@transaction.atomic
def set_up(*, token: str, organisation_name: str, time_zone: str, name: str, email: str, password: str) -> User:
    """Name the organisation and make its first administrator. Works once, however many try at the same moment."""
    organisation = Organisation.objects.select_for_update().filter(setup_token_hash=hash_of(token)).first()
    if organisation is None:
        raise Refusal(IS_SET_UP)
    _require_empty(organisation)
    person = User(email=email.strip().lower(), name=name.strip())
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refusal(" ".join(weak.messages), field="password") from None
    person.set_password(password)
    person.save()
    RoleGrant.objects.create(user=person, role=Role.ADMINISTRATOR, granted_by=person)
    organisation.name, organisation.time_zone = organisation_name.strip(), time_zone
    organisation.set_up_at, organisation.setup_token_hash = timezone.now(), ""
    organisation.save()
    return person


@transaction.atomic
def describe_organisation(*, fields: dict[str, Any]) -> Organisation:
    """Change the organisation's name or time zone."""
    organisation = Organisation.objects.select_for_update().get()
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    return organisation


@transaction.atomic
def hide_checklist(*, hidden: bool) -> None:
    """Take the set-up checklist off the administrators' home, or put it back."""
    Organisation.objects.update(checklist_hidden=hidden)


def _require_empty(organisation: Organisation) -> None:
    """Refuse unless nobody and nothing is here: demo and real data never mix."""
    if organisation.is_demo:
        raise Refusal(IS_DEMO)
    if organisation.set_up_at is not None or User.objects.exists():
        raise Refusal(IS_SET_UP)
    if System.objects.exists() or Team.objects.exists():
        raise Refusal("There are systems or teams in this database already: set up an empty one.")
