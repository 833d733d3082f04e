"""Entering many points at once: a bad cell costs nothing, one save for all, stale cells side by side."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.models import MeasureSummary, Point
from teams.enums import Role, TeamRole
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import person_with
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

GRID = reverse("measures:grid")
OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def november(monkeypatch):
    for module in ("measures.queries.grid", "measures.actions.entries"):
        monkeypatch.setattr(f"{module}.today", lambda: dt.date(2026, 11, 20))


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def person(client, team):
    person = member_of(team, TeamRole.MEMBER)
    client.force_login(person)
    return person


def monthly(team, name="Falls", **more):
    return MeasureFactory(name=name, team=team, system=team.system, frequency="monthly", **more)


def share(team, name="Screened"):
    return monthly(team, name, chart="p", multiplier=100)


def address(team, more=""):
    return f"{GRID}?team={team.pk}{more}"


def cells(client, url):
    """What the page's form would send as it stands."""
    page = client.get(url).content.decode()
    return dict(re.findall(r'name="((?:seen|v|d)-[^"]+)" value="([^"]*)"', page))


def save(client, url, opened, **typed):
    answer = client.post(url, {**opened, **{name.replace("__", "-"): text for name, text in typed.items()}})
    return answer, answer.content.decode()


def key(measure, day=OCTOBER):
    return f"{measure.pk}-{day.isoformat()}"


def test_what_is_typed_in_several_cells_is_saved_at_once(client, team, person):
    falls, screened = monthly(team), share(team)
    url = address(team)
    opened = cells(client, url)
    sent = {f"v-{key(falls)}": "3,5", f"v-{key(screened)}": "41", f"d-{key(screened)}": "48"}
    answer = client.post(url, opened | sent, follow=True)
    assert "Saved: 2 points added, 0 changed." in answer.content.decode()
    found = Point.objects.order_by("measure__name").values_list("measure__name", "period", "value", "denominator")
    assert list(found) == [("Falls", OCTOBER, 3.5, None), ("Screened", OCTOBER, 41, 48)]
    assert MeasureSummary.objects.get(measure=falls).latest_value == 3.5
    assert cells(client, url)[f"v-{key(falls)}"] == "3.5"


def test_a_bad_cell_has_its_sentence_and_nothing_is_lost_or_saved(client, team, person):
    falls, screened = monthly(team), share(team)
    url = address(team)
    sent = {
        f"v-{key(falls)}": "three",
        f"v-{key(falls, NOVEMBER)}": "4",
        f"v-{key(screened)}": "50",
        f"d-{key(screened)}": "48",
    }
    page = client.post(url, cells(client, url) | sent).content.decode()
    assert "2 cells need mending; the sentence stands beside each." in page
    assert "“three” is not a number." in page
    assert "50 is more than the 48 it is part of." in page
    assert not Point.objects.exists()
    kept = dict(re.findall(r'name="([vd]-[^"]+)" value="([^"]*)"', page))
    assert {name: kept[name] for name in sent} == sent


def test_a_change_owes_its_reason(client, team, person):
    falls = monthly(team)
    PointFactory(measure=falls, period=OCTOBER, value=3)
    url = address(team)
    opened = cells(client, url) | {f"v-{key(falls)}": "4"}
    assert "Some points are changed, not only added: say why." in client.post(url, opened).content.decode()
    client.post(url, opened | {"why": "Recounted"})
    point = Point.objects.get()
    assert (point.value, point.version) == (4, 2)
    assert point.events.latest("pgh_id").pgh_context.metadata["reason"] == "Recounted"


def test_a_cell_that_somebody_else_changed_is_refused_beside_what_is_saved_now(client, team, person):
    falls = monthly(team)
    point = PointFactory(measure=falls, period=OCTOBER, value=3)
    url = address(team)
    opened = cells(client, url) | {f"v-{key(falls)}": "4", "why": "Recounted"}
    Point.objects.filter(pk=point.pk).update(value=7, version=2)
    page = client.post(url, opened).content.decode()
    assert "Somebody else saved a newer figure while you were typing." in page
    assert "Saved now: <b>7</b>. Yours stays in the cell." in page
    assert f'name="v-{key(falls)}" value="4"' in page
    assert Point.objects.get().value == 7
    again = dict(re.findall(r'name="((?:seen|v|d)-[^"]+)" value="([^"]*)"', page)) | {"why": "Recounted"}
    client.post(url, again)
    assert Point.objects.get().value == 4


def test_an_error_elsewhere_does_not_hide_that_a_cell_was_changed_meanwhile(client, team, person):
    falls = monthly(team)
    point = PointFactory(measure=falls, period=OCTOBER, value=3)
    url = address(team)
    opened = cells(client, url) | {f"v-{key(falls)}": "x", "why": "Recounted"}
    Point.objects.filter(pk=point.pk).update(value=7, version=2)
    page = client.post(url, opened).content.decode()
    again = dict(re.findall(r'name="((?:seen|v|d)-[^"]+)" value="([^"]*)"', page)) | {"why": "Recounted"}
    page = client.post(url, again | {f"v-{key(falls)}": "4"}).content.decode()
    assert "Somebody else saved a newer figure" in page
    assert Point.objects.get().value == 7


def test_a_cell_that_was_not_touched_never_writes_over_a_newer_figure(client, team, person):
    falls, ulcers = monthly(team), monthly(team, "Ulcers")
    point = PointFactory(measure=falls, period=OCTOBER, value=3)
    url = address(team)
    opened = cells(client, url) | {f"v-{key(ulcers)}": "4"}
    Point.objects.filter(pk=point.pk).update(value=7, version=2)
    client.post(url, opened)
    assert sorted(Point.objects.values_list("value", flat=True)) == [4, 7]


def test_far_from_the_usual_is_asked_about_once(client, team, person):
    falls = monthly(team)
    for month, value in enumerate([3, 4, 5, 4, 3, 4, 5], 1):
        PointFactory(measure=falls, period=dt.date(2026, month, 1), value=value)
    refresh([falls.pk])
    url = address(team)
    opened = cells(client, url) | {f"v-{key(falls)}": "400"}
    page = client.post(url, opened).content.decode()
    assert "This is far from the usual 3.0 to 5.0 minutes." in page
    assert "Yes, these are right" in page
    assert Point.objects.count() == 7
    asked = re.search(r'name="asked" value="([^"]*)"', page)[1]
    other = client.post(url, opened | {f"v-{key(falls)}": "900", "asked": asked, "sure": "on"}).content.decode()
    assert "This is far from the usual" in other  # yes was said to another figure
    client.post(url, opened | {"asked": asked, "sure": "on"})
    assert Point.objects.get(period=OCTOBER).value == 400


def test_an_emptied_cell_says_how_a_point_is_taken_out(client, team, person):
    falls = monthly(team)
    PointFactory(measure=falls, period=OCTOBER, value=3)
    url = address(team)
    page = client.post(url, cells(client, url) | {f"v-{key(falls)}": ""}).content.decode()
    assert "To take a point out, open it from its measure’s page" in page
    assert Point.objects.count() == 1


def test_only_measures_that_the_person_enters_are_shown_and_saved(client, team, person):
    falls = monthly(team)
    other = MeasureFactory(name="Theatre starts", system=team.system, frequency="monthly")
    url = f"{GRID}?system={team.system.pk}"
    opened = cells(client, url)
    assert f"v-{key(falls)}" in opened
    assert f"v-{key(other)}" not in opened
    forged = {f"v-{key(other)}": "4", f"seen-{key(other)}": "0||"}
    page = client.post(url, opened | forged).content.decode()
    assert "You may not enter points of Theatre starts" in page
    assert not Point.objects.exists()


def test_measures_of_another_frequency_have_a_tab(client, team, person):
    monthly(team), monthly(team, "Ulcers")
    weekly = MeasureFactory(name="Huddles held", team=team, system=team.system, frequency="weekly")
    page = client.get(address(team)).content.decode()
    assert "Huddles held" not in page
    assert "every=weekly" in page
    assert f"v-{weekly.pk}-2026-11-16" in client.get(address(team, "&every=weekly")).content.decode()


def test_fortnights_follow_each_measure_s_own(client, team, person):
    one, two = (
        MeasureFactory(name=name, team=team, system=team.system, frequency="fortnightly") for name in ("One", "Two")
    )
    PointFactory(measure=one, period=dt.date(2026, 10, 5))
    PointFactory(measure=two, period=dt.date(2026, 10, 12))
    opened = cells(client, address(team))
    assert {f"v-{one.pk}-2026-11-16", f"v-{two.pk}-2026-11-09"} <= opened.keys()
    sent = {f"v-{one.pk}-2026-11-16": "1", f"v-{two.pk}-2026-11-09": "2"}
    client.post(address(team), opened | sent)
    assert Point.objects.count() == 4


def test_older_periods_are_a_link_away(client, team, person):
    falls = monthly(team)
    page = client.get(address(team)).content.decode()
    assert "until=2026-06-01" in page
    assert "Later periods" not in page
    page = client.get(address(team, "&every=monthly&until=2026-06-01")).content.decode()
    assert f"v-{falls.pk}-2026-02-01" in page
    assert "Later periods" in page


def test_a_team_without_measures_says_so(client, team, person):
    assert "No measures to enter here" in client.get(address(team)).content.decode()


def test_what_a_grid_does_not_fit_is_linked(client, team, person):
    monthly(team)
    monthly(team, "Causes", categories=["slip", "trip"])
    page = client.get(address(team)).content.decode()
    assert re.search(r"Entered on pages of their own: <a[^>]*>Causes</a>", page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_asks_the_same_queries_for_any_number_of_measures(client, team, count, django_assert_num_queries):
    client.force_login(person_with(Role.ANALYST))
    for number in range(count):
        PointFactory(measure=monthly(team, f"Measure {number}"), period=OCTOBER)
    client.get(address(team))
    with django_assert_num_queries(6):
        client.get(address(team))


@pytest.mark.parametrize("until", ["2026-13-01", "x", "0001-01-01", "9999-12-31"])
def test_a_day_that_makes_no_sense_shows_a_grid(client, team, person, until):
    monthly(team)
    assert client.get(address(team, f"&until={until}")).status_code == 200
