"""Summaries: one row a measure, written by one function, equal to a full recomputation."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from measures.actions.summaries import refresh
from measures.models import Measure, MeasureSummary, Phase
from redesign.lib.events import measures_touched
from tests.factories.measures import MeasureFactory, points_for

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


def test_rebuilding_all_summaries_gives_what_refreshing_one_by_one_gave(django_assert_max_num_queries):
    for number in range(6):
        measure = MeasureFactory(chart=["run", "i", "p"][number % 3], multiplier=1)
        points_for(measure, [10 + (week * 7 + number) % 9 for week in range(30)], denominator=40)
        Phase.objects.create(measure=measure, starts_on=dt.date(2024, 5, 1), reason="A new rota")
        refresh([measure.pk])
    one_by_one = saved()
    MeasureSummary.objects.all().delete()
    call_command("rebuild_summaries", stdout=StringIO())
    assert saved() == one_by_one
    with django_assert_max_num_queries(10):
        refresh(list(Measure.objects.values_list("pk", flat=True)))


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
