"""Summaries: one row a measure, written by one function, equal to a full recomputation."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from measures.actions.summaries import refresh, refresh_locked
from measures.enums import ChartKind, Direction, Frequency
from measures.models import Measure, MeasureSummary, Phase, SignalCard, Target
from measures.periods import period_start, step
from measures.spc import RULE_SETS
from redesign.lib.events import measures_touched
from tests.factories.measures import MeasureFactory, PointFactory, points_for

pytestmark = pytest.mark.django_db


def saved() -> list[dict]:
    rows = list(MeasureSummary.objects.order_by("pk").values())
    for row in rows:
        del row["refreshed_at"]
    return rows


def test_a_measure_without_points_has_an_empty_summary():
    measure = MeasureFactory()
    refresh([measure.pk])
    summary = MeasureSummary.objects.get(measure=measure)
    assert (summary.points, summary.latest_value, summary.variation, summary.due_on) == (0, None, "none", None)


def test_the_summary_says_where_the_measure_stands():
    measure = MeasureFactory(chart="i", rules="anhoej-3-sigma", target=50, frequency="weekly")
    points_for(measure, [40, 50] * 10 + [90])
    refresh([measure.pk])
    summary = MeasureSummary.objects.get(measure=measure)
    assert summary.points == 21
    assert summary.latest_value == 90
    assert summary.latest_period == dt.date(2024, 5, 20)
    assert summary.due_on == dt.date(2024, 6, 9)
    assert (summary.variation, summary.assurance) == ("concern_high", "hit_or_miss")
    assert summary.signals == ["Week of 20 May 2024 lies above the upper control limit."]
    assert summary.signal_on == dt.date(2024, 5, 20)
    assert summary.recent[-3:] == [40, 50, 90]


def test_proportions_are_summed_up_as_they_are_shown():
    measure = MeasureFactory(chart="p", multiplier=100, unit="%")
    points_for(measure, [5, 10], denominator=50)
    refresh([measure.pk])
    summary = MeasureSummary.objects.get(measure=measure)
    assert (summary.latest_value, summary.centre) == (20, 15)


def a_varied_set() -> list[Measure]:
    """Every kind of chart and rule set, with phases, ghosted and marked points, gaps, targets, strata of lengths, and
    series that cannot be the chart they should be."""
    made = []
    for number, chart in enumerate([*ChartKind.values, *ChartKind.values]):
        rules = [*RULE_SETS.values()][number % len(RULE_SETS)]
        measure = MeasureFactory(
            chart=chart, rules=rules.key, rules_version=rules.version, multiplier=[1, 100][number % 2],
            direction=Direction.values[number % len(Direction.values)], target=[None, 5, 40][number % 3],
            frequency=Frequency.WEEKLY, screen_ranges=number % 2 == 0, baseline_points=[None, 14][number // 5 % 2],
            denominator=["", "beds"][number % 2],
        )  # fmt: skip
        values = [1 + (week * 7 + number) % 9 + (week > 25) * 4 for week in range(20 + number)]
        points = points_for(measure, values, denominator=20 if number % 7 else None, spread=1.5)
        points[3].excluded, points[3].excluded_why = True, "A strike"
        points[9].marked = True
        points[15].denominator = 0
        for point in (points[3], points[9], points[15]):
            point.save()
        points[5].delete()
        if number % 3 == 0:
            Phase.objects.create(
                measure=measure, starts_on=dt.date(2024, 4, 10), reason="A new rota", baseline_points=12
            )
        if number % 4 == 0:
            Target.objects.create(measure=measure, value=3)
            Target.objects.create(measure=measure, starts_on=dt.date(2024, 3, 4), value=7)
        made.append(measure)
    refused = MeasureFactory(chart=ChartKind.PROPORTION)
    points_for(refused, [5, 60] * 8, denominator=50)
    slow = [MeasureFactory(chart=ChartKind.INDIVIDUALS, frequency=frequency) for frequency in Frequency.values]
    for measure in slow:
        starts = [period_start(dt.date(2020, 1, 1), measure.frequency)]
        for place in range(30):
            starts.append(step(starts[-1], measure.frequency, 12 if place == 20 else 1 + (place in (6, 11))))
        for place, start in enumerate(starts):
            PointFactory(measure=measure, period=start, value=place % 5)
    return [*made, refused, *slow, MeasureFactory(), MeasureFactory(chart=ChartKind.INDIVIDUALS)]


def test_rebuilding_all_summaries_gives_what_entering_point_by_point_gave(django_assert_max_num_queries):
    measures = a_varied_set()
    for measure in measures:
        refresh_locked(measure)
    one_by_one, cards = saved(), list(SignalCard.objects.order_by("pk").values())
    assert {"none", "common", "improvement_high", "concern_high", "neutral_high"} <= {
        row["variation"] for row in one_by_one
    }
    assert {"pass", "fail", "hit_or_miss"} <= {row["assurance"] for row in one_by_one}
    assert any(row["signals"] for row in one_by_one)
    MeasureSummary.objects.all().delete()
    told = StringIO()
    call_command("rebuild_summaries", stdout=told)
    assert saved() == one_by_one
    assert list(SignalCard.objects.order_by("pk").values()) == cards
    assert f"Computed the summaries of {len(measures)} measures in " in told.getvalue()
    with django_assert_max_num_queries(10):
        refresh([measure.pk for measure in measures])


def test_rebuilding_heals_a_summary_that_was_tampered_with():
    measure = MeasureFactory(chart="i", target=50)
    points_for(measure, [40, 50] * 10)
    refresh([measure.pk])
    before = saved()
    MeasureSummary.objects.update(
        centre=1, upper=None, variation="concern_low", signals=["Nothing."], recent=[], points=0
    )
    call_command("rebuild_summaries", stdout=StringIO())
    assert saved() == before


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_rebuilding_draws_a_bar_on_a_terminal():
    refresh([MeasureFactory().pk])
    told = Terminal()
    call_command("rebuild_summaries", stdout=told)
    assert told.getvalue().startswith(
        "\r[##############################] 1 of 1\nComputed the summary of 1 measure in "
    )


def test_a_numerator_above_its_denominator_falls_back_to_a_run_chart():
    measure = MeasureFactory(chart="p")
    points_for(measure, [5, 60], denominator=50)
    refresh([measure.pk])
    assert MeasureSummary.objects.get(measure=measure).upper is None


def test_those_who_listen_are_told_which_measures_changed():
    told = []

    def hear(measure_ids, **_):
        told.append(measure_ids)

    measures_touched.connect(hear)
    measure = MeasureFactory()
    refresh([measure.pk])
    measures_touched.disconnect(hear)
    assert told == [[measure.pk]]
