"""A special cause in words: which rule, which points, which side, and what that means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from measures.spc.icons import Meaning


@dataclass(frozen=True, slots=True)
class Signal:
    """One special cause: which rule, in which phase, at which points, on which side, and what it means.

    `side` is 1 for high or rising, -1 for low or falling, 0 for neither. `facts` are the numbers its sentence uses.
    """

    rule: str
    label: str
    phase: int
    points: tuple[int, ...]
    side: int
    direction: str
    meaning: Meaning
    words: str
    facts: tuple[tuple[str, str], ...]

    def tell(self, names: Sequence[str] | None = None) -> str:
        """The signal in one sentence; `names` are what the points are called (months, dates), else their numbers."""
        return self.words.format(
            **dict(self.facts), **_SIDES[self.side], **_count_words(self.points), **_point_words(self.points, names)
        )

    @property
    def sentence(self) -> str:
        """The signal in one sentence, its points by number."""
        return self.tell()


_SIDES = {
    1: {"side": "above", "direction": "upwards", "limit": "upper"},
    -1: {"side": "below", "direction": "downwards", "limit": "lower"},
    0: {"side": "on", "direction": "", "limit": ""},
}
_NUMBERS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def direction_of(side: int) -> str:
    """'upwards', 'downwards' or nothing."""
    return _SIDES[side]["direction"]


def _count_words(points: tuple[int, ...]) -> dict[str, str]:
    count = len(points)
    return {"count": str(count), "Count": _NUMBERS[count] if count < len(_NUMBERS) else str(count)}


def _point_words(points: tuple[int, ...], names: Sequence[str] | None) -> dict[str, str]:
    """'point 5', 'points 5 to 12' or 'points 5, 7 and 8', or the same by name, and the verbs that agree with them."""
    plural = len(points) > 1
    unbroken = all(after - before == 1 for before, after in pairwise(points))
    if len(points) > 2 and (unbroken or len(points) > 3):
        told = f"{_called(points[0], names)} to {_called(points[-1], names)}"
    else:
        called = [_called(point, names) for point in points]
        told = f"{', '.join(called[:-1])} and {called[-1]}" if plural else called[0]
    if names is None:
        told = f"{'points' if plural else 'point'} {told}"
    first = told[:1].upper() + told[1:]
    return {
        "points": told, "Points": first, "lie": "lie" if plural else "lies", "was": "were" if plural else "was",
        "go": "go" if plural else "goes",
    }  # fmt: skip


def _called(point: int, names: Sequence[str] | None) -> str:
    return names[point] if names else str(point + 1)
