"""The tally sheet, and the address to which devices send what was tapped."""

import json
import re
import uuid

import pytest
from django.urls import reverse

from measures.models import Measure, Point, Tally
from redesign.lib.dates import today
from teams.enums import TeamRole, TeamState
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db
SEND = "measures:tallies"


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def nurse(client, team):
    person = member_of(team, TeamRole.MEMBER)
    client.force_login(person)
    return person


@pytest.fixture
def falls(team):
    return MeasureFactory(name="Falls", team=team, system=team.system, chart="c", frequency="daily", unit="falls")


def page_of(client, measure, **query) -> str:
    answer = client.get(reverse("measures:tally", args=[measure.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def a_tap(measure, n=1, **more) -> dict:
    return {"key": str(uuid.uuid4()), "measure": measure.pk, "day": today().isoformat(), "n": n, "d": 0, **more}


def send(client, person, taps):
    body = json.dumps({"person": person.pk, "taps": taps})
    return client.post(reverse(SEND), body, content_type="application/json")


def total_of(page: str) -> str:
    return re.search(r"<b data-tally-value>([^<]*)</b>", page)[1]


def test_the_sheet_counts_without_a_script_and_a_form_sent_twice_counts_once(client, nurse, falls):
    page = page_of(client, falls)
    assert total_of(page) == "0"
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    sent = {"key": key, "day": today().isoformat(), "step": "more"}
    here = reverse("measures:tally", args=[falls.pk])
    answers = [client.post(here, sent) for _ in range(2)]
    page = client.get(answers[0].url).content.decode()
    assert total_of(page) == "1"
    for _ in range(2):
        client.post(here, {"undo": key, "day": today().isoformat()})
    assert total_of(page_of(client, falls)) == "0"


def test_each_kind_of_sheet_has_its_buttons(client, nurse, team):
    share = MeasureFactory(team=team, chart="p", numerator="Left before noon", denominator="Left that day")
    causes = MeasureFactory(team=team, chart="c", categories=["Slip", "Bed & chair"])
    times = MeasureFactory(team=team, chart="i", unit="minutes")
    assert {"Left before noon", "Yes", "No"} <= set(re.findall(r"[\w ]+", page_of(client, share)))
    assert 'data-tally-count="Bed &amp; chair"' in page_of(client, causes)
    assert "This measure is not counted by tapping" in page_of(client, times)


def test_a_device_sends_its_counts_and_hears_the_totals(client, nurse, falls):
    taps = [a_tap(falls), a_tap(falls)]
    for _ in range(2):
        said = send(client, nurse, taps).json()
        assert said["taken"] == [tap["key"] for tap in taps]
        assert said["totals"][str(falls.pk)]["value"] == 2
    assert Tally.objects.filter(counted_by=nurse).count() == 2


def test_counts_of_somebody_else_are_not_taken(client, nurse, falls):
    answer = send(client, UserFactory(), [a_tap(falls)])
    assert (answer.status_code, Point.objects.count()) == (409, 0)


def test_what_may_not_be_entered_is_refused_in_words_and_the_rest_is_taken(client, nurse, falls):
    strange, resting = MeasureFactory(chart="c"), MeasureFactory(chart="c", team=TeamFactory(state=TeamState.PAUSED))
    member_of(resting.team, user=nurse)
    taps = [a_tap(strange), a_tap(resting), a_tap(falls), {**a_tap(falls), "measure": 10**15}]
    said = send(client, nurse, taps).json()
    assert said["taken"] == [taps[2]["key"]]
    assert [each["key"] for each in said["refused"]] == [taps[0]["key"], taps[1]["key"], taps[3]["key"]]
    assert "You may not enter points of" in said["refused"][0]["why"]


def test_a_device_asks_who_is_signed_in_and_how_far_the_count_is(client, nurse, falls):
    PointFactory(measure=falls, period=today(), value=7)
    said = client.get(reverse(SEND), {"measure": falls.pk, "day": today().isoformat()}).json()
    assert (said["person"], said["totals"]["value"]) == (nurse.pk, 7)
    assert client.get(reverse(SEND), {"measure": "x", "day": "x"}).json()["totals"] is None


def test_a_stranger_is_sent_to_sign_in(client, falls):
    answer = client.post(reverse(SEND), "{}", content_type="application/json")
    assert (answer.status_code, Point.objects.count()) == (302, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"key": "x"}, {"key": None}, {"measure": "1"}, {"measure": True}, {"measure": -1}, {"measure": 10**30}, {"day": "x"},
        {"day": "2026-02-30"}, {"day": None}, {"n": 1.5}, {"n": "1"}, {"n": 10**400}, {"n": None}, {"d": float("nan")},
        {"category": "\x00"}, {"category": 1}, {"category": "x" * 61}, {"category": "\ud800"},
    ],
)  # fmt: skip
def test_what_no_device_sends_is_answered_with_a_no(client, nurse, falls, change):
    answer = send(client, nurse, [{**a_tap(falls), **change}])
    assert (answer.status_code, Tally.objects.count()) == (400, 0)


@pytest.mark.parametrize("body", ["", "x", "[]", "null", "1", '{"taps": 1}', '{"taps": [1], "person": 1}', "[" * 5000])
def test_a_body_that_is_no_queue_is_answered_with_a_no(client, nurse, body):
    assert client.post(reverse(SEND), body, content_type="application/json").status_code == 400


def test_odd_times_are_read_as_now(client, nurse, falls):
    taps = [
        a_tap(falls, at=at) for at in ("x", None, 5, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+00:00", "2026-01-01")
    ]
    assert len(send(client, nurse, taps).json()["taken"]) == len(taps)
    assert Point.objects.get().value == len(taps)


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_asks_the_same_queries_for_any_number_of_taps(client, nurse, falls, count, django_assert_num_queries):
    for _ in range(count):
        send(client, nurse, [a_tap(falls)])
        person = member_of(falls.team)
        Tally.objects.create(
            key=uuid.uuid4(),
            measure=falls,
            period=today(),
            numerator=1,
            counted_at="2026-01-01T00:00Z",
            counted_by=person,
        )
    with django_assert_num_queries(6):  # session, person, standing, measure; the point, who counted
        page_of(client, falls)


def test_the_sheet_of_a_retired_measure_cannot_be_tapped(client, nurse, falls):
    Measure.objects.filter(pk=falls.pk).update(status="retired")
    assert "Nothing is counted at present" in page_of(client, falls)
