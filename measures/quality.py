"""How far data can be trusted, as questions to the people who collect them. Pure: numbers and days in, findings out.

Nothing here accuses. Each finding is a question with its figures and an innocent reason beside the others; whoever
collects the data knows the answer. Statistical questions are asked only where honest data would give rise to them less
than once in a thousand times (`SURE`), each by itself; docs/data-quality.md says how often that is for a whole measure.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean, median

from measures.periods import DAILY, due_on, period_end, step

SURE = 0.001
"""A statistical question is asked where chance alone would bring about the figures less often than this."""
RECENT = {DAILY: 60}
RECENTLY = 24
"""Periods that completeness and timeliness look back on: what was mended long ago is no question any more."""
FEWEST_MISSING, SHARE_MISSING = 3, 0.1
"""One or two gaps are everyday life."""
FEWEST_LATE, SHARE_LATE = 4, 1 / 3
FEWEST_TIMED = 6
FEWEST_EARLY, SHARE_EARLY = 3, 0.1
LONG_AFTER = 30
"""Days after which a changed figure is a late edit: monthly returns are reconciled within a month."""
FEWEST_EDITS, SHARE_EDITED = 3, 0.05
FEWEST_DIGITS = 30
"""Three figures expected for each last digit: from there on the chi-square distribution holds well enough."""
DIGITS_SPREAD = 6
"""Standard deviation in units of the last digit from which honest last digits are even to within two in a thousand."""
SHARE_OF_DIGITS = 0.35
"""The two favourite digits together: by chance a fifth of the figures. Below this, nobody would see anything in it."""
FEWEST_SAME = 4
FEWEST_ALIKE = 12
"""Points from which a constant series, a constant denominator, or all of all, is a question."""
FEWEST_FOR_SPREAD = 15
SMALLEST_VARIANCE = 2.0
"""Expected variance of a count from which the test of dispersion holds."""
FEWEST_FOR_HUGGING = 20
WITHIN_ONE_SIGMA = 0.72
"""Share of honest points within one sigma: 0.683 by the normal distribution, and a little for limits that are estimated."""
TARGET_WINDOW = 0.25
"""How far 'just beyond' and 'just short of' the target reach, in standard deviations of the values."""
FINE_ENOUGH = 4
"""Standard deviation in units of the last digit from which neighbouring figures come about equally often: of two falls a week and
three, the one is likelier by itself."""
NO_PULL = 0.55
"""Share of the points about the target that may lie on its better side though nobody looks at it: a little more than half,
as the values may thin out towards the target."""
FEWEST_AT_TARGET, SHARE_AT_TARGET = 8, 0.15
"""Honest values have about a tenth of the points in such a window where they lie thickest."""
ALMOST_ALL = 0.95
"""'All of all' is a question where even a true share this high would not bring it about."""
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a point's figure by hand, after it was entered: when, and what it said before and after, as shown."""

    on: dt.date
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A point as it is kept: what was typed, what is shown of it, when it was entered and changed."""

    period: dt.date
    value: float
    denominator: float | None = None
    shown: float | None = None
    entered_on: dt.date | None = None
    excluded: bool = False
    target: float | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """All that is asked about: a measure's points in order of period, and how they are made.

    `until` is the day on which a point may be called missing: today, or the end of a measure that has stopped.
    `counts` is 'binomial' for numerators that are part of their denominators, 'poisson' for other counts, or nothing.
    `better` is 1 where up is better, -1 where down is, 0 where neither. `individuals` for charts whose limits come from
    moving ranges; `sampled` where the definition says how cases are sampled.
    """

    points: Sequence[Kept]
    frequency: str
    until: dt.date
    decimals: int = 1
    better: int = 0
    counts: str = ""
    individuals: bool = False
    sampled: bool = False
    multiplier: float = 1.0
    events: bool = False
    """Whether points are single events: then none is ever due, and none late."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing worth asking: the question, the figures behind it, why it matters, and the periods to look at."""

    key: str
    question: str
    figures: str
    why: str
    periods: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """What the data say of themselves: figures that are always told, and questions where there are any."""

    questions: tuple[Question, ...]
    figures: tuple[tuple[str, str], ...]
    points: int = 0
    """Points that were looked at."""


def look_at(records: Records) -> Quality:
    """Everything that can be asked of these records. Any number of points is accepted."""
    points = records.points
    if not points:
        return Quality((), ())
    counted = [point for point in points if not point.excluded]
    due, missing = ([], []) if records.events else _due(records)
    timed = [] if records.events else _timed(records)
    edited = _edited_late(points)
    found: list[Question | None] = [
        _completeness(records, due, missing),
        _timeliness(records, timed),
        _early(records, timed),
        _late_edits(records, edited),
        _digits(records, counted),
        _same_again(records, counted),
        _too_even(records, counted),
        _hugging(records, counted),
        _at_target(records, counted),
        _all_of_all(records, counted),
        _same_denominator(records, counted),
    ]
    figures = tuple(_figures(records, due, missing, timed, edited))
    return Quality(tuple(filter(None, found)), figures, len(counted))


# -- Is it all there, and in time? ------------------------------------------------------------------------------------


def _due(records: Records) -> tuple[list[dt.date], list[dt.date]]:
    """The recent periods whose points should be there by now, and those of them without one."""
    here = {point.period for point in records.points}
    expected = list(_periods(records))[-RECENT.get(records.frequency, RECENTLY) :]
    return expected, [period for period in expected if period not in here]


def _periods(records: Records) -> Iterator[dt.date]:
    """Every period from the first point's on whose point is due; of a daily measure the weekdays on which it is kept."""
    first, frequency = records.points[0].period, records.frequency
    kept_on = _weekdays_kept(records) if frequency == DAILY else None
    period = first
    while _due_day(period, frequency) <= records.until:
        if kept_on is None or period.weekday() in kept_on:
            yield period
        period = step(period, frequency)


def _weekdays_kept(records: Records) -> set[int]:
    """The days of the week on which at least half of the weeks have a point: a clinic may be closed on Sundays."""
    points = records.points
    weeks = max((points[-1].period - points[0].period).days / 7, 1)
    on = Counter(point.period.weekday() for point in points)
    return {weekday for weekday, count in on.items() if count >= weeks / 2}


def _due_day(period: dt.date, frequency: str) -> dt.date:
    day = due_on(step(period, frequency, -1), frequency)
    assert day is not None
    return day


def _completeness(records: Records, due: Sequence[dt.date], missing: Sequence[dt.date]) -> Question | None:
    if len(missing) < FEWEST_MISSING or len(missing) < SHARE_MISSING * len(due):
        return None
    return Question(
        "completeness",
        "What stands in the way of a point in every period?",
        f"{len(missing)} of the last {len(due)} periods have no point.",
        "If points are missing when things go badly, or when the collector is away, the chart shows only part of the story.",
        tuple(missing),
    )


def _timed(records: Records) -> list[tuple[Kept, int, bool]]:
    """Of the recent points: days from the period's end to the entry, and whether that was late.

    What was brought in on the very first day about times before is history, not lateness, and is left aside.
    """
    known = [(point, point.entered_on) for point in records.points if point.entered_on is not None]
    if not known:
        return []
    first_day = min(entered for _, entered in known)
    found = []
    for point, entered in known:
        last = _due_day(point.period, records.frequency)
        if entered == first_day and last < first_day:
            continue
        days = (entered - period_end(point.period, records.frequency)).days
        found.append((point, days, entered > last))
    return found[-RECENT.get(records.frequency, RECENTLY) :]


def _timeliness(records: Records, timed: Sequence[tuple[Kept, int, bool]]) -> Question | None:
    late = [point for point, _, was_late in timed if was_late]
    if len(timed) < FEWEST_TIMED or len(late) < FEWEST_LATE or len(late) <= SHARE_LATE * len(timed):
        return None
    return Question(
        "timeliness",
        "Could the figures be here sooner?",
        f"{len(late)} of the last {len(timed)} points came later than expected; {_in_the_middle(timed)}.",
        "A team that sees a change weeks later finds it hard to remember what caused it.",
        tuple(point.period for point in late),
    )


def _in_the_middle(timed: Sequence[tuple[Kept, int, bool]]) -> str:
    days = round(median(days for _, days, _ in timed))
    if days < 0:
        return f"half of them came {_days(-days)} or more before the period was over"
    return f"half of them came within {_days(days)} of the period's end"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _early(records: Records, timed: Sequence[tuple[Kept, int, bool]]) -> Question | None:
    early = [point for point, days, _ in timed if days < 0]
    if records.frequency == DAILY or len(early) < FEWEST_EARLY or len(early) < SHARE_EARLY * len(timed):
        return None
    return Question(
        "early",
        "Were these figures completed when their period was over?",
        f"{len(early)} of the last {len(timed)} points were entered before their period had ended.",
        "What happens in the last days of a period is missing then, unless somebody adds it.",
        tuple(point.period for point in early),
    )


def _edited_late(points: Iterable[Kept]) -> list[tuple[Kept, Edit]]:
    """The last late edit of each point that has one."""
    found = []
    for point in points:
        if point.entered_on is None:
            continue
        late = [edit for edit in point.edits if (edit.on - point.entered_on).days > LONG_AFTER]
        if late:
            found.append((point, late[-1]))
    return found


def _late_edits(records: Records, edited: Sequence[tuple[Kept, Edit]]) -> Question | None:
    if len(edited) < FEWEST_EDITS or len(edited) < SHARE_EDITED * len(records.points):
        return None
    figures = f"{len(edited)} of {len(records.points)} points were changed by hand more than {LONG_AFTER} days after they were entered"
    moved = [_moved(edit) * records.better for _, edit in edited]
    better, worse = sum(way > 0 for way in moved), sum(way < 0 for way in moved)
    if better or worse:
        figures += f": {better} for the better, {worse} for the worse"
    return Question(
        "late-edits",
        "What was learnt that changed these figures so much later?",
        f"{figures}.",
        "Records are often put right later, which is good. The history of each point keeps what it said before, and why.",
        tuple(point.period for point, _ in edited),
    )


def _moved(edit: Edit) -> int:
    if edit.before is None or edit.after is None:
        return 0
    return (edit.after > edit.before) - (edit.after < edit.before)


# -- Do the figures look counted? -------------------------------------------------------------------------------------


def _digits(records: Records, points: Sequence[Kept]) -> Question | None:
    """Whether some last digits are chosen more often than chance would choose them."""
    typed = [point.value for point in points]
    places = _places(typed, 2 if points and points[0].denominator is not None else records.decimals)
    if len(typed) < FEWEST_DIGITS or spread(typed) < DIGITS_SPREAD * 10.0**-places:
        return None
    digits = Counter(round(abs(value) * 10**places) % 10 for value in typed)
    expected = len(typed) / 10
    distance = sum((digits[digit] - expected) ** 2 / expected for digit in range(10))
    favourites = sorted(range(10), key=lambda digit: -digits[digit])[:2]
    times = sum(digits[digit] for digit in favourites)
    if times < SHARE_OF_DIGITS * len(typed) or chance_of_digits(distance) >= SURE:
        return None
    first, second = sorted(favourites)
    return Question(
        "digits",
        "Are the figures rounded, or read off by eye?",
        f"Of {len(typed)} figures {times} end in {first} or {second}; by chance about {round(len(typed) / 5)} would.",
        "Rounded figures are welcome where nothing better is to be had; say so in the operational definition. They hide "
        "small changes.",
    )


def spread(values: Sequence[float]) -> float:
    """The standard deviation of these values as they are, not of a population that they stand for."""
    centre = fmean(values)
    return math.sqrt(fmean((value - centre) ** 2 for value in values))


def _places(values: Sequence[float], most: int) -> int:
    """Decimals that the figures are written with: as many as any needs, at most those that are shown."""
    for places in range(most):
        scale = 10**places
        if all(abs(value * scale - round(value * scale)) < 1e-6 for value in values):
            return places
    return most


def chance_of_digits(distance: float) -> float:
    """How often ten equally likely digits lie at least so far from even: the upper tail of chi-square with 9 degrees of
    freedom, which for an odd number of them is a finite sum."""
    root = math.sqrt(distance)
    terms = root + root**3 / 3 + root**5 / 15 + root**7 / 105
    return math.erfc(root / math.sqrt(2)) + math.sqrt(2 / math.pi) * math.exp(-distance / 2) * terms


def _same_again(records: Records, points: Sequence[Kept]) -> Question | None:
    """A longer run of identical figures than their own variety makes likely, or nothing else at all.

    Weeks without a single case, or with all of them, follow one another where cases are rare; so what is likely is told by
    all counts then, not by those outside the run alone.
    """
    shown = [(point, round(point.shown, 9)) for point in points if point.shown is not None]
    if len(shown) < FEWEST_SAME:
        return None
    runs = [list(run) for _, run in groupby(shown, key=lambda each: each[1])]
    longest = max(runs, key=len)
    (point, value), length, count = longest[0], len(longest), len(shown)
    empty_or_full = value == 0 or (point.denominator is not None and point.value == point.denominator)
    if length == count:
        if count < FEWEST_ALIKE or empty_or_full:
            return None
        figures = f"All {count} points say the same."
    else:
        outside = 0 if records.counts and empty_or_full else length
        others = count - outside
        alike = sum(each == value for _, each in shown) - outside
        chance = (count - length + 1) * ((alike + 1) / (others + 2)) ** (length - 1)
        if length < FEWEST_SAME or chance >= SURE:
            return None
        figures = f"{length} points in a row say exactly the same, among {count}."
    return Question(
        "same-again",
        "Was it measured anew each time?",
        figures,
        "Some things do stand still: a number of staff, a full set of beds. A figure carried over from the time before "
        "looks the same.",
        tuple(point.period for point, _ in longest),
    )


def _too_even(records: Records, points: Sequence[Kept]) -> Question | None:
    """Counts that vary less than counting alone makes them vary: the test of dispersion, its lower tail."""
    pairs = [(point.value, point.denominator) for point in points if records.counts]
    if records.counts == "binomial" or any(size is not None for _, size in pairs):
        pairs = [(count, size) for count, size in pairs if size]
    if len(pairs) < FEWEST_FOR_SPREAD:
        return None
    total, out_of = sum(count for count, _ in pairs), sum(size or 1 for _, size in pairs)
    rate = total / out_of
    keep = 1 - rate if records.counts == "binomial" else 1
    variances = [(size or 1) * rate * keep for _, size in pairs]
    if min(variances) < SMALLEST_VARIANCE:
        return None
    distance = sum(
        (count - (size or 1) * rate) ** 2 / variance for (count, size), variance in zip(pairs, variances, strict=True)
    )
    if chance_of_so_little(distance, len(pairs) - 1) >= SURE:
        return None
    share = math.sqrt(distance / (len(pairs) - 1))
    return Question(
        "too-even",
        "Can the count really be this even?",
        f"{len(pairs)} points vary {_share(share)} as much as counting alone makes counts vary.",
        "Counts of separate events go up and down by chance. Less than that may mean a quota, a fixed number of places, "
        "figures taken from a plan, or the same cases counted twice.",
    )


def chance_of_so_little(distance: float, freedom: int) -> float:
    """The lower tail of chi-square, by Wilson and Hilferty's cube root; good to a few parts in ten thousand from 10
    degrees of freedom on."""
    middle, spread = 1 - 2 / (9 * freedom), math.sqrt(2 / (9 * freedom))
    return 0.5 * math.erfc(-((distance / freedom) ** (1 / 3) - middle) / spread / math.sqrt(2))


def _share(share: float) -> str:
    return f"{share:.1f} times" if share >= 0.05 else "hardly a twentieth"


def _hugging(records: Records, points: Sequence[Kept]) -> Question | None:
    """Points that keep nearer to the mean than their own steps, from one to the next, make likely."""
    values = [point.shown for point in points if point.shown is not None]
    if not records.individuals or len(values) < FEWEST_FOR_HUGGING:
        return None
    centre = fmean(values)
    sigma = fmean(abs(after - before) for before, after in pairwise(values)) / 1.128
    inside = sum(abs(value - centre) < sigma for value in values)
    if sigma == 0 or at_least(inside, len(values), WITHIN_ONE_SIGMA) >= SURE:
        return None
    return Question(
        "hugging",
        "Do two different things take turns in this measure?",
        f"{inside} of {len(values)} points lie within one sigma of the mean; about {round(len(values) * 0.68)} would by chance.",
        "Limits are too wide for the points when every other point comes from another shift, site or collector, or when "
        "figures are evened out before they are entered. Separate charts would show more.",
    )


def at_least(successes: int, trials: int, share: float) -> float:
    """How often so many trials succeed at least so often, each with this chance: the binomial's upper tail."""
    log_share, log_rest = math.log(share), math.log1p(-share)
    return math.fsum(
        math.exp(
            math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
            + k * log_share + (trials - k) * log_rest
        )
        for k in range(successes, trials + 1)
    )  # fmt: skip


# -- Do they look towards something? ----------------------------------------------------------------------------------


def _at_target(records: Records, points: Sequence[Kept]) -> Question | None:
    """Points heaped at the target or just on its better side, and hardly any just short of it."""
    held = [
        (point, point.shown, point.target)
        for point in points
        if point.shown is not None and point.target is not None and not _is_bound(records, point.target)
    ]
    if records.better == 0 or len(held) < FEWEST_AT_TARGET:
        return None
    unit, width = 10.0**-records.decimals, spread([shown for _, shown, _ in held])
    if width < FINE_ENOUGH * unit:
        return None
    reach = unit * max(1, round(TARGET_WINDOW * width / unit))
    if any(point.denominator and records.multiplier / point.denominator > reach for point, _, _ in held):
        return None  # with few cases the figure can only be one of a few shares, and the target may be one of them
    beyond, short = [], 0
    for point, shown, target in held:
        distance = (shown - target) * records.better
        if -unit * 1e-6 <= distance < reach - unit * 1e-6:
            beyond.append(point)
        elif -reach - unit * 1e-6 < distance < 0:
            short += 1
    if len(beyond) < max(FEWEST_AT_TARGET, SHARE_AT_TARGET * len(held)):
        return None
    if at_least(len(beyond), len(beyond) + short, NO_PULL) >= SURE:
        return None
    exactly = sum(abs(point.shown - point.target) < unit * 1e-6 for point in beyond)  # type: ignore[operator]  # both are numbers here
    where = "at the target or just beyond it" + (f", {exactly} of them exactly at it" if exactly else "")
    if exactly == len(beyond):
        where = "exactly at the target"
    return Question(
        "at-target",
        "Does the target shape the figure?",
        f"{len(beyond)} of {len(held)} points lie {where}; {short or 'none'} just short of it.",
        "A moment at which people act can do this honestly: somebody is seen because the time is nearly up. Figures that "
        "are made to fit look the same.",
        tuple(point.period for point in beyond),
    )


def _is_bound(records: Records, target: float) -> bool:
    """Whether nothing can lie beyond the target: no fewer than none, no more than all. What can go no further heaps there."""
    least = records.better < 0 and target <= 0
    most = records.better > 0 and records.counts == "binomial" and target >= records.multiplier
    return least or most


def _all_of_all(records: Records, points: Sequence[Kept]) -> Question | None:
    pairs = [(point.value, point.denominator) for point in points if point.denominator]
    if records.counts != "binomial" or len(pairs) < FEWEST_ALIKE or any(count != size for count, size in pairs):
        return None
    cases = sum(size for _, size in pairs)
    if ALMOST_ALL**cases >= SURE:
        return None
    return Question(
        "all-of-all",
        "Is it really all of them, every time?",
        f"Numerator and denominator are the same in all {len(pairs)} points: {cases:,.15g} of {cases:,.15g}.",
        "It may be so, and then the measure has done its work. It also happens where only the cases that went well are "
        "looked up, or where one figure is copied from the other.",
    )


def _same_denominator(records: Records, points: Sequence[Kept]) -> Question | None:
    sizes = [point.denominator for point in points if point.denominator]
    if records.counts != "binomial" or records.sampled or len(sizes) < FEWEST_ALIKE or len(set(sizes)) > 1:
        return None
    return Question(
        "same-denominator",
        "Is it a sample of the same size each time?",
        f"The denominator is {sizes[0]:,.15g} in all {len(sizes)} points.",
        "If it is, say under sampling how the cases are chosen. If not, was it carried over from the time before?",
    )


# -- What is always told ----------------------------------------------------------------------------------------------


def _figures(
    records: Records,
    due: Sequence[dt.date],
    missing: Sequence[dt.date],
    timed: Sequence[tuple[Kept, int, bool]],
    edited: Sequence[tuple[Kept, Edit]],
) -> Iterator[tuple[str, str]]:
    if due:
        yield "Complete", f"{len(due) - len(missing)} of the last {len(due)} periods that are due have their point"
    if len(timed) >= FEWEST_TIMED:
        late = sum(was_late for _, _, was_late in timed)
        told = _in_the_middle(timed)
        yield "In time", f"{told[:1].upper()}{told[1:]}; {late or 'none'} of {len(timed)} came late"
    if edited:
        yield "Changed long after", f"{len(edited)} of {len(records.points)} points"
