"""Adding up the parts of a measure: the total that they make, and whether it moves against most of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

SPAN = 6
"""Periods of the newest stretch, and of the one before it, that a movement is told by."""
STILL = 1e-9
"""A change smaller than this, relative to what it was, is none."""
CLEAR = 1.0
"""Standard errors by which a part has clearly moved. One part does so in a third of the cases where nothing has changed at
all; most parts, and against their total, in one of a hundred (tests/measures/test_cascade.py)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part's points over the periods that all parts share: None where it has none.

    `sizes` are the denominators; without them the values are counts, which add up by themselves.
    """

    name: str
    values: tuple[float | None, ...]
    sizes: tuple[float | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What the parts make in one period: numerator and denominator (None for counts)."""

    value: float
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a part, or the total, was and became: a ratio, or a count a period; and its share of all cases then.

    `error` is the standard error of the change, by the ups and downs from period to period.
    """

    name: str
    before: float
    after: float
    share_before: float = 0.0
    share_after: float = 0.0
    error: float = 0.0

    @property
    def is_clear(self) -> bool:
        """Whether it moved by more than its own ups and downs bring about in most cases."""
        return abs(self.after - self.before) > CLEAR * self.error

    @property
    def way(self) -> int:
        """1 up, -1 down, 0 where it did not move."""
        change = self.after - self.before
        if abs(change) <= STILL * max(abs(self.before), abs(self.after)):
            return 0
        return 1 if change > 0 else -1


@dataclass(frozen=True, slots=True)
class Movement:
    """How the total and each part moved between two stretches of `span` complete periods."""

    total: Moved
    parts: tuple[Moved, ...]
    span: int

    @property
    def against(self) -> tuple[Moved, ...]:
        """The parts that clearly moved the other way than the total did."""
        return tuple(part for part in self.parts if self.total.way and part.way == -self.total.way and part.is_clear)

    @property
    def is_contrary(self) -> bool:
        """Whether the total moved against most of the parts that moved at all (Simpson 1951)."""
        moved = [part for part in self.parts if part.way]
        return len(self.against) * 2 > len(moved) > 0

    @property
    def grown(self) -> Moved:
        """The part whose share of the cases grew most: what usually explains a total that moves alone."""
        return max(self.parts, key=lambda part: part.share_after - part.share_before)


def totals(parts: Sequence[Part]) -> list[Total | None]:
    """The total of each period; None where a part has no point, so that no total is made of some of its parts."""
    if not parts:
        return []
    return [_total(parts, period) for period in range(len(parts[0].values))]


def _total(parts: Sequence[Part], period: int) -> Total | None:
    values = [part.values[period] for part in parts]
    if any(value is None for value in values):
        return None
    if parts[0].sizes is None:
        return Total(sum(value or 0 for value in values))
    sizes = [part.sizes[period] if part.sizes else None for part in parts]
    if any(size is None for size in sizes):
        return None
    return Total(sum(value or 0 for value in values), sum(size or 0 for size in sizes))


def movement(parts: Sequence[Part], span: int = SPAN) -> Movement | None:
    """How total and parts moved from one stretch of complete periods to the next.

    The newest `span` complete periods are held against the `span` before them; None where there are fewer than twice
    `span`, fewer than two parts, or where a part has no cases in a stretch.
    """
    complete = [period for period, total in enumerate(totals(parts)) if total is not None]
    if len(parts) < 2 or len(complete) < 2 * span:
        return None
    before, after = complete[-2 * span : -span], complete[-span:]
    cases = [sum(_cases(part, stretch) for part in parts) for stretch in (before, after)]
    found = []
    for part in parts:
        then, now = _level(part, before), _level(part, after)
        if then is None or now is None or not all(cases):
            return None
        shares = (_cases(part, stretch) / total for stretch, total in zip((before, after), cases, strict=True))
        found.append(Moved(part.name, then, now, *shares, error=_error(part, (before, after))))
    whole = _whole(parts)
    then, now = _level(whole, before), _level(whole, after)
    assert then is not None and now is not None  # every part has cases, so the total has
    return Movement(Moved("", then, now, 1.0, 1.0), tuple(found), span)


def _whole(parts: Sequence[Part]) -> Part:
    added = totals(parts)
    sizes = None if parts[0].sizes is None else tuple(None if each is None else each.size for each in added)
    return Part("", tuple(None if each is None else each.value for each in added), sizes)


def _level(part: Part, periods: Sequence[int]) -> float | None:
    """A ratio over the stretch, or a count a period; None where there were no cases."""
    value = sum(part.values[period] or 0 for period in periods)
    if part.sizes is None:
        return value / len(periods)
    size = sum(part.sizes[period] or 0 for period in periods)
    return value / size if size else None


def _error(part: Part, stretches: Sequence[Sequence[int]]) -> float:
    """The standard error of a change from one stretch to the other, by how the periods of each differ among themselves."""
    levels = [[level for at in stretch if (level := _level(part, [at])) is not None] for stretch in stretches]
    freedom = sum(map(len, levels)) - len(levels)
    if freedom < 1 or not all(levels):
        return 0.0
    squares = sum((level - fmean(each)) ** 2 for each in levels for level in each)
    return sqrt(squares / freedom * sum(1 / len(each) for each in levels))


def _cases(part: Part, periods: Sequence[int]) -> float:
    """What a part weighs: its denominators, or its counts."""
    numbers = part.values if part.sizes is None else part.sizes
    return sum(numbers[period] or 0 for period in periods)
