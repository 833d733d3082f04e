"""Televisions for a wall: an address made and shown once, found by its digest, ended."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from oversight.models import Screen
from redesign.lib.refusals import Refusal
from teams.models import System, User

MOST = 20
"""Screens of one system: more are addresses that nobody has taken back."""
SEEN_EVERY = dt.timedelta(minutes=10)
"""How exactly it is known when a screen last asked for news."""


def digest(token: str) -> str:
    """What is stored of a token: it is 32 random bytes, so a plain digest is as good as a slow one."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_screen(*, system: System, name: str, by: User) -> tuple[Screen, str]:
    """A new television for the wall of this system, and its token, which is never to be had again."""
    System.objects.select_for_update(no_key=True).get(pk=system.pk)
    others = Screen.objects.filter(system=system)
    if others.filter(name__iexact=name).exists():
        raise Refusal(f"There is a screen called {name} already: end it first, or choose another name.", field="name")
    if others.count() >= MOST:
        raise Refusal(f"This wall has {MOST} screens already: end those that hang nowhere any more.")
    token = secrets.token_urlsafe(32)
    return Screen.objects.create(system=system, name=name, token_hash=digest(token), made_by=by), token


def end_screen(*, screen: Screen) -> None:
    """Its address opens nothing from now on; ending it twice does no harm."""
    Screen.objects.filter(pk=screen.pk).delete()


def screen_of(token: str) -> Screen | None:
    """The screen whose address holds this token; one query, and one in ten minutes to note that it was seen."""
    screen = Screen.objects.filter(token_hash=digest(token)).first()
    if screen is None:
        return None
    now = timezone.now()
    if screen.last_seen_at is None or now - screen.last_seen_at > SEEN_EVERY:
        not_just_now = Q(last_seen_at=None) | Q(last_seen_at__lt=now - SEEN_EVERY)
        Screen.objects.filter(not_just_now, pk=screen.pk).update(last_seen_at=now)
    return screen
