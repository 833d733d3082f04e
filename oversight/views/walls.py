"""Data walls: the list, a wall on its screen, its news, and arranging it by hand."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from oversight.actions.walls import add_tile, begin_by_hand, choose_by_itself, move_tile, name_wall, remove_tile
from oversight.forms.walls import TileForm, WallForm, WallsFilterForm
from oversight.models import Wall
from oversight.permissions.walls import can_watch_walls
from oversight.queries.roll_up import forest
from oversight.queries.walls import (
    A_PAGE,
    MOST_TILES,
    SECONDS_A_PAGE,
    WallStands,
    chosen,
    found_to_add,
    wall_of,
    wall_rows,
    wall_shown,
    wall_stands,
    with_all_below,
)
from oversight.views import fetch
from redesign.lib.components import Crumb
from redesign.lib.dates import today
from redesign.lib.fetch import require
from redesign.lib.htmx import wants_fragment
from redesign.lib.refusals import refusals_shown_on
from teams.models import System
from teams.permissions.organisation import can_administer
from teams.permissions.standing import standing
from teams.views.fetch import ONLY_STAFF, staff_only


@require_GET
@vary_on_headers("HX-Request")
def walls(request: HttpRequest) -> HttpResponse:
    staff_only(request)
    form = WallsFilterForm(request.GET)
    asked = form.asked()
    editable = None if can_administer(request.user) else standing(request.user).systems_led
    rows = wall_rows(forest(), editable, **asked)
    page = "oversight/partials/wall_table.html" if wants_fragment(request) else "oversight/wall_list.html"
    return render(request, page, {"form": form, "rows": rows, "narrowed": any(asked.values())})


@require_GET
@never_cache
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    stands = _wall_to_read(request, pk)
    return wall_page(request, stands, reverse("oversight:wall-tiles", args=[pk]), reverse("oversight:walls"))


@require_GET
@never_cache
def wall_tiles(request: HttpRequest, pk: int) -> HttpResponse:
    """The tiles when the wall shows another version than this one; 204 while nothing has changed."""
    stands = _wall_to_read(request, pk)
    _stay_signed_in(request)
    return wall_news(request, stands)


def wall_page(request: HttpRequest, stands: WallStands, news_url: str, back_url: str = "") -> HttpResponse:
    """The whole screen; it asks for news at `news_url`, and is left for `back_url` where there is a way back."""
    context = {
        "stands": stands,
        "wall": wall_shown(stands),
        "wall_url": news_url,
        "poll_seconds": settings.WALL_POLL_SECONDS,
        "page_seconds": stands.seconds,
        "back_url": back_url,
    }
    return render(request, "oversight/wall.html", context)


def wall_news(request: HttpRequest, stands: WallStands) -> HttpResponse:
    """The tiles where the screen has another version than this one; else 204."""
    if request.GET.get("version") == stands.version:
        return HttpResponse(status=204)
    return render(request, "oversight/partials/wall_tiles.html", {"wall": wall_shown(stands), "stands": stands})


def _wall_to_read(request: HttpRequest, pk: int) -> WallStands:
    require(can_watch_walls(request.user), ONLY_STAFF)
    stands = wall_stands(pk)
    if stands is None:
        raise Http404("There is no such system here. It may have been removed.")
    return stands


def _stay_signed_in(request: HttpRequest) -> None:
    """A screen on a wall has nobody to sign it in again: each day that it asks for news renews its session."""
    if request.session.get("wall_seen_on") != today().isoformat():
        request.session["wall_seen_on"] = today().isoformat()


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def wall_edit(request: HttpRequest, pk: int) -> HttpResponse:
    system = fetch.system_whose_wall_to_arrange(request, pk)
    arranged = wall_of(system)
    version = arranged.version if arranged else 1
    tiles = TileForm(request.POST if "do" in request.POST else None)
    names = WallForm(
        request.POST if request.method == "POST" and "do" not in request.POST else None,
        initial={
            "version": version,
            "title": arranged.title if arranged else "",
            "seconds_a_page": arranged.seconds_a_page if arranged else SECONDS_A_PAGE,
        },
    )
    if tiles.is_bound and tiles.is_valid():
        with refusals_shown_on(tiles):
            arranged = _do(system, **tiles.cleaned_data)
            if not wants_fragment(request):
                return redirect(_edit_url(system, request.GET.get("q", "")))
    if names.is_bound and names.is_valid():
        with refusals_shown_on(names):
            name_wall(system=system, **names.cleaned_data)
            return redirect("oversight:wall", system.pk)
        names.accept_newer_version()
    return _arranging(request, system, arranged if not tiles.errors else wall_of(system), tiles, names)


def _do(system: System, *, version: int, do: str, measure) -> Wall:
    about = {"system": system, "version": version}
    if do == "begin":
        return begin_by_hand(**about)
    if do == "itself":
        return choose_by_itself(**about)
    if do == "add":
        return add_tile(**about, measure=measure)
    if do == "remove":
        return remove_tile(**about, measure=measure)
    return move_tile(**about, measure=measure, by=-1 if do == "up" else 1)


def _edit_url(system: System, text: str) -> str:
    url = reverse("oversight:wall-edit", args=[system.pk])
    return f"{url}?{urlencode({'q': text})}" if text else url


def _arranging(
    request: HttpRequest, system: System, arranged: Wall | None, tiles: TileForm, names: WallForm
) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    here, on_it = with_all_below(system.pk), chosen(arranged)
    context = {
        "system": system,
        "wall": arranged,
        "version": arranged.version if arranged else 1,
        "form": names,
        "refused": tiles,
        "chosen": on_it,
        "offered": found_to_add(here, text, [each.pk for each in on_it]),
        "text": text,
        "most": MOST_TILES,
        "a_page": A_PAGE,
        "url": _edit_url(system, text),
        "trail": [
            Crumb("Walls", reverse("oversight:walls")),
            Crumb(system.name, reverse("oversight:wall", args=[system.pk])),
            Crumb("Arrange"),
        ],
    }
    fragment = wants_fragment(request)
    page = "oversight/partials/wall_arranging.html" if fragment else "oversight/wall_edit.html"
    return render(request, page, context | {"fragment": fragment})
