"""Who comes first, why, and how sure that is. Pure: numbers in, dataclasses out; no Django.

`score` makes one team's priority of its ratings and explains it; `rank` puts all teams in order and says how sure each
place is.
"""

from oversight.ranking.scores import MOST, Contribution, Line, Score, score
from oversight.ranking.sureness import TRIALS, Place, nearness, rank

__all__ = ["MOST", "TRIALS", "Contribution", "Line", "Place", "Score", "nearness", "rank", "score"]
