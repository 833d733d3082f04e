"""The API: by key alone, typed, all or nothing, once for each idempotency key."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from measures.actions.summaries import refresh
from measures.actions.tokens import forget_calls, make_token, revoke_token, token_of
from measures.api import keys
from measures.models import ApiCall, ApiToken, MeasureSummary, Point
from redesign.lib.history import Kind, Part, history_page
from redesign.lib.refusals import Refusal
from teams.enums import Role, TeamState
from teams.models import RoleGrant
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db

ENDS = dt.date(2026, 12, 31)
SEPTEMBER, OCTOBER = dt.date(2026, 9, 1), dt.date(2026, 10, 1)


@pytest.fixture(autouse=True)
def no_calls_counted():
    cache.clear()


class Caller(Client):
    """A program with a key; it has no cookies, and keeps to the rules for what is sent by nobody's browser."""

    def __init__(self, key, **more):
        super().__init__(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {key}", **more})

    def put(self, points, why="", **headers):
        body = json.dumps({"points": points, "why": why})
        answer = self.post("/api/v1/points", body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()


def caller_for(by, system=None):
    return Caller(make_token(by=by, name="Export", expires_on=ENDS, system=system)[1])


@pytest.fixture
def analyst():
    return person_with(Role.ANALYST, user=UserFactory(name="Mei-Ling Chao"))


@pytest.fixture
def caller(analyst):
    return caller_for(analyst)


def monthly(**more):
    return MeasureFactory(frequency="monthly", **more)


def point(measure, value=4, period=OCTOBER, **more):
    return {"measure": measure.pk, "period": period.isoformat(), "value": value, **more}


# -- Keys ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer rd_wrong", "Basic abc", f"Bearer {'x' * 5000}", "Bearer \x00"]
)
def test_without_a_key_in_force_nothing_is_told(client, analyst, header):
    client.force_login(analyst)
    answer = client.get("/api/v1/measures", headers={"Authorization": header} if header is not None else {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json() == {"detail": "Send a key that is in force: Authorization: Bearer …", "errors": []}


def test_a_session_does_not_write(client, analyst):
    client.force_login(analyst)
    body = json.dumps({"points": [point(monthly())]})
    assert client.post("/api/v1/points", body, content_type="application/json").status_code == 401
    assert not Point.objects.exists()


def revoked(token):
    revoke_token(token=token)


def expired(token):
    ApiToken.objects.filter(pk=token.pk).update(expires_on=dt.date(2026, 1, 1))


def of_a_person_who_left(token):
    type(token.owner).objects.filter(pk=token.owner_id).update(is_active=False)


def of_one_who_is_no_analyst_any_more(token):
    RoleGrant.objects.filter(user=token.owner).delete()


@pytest.mark.parametrize("end", [revoked, expired, of_a_person_who_left, of_one_who_is_no_analyst_any_more])
def test_a_key_ends(analyst, end):
    token, key = make_token(by=analyst, name="Export", expires_on=ENDS)
    assert token_of(key) == token
    end(token)
    assert token_of(key) is None


def test_a_key_is_stored_as_a_digest_alone(analyst):
    token, key = make_token(by=analyst, name="Export", expires_on=ENDS)
    assert key not in str(list(ApiToken.objects.values())) + str(list(token.events.values()))
    assert token.hint == key[:8]


@pytest.mark.parametrize("day", [dt.date(2020, 1, 1), dt.date(2199, 1, 1)])
def test_a_key_ends_within_a_year(analyst, day):
    with pytest.raises(Refusal):
        make_token(by=analyst, name="Export", expires_on=day)


def test_the_last_use_is_noted_to_the_minute(caller, analyst):
    caller.get("/api/v1/systems")
    first = ApiToken.objects.get().last_used_at
    caller.get("/api/v1/systems")
    assert ApiToken.objects.get().last_used_at == first
    assert timezone.now() - first < dt.timedelta(minutes=1)


def test_a_key_that_calls_too_often_is_told_to_wait(caller, monkeypatch):
    monkeypatch.setattr(keys, "A_MINUTE", 2)
    assert [caller.get("/api/v1/systems").status_code for _ in range(3)] == [200, 200, 429]
    answer = caller.get("/api/v1/systems")
    assert int(answer["Retry-After"]) <= 60
    assert set(answer.json()) == {"detail", "errors"}


def test_a_device_reaches_its_system_and_those_below():
    division = SystemFactory(name="Medicine")
    ward, elsewhere = SystemFactory(parent=division), SystemFactory(name="Theatres")
    here, there = monthly(system=ward), monthly(system=elsewhere, name="Starts on time")
    device = caller_for(person_with(Role.ADMINISTRATOR), division)
    assert [row["id"] for row in device.get("/api/v1/measures").json()["items"]] == [here.pk]
    assert [row["id"] for row in device.get("/api/v1/systems").json()["items"]] == [division.pk, ward.pk]
    for address in ("", "/points", "/chart"):
        assert device.get(f"/api/v1/measures/{there.pk}{address}").status_code == 404
    assert device.put([point(here)])[0] == 200
    status, said = device.put([point(there)])
    assert (status, said["errors"]) == (
        422,
        [
            {
                "place": "points.0.measure",
                "message": "This key is for Medicine and the systems below it, and Starts on time is not there.",
            }
        ],
    )
    assert Point.objects.count() == 1


# -- Writing ------------------------------------------------------------------------------------------------------


def test_points_are_added_changed_and_left_as_they_are(caller, analyst):
    falls, share = monthly(), monthly(chart="p", multiplier=100)
    PointFactory(measure=falls, period=SEPTEMBER, value=3, note="By hand", estimated=True)
    PointFactory(measure=falls, period=dt.date(2026, 8, 1), value=2)
    sent = [
        point(falls, 5, SEPTEMBER),
        point(falls, 2, dt.date(2026, 8, 19)),
        point(share, 41, denominator=48, note="Half the ward was closed"),
    ]
    status, said = caller.put(sent, why="Recounted")
    assert (status, said["added"], said["changed"], said["unchanged"]) == (200, 1, 1, 1)
    assert [each["outcome"] for each in said["points"]] == ["changed", "unchanged", "added"]
    changed = Point.objects.get(measure=falls, period=SEPTEMBER)
    assert (changed.value, changed.version, changed.note, changed.estimated) == (5, 2, "By hand", True)
    assert MeasureSummary.objects.get(measure=share).latest_value == pytest.approx(41 / 48 * 100)
    assert caller.put(sent)[1]["unchanged"] == 3


def test_the_history_says_whose_key_it_was(caller):
    falls = monthly()
    caller.put([point(falls)])
    kind = Kind("point", None, None, None, None, (Part(Point),))
    row = history_page(kind, Point.objects.get().pk).rows[0]
    assert (row.who, row.why) == (
        "Mei-Ling Chao, by the key “Export”",
        "Sent by a program with the key “Export”.",
    )


def test_every_point_at_fault_is_told_and_none_is_written(caller):
    falls, share = monthly(name="Falls"), monthly(chart="p", multiplier=100)
    old = monthly(name="Old", status="retired")
    paused = monthly(team=TeamFactory(name="Night team", state=TeamState.PAUSED))
    PointFactory(measure=falls, period=SEPTEMBER, value=3)
    status, said = caller.put(
        [
            point(falls), point(falls, 5), point(falls, period=dt.date(2027, 3, 1)), point(falls, period=dt.date(1776, 7, 4)),
            point(share, 50, denominator=48), point(share, period=SEPTEMBER), point(old), point(paused), {**point(falls), "measure": 424242},
            point(falls, 9, SEPTEMBER, version=7),
        ]
    )  # fmt: skip
    assert status == 422
    assert said["detail"] == "Nothing was saved: 9 figures need mending first."
    assert {each["place"]: each["message"] for each in said["errors"]} == {
        "points.1.period": "Entry 1 is for October 2026 too.",
        "points.2.period": "March 2027 lies in the future.",
        "points.3.period": "The year 1776 cannot be right.",
        "points.4.value": "50 is more than the 48 it is part of.",
        "points.5.denominator": "This measure needs a denominator too: out of how many?",
        "points.6.measure": "Old is retired: it takes no more points.",
        "points.7.measure": (
            "Night team is paused: ask the oversight group to start it again before you change its work."
        ),
        "points.8.measure": "There is no such measure.",
        "points.9.version": "Somebody else saved a newer figure while you were typing.",
    }
    assert list(Point.objects.values_list("value", flat=True)) == [3]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"points": []}, "points"),
        ({}, "points"),
        ({"points": [{"measure": 1, "period": "soon", "value": 1}]}, "points.0.period"),
        ({"points": [{"measure": 1, "period": 1767225600, "value": 1}]}, "points.0.period"),
        ({"points": [{"measure": 1, "period": "0", "value": 1}]}, "points.0.period"),
        ({"points": [{"measure": 1, "period": "2026-10-01T10:00", "value": 1}]}, "points.0.period"),
        ({"points": [{"measure": 1, "period": "2026-10-01", "value": 1, "denominater": 4}]}, "points.0.denominater"),
        ({"points": [{"measure": 1, "period": "2026-10-01", "value": 1}], "reason": "counted anew"}, "reason"),
        ({"points": [{"measure": 1, "period": "2026-10-01", "value": "4"}]}, "points.0.value"),
        ({"points": [{"measure": 1, "period": "2026-10-01", "value": True}]}, "points.0.value"),
        ({"points": [{"measure": 10**30, "period": "2026-10-01", "value": 1}]}, "points.0.measure"),
        ({"points": [{"measure": 1, "period": "2026-10-01", "value": 1, "note": "x" * 301}]}, "points.0.note"),
        ({"points": [{"measure": 1, "period": "2026-10-01", "value": 1}] * 1001}, "points"),
        (["points"], "body"),
    ],
)
def test_what_is_not_as_described_is_told_by_its_place(caller, body, place):
    answer = caller.post("/api/v1/points", json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    assert place in [each["place"].rpartition("sent.")[2] for each in answer.json()["errors"]]


@pytest.mark.parametrize("body", ["", "{", "[" * 5000, '{"points": NaN}', "\x00"])
def test_what_is_no_json_is_refused(caller, body):
    answer = caller.post("/api/v1/points", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


def test_a_day_that_is_not_written_in_full_is_told_how_to_write_it(caller):
    answer = caller.get(f"/api/v1/measures/{monthly().pk}/points?until=0")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"place": "query.until", "message": "Write the day like 2026-03-31."}]


def test_more_than_is_read_at_once_is_refused_in_a_sentence(caller):
    answer = caller.post("/api/v1/points", b'{"points": [' + b" " * 6_000_000, content_type="application/json")
    assert (answer.status_code, answer.json()) == (
        413,
        {"detail": "This is more than 5 MB: send it in parts.", "errors": []},
    )


def test_not_a_number_is_refused(caller):
    falls = monthly()
    body = json.dumps({"points": [point(falls, float("nan"))]})
    assert "NaN" in body
    assert caller.post("/api/v1/points", body, content_type="application/json").status_code == 422


def test_a_text_with_a_nul_is_refused_in_words(caller):
    status, said = caller.put([point(monthly(), note="a\x00b")])
    assert (status, said["errors"][0]["place"].rpartition("sent.")[2]) == (422, "points.0.note")
    assert caller.get("/api/v1/measures?q=%00").status_code == 422


# -- Once for each idempotency key --------------------------------------------------------------------------------


def test_the_same_call_again_is_answered_as_before_and_changes_nothing(caller):
    falls = monthly()
    first = caller.put([point(falls)], **{"Idempotency-Key": "october"})
    Point.objects.update(value=9)
    again = caller.post(
        "/api/v1/points", json.dumps({"points": [point(falls)], "why": ""}), content_type="application/json",
        headers={"Idempotency-Key": "october"},
    )  # fmt: skip
    assert (again.status_code, again.json()) == first
    assert again["Idempotent-Replayed"] == "true"
    assert Point.objects.get().value == 9


def test_the_same_key_with_another_body_is_refused(caller):
    falls = monthly()
    caller.put([point(falls)], **{"Idempotency-Key": "october"})
    status, said = caller.put([point(falls, 5)], **{"Idempotency-Key": "october"})
    assert (status, said["detail"]) == (409, "This Idempotency-Key came with another body before: use a new one.")
    assert Point.objects.get().value == 4


def test_a_refused_call_may_be_sent_again(caller):
    falls = monthly(status="retired")
    assert caller.put([point(falls)], **{"Idempotency-Key": "october"})[0] == 422
    type(falls).objects.update(status="trial")
    assert caller.put([point(falls)], **{"Idempotency-Key": "october"})[0] == 200


def test_the_keys_of_one_caller_mean_nothing_to_another(caller, analyst):
    falls = monthly()
    caller.put([point(falls)], **{"Idempotency-Key": "october"})
    assert caller_for(analyst).put([point(falls, 5)], **{"Idempotency-Key": "october"})[1]["changed"] == 1


def test_calls_are_forgotten_after_a_week(caller):
    caller.put([point(monthly())], **{"Idempotency-Key": "october"})
    assert forget_calls() == 0
    ApiCall.objects.update(called_at=timezone.now() - dt.timedelta(days=8))
    assert forget_calls() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_call_from_eight_at_once_writes_once():
    falls = monthly()
    key = make_token(by=person_with(Role.ANALYST), name="Export", expires_on=ENDS)[1]

    def call():
        return Caller(key).put([point(falls)], **{"Idempotency-Key": "october"})

    answers = at_once(*[call] * 8)
    assert answers == [answers[0]] * 8
    assert (answers[0][0], answers[0][1]["added"]) == (200, 1)
    assert (Point.objects.count(), Point.events.rel.related_model.objects.count(), ApiCall.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_points_of_the_same_measures_from_eight_at_once_never_wait_for_each_other():
    measures = [monthly() for _ in range(4)]
    key = make_token(by=person_with(Role.ANALYST), name="Export", expires_on=ENDS)[1]

    def call(number):
        order = measures if number % 2 else measures[::-1]
        return lambda: Caller(key).put([point(measure, number) for measure in order])[0]

    assert at_once(*[call(number) for number in range(8)]) == [200] * 8
    assert Point.objects.values("value").distinct().count() == 1


# -- Reading ------------------------------------------------------------------------------------------------------


def test_measures_are_filtered_and_paged(caller):
    team = TeamFactory()
    measures = [MeasureFactory(name=f"Falls {number}", team=team, system=team.system) for number in range(3)]
    MeasureFactory(name="Elsewhere", type="process")

    def names(query):
        said = caller.get(f"/api/v1/measures?{query}").json()
        return said["count"], [row["name"] for row in said["items"]]

    assert names("size=2&page=2&q=falls") == (3, ["Falls 2"])
    assert names(f"team={team.pk}&size=1") == (3, ["Falls 0"])
    assert names(f"system={team.system_id}")[0] == 3
    assert names("type=process") == (1, ["Elsewhere"])
    assert names("page=99") == (4, [])
    assert caller.get("/api/v1/measures?type=odd").status_code == 422
    one = caller.get(f"/api/v1/measures/{measures[0].pk}").json()
    assert (one["name"], one["system"], one["variation"]) == ("Falls 0", team.system_id, "none")


def test_points_and_chart_of_a_measure(caller):
    falls = monthly(chart="i")
    for month in range(1, 11):
        PointFactory(measure=falls, period=dt.date(2026, month, 1), value=month)
    refresh([falls.pk])
    points = caller.get(f"/api/v1/measures/{falls.pk}/points?since=2026-09-01").json()["items"]
    assert [(each["period"], each["value"], each["shown"], each["version"]) for each in points] == [
        ("2026-09-01", 9, 9, 1),
        ("2026-10-01", 10, 10, 1),
    ]
    chart = caller.get(f"/api/v1/measures/{falls.pk}/chart").json()
    assert [each["value"] for each in chart["points"]] == list(range(1, 11))
    assert chart["points"][0]["centre"] == 5.5
    assert all(signal["words"] and signal["first"] <= signal["last"] for signal in chart["signals"])


def test_systems_and_teams(caller):
    team = TeamFactory(name="Home before noon")
    assert caller.get("/api/v1/teams?q=noon").json()["items"] == [
        {"id": team.pk, "name": "Home before noon", "state": "active", "system": team.system_id}
    ]
    assert caller.get(f"/api/v1/systems/{team.system_id}").json()["name"] == team.system.name
    assert caller.get("/api/v1/systems/424242").json() == {
        "detail": "There is nothing here that this key reaches.",
        "errors": [],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_measures_asks_the_same_queries_for_any_number(caller, count, django_assert_num_queries):
    MeasureFactory.create_batch(count)
    caller.get("/api/v1/measures")
    with django_assert_num_queries(4):  # key, standing, count, measures
        caller.get("/api/v1/measures")


@pytest.mark.parametrize("count", [1, 3])
def test_sending_points_asks_the_same_queries_for_any_number(caller, count, django_assert_num_queries):
    measures = [monthly() for _ in range(count)]
    caller.put([point(measures[0], 1)])
    with django_assert_num_queries(15):
        assert caller.put([point(measure, 7, SEPTEMBER) for measure in measures])[0] == 200


# -- The description ----------------------------------------------------------------------------------------------


def test_the_description_is_open_and_complete(client):
    said = client.get("/api/v1/openapi.json").json()
    assert said["openapi"].startswith("3.")
    assert {(path, method) for path, methods in said["paths"].items() for method in methods} == {
        ("/api/v1/systems", "get"),
        ("/api/v1/systems/{system}", "get"),
        ("/api/v1/teams", "get"),
        ("/api/v1/measures", "get"),
        ("/api/v1/measures/{measure}", "get"),
        ("/api/v1/measures/{measure}/points", "get"),
        ("/api/v1/measures/{measure}/chart", "get"),
        ("/api/v1/points", "post"),
    }
    operations = [each for methods in said["paths"].values() for each in methods.values()]
    assert all(each["security"] == [{"Key": []}] and each["description"] for each in operations)
    assert all({"200", "401", "422"} <= set(each["responses"]) for each in operations)
    described = said["components"]["schemas"]
    assert described["PointsIn"]["properties"]["points"]["maxItems"] == 1000
    assert all(schema.get("description") for name, schema in described.items() if name in ("PointIn", "MeasureOut"))


@pytest.mark.parametrize(
    "field", ["measure", "period", "value", "denominator", "spread", "estimated", "note", "version"]
)
def test_a_field_bears_anything(caller, field):
    falls = monthly(chart="p", multiplier=100)
    junk = [
        None,
        "",
        "x",
        "\ud800",
        "=1+1",
        -1,
        0,
        1.5,
        1e308,
        -1e308,
        2**63,
        10**400,
        True,
        [],
        {},
        [[]],
        "2026-02-30",
        "9999-12-31",
    ]
    for each in junk:
        status, said = caller.put([point(falls, denominator=48, version=0) | {field: each}])
        assert status in (200, 422), (field, each)
        assert said.get("detail", "") or said["points"]
        Point.objects.all().delete()


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "size=100000", "q=%00", "system=-1", "team=x", "since=x", "system=99999999999999999999"],
)
@pytest.mark.parametrize(
    "address", ["measures", "systems", "teams", "measures/0/points", "measures/99999999999999999999"]
)
def test_a_question_bears_anything(caller, address, query):
    assert caller.get(f"/api/v1/{address}?{query}").status_code in (200, 404, 422)
