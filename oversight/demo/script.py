"""The shapes in which the demo organisation's stories are written down."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Test:
    """One PDSA cycle as a team would tell it.

    `foresaw` reads 'yes 70 > no' or '12 minutes 60 > 15': the prediction, how sure in per cent, and after '>' what
    came of it. Without '>' the cycle has not been studied yet. `decision` is empty while it is open.
    """

    title: str
    question: str
    foresaw: str
    what: str
    happened: str = ""
    learnt: str = ""
    decision: str = ""


@dataclass(frozen=True)
class Idea:
    """A change idea and its ramp; the first cycle began `weeks_ago`, each takes as long as its text says."""

    title: str
    reconfigures: str
    source: str
    weeks_ago: int
    ramp: tuple[Test, ...]


@dataclass(frozen=True)
class Series:
    """How a measure's points run: around `base`, then moved by `steps` (share of the series, new level).

    `spread` is the sd of one value; for a proportion `out_of` is the usual denominator and levels are shares.
    `season` is the height of a yearly wave, `drift` the change over the whole series, `gaps` the number of missing
    periods, `outlier` (share of the series, value) one odd point. With `sample` each point is the mean of so many
    measurements; a `ratio` is a level times its denominator, no share of it; `excess` widens what chance alone would do.
    With `event_every` so many days each point is what lay between two rare events, `base` on average.
    """

    base: float
    spread: float = 0
    points: int = 40
    steps: tuple[tuple[float, float], ...] = ()
    out_of: int = 0
    season: float = 0
    drift: float = 0
    gaps: int = 0
    outlier: tuple[float, float] | None = None
    whole: bool = False
    sample: int = 0
    ratio: bool = False
    excess: float = 0
    event_every: float = 0


@dataclass(frozen=True)
class Yardstick:
    """A measure: 'type dimension direction' in `kind`, e.g. 'outcome timely decrease'.

    `categories` make it a check sheet; the first is the most frequent. `target` is today's; `target_was` tells what it
    was before, each (value or None, weeks ago that it ended, why it was changed then), oldest first. `rules` are the
    usual ones of the chart where nothing is said; with `astronomical` the odd point is marked as one.
    """

    name: str
    kind: str
    unit: str
    series: Series
    target: float | None = None
    chart: str = "i"
    frequency: str = "weekly"
    compass: str = ""
    definition: str = ""
    numerator: str = ""
    denominator: str = ""
    source: str = ""
    whole_system: bool = False
    trial: bool = False
    decimals: int = 1
    rebase: float | None = None
    categories: tuple[str, ...] = ()
    rules: str = ""
    multiplier: float = 0
    baseline: int | None = None
    expected: float | None = None
    target_was: tuple[tuple[float | None, int, str], ...] = ()
    astronomical: bool = False


@dataclass(frozen=True)
class Story:
    """A redesign team: `aim` and `efficiency` read (what, for whom, from, to, unit); `due` is in weeks from today.

    `silent` is for how many weeks nobody has entered data.
    """

    name: str
    system: str
    state: str
    problem: str
    aim: tuple[str, str, float, float, str]
    lead: str
    members: tuple[str, ...]
    efficiency: tuple[str, float, float, str] | None = None
    coach: str = ""
    sponsor: str = ""
    hours: float = 4
    permanent: bool = False
    began: int = 30
    due: int = 26
    touches: tuple[str, ...] = ()
    scope_in: str = ""
    scope_out: str = ""
    ideas: tuple[Idea, ...] = ()
    measures: tuple[Yardstick, ...] = ()
    scores: tuple[tuple[int, float, str], ...] = field(default=())
    state_why: str = ""
    silent: int = 0
