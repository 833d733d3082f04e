"""Several people at once: no point is lost, and the summary tells of all of them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from measures.actions.points import add_point
from measures.models import MeasureSummary, Point
from redesign.lib.refusals import Refusal
from tests.factories.measures import MeasureFactory
from tests.factories.people import UserFactory

MONDAY = dt.date(2024, 1, 1)
THREADS = 8


def at_once(deed) -> list[str]:
    """Do this in eight threads, each with a connection of its own; what each said."""

    def run(number: int) -> str:
        try:
            deed(number)
        except Refusal as refusal:
            return refusal.sentence
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.mark.django_db(transaction=True)
def test_points_entered_at_once_are_all_summed_up():
    measure, person = MeasureFactory(), UserFactory()
    weeks = [MONDAY + dt.timedelta(weeks=number) for number in range(THREADS)]
    assert at_once(lambda n: add_point(measure=measure, by=person, period=weeks[n], value=n)) == ["done"] * THREADS
    summary = MeasureSummary.objects.get(measure=measure)
    assert (summary.points, summary.latest_value, summary.recent) == (8, 7, [0, 1, 2, 3, 4, 5, 6, 7])


@pytest.mark.django_db(transaction=True)
def test_one_of_several_points_for_one_period_is_taken():
    measure, person = MeasureFactory(), UserFactory()
    said = at_once(lambda n: add_point(measure=measure, by=person, period=MONDAY, value=n))
    assert said.count("done") == 1
    assert said.count("There is a point for week of 1 Jan 2024 already: correct that one instead.") == THREADS - 1
    assert Point.objects.count() == 1
