"""What other weights would do to the ranking, before anybody saves them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from oversight.models import Criterion, StrategicPriority
from oversight.queries.ranking import Held, Weights
from oversight.queries.scores import moves_in_words, ordinal
from oversight.ranking import Place
from redesign.lib.components import icon
from redesign.lib.dates import today
from teams.models import Team

MOST_WEIGHT = {False: 10, True: 5}
"""The highest weight of a criterion, and of a strategic priority."""


@dataclass(frozen=True)
class MoveRow:
    """A team in finished strings: its place now and then."""

    team: str
    url: str
    now: str
    then: str
    moves: SafeString
    score: str
    sure: str


@dataclass(frozen=True)
class Tried:
    """What the weights that were tried would do; `sentence` says it in short."""

    rows: list[MoveRow]
    sentence: str
    changed: bool


def tried(now: Held, weights: Weights) -> Tried:
    """The ranking with these weights beside the one that stands, in one query, whatever the number of teams."""
    then = now.weighed(weights)
    scores, other_scores = now.scores(), then.scores()
    places, other_places = now.places(scores), then.places(other_scores)
    names = dict(Team.objects.filter(pk__in=places).values_list("pk", "name"))
    order = sorted(other_places, key=lambda team: (other_places[team].place, names[team]))
    rows = [
        _row(team, names[team], places[team].place, other_places[team], scores[team].value, other_scores[team].value)
        for team in order
    ]
    before, after = ({names[team]: found[team].place for team in order} for found in (places, other_places))
    changed = then.lines != now.lines
    return Tried(rows, moves_in_words(before, after, would="would change") if changed else "", changed)


def _row(team: int, name: str, now: int, then: Place, score: float | None, other: float | None) -> MoveRow:
    same = f"{score:.0f}" == f"{other:.0f}"
    return MoveRow(
        team=name,
        url=reverse("teams:team", args=[team]),
        now=ordinal(now),
        then=ordinal(then.place),
        moves=_moves(now - then.place),
        score=f"{other:.0f}" if same else f"{score:.0f} → {other:.0f}",
        sure=f"{then.near:.0%}",
    )


def _moves(up: int) -> SafeString:
    if not up:
        return SafeString()
    count = f"{abs(up)} {'place' if abs(up) == 1 else 'places'}"
    drawn = icon("arrow-up" if up > 0 else "arrow-down", size="s")
    return format_html("{} {}", drawn, f"up {count}" if up > 0 else f"down {count}")


def seen() -> str:
    """A mark of the criteria and strategic priorities that hold now: it changes when anybody changes them; two queries."""
    versions: Mapping[str, list[tuple[int, int]]] = {
        "criteria": list(Criterion.objects.filter(retired=False).order_by("pk").values_list("pk", "version")),
        "strategic": list(StrategicPriority.objects.current(today()).order_by("pk").values_list("pk", "version")),
    }
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:16]
