"""What all teams are held against and how each fares: what a ranking is made of, as it stands or with other weights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from oversight.models import Criterion, Rating, StrategicPriority
from oversight.ranking import Line, Place, Score, rank, score
from oversight.ranking.scores import values
from redesign.lib.dates import today
from teams.enums import TeamState
from teams.models import Team

LineKey = tuple[bool, int]
"""Whether the line is a strategic priority, and its key."""
Weights = Mapping[LineKey, int]


@dataclass(frozen=True)
class Held:
    """The lines, and by team which criteria it is rated on and which strategic priorities it serves."""

    lines: list[Line]
    states: dict[int, str]
    ratings: dict[int, dict[int, float]]
    serves: dict[int, set[int]]

    def scores(self) -> dict[int, Score]:
        """The score of every team."""
        return {team: score(self.lines, self.ratings[team], self.serves[team]) for team in self.states}

    def places(self, scores: Mapping[int, Score]) -> dict[int, Place]:
        """The place of every team that is rated and not closed."""
        standing = [
            team for team, state in self.states.items() if state != TeamState.CLOSED and scores[team].value is not None
        ]
        found = rank(
            [values(self.lines, self.ratings[team], self.serves[team]) for team in standing],
            [line.weight for line in self.lines],
        )
        return dict(zip(standing, found, strict=True))

    def weighed(self, weights: Weights) -> "Held":
        """The same with other weights; lines that are not named keep theirs."""
        return replace(
            self, lines=[replace(line, weight=weights.get(key_of(line), line.weight)) for line in self.lines]
        )


def key_of(line: Line) -> LineKey:
    """What tells a line from every other."""
    return line.strategic, line.key


def held() -> Held:
    """What all teams are held against today, as it is saved now; five queries."""
    lines = ranking_lines()
    criteria = {line.key for line in lines if not line.strategic}
    states = dict(Team.objects.order_by("pk").values_list("pk", "state"))
    ratings: dict[int, dict[int, float]] = {team: {} for team in states}
    rated = Rating.objects.filter(criterion__in=criteria).values_list("team_id", "criterion_id", "value")
    for team, criterion, value in rated:
        ratings[team][criterion] = value
    serves: dict[int, set[int]] = {team: set() for team in states}
    for team, priority in StrategicPriority.teams.through.objects.values_list("team_id", "strategicpriority_id"):
        serves[team].add(priority)
    return Held(lines, states, ratings, serves)


def ranking_lines() -> list[Line]:
    """The criteria and the strategic priorities that hold today, the weightiest first; two queries."""
    criteria = Criterion.objects.filter(retired=False).values_list("pk", "name", "weight")
    priorities = StrategicPriority.objects.current(today()).values_list("pk", "name", "weight")
    lines = [Line(*each) for each in criteria]
    return lines + [Line(key, name, weight, strategic=True) for key, name, weight in priorities]
