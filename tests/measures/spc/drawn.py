"""Series for property tests: of every kind of chart, with all that a series can have."""

from __future__ import annotations

from hypothesis import strategies as st

from measures.spc import CHARTS, RULE_SETS, Direction, Phase, Series
from measures.spc.series import CusumDesign

SETS = [*RULE_SETS.values(), None]


@st.composite
def asked(draw):
    """A series of any kind and length, with all that one can have, and how it is to be read."""
    chart = draw(st.sampled_from([*CHARTS]))
    kind = CHARTS[chart]
    length = draw(st.integers(0, 45))
    few = st.sampled_from([3, 4, 5, 6, 7])  # few values, so that runs, ties and trends come about
    number = st.one_of(
        few, few, few, st.none(), st.integers(-1, 60), st.floats(-5, 60).map(lambda each: round(each, 2))
    )

    def line(cell):
        return draw(st.lists(cell, min_size=length, max_size=length))

    sized = kind.needs_denominator or (chart in ("run", "i") and draw(st.booleans()))
    phases = tuple(
        Phase(start, draw(st.none() | st.integers(0, 20)), draw(st.none() | st.none() | st.integers(1, 6)))
        for start in draw(st.lists(st.integers(0, 50), max_size=3))
    )
    places = st.frozensets(st.integers(0, 50), max_size=4)
    series = Series(
        values=line(number),
        denominators=line(st.sampled_from([20, 20, 20, 30, 7.5, 1, 0, None])) if sized else None,
        spreads=line(st.sampled_from([1, 2, 3.5, None])) if kind.needs_spread and draw(st.integers(0, 9)) else None,
        phases=phases or (Phase(),),
        excluded=draw(places),
        marked=draw(places),
        direction=draw(st.sampled_from(Direction)),
        target=draw(st.one_of(st.none(), st.floats(0, 10), st.lists(st.none() | st.integers(0, 8), max_size=50).map(tuple))),
        multiplier=draw(st.sampled_from([1.0, 100.0, 0.1])),
        ordered=draw(st.integers(0, 9)) > 0,
    )  # fmt: skip
    return series, chart, draw(st.sampled_from(SETS)), draw(st.booleans())


WILD = (0, -0.0, 1, 2, 5, 7, 100, 1 / 3, 0.1, 1e9, 1e16, 1e50, 1e160, 1.7e308, 1e-9, 1e-50, 1e-300, 5e-324)
NO_NUMBERS = (None, float("nan"), float("inf"), float("-inf"))


@st.composite
def wild(draw):
    """A series of whatever a computer can hold, sense or no sense, and how it is to be read."""
    length = draw(st.sampled_from([0, 1, 2, 3, 12, 13, 14, 20, 25]))
    signed = st.sampled_from([*WILD, *(-each for each in WILD), *NO_NUMBERS]) | st.integers(0, 9)
    size = st.sampled_from([*WILD, *NO_NUMBERS]) | st.integers(0, 200)
    value = draw(st.sampled_from([signed, size, st.integers(0, 9), st.just(5)]))

    def line(cell):
        return draw(st.lists(cell, min_size=length, max_size=length))

    values, sizes = line(value), line(draw(st.sampled_from([size, st.integers(1, 200)])))
    if draw(st.booleans()):  # parts of a whole
        sizes = [None if None in pair else abs(pair[0]) + abs(pair[1]) for pair in zip(values, sizes, strict=True)]
    phases = st.builds(
        Phase, st.sampled_from([-3, 0, 1, length - 1, length, length + 5]), st.sampled_from([None, -2, 0, 1, 12, 100]),
        st.none() | signed,
    )  # fmt: skip
    places = st.frozensets(st.integers(-1, length + 1), max_size=3)
    series = Series(
        values=values,
        denominators=draw(st.sampled_from([sizes, sizes, sizes, None])),
        spreads=draw(st.sampled_from([line(size), None])),
        phases=tuple(draw(st.lists(phases, min_size=1, max_size=3))),
        excluded=draw(places | st.just(frozenset(range(length)))),
        marked=draw(places),
        direction=draw(st.sampled_from(Direction)),
        target=draw(signed | st.lists(signed, min_size=length, max_size=length).map(tuple)),
        multiplier=draw(st.sampled_from([1.0, 1.0, 100.0, 1e6, 1e300, 5e-324, 0.0, -1.0, float("nan"), float("inf")])),
        ordered=draw(st.integers(0, 9)) > 0,
        cusum=CusumDesign(
            draw(st.none() | signed), draw(st.sampled_from([2, 0.5, 1, 1e300, 1e-300, 1 + 1e-12])),
            draw(st.sampled_from([3.5, 1e-300, 1e300])),
        ),
    )  # fmt: skip
    return series, draw(st.sampled_from([*CHARTS])), draw(st.sampled_from(SETS)), draw(st.booleans())
