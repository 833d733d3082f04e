"""The heat map shows what is wanted of what there is; the group keeps the resources."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from oversight.enums import RequestState
from oversight.models import Allocation, Capacity, Resource, ResourceRequest
from oversight.queries.loads import this_week
from teams.enums import Role
from tests.factories.oversight import ResourceFactory, ResourceRequestFactory
from tests.factories.people import OutsiderFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
LIST = "/oversight/resources/"


def week(number: int) -> dt.date:
    return this_week() + dt.timedelta(weeks=number)


@pytest.fixture
def chair(client):
    client.force_login(person_with(Role.OVERSIGHT))
    return client


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def asked(resource: Resource, amount, first: int = 0, last: int = 0, **fields) -> ResourceRequest:
    return ResourceRequestFactory(
        resource=resource, amount=Decimal(amount), first_week=week(first), last_week=week(last), **fields
    )


def given(request: ResourceRequest) -> Allocation:
    ResourceRequest.objects.filter(pk=request.pk).update(state=RequestState.GRANTED, reason="First.")
    return Allocation.objects.create(
        request=request,
        resource=request.resource,
        amount=request.amount,
        first_week=request.first_week,
        last_week=request.last_week,
    )


def test_a_cell_says_what_is_wanted_of_what_there_is_and_leads_to_the_conflict(reader):
    resource = ResourceFactory(name="Informatics", weekly_capacity=10)
    asked(resource, 6, 1, 2)
    given(asked(resource, 5, 2, 2))
    cells = reader.get(LIST).context["map"].rows[0].cells
    conflict = reverse("oversight:conflict", kwargs={"pk": resource.pk, "week": week(2)})
    assert [(cell.text, cell.level, cell.url) for cell in cells[:4]] == [
        ("0/10", "0", ""),
        ("6/10", "3", ""),
        ("11/10", "over", conflict),
        ("0/10", "0", ""),
    ]
    assert len(cells) == 26
    assert "1 too many" in cells[2].sentence


def test_weeks_with_another_capacity_count_with_it(reader):
    resource = ResourceFactory(weekly_capacity=10)
    Capacity.objects.create(resource=resource, week=week(1), amount=2)
    asked(resource, 3, 1, 1)
    assert reader.get(LIST).context["map"].rows[0].cells[1].text == "3/2"


@pytest.mark.parametrize("count", [1, 3])
def test_the_heat_map_asks_the_same_queries_for_any_number(reader, count, django_assert_num_queries):
    for _ in range(count):
        resource = ResourceFactory(person=UserFactory())
        asked(resource, 20)
        given(asked(resource, 2))
    reader.get(LIST)
    with django_assert_num_queries(7):  # session, person, standing, resources, capacities, allocations, requests
        reader.get(LIST)


def names(client, query: str) -> list[str]:
    return [row.title for row in client.get(f"{LIST}?{query}").context["map"].rows]


def test_the_list_is_filtered_and_ordered(reader):
    calm = ResourceFactory(name="A room", kind="room", weekly_capacity=5)
    tight = ResourceFactory(name="B hours", kind="hours", weekly_capacity=5)
    ResourceFactory(name="Gone", retired=True)
    asked(calm, 1)
    asked(tight, 9)
    assert names(reader, "") == ["A room", "B hours"]
    assert names(reader, "sort=-over") == ["B hours", "A room"]
    assert names(reader, "over=on") == ["B hours"]
    assert names(reader, "kind=room") == ["A room"]
    assert names(reader, "q=hours") == ["B hours"]
    assert names(reader, "kind=spoon&sort=x&page=9") == ["A room", "B hours"]


def test_an_empty_list_says_what_to_do_first(reader):
    assert "Nothing is shared yet" in reader.get(LIST).content.decode()
    ResourceFactory()
    assert "No resource is like this" in reader.get(f"{LIST}?q=zzz").content.decode()


def test_outsiders_do_not_see_what_the_organisation_shares(client):
    client.force_login(OutsiderFactory())
    assert client.get(LIST).status_code == 403


SENT = {"name": "Informatics", "kind": "hours", "unit": "hours", "weekly_capacity": "15", "description": ""}


def test_a_resource_is_made_and_edited(chair):
    answer = chair.post(reverse("oversight:resource-new"), SENT)
    made = Resource.objects.get()
    assert answer.url == reverse("oversight:resource", args=[made.pk])
    chair.post(reverse("oversight:resource-edit", args=[made.pk]), {**SENT, "weekly_capacity": "12.5", "version": "1"})
    made.refresh_from_db()
    assert made.weekly_capacity == Decimal("12.5")


def test_a_capacity_below_zero_is_refused_at_its_field(chair):
    answer = chair.post(reverse("oversight:resource-new"), {**SENT, "weekly_capacity": "-1"})
    assert "weekly_capacity" in answer.context["form"].errors


def test_lowering_the_capacity_below_what_is_given_says_who_holds_it(chair):
    resource = ResourceFactory(name="Informatics", weekly_capacity=15)
    given(asked(resource, 8, team__name="Home by noon"))
    url = reverse("oversight:resource-edit", args=[resource.pk])
    answer = chair.post(url, {**SENT, "weekly_capacity": "7", "version": "1"})
    assert "8 hours are given already (Home by noon 8)" in answer.context["form"].errors["weekly_capacity"][0]


def test_some_weeks_get_another_capacity_and_lose_it_again(chair):
    resource = ResourceFactory()
    url = reverse("oversight:capacity-set", args=[resource.pk])
    chair.post(url, {"first_week": str(week(1)), "last_week": "", "amount": "2", "why": "Leave."})
    capacity = Capacity.objects.get()
    assert (capacity.week, capacity.amount) == (week(1), 2)
    assert "Leave." in chair.get(reverse("oversight:resource", args=[resource.pk])).content.decode()
    chair.post(reverse("oversight:capacity-clear", args=[capacity.pk]))
    assert not Capacity.objects.exists()


def test_a_resource_that_is_asked_for_is_not_retired(chair):
    request = asked(ResourceFactory(name="Informatics"), 3, team__name="Home by noon")
    url = reverse("oversight:resource-retire", args=[request.resource_id])
    answer = chair.post(url, follow=True)
    assert "Informatics is asked for by Home by noon" in answer.content.decode()
    assert not Resource.objects.get().retired


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_resource_asks_the_same_queries_for_any_number(reader, count, django_assert_num_queries):
    resource = ResourceFactory(weekly_capacity=10)
    for number in range(count):
        given(asked(resource, 2, number, number))
        asked(resource, 9, number, number)
        asked(resource, 1, -9, -8)
        Capacity.objects.create(resource=resource, week=week(5 + number), amount=2)
    url = reverse("oversight:resource", args=[resource.pk])
    reader.get(url)
    with django_assert_num_queries(10):
        reader.get(url)


def test_the_page_of_a_resource_shows_who_waits_who_holds_and_what_is_past(reader):
    resource = ResourceFactory(name="Informatics", weekly_capacity=10)
    given(asked(resource, 8, team__name="Holder"))
    asked(resource, 8, team__name="Waiter")
    asked(resource, 8, -9, -8, team__name="Yesterday")
    page = reader.get(reverse("oversight:resource", args=[resource.pk])).context["page"]
    assert [[row.team for row in rows] for rows in (page.given, page.asked, page.past)] == [
        ["Holder"],
        ["Waiter"],
        ["Yesterday"],
    ]
    assert len(page.conflicts) == 1
