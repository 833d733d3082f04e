"""Series for property tests: of every kind of chart, with all that a series can have."""

from __future__ import annotations

from hypothesis import strategies as st

from measures.spc import CHARTS, RULE_SETS, Direction, Phase, Series

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
