"""The two icons of Making Data Count: what kind of variation, and whether the target can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Protocol

from measures.spc.constants import TOLERANCE
from measures.spc.series import Direction


class Meaning(StrEnum):
    """What a signal says, given which way is better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class Variation(StrEnum):
    """The variation icon: the state of the newest point."""

    COMMON = "common"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"
    NOT_YET = "none"

    @property
    def words(self) -> str:
        """The icon in words."""
        return _VARIATION_WORDS[self]


_VARIATION_WORDS = {
    Variation.COMMON: "Common cause: nothing but the usual variation.",
    Variation.IMPROVEMENT_HIGH: "Special cause of an improving kind: the newest point is high, and high is better.",
    Variation.IMPROVEMENT_LOW: "Special cause of an improving kind: the newest point is low, and low is better.",
    Variation.CONCERN_HIGH: "Special cause of a concerning kind: the newest point is high, and low is better.",
    Variation.CONCERN_LOW: "Special cause of a concerning kind: the newest point is low, and high is better.",
    Variation.NEUTRAL_HIGH: "Special cause that is by itself neither better nor worse; the newest point is high.",
    Variation.NEUTRAL_LOW: "Special cause that is by itself neither better nor worse; the newest point is low.",
    Variation.NOT_YET: "Too few points to tell special from common cause.",
}


class Assurance(StrEnum):
    """The assurance icon: whether the process, left as it is, meets its target."""

    PASS = "pass"  # noqa: S105 (a word of the field, no password)
    FAIL = "fail"
    HIT_OR_MISS = "hit_or_miss"
    NONE = "none"

    @property
    def words(self) -> str:
        """The icon in words."""
        return _ASSURANCE_WORDS[self]


_ASSURANCE_WORDS = {
    Assurance.PASS: "The process, as it is, will consistently meet the target.",
    Assurance.FAIL: "The process, as it is, will consistently miss the target: it has to be redesigned to meet it.",
    Assurance.HIT_OR_MISS: "The target lies within the limits: it is hit or missed by chance.",
    Assurance.NONE: "No target to compare with.",
}


def meaning_of(side: int, direction: Direction) -> Meaning:
    """What high (1) or low (-1), or rising and falling, means for this direction of improvement."""
    if direction is Direction.NEUTRAL or side == 0:
        return Meaning.NEUTRAL
    better = 1 if direction is Direction.INCREASE else -1
    return Meaning.IMPROVEMENT if side == better else Meaning.CONCERN


@dataclass(frozen=True, slots=True)
class Reading:
    """One signal at the newest point: what it means, and on which side it says so."""

    meaning: Meaning
    side: int


class Said(Protocol):
    """What icons take from a signal."""

    @property
    def side(self) -> int:
        """1 for high or rising, -1 for low or falling, 0 for neither."""

    @property
    def meaning(self) -> Meaning:
        """What it says."""


def readings_of(signals: Iterable[Said], value: float | None, centre: float | None) -> list[Reading]:
    """What the signals that reach the newest point say of it; one without a side still finds it high or low.

    A point on the line counts as high there, because what belongs to a special cause is not to be shown as common cause.
    """
    own = 0 if value is None or centre is None else -1 if value < centre - TOLERANCE * abs(centre) else 1
    return [
        Reading(signal.meaning, signal.side) if signal.side else Reading(Meaning.NEUTRAL, own) for signal in signals
    ]


def variation_of(readings: list[Reading]) -> Variation:
    """The icon for what is said of the newest point. Where improvement and concern are both said, improvement shows,
    as in the single-chart tool of Making Data Count; the analysis tells both."""
    for meaning in (Meaning.IMPROVEMENT, Meaning.CONCERN, Meaning.NEUTRAL):
        for reading in readings:
            if reading.meaning is meaning and reading.side != 0:
                return Variation(f"{meaning.value}_{'high' if reading.side > 0 else 'low'}")
    return Variation.COMMON


def assurance_of(target: float | None, lower: float | None, upper: float | None, direction: Direction) -> Assurance:
    """Where the target lies against the newest limits; on a limit (within rounding) it is still hit or miss."""
    if target is None or not isfinite(target) or lower is None or upper is None or direction is Direction.NEUTRAL:
        return Assurance.NONE
    above = target - upper > TOLERANCE * max(abs(target), abs(upper))
    below = lower - target > TOLERANCE * max(abs(target), abs(lower))
    if not above and not below:
        return Assurance.HIT_OR_MISS
    fails = above if direction is Direction.INCREASE else below
    return Assurance.FAIL if fails else Assurance.PASS
