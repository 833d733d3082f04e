"""The engine against figures that other open programs computed, where the collection of cases is at hand.

The collection is no part of this repository: `SPC_CASES` names its folder, else `../shared/spc-cases` is tried.
What the engine does otherwise on purpose is decided in docs/charts.md and listed here by its tag.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from itertools import groupby, pairwise
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from measures.spc import ANY_LENGTH, BadSeries, Direction, Phase, Series, analyse, gather, rule_set
from measures.spc.block import Block
from measures.spc.limits import Levels
from measures.spc.rules import View
from measures.spc.series import as_floats

FOLDER = Path(os.environ.get("SPC_CASES") or Path(__file__).resolve().parents[4] / "shared" / "spc-cases")

QICHARTS2 = ("run", "i", "mr", "xbar", "s", "t", "p", "pp", "c", "u", "up", "g", "ip")

LIMITS = {"lcl", "ucl", "lcl2", "ucl2"}
DECIDED_OTHERWISE = {  # and the lines that may differ because of it
    "quirk:screening-removes-all": LIMITS,
    "quirk:ip-limits-ignore-baseline": LIMITS,
    "quirk:mr-exclude-not-rejoined": {"y", "cl", *LIMITS},
    "quirk:missing-values": set(),
    "quirk:rebase-date-not-in-data-ignored": set(),
}


def _load(names: list[str]) -> list[dict]:
    found: list[dict] = []
    for name in names:
        path = FOLDER / name
        if path.exists():
            cases = json.loads(path.read_text())
            found += cases["cases"] if isinstance(cases, dict) else cases
    return found


def _named_series() -> dict:
    found: dict = {}
    for name in ("series-ogl.json", "series-qicharts2.json"):
        path = FOLDER / name
        if path.exists():
            found |= json.loads(path.read_text())
    return found


SERIES = _named_series()


def _filled(case: dict) -> dict:
    """The input of a case, with the columns of a named series put in."""
    given = dict(case["input"])
    if "series" not in given:
        return given
    return given | _columns_of(given)


def _columns_of(given: dict) -> dict:
    table, use = SERIES[given["series"]], given["use"]
    table = table.get("columns", table)
    if isinstance(use, dict):
        return {field: table[column] for field, column in use.items()}
    return {field: table[field] for field in use}


def _cases(names: list[str]) -> list:
    return [pytest.param(case, id=case["id"]) for case in _load(names)] or [
        pytest.param(None, marks=pytest.mark.skip(reason=f"No reference cases in {FOLDER}; set SPC_CASES."))
    ]


def _otherwise(case: dict) -> set[str]:
    """The decisions of docs/charts.md that this case is about."""
    return DECIDED_OTHERWISE.keys() & set(case["tags"])


def _series(given: dict) -> Series:
    values, denominators, spreads = given["values"], given.get("denominators"), None
    if "subgroup" in given:
        rows = gather(values, given["subgroup"], denominators, given.get("aggregate", "mean"))
        values, denominators = rows.values, rows.denominators
        if given["chart"] in ("xbar", "s"):
            denominators, spreads = rows.sizes, rows.spreads
    starts = [0, *given.get("parts", [])]
    freeze = given.get("freeze") if len(starts) == 1 else None
    centre = given.get("centre")
    multiply = given.get("multiply", 1)
    if centre is not None:
        centre *= multiply
    return Series(
        values=values,
        denominators=denominators,
        spreads=spreads,
        phases=tuple(Phase(start, freeze, centre) for start in starts),
        excluded=frozenset(point - 1 for point in given.get("exclude", [])),
        multiplier=multiply,
        ordered=not given.get("categorical", False),
    )


def _same(found, expected) -> bool:
    return [None if x is None else pytest.approx(x, rel=1e-6, abs=1e-12) for x in expected] == list(found)


def _differences(case: dict) -> list[str]:
    given, expected = _filled(case), case["expected"]
    series = _series(given)
    found = analyse(series, chart=given["chart"], rules="anhoej-3-sigma", screen=given["screen_mr"], needs=ANY_LENGTH)
    lower, lower2 = found.lower, found.lower2
    if given.get("allow_negative") is False and all(value is None or value >= 0 for value in found.values):
        lower, lower2 = ([None if x is None else max(0.0, x) for x in line] for line in (lower, lower2))
    lines = {"cl": found.centre, "lcl": lower, "ucl": found.upper, "lcl2": lower2, "ucl2": found.upper2}
    if "y" in expected:
        lines["y"] = found.values
    wrong = [name for name, line in lines.items() if not _same(line, expected[name])]
    beyond = {point for signal in found.signals if signal.rule == "outside" for point in signal.points}
    if [point in beyond for point in range(len(found.values))] != expected["sigma_signal"]:
        told = {point for point, signal in enumerate(expected["sigma_signal"]) if signal}
        if not (told ^ beyond) <= found.excluded:  # a ghosted point signals nothing here
            wrong.append("sigma_signal")
    for phase, told in zip(found.phases, expected["runs"], strict=True):
        if phase.runs is None:
            continue
        mine = [phase.runs.useful, phase.runs.longest_run, phase.runs.longest_run_max, phase.runs.crossings]
        mine += [phase.runs.crossings_min, phase.runs.signal]
        names = ("n_useful", "longest_run", "longest_run_max", "crossings", "crossings_min", "signal")
        if mine != [told[name] or 0 for name in names]:  # nothing useful: null there, 0 here
            wrong.append(f"runs {mine} {told}")
    return wrong


@pytest.mark.parametrize("case", _cases([f"qic-{chart}{real}.json" for chart in QICHARTS2 for real in ("", "-real")]))
def test_limits_and_runs_agree_with_qicharts2(case):
    if "error" in case["expected"]:
        given = _filled(case)
        with pytest.raises(BadSeries):
            analyse(_series(given), chart=given["chart"], needs=ANY_LENGTH)
        return
    decided = {line for tag in _otherwise(case) for line in DECIDED_OTHERWISE[tag]}
    assert set(_differences(case)) <= decided


LABELS = {
    "outside": {"Above UCL": 1, "Below LCL": -1},
    "trend": {"7 Point Trend (Increasing)": 1, "7 Point Trend (Decreasing)": -1},
    "2-of-3": {"2 in 3 Above CL": 1, "2 in 3 Below CL": -1},
    "shift": {"7 Points Above CL": 1, "7 Points Below CL": -1},
}


def _mdc(case: dict):
    given = _filled(case)
    dates = given.get("dates")
    starts = [
        0,
        *(bisect_left(dates, date) for date in given.get("rebase", [])),
    ]  # at the date, or the next with a point
    series = Series(
        values=given["values"] if "denominators" not in given else [
            None if n is None or not d else n / d
            for n, d in zip(given["values"], given["denominators"], strict=True)
        ],
        phases=tuple(Phase(start, given.get("fix_after_n_points")) for start in starts),
        direction=Direction(given["improvement_direction"]),
        target=given.get("target"),
    )  # fmt: skip
    return analyse(
        series,
        chart="xmr-nhs",
        rules=rule_set("making-data-count", 1),
        screen=given["screen_outliers"],
        needs=ANY_LENGTH,
    )


def _phase_at_the_next_point(given: dict, expected: dict, found) -> None:
    """The reference passes over a date that no point has; here the phase begins with the next point."""
    assert set(expected["rebase_group"]) == {0}
    values, (date,) = given["values"], given["rebase"]
    start = next(place for place, day in enumerate(given["dates"]) if day >= date)
    assert [(phase.start, phase.end) for phase in found.phases] == [(0, start - 1), (start, len(values) - 1)]
    for phase in found.phases:
        here = values[phase.start : phase.end + 1]
        steps = [abs(after - before) for before, after in pairwise(here)]
        mean, reach = fmean(here), 2.66 * fmean(step for step in steps if step < 3.267 * fmean(steps))
        assert (phase.centre, phase.lower, phase.upper) == pytest.approx((mean, mean - reach, mean + reach))


def _passed_over(given: dict, expected: dict, found) -> None:
    """The reference stops at a missing month; here the rules read on, and only neighbours make a moving range."""
    assert "error" in expected
    values = given["values"]
    present = [value for value in values if value is not None]
    steps = [abs(after - before) for before, after in pairwise(values) if None not in (before, after)]
    mean, reach = fmean(present), 2.66 * fmean(step for step in steps if step < 3.267 * fmean(steps))
    assert (found.centre[0], found.lower[0], found.upper[0]) == pytest.approx((mean, mean - reach, mean + reach))
    beyond = {place for place, value in enumerate(values) if value is not None and abs(value - mean) > reach}
    assert {point for each in found.signals if each.rule == "outside" for point in each.points} == beyond
    sides = [place for place, value in enumerate(values) if value is not None]
    runs = [list(run) for _, run in groupby(sides, key=lambda place: values[place] > mean)]
    assert [list(each.points) for each in found.signals if each.rule == "shift"] == [
        run for run in runs if len(run) > 6
    ]
    assert found.variation.value == ("common" if found.newest not in beyond else "concern_high")


DECIDED_BY_US = {"ptd-xmr-021": _phase_at_the_next_point, "ptd-xmr-023": _passed_over}
"""What holds instead, of cases that tell otherwise; where nothing is said here the figures are the same all the same."""


@pytest.mark.parametrize("case", _cases(["ptd-xmr.json", "ptd-xmr-real.json"]))
def test_signals_and_icons_agree_with_plot_the_dots(case):
    found, expected = _mdc(case), case["expected"]
    if _otherwise(case) and (decided := DECIDED_BY_US.get(case["id"])):
        decided(_filled(case), expected, found)
        return
    assert _same(found.centre, expected["mean"])
    assert _same(found.lower, expected["lpl"])
    assert _same(found.upper, expected["upl"])
    told, expected_labels = [], expected["special_cause_type"]
    for point, label in enumerate(expected_labels):
        mine = {(signal.rule, signal.side) for signal in found.signals_at(point)}
        labels = [[text for text, side in texts.items() if (rule, side) in mine] for rule, texts in LABELS.items()]
        first = next((texts for texts in labels if texts), ["Common Cause"])
        told.append(label if label in first else first[0])  # a turning point belongs to two trends
    assert told == expected_labels
    icon = (expected["variation_icon"] or "").replace("common_cause", "common")
    assert found.variation.value == icon
    assurance = {"consistent_fail": "fail", "consistent_pass": "pass", "inconsistent": "hit_or_miss"}
    assert found.assurance.value == assurance.get(expected["assurance_type"], "none")


NELSON = {  # the rule, the points back from the one that completes it, and the set
    "rule1": ("outside", 1, "nelson"), "rule2": ("shift", 9, "nelson"), "rule3": ("trend", 6, "nelson"),
    "rule4": ("alternating", 14, "nelson"), "rule5": ("2-of-3", 3, "nelson"), "rule6": ("4-of-5", 5, "nelson"),
    "rule7": ("hugging", 15, "nelson"), "rule8": ("avoiding", 8, "nelson"),
    "rule2_8points": ("shift", 8, "nelson-8-points"), "rule3_6steps": ("trend", 7, "nelson-6-steps"),
    "rule4_14steps": ("alternating", 15, "nelson-14-steps"), "rule3_equal_allowed": ("trend", 6, "nelson-equals"),
}  # fmt: skip


@pytest.mark.parametrize("case", _cases(["nelson.json"]))
def test_patterns_are_complete_where_nelson_says(case):
    given, expected = case["input"], case["expected"]
    raw = as_floats(given["values"])
    present = [index for index, value in enumerate(raw) if value == value]
    values = raw[present]
    everywhere = np.ones((1, len(values)), dtype=bool)
    block = Block(values[None], None, None, everywhere, everywhere, everywhere, ~everywhere, np.array([np.nan]))
    sigma = np.array([[(given["ucl"] - given["cl"]) / 3]])
    view = View(block, Levels(values[None], np.array([[given["cl"]]]), sigma), np.array([True]), 1)
    for name, (key, back, of_set) in NELSON.items():
        rules = {rule.key: rule for rule in rule_set(of_set).rules}
        found = {
            int(point) for patterns in rules[key].find(view) for point in np.flatnonzero(patterns.group[0])
        }  # fmt: skip
        told = set()
        for complete in expected[name] or []:
            end = present.index(complete - 1)
            window = set(range(end - back + 1, end + 1))
            if key in ("2-of-3", "4-of-5"):
                reach = sigma[0, 0] * (2 if key == "2-of-3" else 1)
                needed = 2 if key == "2-of-3" else 4
                high = {point for point in window if values[point] - given["cl"] > reach}
                low = {point for point in window if given["cl"] - values[point] > reach}
                window = (high if len(high) >= needed else set()) | (low if len(low) >= needed else set())
            told |= window
        assert found == told, name


def _points_of(rule: str, found) -> set[int]:
    return {point + 1 for signal in found.signals if signal.rule == rule for point in signal.points}


BASELINE = 8
"""Points that the reference takes a new median from."""


def _as_phases_that_a_person_set(values: list[float], base: list[float], starts: list[int], expected: dict) -> None:
    """New medians are never set by the program: given as phases they come out the same, and so do the shifts beyond
    each median's own points, which is where alone the reference looks for them. It reads trends across phases."""
    found = analyse(
        Series(values, phases=tuple(Phase(start, BASELINE) for start in starts)), chart="run", rules="ihi-run"
    )
    assert found.centre == pytest.approx(base)
    shifts = set()
    for start, end in pairwise([*starts, len(values)]):
        after = start + BASELINE
        beyond = Series(values[after:end], phases=(Phase(0, centre=base[start]),))
        shifts |= {after + point for point in _points_of("shift", analyse(beyond, chart="run", rules="ihi-run"))}
    assert shifts == set(expected["shift"])
    repeats = {index + 1 for index in range(1, len(values)) if values[index] == values[index - 1]}
    unparted = analyse(Series(values), chart="run", rules="ihi-run")
    assert _points_of("trend", unparted) - repeats == set(expected["trend"]) - repeats


@pytest.mark.parametrize("case", _cases(["run-ihi.json", "run-ihi-real.json"]))
def test_shifts_and_trends_agree_with_the_run_chart_package(case):
    given, expected = _filled(case), case["expected"]
    values = given["values"]
    base = expected.get("base_extended") or expected["base"]
    starts = [0] + [point for point in range(1, len(base)) if base[point] != base[point - 1]]
    if given["rephase"]:
        _as_phases_that_a_person_set(values, base, starts, expected)
        return
    found = analyse(Series(values), chart="run", rules="ihi-run")
    assert found.centre == pytest.approx(base)
    for rule in ("shift", "trend"):
        mine = _points_of(rule, found)
        on_line = {index + 1 for index, value in enumerate(values) if value == base[index]}
        repeats = {index + 1 for index in range(1, len(values)) if values[index] == values[index - 1]}
        skipped = on_line if rule == "shift" else repeats
        assert mine - skipped == set(expected[rule]) - skipped


def test_every_quirk_and_optional_feature_of_the_references_is_decided_in_the_docs():
    decided = (Path(__file__).resolve().parents[3] / "docs" / "charts.md").read_text()
    cases = _load([path.name for path in FOLDER.glob("*.json") if not path.name.startswith("series-")])
    tags = {tag for case in cases for tag in case["tags"] if tag.startswith(("quirk:", "optional:"))}
    assert {tag for tag in tags if f"`{tag}`" not in decided} == set()
