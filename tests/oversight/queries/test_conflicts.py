"""The count of conflicts in SQL is what the pure package finds, whatever is asked for and given."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from oversight.allocation import Gift, Supply, shortages
from oversight.enums import RequestState
from oversight.models import Allocation, Capacity, Resource, TeamSummary
from oversight.queries.conflicts import conflict_page, conflict_rows, count_of_conflicts, proposed_for
from oversight.queries.loads import contests, this_week
from redesign.lib.dates import weeks
from teams.enums import TeamState
from tests.factories.oversight import ResourceFactory, ResourceRequestFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


def week(number: int) -> dt.date:
    return this_week() + dt.timedelta(weeks=number)


@pytest.mark.parametrize("seed", range(6))
def test_the_count_equals_what_the_pure_package_finds(seed):
    chance = random.Random(seed)
    teams = [TeamFactory(), TeamFactory(state=TeamState.CLOSED), TeamFactory()]
    for _ in range(4):
        resource = ResourceFactory(weekly_capacity=chance.randint(3, 10), retired=chance.random() < 0.2)
        other = {week(number): Decimal(chance.randint(0, 9)) for number in chance.sample(range(12), 3)}
        for monday, amount in other.items():
            Capacity.objects.create(resource=resource, week=monday, amount=amount)
        given: list[Gift] = []
        for _ in range(chance.randint(0, 9)):
            first = chance.randint(-4, 12)
            facts = {
                "amount": Decimal(chance.randint(1, 6)),
                "first_week": week(first),
                "last_week": week(first + chance.randint(0, 5)),
            }
            request = ResourceRequestFactory(resource=resource, team=chance.choice(teams), **facts)
            gift = Gift(request.pk, "", facts["amount"], facts["first_week"], facts["last_week"])
            fits = not shortages(weeks(gift.first, gift.last), Supply(resource.weekly_capacity, other), [*given, gift])
            if fits and chance.random() < 0.4:
                given.append(gift)
                type(request).objects.filter(pk=request.pk).update(state=RequestState.GRANTED, reason="First.")
                Allocation.objects.create(request=request, resource=resource, **facts)
    in_use = Resource.objects.filter(retired=False)
    found = [run for each in contests(in_use, this_week()) for run in each.overloads(this_week())]
    assert count_of_conflicts() == len(found) == len(conflict_rows())


def test_without_requests_there_is_no_conflict():
    ResourceFactory(weekly_capacity=0)
    assert count_of_conflicts() == 0


def asked(resource: Resource, team: str, amount, first: int, last: int, priority: float):
    request = ResourceRequestFactory(
        resource=resource, team__name=team, amount=Decimal(amount), first_week=week(first), last_week=week(last)
    )
    TeamSummary.objects.update_or_create(team=request.team, defaults={"priority": priority})
    return request


def test_two_conflicts_over_one_resource_propose_the_same_for_a_team_that_stands_in_both():
    resource = ResourceFactory(weekly_capacity=Decimal(10))
    both = asked(resource, "Theatres", 6, 0, 4, 90)
    early, late = asked(resource, "Ward 12", 6, 0, 1, 50), asked(resource, "Ward 4", 6, 3, 4, 10)
    pages = [conflict_page(resource, week(number)) for number in (0, 3)]
    said = [[(each.request, each.proposed.answer, each.proposed.first) for each in page.claimants] for page in pages]
    assert said == [
        [(both, "granted", week(0)), (early, "moved", week(5))],
        [(both, "granted", week(0)), (late, "moved", week(7))],
    ]
    for request, answer, first in [*said[0], *said[1]]:
        assert (proposed_for(request).answer, proposed_for(request).first) == (answer, first)


def test_a_conflict_says_what_each_of_its_weeks_would_have_given_as_proposed():
    resource = ResourceFactory(weekly_capacity=Decimal(10))
    holder = asked(resource, "Pharmacy", 1, 0, 0, 70)
    type(holder).objects.filter(pk=holder.pk).update(state=RequestState.GRANTED, reason="First.")
    Allocation.objects.create(
        request=holder, resource=resource, amount=Decimal(1), first_week=week(0), last_week=week(0)
    )
    asked(resource, "Theatres", 6, 0, 1, 90)
    asked(resource, "Ward 12", 5, 0, 2, 50)
    page = conflict_page(resource, week(0))
    assert (page.demand, page.capacity, page.as_proposed) == (["12", "11"], ["10", "10"], ["7", "6"])


def test_a_request_in_no_conflict_is_proposed_as_asked():
    resource = ResourceFactory(weekly_capacity=Decimal(10))
    request = asked(resource, "Theatres", 6, 0, 4, 90)
    assert (proposed_for(request).answer, proposed_for(request).amount) == ("granted", 6)


def test_a_claimant_that_is_paused_is_marked_and_one_at_work_is_not():
    resource = ResourceFactory(weekly_capacity=Decimal(4))
    for name, state in (("At work", TeamState.ACTIVE), ("At rest", TeamState.PAUSED)):
        ResourceRequestFactory(
            resource=resource,
            team=TeamFactory(name=name, state=state),
            amount=Decimal(3),
            first_week=week(1),
            last_week=week(2),
        )
    page = conflict_page(resource, week(1))
    assert {each.team: "Paused" in each.rests for each in page.claimants} == {"At work": False, "At rest": True}
