"""Televisions for a wall: made and ended by its leaders, and what they show without anybody signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from oversight.actions.screens import end_screen, make_screen, screen_of
from oversight.forms.screens import ScreenForm
from oversight.queries.screens import screen_rows
from oversight.queries.walls import WallStands, wall_stands
from oversight.views import fetch
from oversight.views.walls import wall_news, wall_page
from redesign.lib.components import Crumb
from redesign.lib.refusals import refusals_shown_on


@never_cache
@require_http_methods(["GET", "POST"])
def screens(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, and the form to make one; the address of one that was made is in this one answer, and nowhere after."""
    system = fetch.system_whose_wall_to_arrange(request, pk)
    form = ScreenForm(request.POST or None)
    made = address = ""
    if form.is_valid():
        with refusals_shown_on(form):
            screen, token = make_screen(system=system, by=request.user, **form.cleaned_data)
            made = screen.name
            address = request.build_absolute_uri(reverse("oversight:screen", args=[token]))
            form = ScreenForm()
    trail = [
        Crumb("Walls", reverse("oversight:walls")),
        Crumb(system.name, reverse("oversight:wall", args=[pk])),
        Crumb("Screens"),
    ]
    context = {"system": system, "form": form, "made": made, "address": address, "rows": screen_rows(system)}
    return render(request, "oversight/wall_screens.html", context | {"trail": trail})


@require_POST
def screen_end(request: HttpRequest, pk: int) -> HttpResponse:
    screen = fetch.screen_to_end(request, pk)
    end_screen(screen=screen)
    messages.success(request, f"{screen.name} is ended: its address opens nothing any more.")
    return redirect("oversight:screens", screen.system_id)


@login_not_required
@never_cache
@require_GET
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The wall, for whoever holds the address; nothing but the wall."""
    return wall_page(request, _shown(token), reverse("oversight:screen-tiles", args=[token]))


@login_not_required
@never_cache
@require_GET
def screen_tiles(request: HttpRequest, token: str) -> HttpResponse:
    return wall_news(request, _shown(token))


def _shown(token: str) -> WallStands:
    found = screen_of(token)
    stands = wall_stands(found.system_id) if found else None
    if stands is None:
        raise Http404(
            "This screen was ended: its address opens nothing any more. The leaders of the system make a new one."
        )
    return stands
