"""Which figures of groups are not shown."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.suppression import Cell, Counts, hidden

RATIO = Counts(value=True, denominator=True, rest=True)
COUNT = Counts(value=True, denominator=False, rest=False)
NOTHING = Counts(value=False, denominator=False, rest=False)


def counts(*values):
    return [None if value is None else Cell(float(value)) for value in values]


@pytest.mark.parametrize(
    ("values", "left_out"),
    [
        ([12, 30, 25], set()),
        ([5, 30, 25], set()),  # the number itself may be shown
        ([4, 30, 25], {0, 2}),  # one alone is the total less the others: the next smallest goes with it
        ([0, 30, 25], {0, 2}),
        ([1, 2, 25], {0, 1, 2}),  # together 3: whoever knows the total knows how few they are
        ([3, 4, 25], {0, 1}),
        ([4, None, 25], {0, 2}),
        ([4], {0}),
        ([None, None], set()),
        ([], set()),
    ],
)
def test_small_counts_and_what_would_tell_them_are_left_out(values, left_out):
    assert hidden(counts(*values), 5, COUNT) == left_out


@pytest.mark.parametrize(
    ("cell", "is_hidden"),
    [((40, 50), False), ((4, 50), True), ((47, 50), True), ((50, 50), True), ((2, 4), True), ((0, 0), True)],
)
def test_a_share_is_left_out_where_any_count_behind_it_is_small(cell, is_hidden):
    others = [Cell(40.0, 90.0), Cell(30.0, 80.0)]
    assert (0 in hidden([Cell(*map(float, cell)), *others], 5, RATIO)) is is_hidden


def test_what_is_no_count_is_shown_and_nothing_is_left_out_below_nothing():
    assert hidden(counts(1, 2, 30), 5, NOTHING) == frozenset()
    assert hidden(counts(0, 1, 2), 0, COUNT) == frozenset()


cells = st.lists(
    st.one_of(
        st.none(),
        st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: Cell(float(min(pair)), float(max(pair)))),
    ),
    max_size=8,
)


@given(cells, st.integers(0, 12))
def test_nothing_small_can_be_had_from_what_is_shown_and_the_total(row, below):
    left_out = hidden(row, below, RATIO)
    there = {place for place, cell in enumerate(row) if cell is not None}
    assert left_out <= there
    for place in there - left_out:
        assert min(RATIO.of(row[place])) >= below
    if left_out and left_out != there:
        assert len(left_out) >= 2
        for kind in zip(*(RATIO.of(row[place]) for place in left_out), strict=True):
            assert sum(kind) >= below


@given(cells, st.integers(1, 12))
def test_no_more_is_left_out_than_the_small_and_their_next(row, below):
    left_out = hidden(row, below, RATIO)
    small = {place for place, cell in enumerate(row) if cell is not None and min(RATIO.of(cell)) < below}
    assert small <= left_out
    assert bool(small) == bool(left_out)


READERS = {
    "measures/actions/strata.py", "measures/models/strata.py", "measures/models/__init__.py", "measures/queries/strata.py",
}  # fmt: skip
"""The models themselves, the action that writes figures, and the one query that leaves out what may not be shown."""


def test_only_one_query_reads_figures_of_groups():
    root = Path(__file__).parents[2]
    found = set()
    for app in ("teams", "measures", "oversight", "redesign"):
        for path in (root / app).rglob("*.py"):
            place = path.relative_to(root).as_posix()
            if "/migrations/" in place or place.startswith("oversight/demo/"):
                continue
            names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
            aliases = {
                alias.name
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom)
                for alias in node.names
            }
            found |= {place} if "StratumPoint" in names | aliases else set()
    assert found <= READERS
