"""Setting up the groups of people that a measure is looked at by, and taking in their figures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from measures.actions.imports import wanted_by
from measures.actions.points import measure_at_work
from measures.enums import BETWEEN_EVENTS
from measures.fit import Fit
from measures.models import Measure, Stratum, StratumPoint
from measures.periods import period_name, period_start
from measures.queries.series import fit_of, takes_denominator
from measures.reading import PointRow, Wanted
from redesign.lib.dates import FIRST_YEAR, today
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.actions.teams import require_running
from teams.models import User

MOST_GROUPS = 24


@dataclass(frozen=True, slots=True)
class Named:
    """A group as it should be: its key where there is one already, and its name; without a name it goes."""

    name: str
    pk: int | None = None


@transaction.atomic
def set_up_strata(
    *, measure: Measure, version: int, stratified_by: str, suppress_below: int, groups: Sequence[Named]
) -> Measure:
    """Say what the measure's groups differ by, which they are, in this order, and below which count none is shown.

    A group with points stays: renamed, but never removed.
    """
    measure = locked(measure)
    if measure.team is not None:
        require_running(measure.team)
    named = [Named(" ".join(group.name.split()), group.pk) for group in groups]
    wanted = [group for group in named if group.name]
    _require_sensible(stratified_by, wanted)
    if wanted and measure.chart in BETWEEN_EVENTS:
        raise Refusal("Its points are single events: there is no period in which groups could be compared.")
    require_version(measure, version)
    before = {stratum.pk: stratum for stratum in Stratum.objects.select_for_update().filter(measure=measure)}
    going = before.keys() - {group.pk for group in wanted}
    kept = StratumPoint.objects.filter(stratum__in=going).select_related("stratum").first()
    if kept is not None:
        raise Refusal(f"{kept.stratum.name} has figures, so it stays. Rename it, or take its figures out first.")
    measure.stratified_by = stratified_by if wanted else ""
    measure.suppress_below = suppress_below
    with because("Groups of people set up."):
        measure.save(update_fields=["stratified_by", "suppress_below", "version", "updated_at"])
        Stratum.objects.filter(pk__in=going).delete()
        _write(measure, wanted, before)
    return measure


def _require_sensible(stratified_by: str, wanted: Sequence[Named]) -> None:
    if len(wanted) == 1:
        raise Refusal("One group alone cannot be compared: name two or more.")
    if len(wanted) > MOST_GROUPS:
        raise Refusal(f"{len(wanted)} groups are more than can be told apart: {MOST_GROUPS} at most.")
    names = [group.name.casefold() for group in wanted]
    twice = next((group.name for group in wanted if names.count(group.name.casefold()) > 1), None)
    if twice is not None:
        raise Refusal(f"Two groups are called {twice}.")
    if wanted and not stratified_by:
        raise Refusal("Say what the groups differ by.", field="stratified_by")


def _write(measure: Measure, wanted: Sequence[Named], before: Mapping[int, Stratum]) -> None:
    """The groups as wanted. Names first move out of one another's way, so that two may be exchanged."""
    for group in wanted:
        if group.pk is not None and group.pk in before and before[group.pk].name != group.name:
            Stratum.objects.filter(pk=group.pk).update(name=f"\N{RIGHTWARDS ARROW}{group.pk}")
    for order, group in enumerate(wanted):
        if group.pk is not None and group.pk in before:
            Stratum.objects.filter(pk=group.pk).update(name=group.name, order=order)
        else:
            Stratum.objects.create(measure=measure, name=group.name, order=order)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a group's point says."""

    value: float
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """How many figures of groups were added, changed, taken out, and left as they were."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0

    @property
    def in_words(self) -> str:
        """What was done, for the person who did it."""
        told = [(self.added, "added"), (self.changed, "changed"), (self.removed, "taken out")]
        said = ", ".join(f"{count} {deed}" for count, deed in told if count)
        return f"Figures of groups: {said}." if said else "Nothing has changed."


@transaction.atomic
def enter_group_figures(
    *, measure: Measure, by: User, period: dt.date, figures: Mapping[int, Figure], removed: Sequence[int] = ()
) -> Written:
    """Enter what groups (by their keys) came to in the period that this day falls in; a figure there is replaced.

    All or nothing; a Refusal names the field of the group whose figure cannot be.
    """
    measure = measure_at_work(measure.pk)
    newest = _newest(measure)
    period = period_start(period, measure.frequency, newest)
    if period.year < FIRST_YEAR:
        raise Refusal(f"The year {period.year} cannot be right.", field="period")
    if period > today():
        raise Refusal(f"{period_name(period, measure.frequency)} lies in the future.", field="period")
    fit = fit_of_groups(measure)
    for stratum, figure in figures.items():
        field, sentence = fit.misfit(figure.value, figure.denominator)
        if sentence:
            raise Refusal(sentence, field=f"{field}_{stratum}")
    with because("Figures of groups entered."):
        wanted = {(stratum, period): figure for stratum, figure in figures.items()}
        written = _take_in(measure, by, wanted)
        gone = StratumPoint.objects.filter(stratum__measure=measure, stratum__in=removed, period=period)
        count, _ = gone.exclude(stratum__in=figures.keys()).delete()
    return replace(written, removed=count)


@transaction.atomic
def take_in_groups(*, measure: Measure, by: User, rows: Mapping[str, Sequence[PointRow]], name: str) -> Written:
    """Take in what a file says of the groups, by their names. The same file twice changes nothing."""
    measure = measure_at_work(measure.pk)
    keys = dict(Stratum.objects.filter(measure=measure).values_list("name", "pk"))
    gone = next((group for group in rows if group not in keys), None)
    if gone is not None:
        raise Refusal(f"There is no group {gone} any more: look at the file again.")
    wanted = {
        (keys[group], row.period): Figure(row.value, row.denominator) for group, found in rows.items() for row in found
    }
    with because(f"Taken in from “{name}”."):
        return _take_in(measure, by, wanted)


def _take_in(measure: Measure, by: User, wanted: Mapping[tuple[int, dt.date], Figure]) -> Written:
    """Write these figures; the measure is locked. Three queries for any number of them."""
    known = set(Stratum.objects.filter(measure=measure).values_list("pk", flat=True))
    if any(stratum not in known for stratum, _ in wanted):
        raise Refusal("One of these groups is not there any more: open the page again.")
    stored = {
        (point.stratum_id, point.period): point
        for point in StratumPoint.objects.select_for_update().filter(stratum__in={key for key, _ in wanted})
    }
    ratio = takes_denominator(measure)
    added, changed = [], []
    for (stratum, period), figure in wanted.items():
        denominator = figure.denominator if ratio else None
        point = stored.get((stratum, period))
        if point is None:
            added.append(
                StratumPoint(
                    stratum_id=stratum, period=period, value=figure.value, denominator=denominator, entered_by=by
                )
            )
        elif (point.value, point.denominator) != (figure.value, denominator):
            point.value, point.denominator, point.entered_by = figure.value, denominator, by
            point.updated_at = timezone.now()
            changed.append(point)
    StratumPoint.objects.bulk_create(added, batch_size=1000)
    StratumPoint.objects.bulk_update(changed, ["value", "denominator", "entered_by", "updated_at"], batch_size=1000)
    return Written(len(added), len(changed), 0, len(wanted) - len(added) - len(changed))


def _newest(measure: Measure) -> dt.date | None:
    return (
        StratumPoint.objects.filter(stratum__measure=measure)
        .order_by("-period")
        .values_list("period", flat=True)
        .first()
        or measure.points.order_by("-period").values_list("period", flat=True).first()
    )


def fit_of_groups(measure: Measure) -> Fit:
    """What is asked of a group's figure: as of the measure's own points, but never a subgroup of measurements."""
    return replace(fit_of(measure), subgroups=False)


def wanted_of_groups(measure: Measure) -> Wanted:
    """What a table's rows of groups must be. One query for fortnightly measures, none for others."""
    return replace(wanted_by(measure), fit=fit_of_groups(measure))
