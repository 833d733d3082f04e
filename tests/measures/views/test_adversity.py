"""Whatever stands in the database, a measure's pages open, and what they hand to the browser is JSON."""

import datetime as dt
import json
import math
import re
from itertools import product

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh, refresh_locked
from measures.enums import OF_SUBGROUPS, ChartKind
from measures.models import Measure, MeasureSummary, Phase, Point, Target
from measures.spc import default_rules
from teams.enums import Role
from tests.factories.measures import MeasureFactory
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db

LARGEST, TINY = 1.7e308, 5e-324
PAGES = (
    "measure", "definitions", "measure-edit", "point-new", "targets", "phase-new", "measure-data", "measure-quality",
    "measure-parts", "measure-peers", "measure-then", "measure-equity",
)  # fmt: skip
HOSTILE = {  # value, denominator
    "one point": [(3.0, 10.0)],
    "nothing but 0": [(0.0, 0.0)] * 15,
    "no denominators": [(3.0, None)] * 15,
    "all alike": [(5.0, 10.0)] * 25,
    "as large as can be": [(LARGEST, LARGEST)] * 14 + [(1e15, TINY)] * 2,
    "tiny denominators": [(1e15, TINY), (3.0, 1e-300), (2.0, 10.0)] * 6,
    "below 0": [(-5.0, 10.0), (-0.1, 3.0), (4.0, 1.0)] * 6,
    "more than all": [(12.0, 10.0), (1.0, 10.0)] * 8,
    "fractions": [(0.1, 0.3), (0.2, 0.7), (0.3, 0.4)] * 6,
}


def measure_of(kind: str, pairs, **fields) -> Measure:
    measure = MeasureFactory(chart=kind, rules=default_rules(kind), denominator="cases", target=LARGEST, **fields)
    first = dt.date(1900, 1, 1)
    days = [first + dt.timedelta(weeks=week) for week in range(len(pairs) - 1)] + [dt.date(2199, 12, 30)]
    Point.objects.bulk_create(
        Point(
            measure=measure, period=day, value=value, spread=1.0 if kind in OF_SUBGROUPS else None,
            denominator=denominator, marked=number == 1, excluded=number == 2, excluded_why="a slip" * (number == 2),
        )
        for number, (day, (value, denominator)) in enumerate(zip(days, pairs, strict=True))
    )  # fmt: skip
    for day in {days[0], days[-1], dt.date(2199, 12, 31)}:
        Phase.objects.create(measure=measure, starts_on=day, reason="moved", baseline_points=1000)
    Target.objects.create(measure=measure, starts_on=days[len(days) // 2], value=-LARGEST)
    return measure


def no_constant(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


def pages_open(client, measure: Measure, names=PAGES) -> None:
    for name in names:
        answer = client.get(reverse(f"measures:{name}", args=[measure.pk]))
        assert answer.status_code == 200, name
        if answer.streaming or "html" not in answer["Content-Type"]:
            continue
        for script in re.findall(r'type="application/json">(.*?)</script>', answer.content.decode(), re.DOTALL):
            json.loads(script, parse_constant=no_constant)


MET = [pytest.param(*pair, id=" ".join(pair)) for pair in list(product(ChartKind.values, HOSTILE))[::5]]
"""Every kind with some of them, every one of them with some kinds: the pages of all would take a minute."""


@pytest.mark.parametrize(("kind", "named"), MET)
def test_its_pages_open_whatever_its_points_are(client, kind, named):
    client.force_login(person_with(Role.ANALYST))
    measure = measure_of(kind, HOSTILE[named])
    refresh([measure.pk])
    summary = MeasureSummary.objects.get(pk=measure.pk)
    for figure in (summary.latest_value, summary.centre, summary.lower, summary.upper, *summary.recent):
        assert figure is None or math.isfinite(figure)
    pages_open(client, measure)
    refresh_locked(measure)
    again = MeasureSummary.objects.get(pk=measure.pk)
    again.refreshed_at = summary.refreshed_at
    assert again.__dict__ == summary.__dict__ | {"_state": again._state}
