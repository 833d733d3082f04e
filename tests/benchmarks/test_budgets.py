"""`make bench` keeps working: a tiny organisation is built, and every budget is measured once."""

import pytest

from benchmarks import engine
from benchmarks.budgets import COLUMNS, Result, entering, measured, pages, show
from benchmarks.build import Size, build
from measures.models import Measure, Point
from teams.models import System, Team

TINY = Size(systems=25, teams=10, measures=100)


@pytest.mark.django_db(transaction=True)
def test_every_budget_is_measured_on_a_tiny_organisation(settings, capsys):
    settings.ROOT_URLCONF = "benchmarks.urls"
    built = build(TINY)
    counts = (System.objects.count(), Team.objects.count(), Measure.objects.count(), Point.objects.count())
    assert counts == (25, 10, 100, built.points)
    results = [*(measured(page, rounds=2) for page in pages(built)), entering(built, rounds=2)]
    assert all(result.queries and result.figure > 0 and result.floor > 0 for result in results)
    assert [result.rows for result in results if result.what.startswith("wall")] == [24]
    show(results)
    assert "portfolio" in capsys.readouterr().out
    assert engine.rebuilding(TINY.measures).found > 0


def test_a_broken_budget_stands_out_in_the_table(capsys):
    show([Result("home", queries=8, rows=20, figure=9.0, floor=3.0, budget="2.00 × floor", kept=False)])
    head, _, line = capsys.readouterr().out.splitlines()
    assert head.split() == list(COLUMNS)
    assert line.split() == ["home", "8", "20", "9.00", "ms", "3.00", "ms", "3.00", "2.00", "×", "floor", "NO"]


def test_the_engine_is_measured_without_a_database(capsys):
    found = engine.figures(series=100, rounds=1)
    assert all(each.found > 0 for each in found)
    engine.show(
        [*found, engine.Figure("too slow", 0.2, "ms", 0.1), engine.Figure("quick enough", 120, "×", 100, at_least=True)]
    )
    *_, slow, quick = capsys.readouterr().out.splitlines()
    assert slow.split() == ["too", "slow", "0.200", "ms", "≤", "0.1", "ms", "NO"]
    assert quick.split() == ["quick", "enough", "120", "×", "≥", "100", "×", "yes"]
