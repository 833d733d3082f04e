"""A team's priority score: weighted criteria and strategic priorities, from 0 to 100, with what each contributes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

MOST = 5
"""The highest rating: a criterion is met fully."""


@dataclass(frozen=True)
class Line:
    """Something that teams are held against: a criterion, rated 0 to MOST, or a strategic priority, served or not."""

    key: int
    name: str
    weight: float
    strategic: bool = False


@dataclass(frozen=True)
class Contribution:
    """What one line gives to a score. `value` is None where the team is not rated yet: then the line counts nowhere."""

    name: str
    weight: float
    value: float | None
    points: float
    strategic: bool


@dataclass(frozen=True)
class Score:
    """The score and what it is made of, in the order of the lines; the points add up to `value`.

    `value` is None while not a single criterion is rated.
    """

    value: float | None
    contributions: tuple[Contribution, ...]

    @property
    def unrated(self) -> tuple[str, ...]:
        """The criteria that still wait for a rating."""
        return tuple(each.name for each in self.contributions if each.value is None)


def values(lines: Sequence[Line], ratings: Mapping[int, float], serves: Collection[int]) -> list[float | None]:
    """How the team fares on each line, 0 to MOST: its rating, or MOST for a strategic priority that it serves, else 0."""
    return [(float(MOST) if line.key in serves else 0.0) if line.strategic else ratings.get(line.key) for line in lines]


def score(lines: Sequence[Line], ratings: Mapping[int, float], serves: Collection[int] = ()) -> Score:
    """The weighted mean of how the team fares on the lines, as 0 to 100.

    `ratings` is by the key of the criterion, `serves` has the keys of the strategic priorities that the team serves.
    A criterion that is not rated is left out of the mean, so that a new criterion pushes nobody down before the group
    has looked. Only the proportions of the weights matter.
    """
    found = values(lines, ratings, serves)
    rated = any(value is not None for line, value in zip(lines, found, strict=True) if not line.strategic)
    total = sum(line.weight for line, value in zip(lines, found, strict=True) if value is not None)
    contributions = tuple(
        Contribution(
            name=line.name,
            weight=line.weight,
            value=value,
            points=100 * line.weight * (value or 0) / (MOST * total) if rated and total else 0.0,
            strategic=line.strategic,
        )
        for line, value in zip(lines, found, strict=True)
    )
    return Score(value=sum(each.points for each in contributions) if rated else None, contributions=contributions)
