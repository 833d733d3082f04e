"""Which measures of lower systems roll up into one, and taking its figures from them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from measures.actions.entries import Entry, put_points
from measures.actions.measures import require_open
from measures.models import Measure
from measures.queries.cascades import added_up, parts_of, why_not_added
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.models import System, User


@transaction.atomic
def set_parts(*, measure: Measure, parts: Collection[Measure], among: Collection[int] = ()) -> None:
    """Let exactly these measures roll up into this one, as far as they are `among` those that were offered.

    Refused are measures that are not of a lower system, and such as roll up into another one already: parts are counted
    once. Without `among` every present part that is not named is let go.
    """
    wanted = {part.pk for part in parts}
    offered = set(among) | wanted
    rows = Measure.objects.filter(Q(pk__in=offered | {measure.pk}) | Q(part_of=measure)).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}  # in the order of all who lock
    measure = found.pop(measure.pk)
    require_open(measure)
    below = {row.pk for row in System.objects.descendants(measure.system)}
    with because(f"Parts of {measure.name} chosen."):
        for row in found.values():
            if row.pk in wanted:
                _take_in(measure, row, below)
            elif row.part_of_id == measure.pk and (not among or row.pk in offered):
                Measure.objects.filter(pk=row.pk).update(part_of=None)


def _take_in(measure: Measure, part: Measure, below: Collection[int]) -> None:
    if part.part_of_id == measure.pk:
        return
    if part.system_id not in below:
        raise Refusal(f"“{part.name}” is not measured in a system below: only such measures are parts.", field="parts")
    if part.part_of_id is not None:
        raise Refusal(f"“{part.name}” rolls up into another measure already, and is counted once.", field="parts")
    Measure.objects.filter(pk=part.pk).update(part_of=measure)


@transaction.atomic
def take_from_parts(*, measure: Measure, by: User) -> int:
    """Enter the totals of the parts for every period that the measure lacks; how many that were.

    Points that stand already are left alone, whatever they say.
    """
    measure = locked(measure)
    require_open(measure)
    parts = list(parts_of(measure))
    if not parts:
        raise Refusal("This measure has no parts to take its figures from.")
    if why_not := why_not_added(measure, parts):
        raise Refusal(why_not)
    own = set(measure.points.values_list("period", flat=True))
    names = f"Added up from {len(parts)} parts"
    entries = [
        Entry(measure=measure.pk, period=day, value=total.value, denominator=total.size, note=names, version=0)
        for day, total in added_up(measure, parts).complete()
        if day not in own
    ]
    if not entries:
        raise Refusal("The measure has a point for every period that its parts are complete for.")
    put_points(entries=entries, by=by, why="Taken from its parts.", why_not=lambda _: "")
    return len(entries)
