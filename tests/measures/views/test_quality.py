"""How far data can be trusted: on a measure's page, and for all measures."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.actions.points import correct_point
from measures.actions.summaries import refresh
from measures.models import Import, Point
from redesign.lib.dates import monday, today
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.systems import SystemFactory

pytestmark = pytest.mark.django_db

ROUNDED = [25, 30, 35, 30, 25, 40, 30, 35, 45, 25, 20, 30, 35, 30, 50, 55, 10, 15, 40, 30] * 2
HONEST = [40, 44, 39, 41, 45, 38, 42, 40, 43, 41, 39, 44, 40, 42]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def reader(client):
    person = UserFactory()
    client.force_login(person)
    return person


def a_measure(values=HONEST, **fields):
    """Points of the last weeks, each entered two days after its week."""
    measure = MeasureFactory(**fields)
    points = points_for(measure, values, first=monday(today()) - dt.timedelta(weeks=len(values)))
    for point in points:
        entered = timezone.make_aware(dt.datetime.combine(point.period + dt.timedelta(days=8), dt.time(9)))
        Point.objects.filter(pk=point.pk).update(created_at=entered)
    refresh([measure.pk])
    return measure


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def panel(client, measure) -> str:
    return text(client.get(reverse("measures:measure-quality", args=[measure.pk]), **HTMX))


def test_the_panel_asks_with_figures_and_never_accuses(client, reader):
    page = panel(client, a_measure(ROUNDED, decimals=0))
    assert page.startswith('<section class="section" id="data"')
    assert "Are the figures rounded, or read off by eye?" in page
    assert "Of 40 figures 40 end in 0 or 5; by chance about 8 would." in page
    assert not {"fraud", "cheating", "manipulated", "suspicious", "suspect", "wrong"} & set(page.lower().split())


def test_where_all_is_well_there_is_one_calm_line_and_the_figures(client, reader):
    page = panel(client, a_measure())
    assert "Nothing to ask" in page
    assert "quality-questions" not in page
    assert "none of 14 came late" in page


def test_a_measure_without_points_has_nothing_to_look_at(client, reader):
    assert "There are no points to look at yet." in panel(client, a_measure([]))


def test_of_few_points_little_is_said(client, reader):
    page = panel(client, a_measure(HONEST[:4]))
    assert "Nothing to ask yet: most questions need 12 points or more." in page
    assert "came late" not in page


def test_its_own_address_is_a_page_and_the_measures_page_asks_for_the_panel(client, reader):
    measure = a_measure()
    own = reverse("measures:measure-quality", args=[measure.pk])
    assert "<h1>" in text(client.get(own))
    assert f'hx-get="{own}"' in text(client.get(reverse("measures:measure", args=[measure.pk])))


def change(measure, places, by=-3.0, **fields):
    for place in places:
        point = measure.points.order_by("period")[place]
        correct_point(point=point, version=point.version, why="Reconciled", value=point.value + by, **fields)


def test_points_changed_by_hand_long_after_are_asked_about_with_their_direction(client, reader):
    measure = a_measure()
    change(measure, [0, 1, 2, 13])
    page = panel(client, measure)
    assert "3 of 14 points were changed by hand more than 30 days after they were entered: 3 for the better" in page


def test_points_changed_by_a_file_are_no_late_edits(client, reader):
    measure = a_measure()
    taken = Import.objects.create(measure=measure, name="a.csv", sha256="0" * 64)
    for point in measure.points.all()[:4]:
        point.value, point.version, point.source = point.value + 1, 2, taken
        point.save()
    assert "changed by hand" not in panel(client, measure)


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_the_same_queries_for_any_number_of_changes(client, reader, count, django_assert_num_queries):
    measure = a_measure()
    change(measure, range(count))
    with django_assert_num_queries(7):  # session, person, standing, measure; points, targets, changes
        panel(client, measure)


# -- All measures -----------------------------------------------------------------------------------------------------


def questions(client, **asked) -> str:
    return text(client.get(reverse("measures:questions"), asked))


def test_the_list_shows_the_measures_with_a_question(client, reader):
    a_measure(ROUNDED, name="Minutes to theatre", decimals=0)
    a_measure(name="Calm waters")
    page = questions(client)
    assert "Of 2 measures looked at, 1 raises questions." in page
    assert "Minutes to theatre" in page
    assert "Calm waters" not in page


def test_the_list_is_narrowed_to_a_part_of_the_tree_and_ignores_nonsense(client, reader):
    division, elsewhere = SystemFactory(), SystemFactory()
    a_measure(ROUNDED, name="Minutes to theatre", decimals=0, system=SystemFactory(parent=division))
    assert "Minutes to theatre" in questions(client, system=division.pk)
    assert "No measure with points here" in questions(client, system=elsewhere.pk)
    assert "Minutes to theatre" in questions(client, system="x", page="y")


def test_an_outsider_is_told_of_the_measures_of_their_teams_only(client):
    client.force_login(OutsiderFactory())
    a_measure(ROUNDED, name="Minutes to theatre", decimals=0)
    assert "Minutes to theatre" not in questions(client)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_measures(client, reader, count, django_assert_num_queries):
    for _ in range(count):
        change(a_measure(ROUNDED, decimals=0), [0])
    # session, person, standing, systems to choose from; how many, measures, points, targets, changes
    with django_assert_num_queries(9):
        questions(client)
