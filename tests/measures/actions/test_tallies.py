"""Taps of a tally sheet: each counted once, whatever the connection does to it."""

import datetime as dt
import uuid

import pytest
from django.db import connections
from django.utils import timezone

from measures.actions.tallies import Tap, add_taps, count_what_is_over
from measures.models import Measure, MeasureSummary, Point, Tally
from measures.periods import due_on
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import UserFactory
from tests.together import at_once

DAY = dt.date(2024, 1, 3)
MONDAY = dt.date(2024, 1, 1)


def tap(numerator=1, denominator=0, category="", *, day=DAY, key=None) -> Tap:
    return Tap(key or uuid.uuid4(), day, timezone.now(), category, numerator, denominator)


@pytest.fixture
def nurse(db):
    return UserFactory()


@pytest.fixture
def falls(db):
    return MeasureFactory(chart="c", unit="falls")


@pytest.fixture
def share(db):
    return MeasureFactory(chart="p", multiplier=100, denominator="Patients")


@pytest.fixture
def causes(db):
    return MeasureFactory(chart="c", categories=["Slip", "Bed", "Chair"])


def counted(measure) -> list[tuple]:
    return list(Point.objects.filter(measure=measure).values_list("period", "value", "denominator"))


def test_taps_make_the_point_of_their_period_and_add_to_it(nurse, falls):
    add_taps(measure=falls, by=nurse, taps=[tap(), tap()])
    add_taps(measure=falls, by=nurse, taps=[tap(), tap(day=DAY + dt.timedelta(weeks=1))])
    assert counted(falls) == [(MONDAY, 3, None), (dt.date(2024, 1, 8), 1, None)]
    assert MeasureSummary.objects.get(measure=falls).latest_value == 1
    assert Point.objects.earliest("period").version == 2


def test_a_tap_counts_once_however_often_it_is_sent(nurse, falls):
    one, two = tap(), tap()
    for _ in range(3):
        done = add_taps(measure=falls, by=nurse, taps=[one, two, one])
        assert set(done.taken) == {one.key, two.key}
    assert counted(falls) == [(MONDAY, 2, None)]
    assert Tally.objects.count() == 2


def test_yes_and_no_count_a_share(nurse, share):
    add_taps(measure=share, by=nurse, taps=[tap(1, 1), tap(0, 1), tap(1, 1)])
    assert counted(share) == [(MONDAY, 2, 3)]


def test_a_check_sheet_counts_each_category_and_their_sum(nurse, causes):
    add_taps(measure=causes, by=nurse, taps=[tap(category="Slip"), tap(category="Bed"), tap(category="Slip")])
    point = Point.objects.get()
    assert (point.value, point.counts) == (3, {"Slip": 2, "Bed": 1})


def test_what_was_typed_without_categories_is_not_lost_to_the_check_sheet(nurse, causes):
    PointFactory(measure=causes, period=MONDAY, value=5)
    add_taps(measure=causes, by=nurse, taps=[tap(category="Chair")])
    point = Point.objects.get()
    assert (point.value, point.counts) == (6, {"Chair": 1})


def test_taking_back_takes_away_and_never_below_nothing(nurse, falls):
    first = tap()
    add_taps(measure=falls, by=nurse, taps=[first])
    for _ in range(2):
        add_taps(measure=falls, by=nurse, taps=[first.taken_back()])
    assert counted(falls) == [(MONDAY, 0, None)]
    add_taps(measure=falls, by=nurse, taps=[tap(-1)])
    assert counted(falls) == [(MONDAY, 0, None)]


def test_taps_that_come_to_nothing_make_no_point(nurse, falls):
    add_taps(measure=falls, by=nurse, taps=[tap(), tap(-1)])
    assert (counted(falls), Tally.objects.count()) == ([], 2)


def test_a_device_whose_clock_is_ahead_counts_for_today(nurse, falls):
    Measure.objects.filter(pk=falls.pk).update(frequency="daily")
    add_taps(measure=Measure.objects.get(pk=falls.pk), by=nurse, taps=[tap(day=today() + dt.timedelta(days=9))])
    assert counted(falls) == [(today(), 1, None)]


def test_a_tap_that_does_not_fit_is_refused_alone(nurse, causes):
    good, gone, old = tap(category="Slip"), tap(category="Stairs"), tap(category="Slip", day=dt.date(26, 1, 1))
    done = add_taps(measure=causes, by=nurse, taps=[good, gone, old])
    assert done.taken == [good.key]
    assert list(done.refused) == [gone.key, old.key]
    assert "is no category of" in done.refused[gone.key]


@pytest.mark.parametrize("wrong", [(2, 1), (1, -1), (-2, -1), (0, 0), (1, 2000)])
def test_a_share_takes_only_parts_of_a_whole(nurse, share, wrong):
    done = add_taps(measure=share, by=nurse, taps=[tap(*wrong)])
    assert (len(done.refused), Point.objects.count()) == (1, 0)


@pytest.mark.parametrize("given", [{"chart": "t"}, {"chart": "i"}, {"chart": "u", "denominator": "Bed days"}])
def test_what_is_no_count_has_no_sheet(nurse, given):
    with pytest.raises(Refusal, match="not counted on a tally sheet"):
        add_taps(measure=MeasureFactory(**given), by=nurse, taps=[tap()])


def test_the_history_says_that_a_point_came_from_the_sheet(nurse, falls):
    add_taps(measure=falls, by=nurse, taps=[tap()])
    assert Point.objects.get().events.get().pgh_context.metadata["reason"] == "Counted on the tally sheet."


@pytest.mark.django_db(transaction=True)
def test_eight_devices_at_once_lose_nothing_and_count_nothing_twice():
    falls, nurse, shared = MeasureFactory(chart="c"), UserFactory(), tap()
    own = [[tap() for _ in range(5)] for _ in range(8)]

    def device(number):
        return lambda: [add_taps(measure=falls, by=nurse, taps=[*own[number], shared]) for _ in range(2)]

    found = at_once(*map(device, range(8)))
    connections.close_all()
    assert [each for each in found if isinstance(each, Exception)] == []
    assert counted(falls) == [(MONDAY, 41, None)]
    assert MeasureSummary.objects.get(measure=falls).latest_value == 41


def test_a_period_that_is_not_over_is_counted_and_does_not_count_yet(nurse, falls):
    PointFactory(measure=falls, period=MONDAY, value=7)
    add_taps(measure=falls, by=nurse, taps=[tap(day=today())])
    point = Point.objects.latest("period")
    assert (point.value, point.excluded, point.excluded_why) == (1, True, "Still being counted")
    summary = MeasureSummary.objects.get(measure=falls)
    assert (summary.latest_value, summary.due_on) == (
        7,
        due_on(MONDAY, "weekly"),
    )  # the weeks between are still missing
    assert count_what_is_over() == 0


def test_it_counts_once_its_period_is_over(nurse, falls):
    add_taps(measure=falls, by=nurse, taps=[tap(day=today())])
    over = today() - dt.timedelta(weeks=3)
    Point.objects.update(period=over)
    assert count_what_is_over() == 1
    point = Point.objects.get()
    assert (point.excluded, point.excluded_why, point.version) == (False, "", 2)
    assert MeasureSummary.objects.get(measure=falls).latest_value == 1
    assert count_what_is_over() == 0


def test_late_taps_for_a_period_that_is_over_let_it_count(nurse, falls):
    point = PointFactory(measure=falls, period=MONDAY, value=2, excluded=True, excluded_why="Still being counted")
    add_taps(measure=falls, by=nurse, taps=[tap()])
    point.refresh_from_db()
    assert (point.value, point.excluded) == (3, False)


def test_a_point_that_somebody_entered_goes_on_counting(nurse, falls):
    monday = today() - dt.timedelta(days=today().weekday())
    PointFactory(measure=falls, period=monday, value=2)
    add_taps(measure=falls, by=nurse, taps=[tap(day=today())])
    assert Point.objects.values_list("value", "excluded").get() == (3, False)
