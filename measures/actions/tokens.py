"""Keys by which programs and devices enter data: made and shown once, found by their digest, revoked."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from measures.models import ApiCall, ApiToken, Measure
from measures.queries.entering import why_not_entered
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.enums import Role
from teams.models import System, User
from teams.permissions.standing import standing

LONGEST = dt.timedelta(days=366)
MOST = 50
"""Keys in force for one person: more are a program that makes keys."""
SEEN_EVERY = dt.timedelta(minutes=1)
"""How exactly the last use of a key is known."""
CALLS_KEPT = dt.timedelta(days=7)
"""How long a call may be sent again and get the same answer."""


def digest(key: str) -> str:
    """What is stored of a key: it is 32 random bytes, so a plain digest is as good as a slow one."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_token(*, by: User, name: str, expires_on: dt.date, system: System | None = None) -> tuple[ApiToken, str]:
    """A new key for this person, or with `system` for a device there; the key itself is never to be had again."""
    if not today() < expires_on <= today() + LONGEST:
        raise Refusal("A key ends within a year, and not today.", field="expires_on")
    locked(by)
    if ApiToken.objects.filter(owner=by, revoked_at=None, expires_on__gte=today()).count() >= MOST:
        raise Refusal(f"You have {MOST} keys already: revoke those that are not used.")
    key = f"rd_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name, owner=by, system=system, token_hash=digest(key), hint=key[:8], expires_on=expires_on, made_by=by
    )
    return token, key


@transaction.atomic
def revoke_token(*, token: ApiToken) -> None:
    """End a key now; revoking it twice does no harm."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save()


def token_of(key: str) -> ApiToken | None:
    """The token of this key where it is in force, with its owner and system; one query, and one a minute to note it.

    A key without a system acts for its owner while that person is an analyst.
    """
    if not 20 <= len(key) <= 100:
        return None
    in_force = ApiToken.objects.filter(revoked_at=None, expires_on__gte=today(), owner__is_active=True)
    token = in_force.select_related("owner", "system").filter(token_hash=digest(key)).first()
    if token is None or (token.system is None and not standing(token.owner).has(Role.ANALYST)):
        return None
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
        not_just_now = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN_EVERY)
        ApiToken.objects.filter(not_just_now, pk=token.pk).update(last_used_at=now)
    return token


@dataclass(frozen=True)
class Reach:
    """What a key reaches: everything, or the measures of one system and those below."""

    token: ApiToken
    systems: frozenset[int] | None = None

    def has(self, system_id: int) -> bool:
        """Whether things of this system are within reach."""
        return self.systems is None or system_id in self.systems

    def why_not(self, measure: Measure) -> str:
        """The sentence why this key may not enter points of the measure; empty where it may."""
        if self.systems is None:
            return why_not_entered(self.token.owner, measure)
        if not self.has(measure.system_id):
            return f"This key is for {self.token.system} and the systems below it, and {measure.name} is not there."
        return why_not_entered(self.token.owner, measure, for_device=True)


def reach_of(token: ApiToken) -> Reach:
    """What this key reaches; one query for a device, none for a person's."""
    if token.system is None:
        return Reach(token)
    return Reach(token, frozenset(System.objects.under(token.system).values_list("pk", flat=True)))


def forget_calls() -> int:
    """Forget the answers of calls that nobody will send again; how many there were."""
    return ApiCall.objects.filter(called_at__lt=timezone.now() - CALLS_KEPT).delete()[0]
