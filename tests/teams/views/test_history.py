"""The history of a thing: who changed what, when and why."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.urls import reverse

from redesign.celery import ClockTask, app
from redesign.lib.history import OfRequests, because, by_the_clock, history_page, kind_called
from teams.enums import Role, TeamRole
from teams.models import Cycle, Organisation
from tests.factories.cycles import CycleFactory
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.teams import MembershipFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def told(kind: str, pk: int) -> list[tuple]:
    """The history as (who, what, why, {field: (before, after)}), newest first."""
    page = history_page(kind_called(kind), pk)
    return [(r.who, r.what, r.why, {c.field: (c.before, c.after) for c in r.changes}) for r in page.rows]


def test_a_change_through_a_page_says_who_made_it_and_what_changed_in_words(client):
    cycle = CycleFactory(step="do", happened="")
    nurse = member_of(cycle.team, user__name="Amara Okafor")
    client.force_login(nurse)
    client.post(reverse("teams:cycle-do", args=[cycle.pk]), {"happened": "It rained.", "version": 1})

    who, what, _, changes = told("cycle", cycle.pk)[0]

    assert (who, what, changes) == ("Amara Okafor", "Changed", {"What happened": ("", "It rained.")})


def test_choices_dates_and_numbers_are_told_in_words():
    cycle = CycleFactory()
    Cycle.objects.filter(pk=cycle.pk).update(
        scale="one_unit", ends_on=dt.date(2024, 3, 9), predicted_value=40.0, predicted_yes=False
    )

    assert told("cycle", cycle.pk)[0][3] == {
        "Scale": ("One patient or one colleague", "The whole microsystem"),
        "Ends on": ("", "9 Mar 2024"),
        "Predicted value": ("", "40"),
        "Predicted yes": ("yes", "no"),
    }


def test_what_points_elsewhere_is_told_by_name():
    team = TeamFactory()
    MembershipFactory(team=team, user__name="Bo Lindqvist", role=TeamRole.COACH)

    _, what, _, changes = told("team", team.pk)[0]

    assert what == "Membership: made"
    assert (changes["User"], changes["Role"]) == (("", "Bo Lindqvist"), ("", "Coach"))


def test_a_change_carries_its_reason():
    cycle = CycleFactory()
    with because("The ward was closed."):
        Cycle.objects.filter(pk=cycle.pk).update(place="Ward 8")

    assert told("cycle", cycle.pk)[0] == (
        "The system itself",
        "Changed",
        "The ward was closed.",
        {"Where": ("", "Ward 8")},
    )


def test_what_a_task_changes_was_changed_by_the_clock():
    cycle = CycleFactory()
    with by_the_clock("teams.tasks.anything"):
        Cycle.objects.filter(pk=cycle.pk).update(place="Ward 8")

    assert told("cycle", cycle.pk)[0][0] == "The clock"


def test_saving_without_a_change_is_not_told():
    cycle = CycleFactory()
    cycle.save()

    assert [what for _, what, _, _ in told("cycle", cycle.pk)] == ["Made"]


def test_a_measures_history_tells_of_points_that_were_mended_or_removed_but_not_of_those_entered():
    point = PointFactory(value=42.0)
    point.value = 24.0
    point.save()
    measure = point.measure
    point.delete()

    rows = told("measure", measure.pk)

    assert [what for _, what, _, _ in rows] == ["Point: removed", "Point: changed", "Made"]
    assert rows[1][3] == {"Value": ("42", "24")}


def test_the_page_turns_its_pages(client):
    cycle = CycleFactory()
    for number in range(25):
        Cycle.objects.filter(pk=cycle.pk).update(place=f"Ward {number}")
    client.force_login(UserFactory())
    url = reverse("teams:history", args=["cycle", cycle.pk])

    first, second = client.get(url).context["page"], client.get(url, {"page": "2"}).context["page"]

    assert (len(first.rows), first.has_next, len(second.rows), second.has_next) == (20, True, 6, False)
    assert second.rows[-1].what == "Made"


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_asks_the_same_queries_for_any_number_of_changes(client, count, django_assert_num_queries):
    cycle = CycleFactory()
    nurse = member_of(cycle.team)
    client.force_login(nurse)
    for number in range(count):
        client.post(reverse("teams:cycle-do", args=[cycle.pk]))
        with because("x"):
            Cycle.objects.filter(pk=cycle.pk).update(place=f"Ward {number}")
    url = reverse("teams:history", args=["cycle", cycle.pk])
    client.get(url)

    with django_assert_num_queries(8):  # session, user, cycle, standing, events, notes, states before, idea
        client.get(url)


def test_htmx_gets_the_panel_alone(client):
    cycle = CycleFactory()
    client.force_login(UserFactory())

    page = client.get(
        reverse("teams:history", args=["cycle", cycle.pk]), headers={"HX-Request": "true"}
    ).content.decode()

    assert page.lstrip().startswith('<div class="history"') and "<html" not in page


@pytest.mark.parametrize("kind", ["team", "cycle", "measure", "point"])
def test_who_may_not_read_the_thing_may_not_read_its_history(client, kind):
    cycle = CycleFactory()
    measure = MeasureFactory(team=cycle.team)
    point = PointFactory(measure=measure)
    pk = {"team": cycle.team_id, "cycle": cycle.pk, "measure": measure.pk, "point": point.pk}[kind]
    client.force_login(OutsiderFactory())

    assert client.get(reverse("teams:history", args=[kind, pk])).status_code == 403


@pytest.mark.parametrize("kind", ["person", "role"])
def test_the_history_of_people_and_roles_is_for_administrators(client, kind):
    chair = person_with(Role.OVERSIGHT)
    pk = chair.pk if kind == "person" else chair.role_grants.get().pk
    url = reverse("teams:history", args=[kind, pk])

    client.force_login(chair)
    refused = client.get(url).status_code
    client.force_login(person_with(Role.ADMINISTRATOR))

    assert (refused, client.get(url).status_code) == (403, 200)


def test_an_unknown_kind_or_thing_is_absent(client):
    client.force_login(UserFactory())

    assert client.get(reverse("teams:history", args=["weather", 1])).status_code == 404
    assert client.get(reverse("teams:history", args=["cycle", 0])).status_code == 404


def test_every_task_runs_by_the_clock():
    assert all(isinstance(task, ClockTask) for name, task in app.tasks.items() if not name.startswith("celery."))


def test_what_the_organisation_was_called_before_is_for_administrators_to_read(client):
    organisation = Organisation.objects.create(pk=1, name="St Brigid’s")
    client.force_login(administrator := person_with(Role.ADMINISTRATOR))
    client.post(reverse("teams:organisation"), {"name": "St Brigid’s and St Anne’s", "time_zone": "Europe/London"})

    assert told("organisation", organisation.pk)[0] == (
        administrator.name,
        "Changed",
        "",
        {"Name": ("St Brigid’s", "St Brigid’s and St Anne’s")},
    )
    page = reverse("teams:history", args=["organisation", 1])
    assert client.get(page).status_code == 200
    client.force_login(UserFactory())
    assert client.get(page).status_code == 403


def test_the_history_holds_no_secret_end_of_a_link():
    request = RequestFactory().post("/welcome/e7f159ed8f5630f3/")
    assert OfRequests(lambda _: None).get_context(request)["url"] == "/welcome/…/"
