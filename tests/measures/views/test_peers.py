"""The same measure elsewhere."""

import datetime as dt

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db

VALUES = [40, 44, 39, 41, 45, 38, 42, 40, 43, 41, 39, 44, 40, 42, 20]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def whole():
    return SystemFactory(name="St Brigid's", level="macro")


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())


def on(ward, values=VALUES, **fields):
    measure = MeasureFactory(**{"name": "Time to first dose", "system": ward, "chart": "i"} | fields)
    points_for(measure, values, first=dt.date(2024, 1, 1))
    refresh([measure.pk])
    return measure


def page(client, measure, **asked) -> str:
    answer = client.get(reverse("measures:measure-peers", args=[measure.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_measures_of_the_same_name_stand_beside_one_another_in_the_order_of_the_tree(client, reader, whole):
    surgery, medicine = SystemFactory(name="Surgery", parent=whole), SystemFactory(name="Medicine", parent=whole)
    birch = on(SystemFactory(name="Birch Ward", parent=surgery))
    larch = on(SystemFactory(name="Larch Ward", parent=medicine), name="TIME TO FIRST DOSE")
    on(SystemFactory(name="Elm Ward", parent=surgery), name="Something else")
    shown = page(client, birch)
    assert shown.count('<svg class="small-chart"') == 2
    assert shown.index(f"/measures/{larch.pk}/") < shown.index(f'/measures/{birch.pk}/">Birch Ward')
    assert "Something else" not in shown
    assert "20.0 minutes" in shown


def test_the_parts_of_a_whole_stand_with_it_and_with_one_another(client, reader, whole):
    total = on(whole, name="Doses in time")
    parts = [on(SystemFactory(name=name, parent=whole), name=f"{name}: doses", part_of=total) for name in ("A", "B")]
    for measure, count in ((total, 3), (parts[0], 2)):
        assert page(client, measure).count('<svg class="small-chart"') == count


def test_all_are_drawn_on_one_scale(client, reader, whole):
    low = on(SystemFactory(parent=whole), [10.0] * 15)
    on(SystemFactory(parent=whole), [90.0] * 15)
    shown = page(client, low)
    assert shown.count(">90.0</text>") == 2
    assert shown.count(">10.0</text>") == 2


def test_what_is_counted_in_another_unit_is_said_and_not_drawn(client, reader, whole):
    measure = on(SystemFactory(parent=whole))
    on(SystemFactory(parent=whole))
    on(SystemFactory(parent=whole), unit="hours")
    assert "1 more is counted in another unit" in page(client, measure)


def test_a_part_of_the_tree_may_be_asked_for_and_nonsense_is_ignored(client, reader, whole):
    surgery, medicine = SystemFactory(parent=whole), SystemFactory(parent=whole)
    measure = on(SystemFactory(name="Birch Ward", parent=surgery))
    on(SystemFactory(name="Larch Ward", parent=medicine))
    assert "Larch Ward" not in page(client, measure, system=surgery.pk).split("peer-charts")[2]
    assert "Nobody measures it there" in page(client, measure, system=SystemFactory().pk)
    assert "Larch Ward" in page(client, measure, system="x", page="y")


def test_a_measure_without_peers_says_how_there_would_be_some(client, reader, whole):
    assert "Nobody else measures this yet" in page(client, on(whole))


def test_peers_without_points_are_named_too(client, reader, whole):
    measure = on(SystemFactory(parent=whole), [])
    on(SystemFactory(name="Larch Ward", parent=whole), [])
    assert "No points yet" in page(client, measure)


def test_an_outsider_sees_those_of_their_teams_and_no_way_to_systems(client, whole):
    ward = SystemFactory(parent=whole)
    team = TeamFactory(system=ward)
    measure = on(ward, team=team)
    on(SystemFactory(name="Larch Ward", parent=whole))
    partner = OutsiderFactory()
    partner.memberships.create(team=team, discipline="patient_partner", joined_on=dt.date(2024, 1, 1))
    client.force_login(partner)
    answer = client.get(reverse("measures:measure-peers", args=[measure.pk]), **HTMX).content.decode()
    assert "Larch Ward" not in answer
    assert "Compare units" not in page(client, measure)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_peers(
    client, reader, whole, count, django_assert_num_queries
):
    measure = on(SystemFactory(parent=whole))
    for _ in range(count):
        on(SystemFactory(parent=whole))
    # session, person, standing, measure; tree, measures, points; the way here, systems to choose from
    with django_assert_num_queries(9):
        page(client, measure)


def test_a_chart_of_something_made_of_the_values_is_drawn_by_its_values(client, reader, whole):
    ranges = on(SystemFactory(parent=whole), chart="mr")
    on(SystemFactory(parent=whole))
    shown = page(client, ranges)
    assert shown.count('<svg class="small-chart"') == 2
    assert shown.count("small-centre") == 1
