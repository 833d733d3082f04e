"""The table of false signals: that it is what a simulation gives, what others published, and what the docs print."""

from __future__ import annotations

import re
from dataclasses import replace
from math import comb, sqrt
from pathlib import Path

import pytest

from measures.spc import RULE_SETS, rule_set
from measures.spc.false_alarms import (
    SIMULATED_AS,
    NotInTable,
    expected,
    false_alarm,
    lengths,
    often,
    series,
    told,
)
from measures.spc.limits import CHARTS
from measures.spc.simulate_false_alarms import STABLE, applicable, rows_for_the_docs, simulate

DOCS = Path(__file__).resolve().parents[3] / "docs" / "charts.md"


def test_each_chance_rests_on_enough_series():
    assert series() >= 20_000
    assert lengths()[0] <= 10 and lengths()[-1] >= 120
    assert false_alarm("run", rule_set("ihi-run"), 36).error < 0.0036


@pytest.mark.parametrize("chart", STABLE)
@pytest.mark.parametrize("baseline", [None, 20])
def test_a_fresh_simulation_agrees_with_the_table(chart, baseline):
    fresh = 2_000
    for points, by_set in simulate(chart, (20, 24, 60), baseline=baseline, series=fresh, seed=7):
        for (key, version), counts in by_set.items():
            kept = false_alarm(chart, rule_set(key, version), points, baseline)
            for mine, share in ((counts.anywhere / fresh, kept.anywhere), (counts.newest / fresh, kept.newest)):
                error = sqrt((share * (1 - share) + 0.001) * (1 / fresh + 1 / series()))
                assert abs(mine - share) < 5 * error, (chart, baseline, key, version, points)


def test_the_table_holds_every_set_for_every_chart_that_it_can_read():
    for key, version in RULE_SETS:
        for chart in STABLE:
            if applicable(rule_set(key, version), CHARTS[chart]):
                assert 0 <= false_alarm(chart, rule_set(key, version), 24).anywhere < 1


def test_anhoej_at_twelve_points_is_what_counting_gives():
    """Six points lie above the median and six below, in any order: 12 of the 924 orders have too few crossings."""
    exact = 12 / comb(12, 6)
    found = false_alarm("run", rule_set("anhoej"), 12)
    assert abs(found.anywhere - exact) < 4 * found.error


@pytest.mark.parametrize(
    ("key", "chart", "points", "published"),
    [
        ("anhoej", "run", 12, 0.013), ("anhoej", "run", 24, 0.031), ("anhoej", "run", 36, 0.042),
        ("ihi-run-printed", "run", 12, 0.122), ("ihi-run-printed", "run", 24, 0.370), ("ihi-run-printed", "run", 36, 0.562),
        ("making-data-count", "i", 12, 0.047), ("making-data-count", "i", 24, 0.154), ("making-data-count", "i", 36, 0.258),
    ],
)  # fmt: skip
def test_chances_agree_with_those_others_found(key, chart, points, published):
    assert false_alarm(chart, rule_set(key), points).anywhere == pytest.approx(published, abs=0.012)


def test_more_rules_and_more_points_mean_more_false_signals():
    def chance(key, points):
        return false_alarm("i", rule_set(key), points).anywhere

    assert (
        chance("shewhart", 24) < chance("anhoej-3-sigma", 24) < chance("making-data-count", 24) < chance("nelson", 24)
    )
    assert chance("shewhart", 24) < chance("shewhart", 48) < chance("shewhart", 96)


@pytest.mark.parametrize("chart", ["run", "i", "p"])
@pytest.mark.parametrize("points", [24, 36, 60, 120])
def test_a_shorter_frozen_baseline_means_more_false_signals(chart, points):
    found = [
        false_alarm(chart, rule_set("anhoej-3-sigma"), points, each).anywhere for each in (12, 16, 20, 30, 100, None)
    ]
    assert sorted(found, reverse=True) == found


def test_a_baseline_of_all_points_is_no_frozen_one():
    anhoej = rule_set("anhoej-3-sigma")
    assert false_alarm("i", anhoej, 24, 24) == false_alarm("i", anhoej, 24, 30) == false_alarm("i", anhoej, 24)
    assert abs(false_alarm("i", anhoej, 24, 23).anywhere - false_alarm("i", anhoej, 24).anywhere) < 0.03


def test_the_newest_point_signals_no_more_often_than_the_whole_chart():
    for points in lengths():
        for key in ("anhoej", "ihi-run"):
            found = false_alarm("run", rule_set(key), points)
            assert found.newest <= found.anywhere


def test_between_two_lengths_the_chance_lies_between_theirs():
    low, middle, high = (false_alarm("i", rule_set("shewhart"), points).anywhere for points in (112, 114, 116))
    assert min(low, high) <= middle <= max(low, high)


def test_between_two_baselines_the_chance_goes_with_one_over_their_length():
    twelve, fifteen, twenty = (false_alarm("i", rule_set("shewhart"), 60, points).anywhere for points in (12, 15, 20))
    assert fifteen == pytest.approx((twelve + twenty) / 2)  # 1/15 lies half way from 1/12 to 1/20


def test_a_very_short_baseline_is_refused_in_words():
    with pytest.raises(NotInTable) as refused:
        false_alarm("i", rule_set("shewhart"), 24, 8)
    assert refused.value.args == ("Chances of a false signal are known for baselines from 12 points, not for 8.",)


@pytest.mark.parametrize(
    ("chart", "rules", "points", "says"),
    [
        ("run", "anhoej", 5, "Chances of a false signal are known from 10 points, not for 5."),
        ("run", "shewhart", 24, "How often Shewhart, three sigma signals by chance on a Run chart was not simulated."),
        ("g", "anhoej", 24, "How often a G chart signals by chance was not simulated."),
    ],
)
def test_what_the_table_does_not_hold_is_refused_in_words(chart, rules, points, says):
    with pytest.raises(NotInTable) as refused:
        false_alarm(chart, rule_set(rules), points)
    assert refused.value.args == (says,)


def test_a_chart_longer_than_any_simulated_has_the_chance_of_the_longest_and_says_so():
    shewhart = rule_set("shewhart")
    longest, longer = (false_alarm("i", shewhart, points, 20) for points in (365, 535))
    assert longer == replace(longest, longer=True)
    assert told(longer, shewhart).endswith(" show a signal by chance alone, and of longer ones, as this is, no fewer.")
    assert told(longest, shewhart).endswith(" show a signal by chance alone.")


def test_each_chart_is_read_as_one_that_was_simulated():
    assert set(SIMULATED_AS.values()) == set(STABLE)


def test_a_chance_is_told_as_charts_in_a_hundred():
    assert [often(share) for share in (0.0012, 0.031, 0.37)] == [
        "fewer than 1 in 100 charts", "about 3 in 100 charts", "about 37 in 100 charts",
    ]  # fmt: skip
    chance = false_alarm("run", rule_set("anhoej"), 24)
    assert told(chance, rule_set("anhoej")) == (
        "Read by Anhøj, about 3 in 100 charts of 24 stable points show a signal by chance alone."
    )
    frozen = false_alarm("i", rule_set("shewhart"), 60, 20)
    assert told(frozen, rule_set("shewhart")) == (
        f"Read by Shewhart, three sigma, about {round(100 * frozen.anywhere)} in 100 charts of 60 stable points, the first "
        "20 of them their baseline, show a signal by chance alone."
    )


def test_a_portfolio_of_equal_charts_is_binomial():
    found = expected([(0.05, 60), (0.05, 38)])
    assert (found.charts, found.mean) == (98, pytest.approx(4.9))
    below = [sum(comb(98, k) * 0.05**k * 0.95 ** (98 - k) for k in range(n + 1)) for n in range(20)]
    assert found.low == next(n for n, share in enumerate(below) if share >= 0.025)
    assert found.high == next(n for n, share in enumerate(below) if share >= 0.975)


def test_a_large_portfolio_is_reckoned_by_the_normal_curve():
    found = expected([(0.1, 5_000)])
    assert (found.mean, found.low, found.high) == (pytest.approx(500), 458, 542)


def test_an_empty_portfolio_expects_nothing():
    found = expected([])
    assert (found.charts, found.mean, found.low, found.high) == (0, 0, 0, 0)


def test_the_docs_print_the_table_as_it_is():
    printed = [
        line
        for line in DOCS.read_text().splitlines()
        if re.match(r"\| .* \| `[a-z0-9-]+` \d+ \| (run|I|P) chart[ ,]", line)
    ]
    assert printed == rows_for_the_docs()


def test_the_docs_name_every_chart_every_rule_set_and_every_rule():
    text = DOCS.read_text()
    for key, _ in RULE_SETS:
        assert f"`{key}`" in text
    for chart in CHARTS.values():
        assert f"`{chart.key}`" in text
    for rule in {rule.key for chosen in RULE_SETS.values() for rule in chosen.rules}:
        assert f"`{rule}`" in text
