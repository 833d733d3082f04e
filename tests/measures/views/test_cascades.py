"""The page of a measure's parts: what they add up to, and a total that hides what happens below."""

import datetime as dt

import pytest
from django.urls import reverse

from measures.actions.cascades import set_parts
from measures.models import Measure
from teams.enums import Role
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import OutsiderFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db
FIRST = dt.date(2024, 1, 1)


@pytest.fixture
def analyst(client):
    client.force_login(person_with(Role.ANALYST))
    return client


def cascade(count: int = 2, weeks: int = 12, before=(80, 100), after=(9, 10)):
    """A measure of a division with parts in so many wards; the first two contradict their total."""
    division = SystemFactory(name="Medicine")
    made = [
        MeasureFactory(name="Seen in time", system=system, chart="p", multiplier=100, unit="%")
        for system in (division, *(SystemFactory(name=f"Ward {n}", parent=division) for n in range(count)))
    ]
    whole, *parts = made
    set_parts(measure=whole, parts=parts)
    for number, part in enumerate(parts):
        for week in range(weeks):
            pair = (before, (3, 10))[number % 2] if week < 6 else (after, (40, 100))[number % 2]
            PointFactory(measure=part, period=FIRST + dt.timedelta(weeks=week), value=pair[0], denominator=pair[1])
    return whole


def page_of(client, measure, **headers) -> str:
    return client.get(reverse("measures:measure-parts", args=[measure.pk]), headers=headers).content.decode()


def test_the_page_says_what_the_parts_add_up_to_and_warns_of_a_contrary_total(analyst):
    whole = cascade()
    PointFactory(measure=whole, period=FIRST, value=1, denominator=2)
    page = page_of(analyst, whole)
    for words in (
        "83 of 110",
        "The total went down, while 2 of its 2 parts went up. The mix has changed: Ward 1 had 9% of all cases before "
        "and has 91% now.",
        "In the one period that both have the measure says otherwise",
        "Enter the totals of 11 periods that the measure lacks",
        "Against the total",
    ):
        assert words in page


def test_a_partner_sees_what_the_parts_add_up_to_and_not_the_parts_of_others(client):
    whole = cascade()
    team = TeamFactory(system=whole.system)
    Measure.objects.filter(pk=whole.pk).update(team=team)
    client.force_login(MembershipFactory(team=team, user=OutsiderFactory()).user)
    page = page_of(client, whole)
    for words in ("2 parts of teams that you do not belong to: you see what all add up to.", "83 of 110"):
        assert words in page
    for words in ("Ward 1", "Ward 2", "Against the total", "The total went down"):
        assert words not in page


def test_the_measures_own_page_takes_in_what_its_parts_say(analyst):
    whole = cascade()
    PointFactory(measure=whole, period=FIRST, value=1, denominator=2)
    address = reverse("measures:measure-parts", args=[whole.pk])
    assert f'hx-get="{address}"' in analyst.get(reverse("measures:measure", args=[whole.pk])).content.decode()
    fragment = page_of(analyst, whole, **{"HX-Request": "true"})
    assert fragment.startswith('<section id="parts"')
    assert "The total moves against most of its parts" in fragment
    part = whole.parts.first()
    PointFactory(measure=part, period=FIRST - dt.timedelta(weeks=1), denominator=50)
    assert "Part of" in analyst.get(reverse("measures:measure", args=[part.pk])).content.decode()


def test_a_definer_chooses_parts_and_enters_their_totals(analyst):
    division = SystemFactory(name="Medicine")
    whole = MeasureFactory(name="Falls", system=division, chart="c")
    part = MeasureFactory(name="Falls", system=SystemFactory(parent=division), chart="c")
    PointFactory(measure=part, period=FIRST, value=4)
    address = reverse("measures:measure-parts", args=[whole.pk])
    assert "No parts yet" in analyst.get(address).content.decode()
    assert "No measure of the systems below" in analyst.get(address, {"q": "zebra"}).content.decode()
    assert analyst.post(address, {"parts": [part.pk]}).status_code == 302
    assert list(whole.parts.all()) == [part]
    analyst.post(reverse("measures:parts-take", args=[whole.pk]))
    assert list(whole.points.values_list("period", "value")) == [(FIRST, 4.0)]
    again = analyst.post(reverse("measures:parts-take", args=[whole.pk]), follow=True).content.decode()
    assert "a point for every period" in again


def test_parts_that_do_not_add_up_are_shown_as_parts(analyst):
    division = SystemFactory(name="Medicine")
    whole = MeasureFactory(system=division)
    part = MeasureFactory(system=SystemFactory(parent=division))
    set_parts(measure=whole, parts=[part])
    page = page_of(analyst, whole)
    assert "The parts are not added up" in page
    assert part.name in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_parts(analyst, count, django_assert_num_queries):
    whole = cascade(count)
    page_of(analyst, whole)
    with django_assert_num_queries(15):
        page_of(analyst, whole)
