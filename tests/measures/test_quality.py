"""What data say of themselves: what is asked, and how seldom honest data are asked anything."""

import datetime as dt
import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.periods import period_end, step
from measures.quality import (
    SURE,
    Edit,
    Kept,
    Question,
    Records,
    at_least,
    chance_of_digits,
    chance_of_so_little,
    look_at,
)

FIRST = dt.date(2024, 1, 1)


def kept(values, sizes=None, *, target=None, multiplier=1.0, frequency="weekly", after=3) -> Records:
    """Records of these values, one a period, each entered some days after its period's end."""
    points, period = [], FIRST
    for place, value in enumerate(values):
        size = None if sizes is None else float(sizes[place])
        shown = float(value) if size is None else float(value) / size * multiplier if size else None
        entered = period_end(period, frequency) + dt.timedelta(days=after)
        points.append(Kept(period, float(value), size, shown, entered, target=target))
        period = step(period, frequency)
    return Records(points, frequency, until=period, multiplier=multiplier)


def asked(records: Records) -> set[str]:
    return {question.key for question in look_at(records).questions}


def the(key: str, records: Records) -> Question:
    (found,) = [question for question in look_at(records).questions if question.key == key]
    return found


HONEST = [42.1, 44.7, 39.3, 41.8, 45.2, 38.6, 42.9, 40.4, 43.5, 41.1, 39.8, 44.3]


def test_of_honest_data_nothing_is_asked_and_the_figures_are_told():
    found = look_at(kept(HONEST))
    assert found.questions == ()
    assert found.figures == (
        ("Complete", "11 of the last 11 periods that are due have their point"),
        ("In time", "Half of them came within 3 days of the period's end; none of 12 came late"),
    )


def test_no_points_say_nothing():
    assert look_at(Records((), "monthly", dt.date(2024, 1, 1))).questions == ()


# -- Complete, in time, unchanged -------------------------------------------------------------------------------------


def test_gaps_are_asked_about_by_their_periods():
    whole = kept(HONEST)
    gaps = replace(whole, points=[point for place, point in enumerate(whole.points) if place not in (3, 4, 8)])
    question = the("completeness", gaps)
    assert question.figures == "3 of the last 11 periods have no point."
    assert question.periods == tuple(whole.points[place].period for place in (3, 4, 8))


def test_periods_that_are_not_due_yet_are_not_missing():
    records = kept(HONEST[:4])
    assert asked(replace(records, until=FIRST + dt.timedelta(weeks=5))) == set()
    assert asked(replace(records, until=FIRST + dt.timedelta(weeks=9))) == {"completeness"}


def test_a_clinic_that_rests_on_weekends_misses_no_day():
    days = [FIRST + dt.timedelta(days=day) for day in range(70) if day % 7 < 5]
    points = [Kept(day, 40.0 + place % 7, None, 40.0 + place % 7, day) for place, day in enumerate(days)]
    assert asked(Records(points, "daily", until=days[-1])) == set()


def test_of_single_events_none_is_due_or_late():
    whole = kept(HONEST, after=40)
    sparse = replace(whole, points=whole.points[::3])
    assert asked(sparse)
    assert look_at(replace(sparse, events=True)).figures == ()


def test_late_points_are_asked_about_and_history_brought_in_at_first_is_not():
    assert the("timeliness", kept(HONEST, after=12)).figures.startswith("11 of the last 11 points came later")
    at_once = kept(HONEST)
    entered = at_once.points[-1].entered_on
    history = replace(at_once, points=[replace(point, entered_on=entered) for point in at_once.points])
    assert asked(history) == set()


def test_points_entered_before_their_period_was_over():
    assert the("early", kept(HONEST, after=-2)).figures == (
        "12 of the last 12 points were entered before their period had ended."
    )


def test_late_edits_say_which_way_they_went():
    records = kept(HONEST)
    long_after, soon = dt.timedelta(days=60), dt.timedelta(days=5)

    def edited(place, days, by):
        point = records.points[place]
        edit = Edit(point.entered_on + days, point.shown, point.shown + by)
        return replace(point, edits=(edit,))

    changed = {0: (long_after, -1), 2: (long_after, -2), 5: (long_after, 1), 7: (soon, -3)}
    points = [edited(place, *changed[place]) if place in changed else p for place, p in enumerate(records.points)]
    question = the("late-edits", replace(records, points=points, better=-1))
    assert question.figures == (
        "3 of 12 points were changed by hand more than 30 days after they were entered: 2 for the better, 1 for the worse."
    )
    assert len(question.periods) == 3


# -- Do the figures look counted? -------------------------------------------------------------------------------------


def test_favourite_digits_are_asked_about():
    chance = random.Random(1)
    rounded = [5 * round(chance.gauss(120, 30) / 5) for _ in range(40)]
    question = the("digits", kept(rounded))
    assert question.figures == "Of 40 figures 40 end in 0 or 5; by chance about 8 would."


@pytest.mark.parametrize(
    "values", [[10, 15, 20, 10, 15] * 4, [chance / 10 for chance in range(30, 70)], [3.0, 4.0, 5.0] * 20]
)
def test_few_figures_even_digits_and_a_narrow_span_give_no_question_of_digits(values):
    assert "digits" not in asked(kept(values))


def test_a_run_of_identical_figures():
    values = [*HONEST, *[41.3] * 6, *HONEST]
    assert the("same-again", kept(values)).figures == "6 points in a row say exactly the same, among 30."
    assert the("same-again", kept([7.0] * 14)).figures == "All 14 points say the same."


def test_zeros_of_a_rare_event_are_no_run():
    assert asked(kept([0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0])) == set()
    assert asked(kept([0.0] * 30)) == set()


def test_counts_more_even_than_counting():
    counts = [30, 31, 30, 29, 30, 31, 29, 30, 30, 31, 30, 29, 31, 30, 29, 30]
    assert the("too-even", replace(kept(counts), counts="poisson")).figures == (
        "16 points vary 0.1 times as much as counting alone makes counts vary."
    )
    assert "too-even" not in asked(kept(counts))  # minutes may be as even as they like


def test_shares_more_even_than_chance():
    records = replace(kept([80, 81, 79, 80] * 5, [100, 101, 99, 100] * 5, multiplier=100.0), counts="binomial")
    assert "too-even" in asked(records)


def test_two_sites_that_take_turns_hug_the_mean():
    chance = random.Random(3)
    values = [round((40 if place % 2 else 60) + chance.gauss(0, 1.5), 1) for place in range(30)]
    assert "hugging" in asked(replace(kept(values), individuals=True))
    assert "hugging" not in asked(kept(values))


# -- Do they look towards something? ----------------------------------------------------------------------------------


def settled(better: int) -> Records:
    chance = random.Random(5)
    values = [round(240 + better * (15 + abs(chance.gauss(20, 15)))) for _ in range(20)]
    heaped = [240.0 + better * place for place in (0, 1, 0, 2, 0, 3, 1, 0, 2, 0, 1, 0, 4, 0, 1, 0)]
    return replace(kept([*values, *heaped, 240.0 - better], target=240.0), better=better, decimals=0)


@pytest.mark.parametrize("better", [1, -1])
def test_figures_heaped_at_the_target(better):
    assert the("at-target", settled(better)).figures == (
        "16 of 37 points lie at the target or just beyond it, 8 of them exactly at it; 1 just short of it."
    )
    assert "at-target" not in asked(replace(settled(better), better=0))


def test_a_target_that_few_cases_must_hit_is_no_question():
    records = kept([19, 20, 18, 19, 19, 19, 20, 19, 19, 19, 19, 18], [20] * 12, target=95.0, multiplier=100.0)
    assert "at-target" not in asked(replace(records, better=1, counts="binomial"))


def test_all_of_all_every_time():
    sizes = [31, 28, 33, 30, 27, 35, 29, 31, 30, 34, 28, 33]
    records = replace(kept(sizes, sizes, multiplier=100.0), counts="binomial")
    assert the("all-of-all", records).figures == (
        "Numerator and denominator are the same in all 12 points: 369 of 369."
    )
    assert asked(replace(records, counts="")) == set()


def test_the_same_denominator_each_time_unless_it_is_a_sample():
    records = replace(kept([24, 27, 25, 22, 28, 26, 23, 25, 27, 21, 24, 26], [30] * 12), counts="binomial")
    assert asked(records) == {"same-denominator"}
    assert asked(replace(records, sampled=True)) == set()


# -- The mathematics --------------------------------------------------------------------------------------------------


def test_the_tail_of_digits_is_chi_square_and_holds_for_thirty_figures():
    assert chance_of_digits(16.919) == pytest.approx(0.05, abs=1e-4)
    assert chance_of_digits(27.877) == pytest.approx(0.001, abs=1e-5)
    counts = np.random.default_rng(7).multinomial(30, [0.1] * 10, size=100_000)
    distance = ((counts - 3.0) ** 2 / 3.0).sum(axis=1)
    assert (distance >= 27.877).mean() < 2 * SURE


@pytest.mark.parametrize(
    ("distance", "freedom", "chance"), [(6.571, 14, 0.05), (4.660, 14, 0.01), (59.196, 99, 0.0005)]
)
def test_the_lower_tail_of_dispersion(distance, freedom, chance):
    assert chance_of_so_little(distance, freedom) == pytest.approx(chance, abs=0.0005)


def test_the_binomials_upper_tail():
    exact = sum(math.comb(20, k) * 0.65**k * 0.35 ** (20 - k) for k in range(17, 21))
    assert at_least(17, 20, 0.65) == pytest.approx(exact)
    assert at_least(0, 20, 0.65) == pytest.approx(1)


# -- Honest data ------------------------------------------------------------------------------------------------------


def honest(chance: np.random.Generator, kind: str, count: int) -> Records:
    """A series as honest people would enter it, with a target somewhere among its values."""
    if kind == "share":
        sizes = chance.poisson(chance.choice([20, 100, 900]), count) + 1
        counts = chance.binomial(sizes, chance.choice([0.1, 0.5, 0.8, 0.95]))
        target = float(chance.choice([10, 50, 80, 95]))
        records = kept(counts, sizes, target=target, multiplier=100.0)
        return replace(records, counts="binomial", better=1)
    if kind == "rare":
        records = kept(chance.poisson(chance.choice([0.2, 0.4, 0.8, 1.5]), count), target=float(chance.choice([0, 1])))
        return replace(records, counts="poisson", better=-1, decimals=0)
    if kind == "nearly all":
        sizes = chance.poisson(25, count) + 1
        return replace(
            kept(chance.binomial(sizes, 0.97), sizes, target=100.0, multiplier=100.0), counts="binomial", better=1
        )
    if kind == "count":
        records = kept(chance.poisson(chance.choice([0.5, 3, 10, 60]), count), target=5.0)
        return replace(records, counts="poisson", better=-1, decimals=0)
    if kind == "skewed":
        return replace(kept(np.round(chance.lognormal(3, 0.5, count)), target=20.0), better=-1, decimals=0)
    decimals = int(chance.integers(0, 2))
    values = np.round(chance.normal(50, 6, count), decimals)
    target = float(np.round(chance.normal(50, 6)))
    return replace(kept(values, target=target), better=-1, decimals=decimals, individuals=True)


@pytest.mark.parametrize("kind", ["normal", "skewed", "count", "rare", "share", "nearly all"])
def test_of_a_hundred_honest_measures_one_at_most_is_asked_anything(kind):
    chance = np.random.default_rng(11)
    series = [honest(chance, kind, int(chance.choice([12, 24, 60, 120]))) for _ in range(400)]
    assert sum(bool(asked(records)) for records in series) <= 4


numbers = st.one_of(st.integers(-5, 300).map(float), st.floats(-1e12, 1e12, allow_nan=False))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(numbers, st.one_of(st.none(), st.integers(0, 400).map(float))), max_size=60),
    st.sampled_from(["daily", "weekly", "monthly", "quarterly"]),
    st.sampled_from(["", "poisson", "binomial"]),
    st.sampled_from([-1, 0, 1]),
    st.one_of(st.none(), numbers),
    st.booleans(),
)
def test_any_numbers_are_looked_at_and_every_question_is_one(rows, frequency, counts, better, target, individuals):
    points, period = [], FIRST
    for value, size in rows:
        shown = value if size is None else value / size if size else None
        points.append(Kept(period, value, size, shown, period, target=target))
        period = step(period, frequency)
    found = look_at(Records(points, frequency, period, 1, better, counts, individuals))
    known = {point.period for point in points}
    for question in found.questions:
        assert question.question.endswith("?")
        assert question.figures.endswith(".")
        assert question.why.endswith(".")
        assert question.key == "completeness" or set(question.periods) <= known


def test_the_order_of_magnitude_changes_no_question():
    chance = random.Random(9)
    values = [5 * round(chance.gauss(120, 30) / 5) for _ in range(40)]
    assert asked(kept(values)) == asked(kept([value * 10 for value in values]))
