"""Arranging a data wall by hand: its title, how fast it turns, which measures it shows and in which order."""

from django.db import transaction
from django.db.models import Max

from measures.enums import MeasureStatus
from measures.models import Measure
from oversight.models import Tile, Wall
from oversight.queries.walls import MOST_TILES, measures_of, with_all_below
from redesign.lib.refusals import Refusal
from redesign.lib.versions import require_version
from teams.models import System


@transaction.atomic
def name_wall(*, system: System, version: int, title: str, seconds_a_page: int) -> Wall:
    """Give the wall a title of its own (empty: the system's name) and the seconds that a page stays."""
    wall = _locked(system, version)
    wall.title, wall.seconds_a_page = title, seconds_a_page
    wall.save(update_fields=["title", "seconds_a_page", "version", "updated_at"])
    return wall


@transaction.atomic
def add_tile(*, system: System, version: int, measure: Measure) -> Wall:
    """Put a measure at the end of the wall; one that is there already stays where it is."""
    wall = _locked(system, version)
    if measure.status == MeasureStatus.RETIRED:
        raise Refusal(f"{measure.name} is retired: a wall shows measures that are in use.")
    if not wall.tiles.filter(measure=measure).exists():
        if wall.tiles.count() >= MOST_TILES:
            raise Refusal(f"A wall holds {MOST_TILES} measures. Take one off first.")
        last = wall.tiles.aggregate(last=Max("position"))["last"] or 0
        wall.tiles.create(measure=measure, position=last + 1)
    wall.save(update_fields=["version", "updated_at"])
    return wall


@transaction.atomic
def remove_tile(*, system: System, version: int, measure: Measure) -> Wall:
    """Take a measure off the wall. Without any, the wall chooses by itself again."""
    wall = _locked(system, version)
    wall.tiles.filter(measure=measure).delete()
    wall.save(update_fields=["version", "updated_at"])
    return wall


@transaction.atomic
def move_tile(*, system: System, version: int, measure: Measure, by: int) -> Wall:
    """Move a measure so many places down the wall (up, where `by` is below nought); the others close ranks."""
    wall = _locked(system, version)
    tiles = list(wall.tiles.all())
    at = next((place for place, tile in enumerate(tiles) if tile.measure_id == measure.pk), None)
    if at is None:
        raise Refusal(f"{measure.name} is not on this wall any more.")
    tiles.insert(min(max(at + by, 0), len(tiles) - 1), tiles.pop(at))
    for position, tile in enumerate(tiles, start=1):
        tile.position = position
    Tile.objects.bulk_update(tiles, ["position"])
    wall.save(update_fields=["version", "updated_at"])
    return wall


@transaction.atomic
def begin_by_hand(*, system: System, version: int) -> Wall:
    """Put what the wall chooses by itself today on it for good, so that it can be arranged from there."""
    wall = _locked(system, version)
    if not wall.tiles.exists():
        found = measures_of(with_all_below(system.pk), None)
        Tile.objects.bulk_create(
            Tile(wall=wall, measure_id=facts.pk, position=place) for place, facts in enumerate(found, start=1)
        )
    wall.save(update_fields=["version", "updated_at"])
    return wall


@transaction.atomic
def choose_by_itself(*, system: System, version: int) -> Wall:
    """Take everything off: from now on the wall shows what matters most."""
    wall = _locked(system, version)
    wall.tiles.all().delete()
    wall.save(update_fields=["version", "updated_at"])
    return wall


def _locked(system: System, version: int) -> Wall:
    """The system's wall, made at the first arranging, locked and one version on; StaleEdit when somebody was faster."""
    Wall.objects.get_or_create(system=system)
    wall = Wall.objects.select_for_update().get(system=system)
    require_version(wall, version)
    return wall
