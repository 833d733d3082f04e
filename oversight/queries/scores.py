"""A priority score in words: what makes it, and which place it gives."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe

from oversight.models import TeamSummary
from oversight.ranking import MOST


def why_list(why: Iterable[list[Any]]) -> SafeString:
    """What makes a priority score, line by line: criterion, rating, points; strategic priorities that are not served
    are left out."""
    lines = []
    for name, weight, value, points, strategic in why:
        if strategic and not value:
            continue
        said = "serves it" if strategic else "not rated" if value is None else f"{value:g} of {MOST}"
        lines.append(
            f"<li><span>{_escaped(name)}</span> <small>{said}, weight {weight:g}</small> <b>{points:.1f}</b></li>"
        )
    return mark_safe(f'<ul class="why-list">{"".join(lines)}</ul>')  # noqa: S308 - names are escaped


Places = Mapping[str, int]
"""Where each ranked team stands, by its name."""

MOVES_SAID = 3


def places() -> Places:
    """The ranking as it stands; one query."""
    ranked = TeamSummary.objects.order_by("place", "team__name").values_list("team__name", "place")
    return {team: place for team, place in ranked if place is not None}


def moves_in_words(before: Places, after: Places, *, would: str = "changed") -> str:
    """What a new ranking changed, or `would` change: the furthest moves by name, the others counted."""
    moved = [team for team in after if team in before and after[team] != before[team]]
    if not moved:
        return "Every team keeps its place."
    moved.sort(key=lambda team: (-abs(after[team] - before[team]), after[team]))
    said = [f"{team} from {ordinal(before[team])} to {ordinal(after[team])}" for team in moved[:MOVES_SAID]]
    others = len(moved) - len(said)
    more = f", and {others} more" if others else ""
    return f"{len(moved)} team{'' if len(moved) == 1 else 's'} {would} places: {', '.join(said)}{more}."


@lru_cache(maxsize=512)
def _escaped(name: str) -> str:
    return esc(name)


def ordinal(number: int) -> str:
    """'1st', '2nd', '13th'."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
