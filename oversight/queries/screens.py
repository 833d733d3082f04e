"""The televisions of a wall, as its leaders see them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from oversight.models import Screen
from redesign.lib.dates import days_ago
from teams.models import System


@dataclass(frozen=True)
class ScreenRow:
    """A screen in finished strings."""

    name: str
    made: str
    seen: str
    end_url: str


def screen_rows(system: System) -> list[ScreenRow]:
    """The screens that show this system's wall, in one query."""
    return [_row(screen) for screen in Screen.objects.filter(system=system).select_related("made_by")]


def _row(screen: Screen) -> ScreenRow:
    made = date_format(localtime(screen.created_at), "j F Y")
    seen = screen.last_seen_at
    return ScreenRow(
        name=screen.name,
        made=f"{made}, by {screen.made_by.name}" if screen.made_by else made,
        seen=f"{days_ago(localtime(seen).date())}, {date_format(localtime(seen), 'H:i')}" if seen else "never yet",
        end_url=reverse("oversight:screen-end", args=[screen.pk]),
    )
