"""This engine's answers to the questions of the kit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from measures.spc import ANY_LENGTH, BadSeries, Direction, Phase, Series, analyse, rule_set
from measures.spc.constants import a3, b_reach, c4
from measures.spc.cusum import cusum
from measures.spc.funnel import funnel
from measures.spc.pareto import pareto_of_counts
from measures.spc.runs import fewest_crossings_allowed, longest_run_allowed, runs_allowed, runs_in_print
from measures.spc.series import CusumDesign

Given = dict[str, Any]


def answer(question: Given) -> Given:
    """The answer to one case: its figures, or `{"refused": sentence}` where the numbers cannot be such a chart."""
    try:
        return _ANSWERS[question["kind"]](question["input"])
    except BadSeries as refused:
        return {"refused": True, "why": str(refused)}


def _chart(given: Given) -> Given:
    key, version = given.get("rules"), given.get("version")
    phases = given.get("phases") or [{"start": 1}]
    series = Series(
        values=given["values"],
        denominators=given.get("denominators"),
        spreads=given.get("spreads"),
        phases=tuple(Phase(each["start"] - 1, each.get("baseline"), each.get("centre")) for each in phases),
        excluded=frozenset(point - 1 for point in given.get("excluded", [])),
        marked=frozenset(point - 1 for point in given.get("marked", [])),
        direction=Direction(given.get("direction", "neutral")),
        target=given.get("target"),
        multiplier=given.get("multiplier", 1.0),
    )
    chosen = rule_set(key, version) if key else None
    found = analyse(series, chart=given["chart"], rules=chosen, screen=given.get("screen", False), needs=ANY_LENGTH)
    told: Given = {
        "values": list(found.values),
        "centre": list(found.centre),
        "lower": list(found.lower),
        "upper": list(found.upper),
        "signals": [
            {"rule": each.rule, "side": each.side, "points": [point + 1 for point in each.points]}
            for each in found.signals
        ],
        "variation": found.variation.value,
        "readings": sorted(meaning.value for meaning in found.readings),
        "assurance": found.assurance.value,
    }
    runs = found.phases[-1].runs if found.phases else None
    if runs:
        told["runs"] = [runs.useful, runs.longest_run, runs.longest_run_max, runs.crossings, runs.crossings_min]
    return told


def _constants(given: Given) -> Given:
    sizes = given["sizes"]
    return {
        "c4": [c4(size) for size in sizes],
        "A3": [a3(size) for size in sizes],
        "B3": [max(0.0, 1 - 3 * b_reach(size)) for size in sizes],
        "B4": [1 + 3 * b_reach(size) for size in sizes],
    }


def _limits_of_runs(given: Given) -> Given:
    useful = given["useful"]
    return {
        "longest_run_max": [longest_run_allowed(count) for count in useful],
        "crossings_min": [fewest_crossings_allowed(count) for count in useful],
        "runs_exact": [list(runs_allowed(count)) for count in useful],
        "runs_in_print": [list(runs_in_print(count)) for count in useful],
    }


def _funnel(given: Given) -> Given:
    found = funnel(
        given["numerators"], given["denominators"], kind=given["compared"], adjust=given.get("adjust", False),
        target=given.get("target"), multiplier=given.get("multiplier", 1.0),
    )  # fmt: skip
    return {
        "target": found.target,
        "ratio": [each.ratio for each in found.points],
        "lower95": [each.limits.lower95 for each in found.points],
        "upper95": [each.limits.upper95 for each in found.points],
        "lower998": [each.limits.lower998 for each in found.points],
        "upper998": [each.limits.upper998 for each in found.points],
        "place": [each.place.value for each in found.points],
        "phi": found.phi,
        "tau2": found.tau2,
    }


def _pareto(given: Given) -> Given:
    found = pareto_of_counts(given["counts"])
    return {
        "categories": [each.category for each in found.bars],
        "share": [each.share for each in found.bars],
        "cumulative_share": [each.cumulative_share for each in found.bars],
        "vital_few": [each.category for each in found.vital_few],
    }


def _cusum(given: Given) -> Given:
    design = CusumDesign(rate=given["rate"], odds=given.get("odds", 2.0), limit=given.get("limit", 3.5))
    found = cusum(given["events"], given.get("cases"), design=design)
    return {
        "higher": list(found.higher),
        "lower": list(found.lower),
        "crossings": [[each.point + 1, each.side] for each in found.crossings],
    }


_ANSWERS: dict[str, Callable[[Given], Given]] = {
    "chart": _chart,
    "constants": _constants,
    "limits-of-runs": _limits_of_runs,
    "funnel": _funnel,
    "pareto": _pareto,
    "cusum": _cusum,
}
