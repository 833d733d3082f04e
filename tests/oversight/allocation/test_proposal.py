"""The proposal: by priority, within what there is, each step explained."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.allocation import (
    Answer,
    Claim,
    Gift,
    Proposed,
    Supply,
    bound_together,
    overloads,
    propose,
    shortages,
)
from oversight.allocation.proposal import amount as in_words

MONDAY = dt.date(2030, 1, 7)


def week(number: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=number)


def weeks_of(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=days) for days in range(0, (last - first).days + 1, 7)]


def claim(name: str, amount, first: int, last: int, priority: float | None = None, asked: int = 0) -> Claim:
    return Claim(
        len(name) * 100 + asked, name, Decimal(amount), week(first), week(last), priority=priority, asked=asked
    )


def answers(claimants, *, capacity=10, other=None, gifts=(), others=()) -> list[Proposed]:
    return propose(claimants, supply=Supply(Decimal(capacity), other or {}), gifts=gifts, others=others, now=MONDAY)


def told(proposed: list[Proposed]) -> list[tuple]:
    return [(each.claim.name, each.answer, each.amount, each.first) for each in proposed]


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("1", "slots", "1 slot"),
        ("1.00", "half days", "1 half day"),
        ("1.5", "hours", "1.5 hours"),
        ("1", "pass", "1 pass"),
    ],
)
def test_one_of_a_unit_is_said_as_one(number, unit, said):
    assert in_words(Decimal(number), unit) == said


def test_the_first_gets_what_it_asks_and_the_next_is_moved_behind_it():
    found = answers([claim("Ward 4", 8, 0, 3, priority=40), claim("Theatres", 6, 0, 3, priority=82)])
    assert told(found) == [
        ("Theatres", Answer.GRANTED, Decimal(6), week(0)),
        ("Ward 4", Answer.MOVED, Decimal(8), week(4)),
    ]
    assert [each.why for each in found] == [
        "Theatres (priority 82) comes first and gets 6 hours a week as asked: there is room in every week.",
        "Ward 4 (priority 40) gets its 8 hours a week from 4 February, 4 weeks later than asked: after Theatres, there "
        "is not enough left before.",
    ]


def test_who_asked_first_comes_first_among_equals_and_the_unrated_come_last():
    found = answers([claim("C", 1, 0, 0), claim("BB", 1, 0, 0, 50, asked=2), claim("AAA", 1, 0, 0, 50, asked=1)])
    assert [each.claim.name for each in found] == ["AAA", "BB", "C"]


def test_a_claim_that_nearly_fits_is_trimmed_rather_than_moved():
    found = answers([claim("Theatres", 6, 0, 3, priority=82), claim("Ward 4", 5, 0, 3, priority=40)])
    assert told(found)[1] == ("Ward 4", Answer.TRIMMED, Decimal(4), week(0))
    assert found[1].why == (
        "Ward 4 (priority 40) gets 4 hours a week instead of 5: after Theatres, no more is left in the week of 7 January."
    )


def test_without_room_for_a_quarter_of_a_year_each_gets_the_most_there_is_now_or_later():
    full = [Gift(1, "Pharmacy", Decimal(6), week(0), week(60))]
    found = answers([claim("Ward 4", 8, 0, 3, priority=40), claim("Ward 12", 9, 0, 3)], gifts=full)
    assert told(found) == [
        ("Ward 4", Answer.TRIMMED, Decimal(4), week(0)),
        ("Ward 12", Answer.MOVED, Decimal(4), week(4)),
    ]
    assert found[1].why == (
        "Ward 12 (not rated yet) gets 4 hours a week instead of 9, from 4 February, 4 weeks later than asked: after Ward "
        "4, that is the most there is room for."
    )


def test_a_claim_for_which_not_even_a_quarter_is_left_is_declined():
    full = [Gift(1, "Pharmacy", Decimal(9), week(0), week(60))]
    found = answers([claim("Ward 4", 8, 0, 3, priority=40)], gifts=full)
    assert told(found) == [("Ward 4", Answer.DECLINED, Decimal(0), week(0))]
    assert found[0].why == (
        "Ward 4 (priority 40) cannot be served: with what has been given already, too little is left in the week of 7 "
        "January, and no weeks up to 12 later have even a quarter of 8 hours a week."
    )


def test_a_week_without_any_capacity_moves_a_claim_behind_it_in_part_where_no_more_is_left():
    given = [Gift(1, "Pharmacy", Decimal(6), week(3), week(60))]
    found = answers([claim("Ward 4", 8, 0, 3, priority=40)], gifts=given, other={week(2): Decimal(0)})
    assert told(found) == [("Ward 4", Answer.MOVED, Decimal(4), week(3))]


def test_amounts_are_trimmed_in_whole_steps():
    found = propose([claim("Ward 4", 10, 0, 0)], supply=Supply(Decimal("8.75")), now=MONDAY, step=Decimal("0.5"))
    assert found[0].amount == Decimal("8.5")


def test_nobody_is_moved_into_weeks_that_another_team_asks_for():
    waiting = claim("Later on", 10, 4, 6, priority=10)
    found = answers([claim("Theatres", 6, 0, 3, 82), claim("Ward 4", 8, 0, 3, 40)], others=[waiting])
    assert told(found)[1] == ("Ward 4", Answer.MOVED, Decimal(8), week(7))


def test_a_claim_for_weeks_that_are_over_is_declined():
    found = answers([claim("Ward 4", 1, -5, -2)])
    assert (found[0].answer, found[0].why) == (
        Answer.DECLINED,
        "The weeks that Ward 4 asked for are over: it may ask anew.",
    )


@st.composite
def contests(draw):
    """Claims, gifts that fit, and capacities by week."""
    other = {
        week(number): Decimal(draw(st.integers(0, 12))) for number in draw(st.sets(st.integers(0, 10), max_size=4))
    }
    supply = Supply(Decimal(draw(st.integers(1, 12))), other)
    span = st.tuples(st.integers(1, 9), st.integers(-2, 10), st.integers(0, 6), st.none() | st.integers(0, 100))
    claims = [
        Claim(key, f"Team {key}", Decimal(amount), week(first), week(first + more), priority=priority, asked=key)
        for key, (amount, first, more, priority) in enumerate(draw(st.lists(span, min_size=1, max_size=7)))
    ]
    gifts: list[Gift] = []
    for key, (amount, first, more, _) in enumerate(draw(st.lists(span, max_size=4))):
        more_given = Gift(100 + key, "Holder", Decimal(amount), week(first), week(first + more))
        if not shortages([week(n) for n in range(-2, 30)], supply, [*gifts, more_given]):
            gifts.append(more_given)
    return claims, supply, gifts


@given(contests())
def test_a_proposal_answers_every_claim_and_never_gives_more_than_there_is(contest):
    claims, supply, gifts = contest
    found = propose(claims, supply=supply, gifts=gifts, now=MONDAY)
    given = [Gift(each.claim.key, each.claim.name, each.amount, each.first, each.last) for each in found if each.amount]
    assert sorted(each.claim.key for each in found) == [each.key for each in claims]
    assert shortages([week(number) for number in range(60)], supply, [*gifts, *given]) == []
    assert all(each.why.endswith(".") for each in found)


@given(contests())
def test_no_team_gets_more_than_it_asked_for_and_none_earlier(contest):
    claims, supply, gifts = contest
    for each in propose(claims, supply=supply, gifts=gifts, now=MONDAY):
        assert each.amount <= each.claim.amount
        assert each.first >= each.claim.first
        assert each.last - each.first == each.claim.last - each.claim.first


@given(contests())
def test_the_first_in_turn_is_answered_as_if_it_stood_alone(contest):
    claims, supply, gifts = contest
    together = propose(claims, supply=supply, gifts=gifts, now=MONDAY)[0]
    alone = propose([together.claim], supply=supply, gifts=gifts, now=MONDAY)[0]
    assert (together.answer, together.amount, together.first) == (alone.answer, alone.amount, alone.first)


@given(contests())
def test_who_comes_later_in_turn_changes_nothing_for_those_before(contest):
    claims, supply, gifts = contest
    found = propose(claims, supply=supply, gifts=gifts, now=MONDAY)
    for count in range(1, len(found)):
        first_ones = [each.claim for each in found[:count]]
        assert propose(first_ones, supply=supply, gifts=gifts, now=MONDAY) == found[:count]


@given(contests())
def test_what_a_sentence_says_of_the_room_that_is_left_is_so(contest):
    claims, supply, gifts = contest
    held = list(gifts)
    for each in propose(claims, supply=supply, gifts=gifts, now=MONDAY):
        asked = each.claim
        as_asked = [day for day in weeks_of(asked.first, asked.last) if day >= MONDAY]
        if each.answer == Answer.GRANTED:
            assert shortages(as_asked, supply, [*held, asked]) == []
        if each.answer == Answer.TRIMMED:
            half_an_hour_more = replace(asked, amount=each.amount + Decimal("0.5"))
            assert shortages(as_asked, supply, [*held, half_an_hour_more]) != []
        if each.answer in {Answer.MOVED, Answer.DECLINED} and as_asked:
            assert shortages(as_asked, supply, [*held, asked]) != []
        if each.amount:
            held.append(Gift(asked.key, asked.name, each.amount, each.first, each.last))


@given(contests())
def test_a_claim_in_two_overloads_gets_one_answer_and_yields_to_nobody_behind_it(contest):
    claims, supply, gifts = contest
    runs = overloads(weeks_of(MONDAY, week(30)), supply, gifts, claims)
    for run in runs:
        bound = bound_together(runs, run)
        others = [each for each in claims if each not in bound]
        first = propose(bound, supply=supply, gifts=gifts, others=others, now=MONDAY)[0]
        alone = propose([bound[0]], supply=supply, gifts=gifts, others=others, now=MONDAY)[0]
        assert first == alone
        if shortages(weeks_of(MONDAY, week(30)), supply, [*gifts, bound[0]]) == []:
            assert first.answer == Answer.GRANTED


def test_a_team_of_high_priority_does_not_yield_to_one_of_low_priority_that_stands_in_another_overload():
    top, low = claim("Theatres", 6, 0, 4, 90), claim("Ward 4", 6, 3, 4, 10)
    middle = claim("Ward 12", 6, 0, 1, 50)
    runs = overloads(weeks_of(MONDAY, week(9)), Supply(Decimal(10)), [], [top, middle, low])
    assert [[each.name for each in run.claims] for run in runs] == [["Theatres", "Ward 12"], ["Theatres", "Ward 4"]]
    assert told(answers(bound_together(runs, runs[0]))) == [
        ("Theatres", Answer.GRANTED, Decimal(6), week(0)),
        ("Ward 12", Answer.MOVED, Decimal(6), week(5)),
        ("Ward 4", Answer.MOVED, Decimal(6), week(7)),
    ]


@given(contests())
def test_without_an_overload_everybody_gets_what_they_asked_for(contest):
    claims, _, _ = contest
    to_come = [each for each in claims if each.last >= MONDAY]
    found = propose(to_come, supply=Supply(Decimal(1000)), now=MONDAY)
    assert all(each.answer == Answer.GRANTED for each in found)
