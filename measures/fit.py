"""What one point of a measure may say, by its kind of chart. Pure: numbers in, a field and a sentence out."""

from __future__ import annotations

import math
from dataclasses import dataclass

LARGEST = 1e15
SMALLEST = 1e-6
"""A denominator below this, and not 0, is a slip: what is divided by it is no figure that anybody meant."""
MOST_OF_A_SUBGROUP = 100_000


@dataclass(frozen=True, slots=True)
class Fit:
    """What a kind of chart asks of each of its points.

    With `subgroups` the value is the mean of several measurements, the denominator their number, and a standard
    deviation belongs to it. `counted` values are never below 0; `above_zero` ones are times between events.
    """

    needs_denominator: bool = False
    part_of_whole: bool = False
    subgroups: bool = False
    counted: bool = False
    above_zero: bool = False

    def misfit(self, value: float, denominator: float | None = None, spread: float | None = None) -> tuple[str, str]:
        """Which figure cannot be ('value', 'denominator' or 'spread') and the sentence why; empty where all can."""
        if not math.isfinite(value) or abs(value) > LARGEST:
            return "value", "This is not a number that can be charted."
        if self.subgroups:
            return self._of_subgroup(denominator, spread)
        if self.needs_denominator and denominator is None:
            return "denominator", "This measure needs a denominator too: out of how many?"
        if self.needs_denominator and denominator is not None:
            if not math.isfinite(denominator) or not 0 <= denominator <= LARGEST:
                return "denominator", "A denominator is 0 or more."
            if 0 < denominator < SMALLEST:
                return "denominator", "A denominator is 0, or not as small as this."
            if self.part_of_whole and value > denominator >= 0:
                return "value", f"{value:,.15g} is more than the {denominator:,.15g} it is part of."
        return self._of_value(value)

    def _of_value(self, value: float) -> tuple[str, str]:
        if self.part_of_whole and value < 0:
            return "value", "A part of a whole cannot be below 0."
        if self.counted and value < 0:
            return "value", "A count cannot be below 0."
        if self.above_zero and value <= 0:
            return (
                "value",
                "A time between two events is above 0: two on one day are counted in hours, or as half a day.",
            )
        return "", ""

    def _of_subgroup(self, number: float | None, spread: float | None) -> tuple[str, str]:
        if number is None:
            return "denominator", "Say how many measurements the mean is of."
        if not 1 <= number <= MOST_OF_A_SUBGROUP or number != int(number):
            return "denominator", "The number of measurements is a whole number from 1 on."
        if number > 1 and spread is None:
            return "spread", "The mean of several measurements needs their standard deviation."
        if spread is not None and not 0 <= spread <= LARGEST:
            return "spread", "A standard deviation is 0 or more."
        return "", ""
