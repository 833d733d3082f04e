"""Who calls: the key in the Authorization header, how often it may, and what is kept of a call that may be sent again."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from measures.actions.tokens import Reach, reach_of, token_of
from measures.models import ApiCall

A_MINUTE = 300
"""Calls of one key in a minute."""
LONGEST_KEY = 80


class Key(HttpBearer):
    """`Authorization: Bearer …` with a key that is in force; sessions and cookies are not asked."""

    def authenticate(self, request: HttpRequest, token: str) -> Reach | None:
        found = token_of(token)
        return reach_of(found) if found else None


class EachKey(BaseThrottle):
    """So many calls a minute for each key; without a cache nobody counts."""

    def allow_request(self, request: HttpRequest) -> bool:
        reach: Reach = request.auth  # type: ignore[attr-defined]  # set by ninja
        counted = f"api-calls:{reach.token.pk}:{int(time.time() // 60)}"
        cache.add(counted, 0, 120)
        return cache.incr(counted) <= A_MINUTE

    def wait(self) -> float | None:
        return 60 - time.time() % 60


def answered_once(
    reach: Reach, request: HttpRequest, idempotency_key: str | None, act: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """What `act` answers, and whether that is the answer of an earlier call with the same key and the same body.

    The call's row is written first, so that of several at the same moment one acts and the others wait for its answer.
    What is refused is kept no more than written: the same call may be sent again once the reason is mended.
    """
    if not idempotency_key:
        with transaction.atomic():
            return act(), False
    if len(idempotency_key) > LONGEST_KEY or "\x00" in idempotency_key:
        raise HttpError(400, f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    body = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    with transaction.atomic():
        call, is_first = ApiCall.objects.get_or_create(
            token=reach.token, key=idempotency_key, defaults={"request_hash": body, "status": 200, "answer": {}}
        )
        if is_first:
            call.answer = act()
            call.save(update_fields=["answer"])
            return call.answer, False
    if call.request_hash != body:
        raise HttpError(409, "This Idempotency-Key came with another body before: use a new one.")
    return call.answer, True
