"""Keeping what people have typed and not yet saved."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from redesign.lib.refusals import Refusal
from teams.models import Draft, User

LARGEST = 60_000
"""Characters of one draft; more than any form of ours can hold."""
MOST = 50
"""Drafts of one person; the oldest gives way to a new one."""
KEY = re.compile(r"[a-z][a-z0-9]*(?:[-:][a-z0-9]+)*")
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2"})


def require_key(key: str) -> None:
    """Refuse a key that no form of ours has: words of small letters and digits, joined by hyphens."""
    if len(key) > 120 or not KEY.fullmatch(key):
        raise Refusal("This form's draft has no proper name, so it cannot be kept.")


@transaction.atomic
def save_draft(*, owner: User, key: str, data: Mapping[str, object]) -> Draft:
    """Keep these fields as the person's draft of this form, in place of the one before."""
    require_key(key)
    kept = {storable(name): _kept(value) for name, value in data.items() if name not in NEVER_KEPT and _is_typed(value)}
    if len(json.dumps(kept)) > LARGEST:
        raise Refusal("This is too long to be kept as a draft. Save it, or shorten it.")
    draft, is_new = Draft.objects.update_or_create(owner=owner, key=key, defaults={"data": kept})
    if is_new:
        newest = Draft.objects.filter(owner=owner).order_by("-updated_at", "-pk").values("pk")[:MOST]
        Draft.objects.filter(owner=owner).exclude(pk__in=newest).delete()
    return draft


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot keep: NUL, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _kept(value: object) -> object:
    return [storable(each) for each in value] if isinstance(value, list) else storable(str(value))


def _is_typed(value: object) -> bool:
    """Text, or a list of texts from a field of several choices."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))


@transaction.atomic
def drop_draft(*, owner: User, key: str) -> None:
    """Forget the person's draft of this form; nothing happens where there is none."""
    Draft.objects.filter(owner=owner, key=storable(key)).delete()


@contextmanager
def draft_spent(*, owner: User, key: str) -> Iterator[None]:
    """The change made inside takes the place of the draft: both are saved together, or neither is.

    A Refusal raised inside leaves the draft as it was.
    """
    with transaction.atomic():
        yield
        drop_draft(owner=owner, key=key)
