"""What a chart suggests, each with its reason: another kind of chart, or a new phase. Nothing is ever done by itself.

A suggestion is a question put to people who know the work. It is found in the points alone, so it may be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from measures.spc.constants import D2
from measures.spc.icons import Meaning
from measures.spc.result import Analysis
from measures.spc.series import Series, as_floats
from measures.spc.sheet import Needs

FOUR_CONDITIONS = (
    "Has the shift lasted?",
    "Do we know what caused it?",
    "Is it in the direction we want?",
    "Do we expect it to last?",
)
"""What must be true before limits start anew for a change that has held."""

TIGHT = 2.0
"""With data that vary this many times as much as the counts alone explain, limits from the counts are too tight."""
UNEVEN = 2.0
"""With denominators this many times as large at their nine-tenths point as at their one-tenth, points weigh unequally."""
SELDOM = 0.1
"""With fewer points at 0 than this share, a lower limit of 0 hides little: the events are not rare."""
ENOUGH = 20
"""Points from which a run chart could as well have limits."""
LASTING = 8
"""Points that a shift must hold before anybody is asked about a new phase; and that the line before it must rest on."""
MOSTLY = 0.8
"""The share of the points since a shift that lie on its side: one odd point does not end it."""

FEWEST = Needs().limits


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to consider. `chart` are the kinds of chart that would serve, best first; `start` is the point at which
    a new phase would begin, with the `questions` to answer first."""

    title: str
    reason: str
    chart: tuple[str, ...] = ()
    start: int | None = None
    questions: tuple[str, ...] = ()


def suggestions(series: Series, analysis: Analysis) -> tuple[Suggestion, ...]:
    """What to consider for this chart: at most one other kind of chart, and a new phase where a shift has lasted.

    `analysis` is what the series was read as. Empty where the chart serves.
    """
    found = (_other_chart(series, analysis), _new_phase(analysis))
    return tuple(each for each in found if each is not None)


# -- Another kind of chart ------------------------------------------------------------------------------------------------

COUNTED = ("run", "i", "xmr-nhs", "c", "u", "up", "p", "pp")
"""Charts whose points may be counts of events."""
OF_SINGLE_VALUES = ("run", "i", "xmr-nhs")
WIDER = {"p": ("pp", "ip"), "u": ("up", "ip"), "c": ("i",)}


def _other_chart(series: Series, analysis: Analysis) -> Suggestion | None:
    counting = np.array(
        [value is not None and index not in analysis.excluded for index, value in enumerate(analysis.values)]
    )
    many = int(counting.sum())
    if not many:
        return None
    for look in (_too_short, _several_a_point, _rare, _too_tight, _uneven, _long_enough):
        found = look(series, analysis, counting, many)
        if found:
            return found
    return None


def _too_short(series: Series, analysis: Analysis, counting: np.ndarray, many: int) -> Suggestion | None:
    """Limits take twelve points; until then the median says as much."""
    if not analysis.chart.has_limits or many >= FEWEST or analysis.chart.key in ("g", "t", "s", "mr"):
        return None
    there = "is 1 point" if many == 1 else f"are {many} points"
    return Suggestion(
        "A run chart for now",
        f"Limits take {FEWEST} points and there {there}. A run chart shows the same points about their median, "
        "and its rules begin at 10.",
        ("run",),
    )


def _several_a_point(series: Series, analysis: Analysis, counting: np.ndarray, many: int) -> Suggestion | None:
    if series.spreads is None or analysis.chart.key not in OF_SINGLE_VALUES:
        return None
    if np.isnan(as_floats(series.spreads)[counting]).all():
        return None
    return Suggestion(
        "An X̄ chart, with an S chart beside it",
        "Each point is the mean of several measurements. An X̄ chart takes its limits from the spread within them, and "
        "the S chart shows that spread.",
        ("xbar", "s"),
    )


def _rare(series: Series, analysis: Analysis, counting: np.ndarray, many: int) -> Suggestion | None:
    """Counts that are mostly nought, or whose lower limit is: no point can then fall below it."""
    values = as_floats(series.values)[counting]
    if analysis.chart.key not in COUNTED or many < FEWEST or (values < 0).any() or (values != np.round(values)).any():
        return None
    zeros = int((values == 0).sum())
    kinds = ("g", "t") if series.denominators is not None else ("t", "g")
    names = "A G chart of the cases between two events, or a T chart of the time" if kinds[0] == "g" else (
        "A T chart of the time between two events, or a G chart of the cases"
    )  # fmt: skip
    more = "shows improvement as longer gaps. It takes the date of each event instead of a count."
    if zeros * 2 > many:
        return Suggestion(names, f"{zeros} of {many} points are 0: the events are rare. Such a chart {more}", kinds)
    floor = [lower for lower, counts in zip(analysis.lower, counting, strict=True) if counts and lower is not None]
    if zeros >= SELDOM * many and floor and analysis.chart.key in ("c", "u", "up", "p", "pp") and max(floor) <= 0:
        return Suggestion(
            names, f"The lower limit is 0, so no single point can show that there are fewer. Such a chart {more}", kinds
        )
    return None


def _spread_over_counts(series: Series, analysis: Analysis, counting: np.ndarray) -> float | None:
    """How many times as much neighbouring points differ as the counts alone would make them (Laney's sigma z)."""
    now = counting & (np.array(analysis.phase_of) == len(analysis.phases) - 1)
    values = as_floats(series.values)[now]
    sizes = np.ones_like(values) if series.denominators is None else as_floats(series.denominators)[now]
    if len(values) < FEWEST:
        return None
    centre = values.sum() / sizes.sum()
    variance = centre * (1 - centre) if analysis.chart.part_of_whole else centre
    if not variance > 0:
        return None
    z = (values / sizes - centre) / np.sqrt(variance / sizes)
    return float(np.abs(np.diff(z)).mean() / D2)


def _too_tight(series: Series, analysis: Analysis, counting: np.ndarray, many: int) -> Suggestion | None:
    wider = WIDER.get(analysis.chart.key)
    times = _spread_over_counts(series, analysis, counting) if wider else None
    if wider is None or times is None or times < TIGHT:
        return None
    names = {"p": "A P′ chart, or an I′ chart", "u": "A U′ chart, or an I′ chart", "c": "An I chart"}[
        analysis.chart.key
    ]
    why = "an I chart takes its limits from what the points show" if wider == ("i",) else "they reckon with both"
    return Suggestion(
        names,
        f"From one point to the next these data vary {times:.1f} times as much as the counts alone would make them, so "
        f"the limits are too tight; {why}.",
        wider,
    )


def _uneven(series: Series, analysis: Analysis, counting: np.ndarray, many: int) -> Suggestion | None:
    """Ratios on a chart that takes all denominators as equal."""
    if series.denominators is None or analysis.chart.key not in ("i", "xmr-nhs", "c") or many < FEWEST:
        return None
    low, high = np.nanquantile(as_floats(series.denominators)[counting], (0.1, 0.9))
    if not low > 0 or high / low < UNEVEN:
        return None
    chart = "u" if analysis.chart.key == "c" else "ip"
    return Suggestion(
        "A U chart" if chart == "u" else "An I′ chart",
        f"The denominators mostly run from {low:,.0f} to {high:,.0f}. A point out of few swings more than one out of "
        "many, and its limits should lie wider.",
        (chart,),
    )


def _long_enough(series: Series, analysis: Analysis, counting: np.ndarray, many: int) -> Suggestion | None:
    """A run chart that could have limits: which ones depends on what its values are."""
    if analysis.chart.key != "run" or many < ENOUGH:
        return None
    values = as_floats(series.values)[counting]
    whole = bool((values == np.round(values)).all() and (values >= 0).all())
    kinds: tuple[str, ...]
    if series.denominators is None:
        kinds, name, why = ("i",), "An I chart", "one figure a period"
    else:
        sizes = as_floats(series.denominators)[counting]
        if whole and (values <= sizes).all() and (sizes == np.round(sizes)).all():
            kinds, name, why = ("p", "pp"), "A P chart", "so many out of so many"
        elif whole:
            kinds, name, why = ("u", "up"), "A U chart", "counts out of an amount that varies"
        else:
            kinds, name, why = ("ip",), "An I′ chart", "a ratio of two figures"
    return Suggestion(
        f"{name}, if limits would help",
        f"There are {many} points, enough for firm limits. These look like {why}: limits would show how far common cause "
        "reaches, and a single point beyond them.",
        kinds,
    )


# -- A new phase ----------------------------------------------------------------------------------------------------------


def _new_phase(analysis: Analysis) -> Suggestion | None:
    """Where a shift for the better, or of no side, has lasted to the newest point within the phase in force."""
    phase, newest = analysis.current, analysis.newest
    if phase is None or newest is None or newest < phase.start:
        return None
    told = [
        signal
        for signal in analysis.signals
        if signal.rule in ("shift", "long-run", "few-crossings")
        and newest in signal.points
        and signal.side != 0
        and signal.meaning is not Meaning.CONCERN
    ]
    if not told:
        return None
    places = [
        index
        for index in range(phase.start, phase.end + 1)
        if analysis.values[index] is not None and index not in analysis.excluded
    ]
    y = as_floats([analysis.values[index] for index in places])
    if len(y) < 2 * LASTING:
        return None
    first = _turning_point(y)
    after, side = y[first:], told[-1].side
    if first < LASTING or len(after) < LASTING or (after.mean() - y[:first].mean()) * side <= 0:
        return None
    middle = as_floats([analysis.centre[index] for index in places[first:]])
    if ((after - middle) * side > 0).mean() < MOSTLY:
        return None
    where = "higher" if side > 0 else "lower"
    return Suggestion(
        "A new phase",
        f"The newest {len(after)} points lie {where} than those before. If that is here to stay, centre line and limits "
        "may start anew where it began; until then the chart tells the story better as it is.",
        start=places[first],
        questions=FOUR_CONDITIONS,
    )


def _turning_point(y: np.ndarray) -> int:
    """The first point after the likeliest change of level: where the sum of distances from the mean turns."""
    away = np.abs(np.cumsum(y - y.mean()))[:-1]
    return int(np.argmax(away)) + 1
