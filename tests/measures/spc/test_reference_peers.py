"""Funnel plots and Pareto charts against the figures of FunnelPlotR and qicharts2, where the cases are at hand.

What the engine does otherwise on purpose is decided in docs/charts.md; here each such case is brought back to the
reference's figures by undoing that one decision, so that nothing else may differ.
"""

from __future__ import annotations

from math import exp, log, sqrt

import pytest

from measures.spc.funnel import Compared, Place, funnel
from measures.spc.pareto import pareto
from measures.spc.quantiles import normal_quantile
from tests.measures.spc.test_reference_cases import _cases, _filled

LINES = {"lower95": "lcl95", "upper95": "ucl95", "lower998": "lcl998", "upper998": "ucl998"}
CHANCES = {"lower95": 0.025, "upper95": 0.975, "lower998": 0.001, "upper998": 0.999}


def _kind(given: dict) -> Compared:
    if given["data_type"] == "SR":
        return Compared.STANDARDISED if given["sr_method"] == "SHMI" else Compared.STANDARDISED_ROOT
    return Compared.PROPORTION if given["data_type"] == "PR" else Compared.COUNTS


def _as_the_reference(case: dict, found, line: str) -> list[float]:
    """The engine's limits, with a decision of ours undone where the case is about it."""
    if "quirk:rc-standard-error" in case["tags"]:  # the standard error of a proportion
        spread = found.tau2 if found.adjusted else 0.0
        reach = normal_quantile(CHANCES[line])
        return [exp(log(found.target) + reach * sqrt(1 / (4 * each.denominator) + spread)) for each in found.points]
    limits = [getattr(each.limits, line) for each in found.points]
    if "quirk:cqc-adjusted-limits-not-squared" in case["tags"]:
        return [sqrt(limit) for limit in limits]
    return limits


@pytest.mark.parametrize("case", _cases(["funnel.json", "funnel-real.json"]))
def test_a_funnel_has_the_figures_of_the_reference(case):
    given, expected = _filled(case), case["expected"]
    found = funnel(given["values"], given["denominators"], kind=_kind(given), adjust=given["adjusted"])
    close = {"rel": 1e-6}
    assert found.adjusted is expected["adjusted_used"]
    assert [each.ratio for each in found.points] == pytest.approx(expected["ratio"], **close)
    before = "od_" if given["adjusted"] else ""
    for line, called in LINES.items():
        assert _as_the_reference(case, found, line) == pytest.approx(expected[before + called], **close)
    if given["adjusted"]:
        assert (found.phi, found.tau2) == pytest.approx((expected["phi"], expected["tau2"]), **close)
    if not any(tag.startswith("quirk:") for tag in case["tags"]):
        beyond = [each.index + 1 for each in found.points if each.place is Place.BEYOND]
        assert beyond == expected["outlier"]


@pytest.mark.parametrize("case", _cases(["qic-pareto.json"]))
def test_a_pareto_chart_has_the_figures_of_the_reference(case):
    given, expected = case["input"], case["expected"]
    bars = pareto(given["categories"], include_missing=given["include_missing"]).bars
    if "error" in expected:  # the reference fails on a single category; one bar is a chart
        assert len(bars) == 1
        return
    assert [bar.category for bar in bars] == expected["category"]
    for field in ("count", "cumulative", "share", "cumulative_share"):
        assert [getattr(bar, field) for bar in bars] == pytest.approx(expected[field], rel=1e-6)
