"""Keys for programs and devices: made, shown once, listed, revoked; and the page that describes the API."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from measures.actions.tokens import make_token, revoke_token
from measures.api.description import described
from measures.forms.tokens import KeyForm
from measures.permissions.tokens import can_make_device_key, can_make_own_key, can_manage_keys
from measures.queries.tokens import key_rows
from measures.views import fetch
from redesign.lib.components import Crumb
from redesign.lib.refusals import refusals_shown_on


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The list, and the form to make one; a key that was made is in this one answer, and nowhere after."""
    fetch.key_maker(request)
    own, devices = can_make_own_key(request.user), can_make_device_key(request.user)
    form = KeyForm(fetch.posted(request), own=own, devices=devices)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            token, key = make_token(**form.made(request.user))
            made = {"token": token, "key": key}
            form = KeyForm(own=own, devices=devices)
    trail = [Crumb("Measures", reverse("measures:measures")), "Keys"]
    context = {"trail": trail, "form": form, "rows": key_rows(request.user), "made": made, "devices": devices}
    return render(request, "measures/keys.html", context)


@require_POST
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = fetch.key_to_revoke(request, pk)
    revoke_token(token=token)
    messages.success(request, f"“{token.name}” is revoked: it opens nothing any more.")
    return redirect("measures:keys")


@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API for people: made from the same description that programs read."""
    context = {
        "groups": described(),
        "may_make": can_manage_keys(request.user),
        "site": f"{request.scheme}://{request.get_host()}",
        "trail": [Crumb("Measures", reverse("measures:measures")), "The API"],
    }
    return render(request, "measures/api_docs.html", context)
