"""The conformance kit: this engine agrees with it, it leaves nothing out, and another program can take part."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from measures.spc import CHARTS, RULE_SETS, conformance, rule_set
from measures.spc.conformance import all_cases, differences
from measures.spc.conformance.__main__ import asked_of, main, run
from measures.spc.conformance.engine import answer
from measures.spc.conformance.kit import KINDS, Case

SCHEMA = json.loads((Path(conformance.__file__).parent / "schema.json").read_text())
CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_engine_agrees_with_each_case(case):
    assert differences(case, answer(case.question)) == []


def test_names_are_unique_and_every_case_says_where_its_figures_come_from():
    assert len({case.id for case in CASES}) == len(CASES)
    assert all(case.about and case.source and case.check and case.expected for case in CASES)


def test_every_chart_and_every_rule_set_has_a_case():
    assert {case.kind for case in CASES} == set(KINDS)
    assert {case.input["chart"] for case in CASES if case.kind == "chart"} | {"cusum"} == set(CHARTS)
    read = {
        (case.input["rules"], case.input.get("version") or rule_set(case.input["rules"]).version)
        for case in CASES
        if "rules" in case.input
    }
    assert read == set(RULE_SETS)


def test_every_rule_fires_in_some_case():
    fired = {signal["rule"] for case in CASES for signal in case.expected.get("signals", [])}
    assert fired == {rule.key for chosen in RULE_SETS.values() for rule in chosen.rules}


def _described(name):
    return set(SCHEMA["$defs"][name]["properties"])


def test_the_schema_describes_every_field():
    sides = {
        each["properties"]["kind"]["const"]: [
            each["properties"][side]["$ref"].removeprefix("#/$defs/") for side in ("input", "expected")
        ]
        for each in SCHEMA["items"]["oneOf"]
    }
    assert set(sides) == set(KINDS) == set(SCHEMA["items"]["properties"]["kind"]["enum"])
    for case in CASES:
        given, expected = sides[case.kind]
        assert set(case.input) <= _described(given), case.id
        assert set(case.expected) <= _described(expected), case.id
    assert set(SCHEMA["$defs"]["chart"]["properties"]["chart"]["enum"]) | {"cusum"} == set(CHARTS)


CASE = Case("one", "", "", "", "chart", {}, {"centre": 5, "lower": [1, None], "signals": []})


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"centre": [5.0, 5.0], "lower": [1.0, None], "signals": []}, []),
        ({"centre": 5, "lower": [1, None], "signals": [], "more": 1}, []),
        ({"centre": [5, None], "lower": [1.00000001, None], "signals": []}, []),
        ({"centre": [5, 6], "lower": [1, None], "signals": []}, ["centre: [5, 6], expected 5"]),
        ({"centre": 5, "lower": [1, 0], "signals": []}, ["lower: [1, 0], expected [1, None]"]),
        ({"centre": 5, "lower": [1, None]}, ["signals: no answer, expected []"]),
        (
            {"centre": 5, "lower": [1, None], "signals": [{"rule": "trend", "side": 1, "points": [1, 2]}]},
            ["signals: trend (high) at 1, 2 is none"],
        ),
        (
            {"centre": 5, "lower": [1, None], "signals": ["trend"]},
            ["signals: ['trend'] is no list of rule, side and points"],
        ),
        ({"centre": [], "lower": [1, None], "signals": []}, ["centre: [], expected 5"]),
    ],
)
def test_an_answer_is_held_against_what_is_expected(told, says):
    assert differences(CASE, told) == says


def test_figures_in_print_are_compared_to_their_decimals():
    case = Case("one", "", "", "", "chart", {}, {"centre": 1.94}, decimals=2)
    assert differences(case, {"centre": 35 / 18}) == []
    assert differences(case, {"centre": 1.95}) == ["centre: 1.95, expected 1.94"]


def test_a_program_that_knows_nothing_is_told_so(capsys):
    assert run(lambda question: {"unsupported": True})
    assert capsys.readouterr().out.endswith(f"0 agree, 0 differ, {len(CASES)} not supported.\n")


def test_a_program_that_is_wrong_is_told_where(capsys):
    assert not run(lambda question: answer(question) | {"centre": 0})
    assert "differs  run-median" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("import json, sys; print(json.dumps({'id': json.load(sys.stdin)['id']}))", {"id": "run-median"}),
        ("print('hello')", None),
        ("print('[1]')", {"failed": "its answer is no JSON object"}),
        ("raise SystemExit('no such chart')", {"failed": "no such chart"}),
    ],
)
def test_another_program_answers_on_its_standard_output(program, says):
    case = next(case for case in CASES if case.id == "run-median")
    told = asked_of([sys.executable, "-c", program])(case.question)
    assert told == says if says else "failed" in told


EXAMPLE = Path(conformance.__file__).parent / "example.R"


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="There is no R here.")
@pytest.mark.parametrize(("key", "known"), [("run-points-on-the-line", True), ("i-wild-point", True), ("p", False)])
def test_the_example_in_r_answers_what_it_knows(key, known):
    case = next(case for case in CASES if case.id == key)
    told = asked_of(["Rscript", str(EXAMPLE)])(case.question)
    assert differences(case, told) == [] if known else told == {"unsupported": True}


def test_a_program_that_is_not_there_is_missed(capsys):
    assert main(["no-such-program-here"]) == 2
    assert capsys.readouterr().err == "There is no program no-such-program-here.\n"


def test_this_engine_is_run_where_no_program_is_named(capsys):
    assert main([]) == 0
    assert capsys.readouterr().out == f"{len(CASES)} agree, 0 differ, 0 not supported.\n"
