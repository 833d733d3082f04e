"""Demand against capacity: sums by week, and the runs in which there is not enough."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from oversight.allocation import (
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

MONDAY = dt.date(2030, 1, 7)


def week(number: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=number)


WEEKS = [week(number) for number in range(12)]


def claim(key: int, amount, first: int, last: int, **fields) -> Claim:
    return Claim(key, f"Team {key}", Decimal(amount), week(first), week(last), **fields)


def gift(key: int, amount, first: int, last: int) -> Gift:
    return Gift(key, f"Team {key}", Decimal(amount), week(first), week(last))


@st.composite
def wishes(draw):
    """Spans that may begin before the twelve weeks and end after them."""
    spans = draw(st.lists(st.tuples(st.integers(1, 9), st.integers(-3, 14), st.integers(0, 8)), max_size=8))
    return [claim(key, amount, first, first + more) for key, (amount, first, more) in enumerate(spans)]


@given(wishes(), wishes())
def test_the_loads_equal_a_sum_week_by_week(gifts, claims):
    supply = Supply(Decimal(10), {week(3): Decimal(2)})
    assert week_loads(WEEKS, supply, gifts, claims) == [
        WeekLoad(
            week=day,
            capacity=Decimal(2) if day == week(3) else Decimal(10),
            given=sum((each.amount for each in gifts if each.first <= day <= each.last), Decimal(0)),
            asked=sum((each.amount for each in claims if each.first <= day <= each.last), Decimal(0)),
        )
        for day in WEEKS
    ]


def test_an_overload_is_a_run_of_weeks_with_everybody_who_has_a_part_in_it():
    supply = Supply(Decimal(10))
    early, late = claim(1, 6, 0, 3, priority=40.0), claim(2, 5, 2, 5, priority=80.0)
    elsewhere, holder = claim(3, 4, 8, 9), gift(4, 2, 3, 3)
    assert overloads(WEEKS, supply, [holder], [early, late, elsewhere]) == [
        Overload(
            weeks=(
                WeekLoad(week(2), Decimal(10), Decimal(0), Decimal(11)),
                WeekLoad(week(3), Decimal(10), Decimal(2), Decimal(11)),
            ),
            claims=(late, early),
            gifts=(holder,),
        )
    ]


def test_two_runs_with_a_calm_week_between_them_are_two_overloads():
    supply = Supply(Decimal(4), {week(2): Decimal(20)})
    found = overloads(WEEKS, supply, [], [claim(1, 3, 0, 4), claim(2, 3, 0, 4)])
    assert [(each.first, each.last) for each in found] == [(week(0), week(1)), (week(3), week(4))]


def test_a_full_week_is_not_an_overload():
    assert overloads(WEEKS, Supply(Decimal(8)), [gift(1, 5, 0, 11)], [claim(2, 3, 0, 11)]) == []


def test_an_overload_knows_its_worst_week_and_all_that_is_too_much():
    found = overloads(WEEKS, Supply(Decimal(4), {week(1): Decimal(1)}), [], [claim(1, 5, 0, 2)])[0]
    assert (found.worst.week, found.worst.over, found.over) == (week(1), Decimal(4), Decimal(6))


def test_overloads_that_share_a_claimant_are_answered_together_and_the_others_by_themselves():
    first, both, second, third = claim(1, 6, 0, 1), claim(2, 6, 1, 4), claim(3, 6, 4, 5), claim(4, 6, 5, 5)
    alone, against_it = claim(5, 6, 8, 8), claim(6, 6, 8, 8)
    runs = overloads(WEEKS, Supply(Decimal(10)), [], [first, both, second, third, alone, against_it])
    assert [[each.key for each in run.claims] for run in runs] == [[1, 2], [2, 3, 4], [5, 6]]
    assert bound_together(runs, runs[0]) == bound_together(runs, runs[1]) == [first, both, second, third]
    assert bound_together(runs, runs[2]) == [alone, against_it]


@given(wishes(), wishes())
def test_every_claim_of_an_overloaded_week_is_bound_to_the_others_of_that_week(gifts, claims):
    runs = overloads(WEEKS, Supply(Decimal(10)), gifts, claims)
    for run in runs:
        bound = {each.key for each in bound_together(runs, run)}
        for load in [load for other in runs for load in other.weeks]:
            there = {each.key for each in claims if each.meets(load.week, load.week)}
            assert there <= bound or not there & bound


def test_shortages_are_weeks_in_which_more_is_given_than_there_is():
    found = shortages(WEEKS, Supply(Decimal(4), {week(1): Decimal(1)}), [gift(1, 2, 0, 2)])
    assert [load.week for load in found] == [week(1)]


def test_no_weeks_have_no_load():
    assert week_loads([], Supply(Decimal(1)), [gift(1, 2, 0, 2)], []) == []
