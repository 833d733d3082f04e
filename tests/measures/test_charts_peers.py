"""Funnels, Pareto charts and CUSUMs as people see them: figures that Plotly accepts, sentences, tables."""

import datetime as dt
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from measures.charts import figure, summary, table
from measures.charts_peers import (
    Peers,
    funnel_figure,
    funnel_summary,
    funnel_table,
    pareto_figure,
    pareto_summary,
    pareto_table,
    tell,
)
from measures.drawing import Drawing, Spot
from measures.spc import Series, analyse
from measures.spc.funnel import funnel
from measures.spc.pareto import pareto_of_counts
from measures.spc.series import CusumDesign, Direction

NAMES = ["Ash", "Beech <b>", "Cedar", "Elm", "Fir"]
PEERS = Peers("Falls", NAMES, "%", 1, "Patients")


def a_funnel(**more):
    return funnel([52, 133, 64, 150, 1], [512, 1116, 668, 498, 12], multiplier=100, **more)


def test_a_funnel_is_a_figure_that_plotly_accepts_with_a_sentence_for_each_unit():
    drawn = funnel_figure(a_funnel(), PEERS)
    go.Figure(drawn)
    walked = drawn["data"][drawn["layout"]["meta"]["walk"]]
    assert walked["x"] == [12, 498, 512, 668, 1116]
    assert len(drawn["layout"]["meta"]["sentences"]) == 5
    assert "Beech &lt;b&gt;" in walked["hovertext"][-1]
    assert {trace["name"] for trace in drawn["data"]} == {
        "All together", "95% limits", "99.8% limits", "Units", "Within the limits", "Beyond the 95% limit",
        "Beyond the 99.8% limit",
    }  # fmt: skip


def test_an_empty_funnel_is_a_figure_too():
    empty = funnel([], [])
    go.Figure(funnel_figure(empty, PEERS))
    assert funnel_summary(empty, PEERS) == ["Falls: no unit to compare yet."]


def test_a_funnel_says_what_stands_out_and_what_is_too_small():
    assert funnel_summary(a_funnel(), PEERS) == [
        "Falls in 5 units. All together: 14.3%.",
        "Cedar lies below the lower 99.8% limit: 9.6%, where chance would bring 10.3% to 18.7% in 668 patients.",
        "Elm lies above the upper 99.8% limit: 30.1%, where chance would bring 9.8% to 19.4% in 498 patients.",
        "2 units lie between the 95% and the 99.8% limit; of 5 units, chance alone puts about 0.2 beyond 95%.",
        "Too small to say much, with fewer than 5 events (or non-events) to be expected: Fir.",
        "The units differ more than chance within them explains (their variance is 9.9 times that of chance), so many lie beyond the limits. Different patients, or different ways of counting, do that: look for these first, or let the limits allow for it.",
    ]  # fmt: skip


def test_a_funnel_names_the_units_without_data():
    found = funnel([10, 12, None], [100, 110, 90], multiplier=100)
    assert funnel_summary(found, PEERS)[-1] == "Not shown, because nothing was counted in this period: Cedar."


def test_the_table_of_a_funnel_goes_by_size_and_never_by_value():
    rows = funnel_table(a_funnel(), PEERS)
    assert [row.name for row in rows] == ["Beech <b>", "Cedar", "Ash", "Elm", "Fir"]
    assert rows[-1].says == "Within its limits; small numbers"
    assert tell(a_funnel(), a_funnel().points[4], PEERS) == "Fir lies within its limits: 8.3%."


def test_a_pareto_chart_is_a_figure_with_words_and_rows():
    found = pareto_of_counts({"Wet floor": 60, "No <i>": 25, "Shoes": 5, "Light": 5, "Haste": 5})
    drawn = pareto_figure(found, "Falls by cause")
    go.Figure(drawn)
    assert drawn["layout"]["meta"]["sentences"][1] == "No <i>: 25, 25% of all, 85% with those before it."
    assert drawn["data"][0]["x"][1] == "No &lt;i&gt;"
    assert pareto_summary(found, "Falls by cause") == [
        "Falls by cause: 100 in 5 categories.",
        "Wet floor and No <i> make up 85% of all.",
    ]
    assert (pareto_table(found)[0].category, pareto_table(found)[0].cumulative) == ("Wet floor", "60%")


def test_where_no_few_stand_out_the_first_is_named():
    found = pareto_of_counts({"Ash": 30, "Elm": 25, "Fir": 25, "Oak": 20})
    assert pareto_summary(found, "Falls", "units")[1] == "Ash comes first with 30%; no few make up four fifths of all."


def test_the_names_of_neighbours_stand_on_different_sides_of_their_dots():
    found = funnel([90, 92, 400, 20], [100, 105, 1000, 200])
    drawn = funnel_figure(found, Peers("Falls", NAMES))
    (far,) = (trace for trace in drawn["data"] if any(trace.get("text", [])))
    assert far["text"] == ["Ash", "Beech &lt;b&gt;", "Elm"]
    assert far["textposition"] == ["top center", "bottom center", "top center"]


def test_a_pareto_chart_of_nothing_says_so():
    found = pareto_of_counts({})
    go.Figure(pareto_figure(found, "Falls"))
    assert pareto_summary(found, "Falls") == ["Falls: nothing was counted in this period."]


@pytest.fixture
def cusum():
    values = [1, 0, 2, 1, None, 0, 1, 2, 0, 1, 1, 1, 0, 1, 3, 4, 5, 4]
    series = Series(values, [25] * 18, direction=Direction.DECREASE, multiplier=100, cusum=CusumDesign(rate=0.04))
    spots = [
        Spot(dt.date(2024 + month // 12, month % 12 + 1, 1), value, None if value is None else 25)
        for month, value in enumerate(values)
    ]
    return analyse(series, chart="cusum"), Drawing("Infections", spots, unit="%")


def test_a_cusum_is_drawn_with_both_sums_their_limits_and_its_signals(cusum):
    drawn = figure(*cusum)
    go.Figure(drawn)
    assert [trace["name"] for trace in drawn["data"]] == ["Limit", "Limit", "Towards more", "Towards fewer", "Concern"]
    assert drawn["data"][4]["x"] == ["2025-05-01"]
    assert drawn["layout"]["meta"]["sentences"][4] == "May 2024: missing."
    assert drawn["layout"]["meta"]["sentences"][16] == (
        "May 2025: 20.0%. 5 of 25. CUSUM 5.4 towards more, 0.0 towards fewer. CUSUM at its limit: concern."
    )


def test_a_cusum_is_told_in_words_and_rows(cusum):
    told = summary(*cusum)
    assert told[0] == "CUSUM of 17 points, January 2024 to June 2025, read by its limit of 3.5 for an odds ratio of 2."
    assert told[1] == "Latest, June 2025: 16.0%, above the expected share of 4.0%."
    assert told[2] == (
        "The sum that looks for more events stands at 1.8, the one that looks for fewer at 0.0; either signals at 3.5 "
        "and starts anew."
    )
    assert told[3] == (
        "With 4% of cases, chance alone signals towards more once in about 3,200 cases; should it become 7.7%, it takes "
        "about 200."
    )
    assert told[4].startswith("The CUSUM reached its limit of 3.5: 12 of 75 cases in March 2025 to May 2025")
    assert table(*cusum)[0].says == "CUSUM 1.8 towards more, 0.0 towards fewer"


def test_a_cusum_that_no_chance_would_ever_set_off_says_so(cusum):
    analysis, drawing = cusum
    dull = Series(analysis.values, direction=Direction.DECREASE, cusum=CusumDesign(rate=1e-9, limit=50))
    found = analyse(replace(dull, values=[0] * 18, denominators=[25] * 18), chart="cusum")
    assert "once in more than 1,000,000,000 cases" in summary(found, drawing)[3]
