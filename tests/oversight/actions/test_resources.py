"""Shared resources: described by the group, never below what has been given."""

import datetime as dt
from decimal import Decimal

import pytest

from oversight.actions.resources import clear_capacity, edit_resource, make_resource, retire_resource, set_capacity
from oversight.enums import RequestState
from oversight.models import Allocation, Capacity, Resource
from oversight.queries.loads import this_week
from redesign.lib.refusals import Refusal, StaleEdit
from tests.factories.oversight import ResourceFactory, ResourceRequestFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def week(number: int) -> dt.date:
    return this_week() + dt.timedelta(weeks=number)


def holder(resource: Resource, amount, first: int, last: int, name: str = "Home by noon") -> Allocation:
    """A team that was given this much of the resource."""
    facts = {"amount": Decimal(amount), "first_week": week(first), "last_week": week(last)}
    request = ResourceRequestFactory(
        resource=resource, team__name=name, state=RequestState.GRANTED, reason="First.", **facts
    )
    return Allocation.objects.create(request=request, resource=resource, **facts)


def edit(resource: Resource, version: int | None = None, **changes) -> None:
    facts = {
        "name": resource.name,
        "kind": resource.kind,
        "unit": resource.unit,
        "weekly_capacity": resource.weekly_capacity,
        "person": None,
        "description": "",
        **changes,
    }
    edit_resource(resource=resource, version=version or resource.version, **facts)
    resource.refresh_from_db()


def test_a_resource_is_made_once():
    facts = {"kind": "hours", "unit": "hours", "weekly_capacity": Decimal(15), "person": None, "description": ""}
    assert make_resource(name="Informatics", **facts).weekly_capacity == 15
    with pytest.raises(Refusal) as refused:
        make_resource(name="informatics", **facts)
    assert (refused.value.field, refused.value.sentence) == (
        "name",
        "There is a shared resource of this name already.",
    )


def test_an_edit_of_an_old_version_is_refused():
    resource = ResourceFactory()
    edit(resource, unit="half-days")
    with pytest.raises(StaleEdit):
        edit(resource, version=1, unit="days")


def test_capacity_goes_down_to_what_is_given_and_no_further():
    resource = ResourceFactory(weekly_capacity=10)
    holder(resource, 5, 1, 2)
    holder(resource, 2, 2, 2, name="First case on time")
    edit(resource, weekly_capacity=Decimal(7))
    with pytest.raises(Refusal) as refused:
        edit(resource, weekly_capacity=Decimal("6.5"))
    day = week(2)
    assert (refused.value.field, refused.value.sentence) == (
        "weekly_capacity",
        f"In the week of {day.day} {day:%B}, 7 hours are given already (Home by noon 5 and First case on time 2), and "
        "there would be only 6.5. Settle these requests anew first.",
    )


def test_weeks_that_are_over_keep_the_capacity_they_had():
    resource = ResourceFactory(weekly_capacity=10)
    holder(resource, 8, -2, -1)
    edit(resource, weekly_capacity=Decimal(5))
    assert list(resource.capacities.values_list("week", "amount")) == [(week(-2), 10), (week(-1), 10)]


def other_weeks(resource: Resource, amount, first: int, last: int) -> None:
    set_capacity(
        resource=resource,
        first_week=week(first),
        last_week=week(last),
        amount=Decimal(amount),
        why="Leave.",
        by=UserFactory(),
    )


def test_some_weeks_have_another_capacity():
    resource = ResourceFactory()
    other_weeks(resource, 2, 1, 2)
    other_weeks(resource, 3, 2, 2)
    assert list(resource.capacities.values_list("week", "amount", "why")) == [
        (week(1), 2, "Leave."),
        (week(2), 3, "Leave."),
    ]


def test_another_capacity_below_what_is_given_is_refused_and_nothing_saved():
    resource = ResourceFactory(weekly_capacity=10)
    holder(resource, 5, 2, 2)
    with pytest.raises(Refusal, match=r"5 hours are given already \(Home by noon 5\)"):
        other_weeks(resource, 4, 1, 3)
    assert Capacity.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-3, -1, "first_week"), (3, 2, "last_week"), (3, 400_000, "last_week")]
)
def test_weeks_must_be_to_come_near_and_in_order(first, last, field):
    with pytest.raises(Refusal) as refused:
        other_weeks(ResourceFactory(), 4, first, last)
    assert refused.value.field == field


def test_the_usual_capacity_comes_back_unless_more_is_given():
    resource = ResourceFactory(weekly_capacity=10)
    other_weeks(resource, 12, 1, 2)
    first, second = resource.capacities.all()
    holder(resource, 11, 2, 2)
    clear_capacity(capacity=first)
    with pytest.raises(Refusal, match="there would be only 10"):
        clear_capacity(capacity=second)
    assert list(resource.capacities.values_list("week", flat=True)) == [week(2)]


def test_a_resource_is_retired_when_nobody_holds_it_any_more():
    resource = ResourceFactory(name="Informatics")
    allocation = holder(resource, 5, 1, 2)
    with pytest.raises(Refusal, match="Informatics is given to Home by noon in coming weeks"):
        retire_resource(resource=resource, retired=True)
    allocation.delete()
    retire_resource(resource=resource, retired=True)
    assert Resource.objects.get().retired
    retire_resource(resource=resource, retired=False)
    assert not Resource.objects.get().retired
