"""Drafts: what somebody has typed and not yet saved. Each person reads and writes their own, and nobody else's."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from redesign.lib.refusals import Refusal
from teams.actions.drafts import LARGEST, drop_draft, require_key, save_draft
from teams.queries.drafts import draft_of


@never_cache
@require_http_methods(["GET", "POST"])
def draft_save(request: HttpRequest) -> HttpResponse:
    """GET `?key=`: the draft as `{data, updated_at}`, or 204 when there is none. POST `key`, `data`: keep it.

    `data` is a JSON object of texts and lists of texts, or empty to forget the draft; the whole may be a JSON body.
    What cannot be kept is answered 422 with the sentence why.
    """
    try:
        return _kept(request) if request.method == "POST" else _read(request)
    except Refusal as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)


@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Forget the draft of this key."""
    return _dropped(request, request.POST.get("key", ""))


def _read(request: HttpRequest) -> HttpResponse:
    key = request.GET.get("key", "")
    require_key(key)
    draft = draft_of(request.user, key)
    if draft is None:
        return HttpResponse(status=204)
    return JsonResponse({"data": draft.data, "updated_at": localtime(draft.updated_at).isoformat()})


def _kept(request: HttpRequest) -> HttpResponse:
    key, data = _sent(request)
    if data is None:
        return _dropped(request, key)
    save_draft(owner=request.user, key=key, data=data)
    return HttpResponse(status=204)


def _dropped(request: HttpRequest, key: str) -> HttpResponse:
    drop_draft(owner=request.user, key=key)
    return HttpResponse(status=204)


def _sent(request: HttpRequest) -> tuple[str, dict[str, Any] | None]:
    """The key and the fields, from a form or a JSON body; None when the fields are empty."""
    if request.content_type == "application/json":
        if len(request.body) > LARGEST * 4:
            raise Refusal("This is too long to be kept as a draft. Save it, or shorten it.")
        body = _object(request.body)
        key, data = body.get("key", ""), body.get("data")
        data = _object(data) if isinstance(data, str) and data else data
    else:
        key, text = request.POST.get("key", ""), request.POST.get("data", "")
        data = _object(text) if text else None
    if not isinstance(key, str) or not (data is None or data == "" or isinstance(data, dict)):
        raise Refusal("This draft cannot be read, so it was not kept.")
    return key, data or None


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        made = json.loads(text)
    except (ValueError, RecursionError):
        made = None
    if not isinstance(made, dict):
        raise Refusal("This draft cannot be read, so it was not kept.")
    return made
