"""The figure, the sentences and the table of a chart."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from measures.charts import figure, summary, table
from measures.drawing import Drawing, Happened, PhaseStart, Span, Spot, number
from measures.periods import step
from measures.spc import Direction, Phase, Series, analyse
from redesign.lib.env import ROOT

FIRST = dt.date(2024, 1, 1)
VALUES = [5, 6, 4, None, 6, 5, 7, 6, 5, 4, 6, 5, 6, 5, 4, 6, 20, 5, 6, 5, 30, 5, 6]


def drawing(count, **more):
    spots = [Spot(step(FIRST, "monthly", index)) for index in range(count)]
    return Drawing(title="Falls", spots=spots, unit="falls", **more)


def chart(kind="i", **more):
    series = Series(
        VALUES, direction=Direction.DECREASE, target=5, excluded=frozenset({20}), phases=(Phase(0), Phase(9))
    )
    shown = drawing(
        len(VALUES),
        target=5.0,
        spans=[
            Span("Cushions <b>on</b> chairs", dt.date(2024, 3, 1), dt.date(2024, 5, 1), "adopted"),
            Span("B", FIRST),
        ],
        happened=[Happened(dt.date(2024, 6, 2), "<img src=x onerror=alert(1)>")],
        phases=[PhaseStart(dt.date(2024, 10, 1), "New ward")],
        **more,
    )
    return analyse(series, chart=kind, rules="anhoej-3-sigma" if kind == "i" else "anhoej"), shown


def painted(thing):
    """The figure with some colour in place of the names of tokens, as the page fills them in."""
    return json.loads(re.sub(r"var\(--[a-z0-9-]+\)", "#123456", json.dumps(thing)))


@pytest.mark.parametrize("kind", ["run", "i"])
def test_plotly_accepts_every_key_of_the_figure(kind):
    go.Figure(painted(figure(*chart(kind))))


def test_every_colour_is_a_token_of_the_design_language():
    tokens = set(re.findall(r"(--[a-z0-9-]+):", (ROOT / "static/css/tokens.css").read_text()))
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", json.dumps(figure(*chart()))))
    assert used <= tokens


def test_an_empty_chart_is_a_figure_too():
    go.Figure(painted(figure(analyse(Series([])), drawing(0))))
    assert summary(analyse(Series([])), drawing(0)) == ["Falls: no points yet."]


def test_what_people_typed_is_shown_and_never_obeyed():
    told = json.dumps(figure(*chart()))
    assert "&lt;b&gt;on" in told
    assert "<img" not in json.dumps([trace.get("hovertext") for trace in figure(*chart())["data"]])
    assert "&lt;img src=x" in told


def test_meaning_has_a_shape_as_well_as_a_colour():
    traces = figure(*chart())["data"]
    symbols = {trace["name"]: set(trace["marker"]["symbol"]) for trace in traces if trace["mode"] == "markers" and "size" in trace["marker"] and isinstance(trace["marker"]["symbol"], list)}  # fmt: skip
    assert symbols == {"Common cause": {"circle"}, "Concern": {"square"}}


def test_a_missing_point_is_a_gap_and_a_ghosted_one_is_passed_by():
    traces = {trace["name"]: trace for trace in figure(*chart())["data"]}
    line = traces["Values"]
    assert None in line["y"]
    assert 30 not in line["y"]
    assert traces["Ghosted"]["y"] == [30]


def test_each_point_of_the_line_has_a_sentence_for_those_who_hear_it():
    drawn = figure(*chart())
    walked = drawn["data"][drawn["layout"]["meta"]["walk"]]
    sentences = drawn["layout"]["meta"]["sentences"]
    assert len(sentences) == len(walked["y"])
    assert sentences[3] == "April 2024: missing."
    assert sentences[16] == "May 2025: 20.0 falls. Concern: May 2025 lies above the upper control limit."


def test_each_phase_has_lines_of_its_own():
    centres = [trace for trace in figure(*chart())["data"] if trace["name"] == "Centre line"]
    assert [len(trace["x"]) for trace in centres] == [9, 14]


def test_the_summary_says_it_in_sentences():
    series = Series([*[5, 6] * 8, 12], direction=Direction.DECREASE, target=5.0, phases=(Phase(0, 16),))
    found = analyse(series, chart="i", rules="anhoej-3-sigma")
    assert summary(found, drawing(17, target=5.0)) == [
        "I chart (XmR) of 17 points, January 2024 to May 2025, read by Anhøj and three sigma.",
        "Latest, May 2025: 12.0 falls, above the mean of 5.5 falls.",
        "Trial control limits: 2.8 falls to 8.2 falls.",
        "May 2025 lies above the upper control limit.",
        "Target: 5.0 falls. The target lies within the limits: it is hit or missed by chance.",
        "Trial limits: they rest on 16 points and are firm from 20.",
    ]


def test_the_table_has_a_row_for_each_period_newest_first():
    rows = table(*chart())
    assert len(rows) == len(VALUES)
    assert rows[0].period == "November 2025"
    assert rows[-4].value == "missing"
    assert rows[2].says == "Ghosted"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(1234.56, 1, "1,234.6"), (-0.04, 1, "0.0"), (None, 1, ""), (-2.5, 0, "-2"), (0.5, 2, "0.50")],
)
def test_numbers_are_written_as_people_write_them(value, decimals, shown):
    assert number(value, decimals) == shown


def between_events(count=6):
    days = [FIRST + dt.timedelta(days=day) for day in (0, 1, 40, 41, 90, 200, 230)][:count]
    shown = Drawing(
        title="Days between falls",
        spots=[Spot(day) for day in days],
        frequency="daily",
        target=30.0,
        spans=[Span("A", FIRST + dt.timedelta(days=10), FIRST + dt.timedelta(days=50))],
        happened=[Happened(FIRST + dt.timedelta(days=60), "New rails")],
    )
    return analyse(Series([5.0, 1.0, 39.0, 1.0, 49.0, 110.0, 30.0][:count]), chart="t"), shown


def test_rare_events_stand_at_equal_distances_and_what_happened_between_them_between():
    drawn = figure(*between_events())
    go.Figure(painted(drawn))
    axis = drawn["layout"]["xaxis"]
    assert (axis["type"], len(axis["categoryarray"])) == ("category", 6)
    assert [shape["x0"] for shape in drawn["layout"]["shapes"]] == [3.5]
    assert [trace["x"] for trace in drawn["data"] if trace.get("yaxis") == "y2"] == [["2024-01-02", "2024-03-31"]]
    assert {day for trace in drawn["data"] for day in trace["x"]} <= set(axis["categoryarray"])


def test_one_rare_event_is_a_chart_too():
    go.Figure(painted(figure(*between_events(1))))


def test_a_long_series_begins_late_and_says_a_sentence_for_each_point_that_is_left():
    analysis, shown = chart()
    drawn = figure(analysis, shown, newest=5)
    go.Figure(painted(drawn))
    walked = drawn["data"][drawn["layout"]["meta"]["walk"]]
    assert walked["name"] == "Values"
    assert len(walked["x"]) == len(drawn["layout"]["meta"]["sentences"]) == 4  # one of the five is ghosted
    first = shown.spots[-5].period.isoformat()
    assert all(day >= first for trace in drawn["data"] for day in trace["x"])
    named = [trace["name"] for trace in drawn["data"] if trace.get("showlegend", True)]
    assert "Centre line" in named
    assert "Target" in named


def test_the_target_steps_where_it_changed_and_is_broken_where_there_was_none():
    analysis, shown = chart()
    count = len(VALUES)
    targets = [8.0] * 5 + [None] * 4 + [5.0] * (count - 9)
    lines = [trace for trace in figure(analysis, replace(shown, targets=targets))["data"] if trace["name"] == "Target"]
    assert [(line["x"], line["y"]) for line in lines] == [
        (["2024-01-01", "2024-06-01"], [8.0, 8.0]),
        (["2024-10-01", "2025-12-01"], [5.0, 5.0]),
    ]


@pytest.mark.parametrize("rules", ["anhoej", "ihi-run", "ihi-run-printed"])
def test_the_centre_line_is_dashed_where_a_signal_is_of_the_whole_phase(rules):
    found = analyse(Series([1] * 6 + [9] * 6 + [1] * 6 + [9] * 6), chart="run", rules=rules)
    assert found.signals
    lines = [trace for trace in figure(found, drawing(24))["data"] if trace["name"] == "Centre line"]
    assert {line["line"]["dash"] for line in lines} == {"longdash"}


# -- What is written at the lines -------------------------------------------------------------------------------------


def levels_told(drawn):
    return [(level["name"], level["text"]) for level in drawn["layout"]["meta"]["levels"]]


def read_as_individuals(values, shown, **series):
    kept = Series(values, direction=Direction.DECREASE, target=shown.target, **series)
    return figure(analyse(kept, chart="i", rules="anhoej-3-sigma"), shown)


def test_each_line_has_its_name_and_its_value_at_its_end():
    drawn = read_as_individuals([4.0, 6.0] * 7, drawing(14, target=5.0))
    assert levels_told(drawn) == [
        ("Mean", "5.0"), ("Upper limit", "10.3"), ("Lower limit", "-0.3"), ("Target", "5.0"),
    ]  # fmt: skip
    superfluous = [level["lines"] for level in drawn["layout"]["meta"]["levels"]]
    assert superfluous == [["Centre line"], ["Trial limit"], ["Trial limit"], ["Target"]]


def test_centre_and_limits_that_are_one_line_have_one_name():
    drawn = read_as_individuals([12.0] * 14, drawing(14, target=10.0))
    assert levels_told(drawn) == [("Mean and limits", "12.0"), ("Target", "10.0")]


def test_a_target_that_was_dropped_has_no_name_at_the_end():
    drawn = read_as_individuals([4.0, 6.0] * 7, drawing(14, targets=[5.0] * 7 + [None] * 7))
    assert [name for name, _ in levels_told(drawn)] == ["Mean", "Upper limit", "Lower limit"]


def test_one_point_has_a_target_and_no_other_line():
    drawn = read_as_individuals([47.0], drawing(1, target=40.0))
    assert levels_told(drawn) == [("Target", "40.0")]
    assert "Centre line" not in {trace["name"] for trace in drawn["data"]}
    target = next(trace for trace in drawn["data"] if trace["name"] == "Target")
    assert target["x"] == ["2024-01-01", "2024-02-01"]  # as long as the period, so that it is seen


def test_few_periods_are_named_one_by_one_and_none_is_parted_into_hours():
    axis = read_as_individuals([47.0, 48.0], drawing(2))["layout"]["xaxis"]
    assert (axis["tickvals"], axis["range"]) == (["2024-01-01", "2024-02-01"], ["2023-12-01", "2024-03-01"])
    assert "tickvals" not in read_as_individuals([47.0] * 7, drawing(7))["layout"]["xaxis"]


def test_each_phase_says_its_number_and_its_centre():
    shown = drawing(24, phases=[PhaseStart(dt.date(2025, 1, 1), "The lounge opened")])
    drawn = read_as_individuals([10.0, 12.0] * 6 + [4.0, 6.0] * 6, shown, phases=(Phase(0), Phase(12)))
    said = [(note["text"], note["x"]) for note in drawn["layout"]["annotations"] if note["name"] == "phase"]
    assert said == [("Phase 1 · mean 11.0", "2024-01-01"), ("Phase 2 · mean 5.0", "2025-01-01")]


def test_what_lies_between_the_limits_is_shaded_below_the_centre_line():
    data = read_as_individuals([4.0, 6.0] * 7, drawing(14))["data"]
    assert [(trace["name"], trace.get("fill")) for trace in data[:3]] == [
        ("Trial limit", None), ("Trial limit", "tonexty"), ("Centre line", None),
    ]  # fmt: skip


def test_cycles_are_numbered_as_they_began():
    late, early = Span("Second", dt.date(2024, 6, 1)), Span("First", dt.date(2024, 2, 1), dt.date(2024, 3, 1))
    data = read_as_individuals([4.0, 6.0] * 7, drawing(14, spans=[late, early]))["data"]
    bars = [(trace["text"][0], trace["hovertext"][0].partition("<br>")[0]) for trace in data if "yaxis" in trace]
    assert bars == [("1", "1: First"), ("2", "2: Second")]
