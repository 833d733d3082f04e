"""From stored rows to an analysis."""

import pytest

from measures.queries.series import chart_of, rules_of, stored_points
from tests.factories.measures import MeasureFactory, points_for

pytestmark = pytest.mark.django_db


def test_a_cusum_looks_out_for_what_its_measure_says_whatever_its_rule_set():
    measure = MeasureFactory(
        chart="cusum", rules="nelson", multiplier=100, cusum_rate=0.04, cusum_odds=3, cusum_limit=2.5
    )
    points_for(measure, [1, 0, 2, 1, 6, 5], denominator=25)
    found = chart_of(measure, stored_points(measure.points.all()), []).analysis
    assert rules_of(measure).label == found.rules.label == "its limit of 2.5 for an odds ratio of 3"
    assert [signal.rule for signal in found.signals] == ["cusum", "cusum"]
    assert found.centre[0] == 4
