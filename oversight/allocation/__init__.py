"""What is scarce, who wants it when, and how it might be shared out. Pure: numbers in, dataclasses out; no Django.

Weeks are named by their Mondays. A `Claim` is asked for and not decided, a `Gift` has been given; `week_loads` holds
them against the `Supply`, `overloads` finds the runs of weeks in which more is wanted than there is, `bound_together`
whom only one proposal can answer, `propose` says how they might be answered, each step with a sentence.
"""

from oversight.allocation.demand import (
    Claim,
    Gift,
    Overload,
    Supply,
    WeekLoad,
    bound_together,
    overloads,
    shortages,
    week_loads,
)
from oversight.allocation.proposal import Answer, Proposed, propose

__all__ = [
    "Answer",
    "Claim",
    "Gift",
    "Overload",
    "Proposed",
    "Supply",
    "WeekLoad",
    "bound_together",
    "overloads",
    "propose",
    "shortages",
    "week_loads",
]
