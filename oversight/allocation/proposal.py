"""A proposal for an overload that can be explained: in the order of priority, each claim gets what there is room for.

A suggestion for people who decide; nothing here decides anything.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from oversight.allocation.demand import NOTHING, Claim, Gift, Supply, week_loads

MOST_WEEKS_LATER = 12
"""A move further than this is no answer to a team that wanted to begin now."""
NEARLY_ALL = Decimal("0.75")
"""From this share on, a trimmed amount in the weeks asked for is better than the whole amount later."""
WORTH_HAVING = Decimal("0.25")
"""Below this share a trimmed amount helps nobody."""


class Answer(StrEnum):
    GRANTED = "granted"
    TRIMMED = "trimmed"
    MOVED = "moved"
    DECLINED = "declined"


@dataclass(frozen=True)
class Proposed:
    """What one claim should be given (nothing, when declined), and why in a sentence."""

    claim: Claim
    answer: Answer
    amount: Decimal
    first: dt.date
    last: dt.date
    why: str


class _Room:
    """What is still free in each week, while claims are answered one after another."""

    def __init__(self, start: dt.date, weeks: int, supply: Supply, taken: Iterable[Gift]) -> None:
        self.start = start
        days = [start + dt.timedelta(weeks=number) for number in range(weeks)]
        self.free = [load.capacity - load.given for load in week_loads(days, supply, list(taken), ())]

    def _span(self, first: dt.date, last: dt.date) -> range:
        return range(max((first - self.start).days // 7, 0), (last - self.start).days // 7 + 1)

    def least(self, first: dt.date, last: dt.date) -> tuple[Decimal, dt.date]:
        """The smallest free amount of these weeks, and the first week that has it."""
        place = min(self._span(first, last), key=lambda number: self.free[number])
        return max(self.free[place], NOTHING), self.start + dt.timedelta(weeks=place)

    def take(self, amount: Decimal, first: dt.date, last: dt.date) -> None:
        for number in self._span(first, last):
            self.free[number] -= amount


def propose(
    claimants: Sequence[Claim],
    *,
    supply: Supply,
    gifts: Sequence[Gift] = (),
    others: Sequence[Claim] = (),
    now: dt.date,
    unit: str = "hours",
    step: Decimal = Decimal("0.5"),
) -> list[Proposed]:
    """An answer for each claimant, in the order of priority (then of asking); never more than there is.

    What has been given stays given, and what `others` ask for elsewhere is left to them: `claimants` must be all that
    are bound together, or one would yield to another that comes after it. A claim gets what it asks for
    where every week has room. Else it is trimmed to what every week has (in steps of `step`) when that is nearly all;
    else moved to the first later weeks with room for all of it, a quarter of a year away at most; else it gets the most
    there is room for, as asked or later, when that is worth having; else it is declined. Weeks before `now` are past and
    count for nothing.
    """
    spans = [*claimants, *gifts, *others]
    last = max((span.last for span in spans), default=now)
    room = _Room(now, (last - now).days // 7 + MOST_WEEKS_LATER + 2, supply, [*gifts, *others])
    found: list[Proposed] = []
    for claim in sorted(claimants, key=lambda each: each.turn):
        proposed = _answer(claim, room, found, now, unit, step)
        if proposed.amount:
            room.take(proposed.amount, proposed.first, proposed.last)
        found.append(proposed)
    return found


def _answer(claim: Claim, room: _Room, before: Sequence[Proposed], now: dt.date, unit: str, step: Decimal) -> Proposed:
    if claim.last < now:
        return _declined(claim, f"The weeks that {claim.name} asked for are over: it may ask anew.")
    free, tightest = room.least(claim.first, claim.last)
    if claim.amount <= free:
        return Proposed(claim, Answer.GRANTED, claim.amount, claim.first, claim.last, _grant_words(claim, before, unit))
    kept = min(claim.amount, (free / step).to_integral_value(ROUND_FLOOR) * step)
    if kept >= NEARLY_ALL * claim.amount:
        return _trimmed(claim, kept, tightest, before, unit)
    start = _later_start(claim, room, now)
    if start is not None:
        return _moved(claim, start, before, unit)
    later, later_start = _most_later(claim, room, now, step)
    if max(kept, later) >= WORTH_HAVING * claim.amount and max(kept, later) > 0:
        if kept >= later:
            return _trimmed(claim, kept, tightest, before, unit)
        return _moved_in_part(claim, later, later_start, before, unit)
    return _declined(
        claim,
        f"{_who(claim)} cannot be served: {_after(before, claim)}too little is left in the week of {day(tightest)}, and "
        f"no weeks up to {MOST_WEEKS_LATER} later have even a quarter of {amount(claim.amount, unit)} a week.",
    )


def _most_later(claim: Claim, room: _Room, now: dt.date, step: Decimal) -> tuple[Decimal, dt.date]:
    """The most that could be given from a later week on, and the first such week."""
    length = claim.last - claim.first
    found = (NOTHING, claim.first)
    for later in range(1, MOST_WEEKS_LATER + 1):
        start = claim.first + dt.timedelta(weeks=later)
        free = room.least(start, start + length)[0]
        kept = min(claim.amount, (free / step).to_integral_value(ROUND_FLOOR) * step)
        if start > now and kept > found[0]:
            found = (kept, start)
    return found


def _later_start(claim: Claim, room: _Room, now: dt.date) -> dt.date | None:
    length = claim.last - claim.first
    for later in range(1, MOST_WEEKS_LATER + 1):
        start = claim.first + dt.timedelta(weeks=later)
        if start > now and room.least(start, start + length)[0] >= claim.amount:
            return start
    return None


def _grant_words(claim: Claim, before: Sequence[Proposed], unit: str) -> str:
    comes = "comes first" if not before else f"comes next after {before[-1].claim.name}"
    return f"{_who(claim)} {comes} and gets {amount(claim.amount, unit)} a week as asked: there is room in every week."


def _trimmed(claim: Claim, kept: Decimal, tightest: dt.date, before: Sequence[Proposed], unit: str) -> Proposed:
    why = (
        f"{_who(claim)} gets {amount(kept, unit)} a week instead of {amount(claim.amount)}: {_after(before, claim)}"
        f"no more is left in the week of {day(tightest)}."
    )
    return Proposed(claim, Answer.TRIMMED, kept, claim.first, claim.last, why)


def _moved(claim: Claim, start: dt.date, before: Sequence[Proposed], unit: str) -> Proposed:
    later = (start - claim.first).days // 7
    why = (
        f"{_who(claim)} gets its {amount(claim.amount, unit)} a week from {day(start)}, {later} "
        f"{'week' if later == 1 else 'weeks'} later than asked: {_after(before, claim)}there is not enough left before."
    )
    return Proposed(claim, Answer.MOVED, claim.amount, start, start + (claim.last - claim.first), why)


def _moved_in_part(claim: Claim, kept: Decimal, start: dt.date, before: Sequence[Proposed], unit: str) -> Proposed:
    later = (start - claim.first).days // 7
    why = (
        f"{_who(claim)} gets {amount(kept, unit)} a week instead of {amount(claim.amount)}, from {day(start)}, {later} "
        f"{'week' if later == 1 else 'weeks'} later than asked: {_after(before, claim)}that is the most there is room for."
    )
    return Proposed(claim, Answer.MOVED, kept, start, start + (claim.last - claim.first), why)


def _declined(claim: Claim, why: str) -> Proposed:
    return Proposed(claim, Answer.DECLINED, NOTHING, claim.first, claim.last, why)


def _after(before: Sequence[Proposed], claim: Claim) -> str:
    """Whom the claim stands behind, among those who are given something in its weeks."""
    names = [
        each.claim.name for each in before if each.amount and each.first <= claim.last and claim.first <= each.last
    ]
    if not names:
        return "with what has been given already, "
    return f"after {names[0]}, " if len(names) == 1 else f"after {', '.join(names[:-1])} and {names[-1]}, "


def _who(claim: Claim) -> str:
    return f"{claim.name} ({'not rated yet' if claim.priority is None else f'priority {claim.priority:.0f}'})"


def amount(number: Decimal, unit: str = "") -> str:
    """A figure without idle zeros, and its unit: '7.5 hours', '1 slot', '40'."""
    words = f"{number.quantize(Decimal('0.01')):,f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    if number == 1 and unit.endswith("s") and not unit.endswith("ss"):
        unit = unit[:-1]
    return f"{words} {unit}".rstrip()


def day(date: dt.date) -> str:
    """A day as it is said: '12 January'."""
    return f"{date.day} {date:%B}"
