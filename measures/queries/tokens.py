"""What the page of keys shows."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from measures.models import ApiToken
from measures.permissions.tokens import can_make_device_key
from redesign.lib.dates import today
from teams.models import User


@dataclass(frozen=True)
class KeyRow:
    """A key in the list, in ready strings; `revoke_url` is empty where it is not in force."""

    name: str
    hint: str
    reaches: str
    owner: str
    last_used: str
    ends: str
    revoke_url: str


def key_rows(user: User) -> list[KeyRow]:
    """The person's own keys and, for administrators, everybody's; newest first, one query."""
    found = ApiToken.objects.select_related("owner", "system")
    if not can_make_device_key(user):
        found = found.filter(owner=user)
    return [_row(token) for token in found]


def _row(token: ApiToken) -> KeyRow:
    in_force = token.revoked_at is None and token.expires_on >= today()
    ends = f"ends {date_format(token.expires_on, 'j M Y')}" if in_force else "has ended"
    if token.revoked_at is not None:
        ends = f"revoked {date_format(localtime(token.revoked_at), 'j M Y')}"
    used = token.last_used_at
    return KeyRow(
        name=token.name,
        hint=f"{token.hint}…",
        reaches=f"{token.system} and below" if token.system else "Everything that its person may",
        owner=token.owner.name,
        last_used=date_format(localtime(used), "j M Y, H:i") if used else "never",
        ends=ends,
        revoke_url=reverse("measures:key-revoke", args=[token.pk]) if in_force else "",
    )
