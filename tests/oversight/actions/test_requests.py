"""Asking for what is scarce, and sharing it out: by people of the group, with reasons, never beyond what there is."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection

from oversight.actions.requests import Decision, ask, change_request, release_closed_team, settle, withdraw_request
from oversight.actions.resources import edit_resource
from oversight.allocation import shortages
from oversight.enums import GIVEN, RequestState
from oversight.models import Allocation, Capacity, Resource, ResourceRequest
from oversight.queries.loads import contest, this_week
from redesign.lib.dates import weeks
from redesign.lib.refusals import Refusal, StaleEdit
from teams.enums import Role, TeamState
from teams.models import Job, Team
from tests.factories.oversight import ResourceFactory, ResourceRequestFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.teams import TeamFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db


def week(number: int) -> dt.date:
    return this_week() + dt.timedelta(weeks=number)


def asked(amount, first: int = 0, last: int = 3, **fields) -> ResourceRequest:
    return ResourceRequestFactory(amount=Decimal(amount), first_week=week(first), last_week=week(last), **fields)


def decide(request: ResourceRequest, state: str = RequestState.GRANTED, *, by=None, **fields) -> None:
    reason = fields.pop("reason", "It comes first.")
    version = fields.pop("version", None) or ResourceRequest.objects.get(pk=request.pk).version
    decision = Decision(request.pk, version, state, reason, **fields)
    settle(resource=request.resource, decisions=[decision], by=by or person_with(Role.OVERSIGHT))


def held(request: ResourceRequest) -> list[tuple]:
    return list(request.allocations.values_list("amount", "first_week", "last_week"))


# -- Asking -------------------------------------------------------------------------------------------------------


def asking(**changes) -> ResourceRequest:
    given = {
        "team": changes.pop("team", None) or TeamFactory(),
        "resource": changes.pop("resource", None) or ResourceFactory(),
        "amount": Decimal(4),
        "first_week": week(1) + dt.timedelta(days=2),
        "last_week": week(2) + dt.timedelta(days=6),
        "why": "To build the form.",
        "by": UserFactory(),
        **changes,
    }
    return ask(**given)


def test_a_team_asks_for_whole_weeks_named_by_their_mondays():
    request = asking()
    assert (request.first_week, request.last_week, request.state) == (week(1), week(2), RequestState.ASKED)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"amount": Decimal(0)}, "amount", "Ask for more than 0."),
        ({"last_week": dt.date(2024, 1, 1)}, "last_week", "The last week cannot be before the first."),
        (
            {"first_week": dt.date(2024, 1, 1)},
            "first_week",
            "Ask from this week on: what is past cannot be given.",
        ),
        ({"last_week": dt.date(2099, 1, 5)}, "last_week", "Ask for weeks within the next two years."),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(changes, field, sentence):
    with pytest.raises(Refusal) as refused:
        asking(**changes)
    assert (refused.value.field, refused.value.sentence) == (field, sentence)


def test_a_retired_resource_cannot_be_asked_for():
    with pytest.raises(Refusal, match="no longer shared out"):
        asking(resource=ResourceFactory(retired=True))


def test_a_paused_team_cannot_ask():
    with pytest.raises(Refusal, match="is paused: teams that are at work ask for resources"):
        asking(team=TeamFactory(state=TeamState.PAUSED))


def change(request: ResourceRequest, version: int = 1, **changes) -> None:
    given = {"resource": request.resource, "amount": Decimal(2), "first_week": week(4), "last_week": week(4)}
    change_request(request=request, version=version, why="Less is enough.", by=UserFactory(), **{**given, **changes})
    request.refresh_from_db()


def test_a_request_can_be_changed_while_nobody_has_decided():
    request = asked(4)
    change(request)
    assert (request.amount, request.first_week, request.why, request.version) == (2, week(4), "Less is enough.", 2)


def test_a_settled_request_cannot_be_changed():
    request = asked(4)
    decide(request)
    with pytest.raises(Refusal, match="This request is granted now and cannot be changed"):
        change(request, version=2)


def test_a_declined_request_is_asked_anew_by_changing_it():
    request = asked(4)
    decide(request, RequestState.DECLINED)
    change(request, version=2)
    assert (request.state, request.reason, request.decided_by) == (RequestState.ASKED, "", None)


def test_a_change_of_an_old_version_is_refused():
    request = asked(4)
    change(request)
    with pytest.raises(StaleEdit):
        change(request, version=1)


def test_withdrawing_frees_what_was_given():
    request = asked(4)
    decide(request)
    withdraw_request(request=request, by=UserFactory(), reason="We found another way.")
    request.refresh_from_db()
    assert (request.state, request.reason, held(request)) == (RequestState.WITHDRAWN, "We found another way.", [])
    with pytest.raises(Refusal, match="withdrawn already"):
        withdraw_request(request=request, by=UserFactory())


def test_a_closed_team_gives_back_what_it_holds_and_asks_for_nothing_more():
    request = asked(4)
    other = asked(4, team=request.team, resource=request.resource)
    past = asked(4, -6, -5, team=request.team)
    decide(request)
    Team.objects.filter(pk=request.team_id).update(state=TeamState.CLOSED)
    assert release_closed_team(team=Team.objects.get(pk=request.team_id)) == 2
    states = list(ResourceRequest.objects.order_by("pk").values_list("pk", "state", "reason"))
    gone = (RequestState.WITHDRAWN, "The team was closed.")
    assert states == [(request.pk, *gone), (other.pk, *gone), (past.pk, RequestState.ASKED, "")]
    assert Allocation.objects.count() == 0


def test_a_team_at_work_keeps_what_it_holds():
    request = asked(4)
    decide(request)
    assert release_closed_team(team=request.team) == 0


# -- Settling -----------------------------------------------------------------------------------------------------


def test_granting_gives_what_was_asked_and_is_recorded():
    request, chair = asked(4), person_with(Role.OVERSIGHT)
    decide(request, by=chair, reason="It comes first.")
    request.refresh_from_db()
    assert (request.state, request.reason, request.decided_by) == (RequestState.GRANTED, "It comes first.", chair)
    assert held(request) == [(4, week(0), week(3))]
    assert Job.objects.filter(task="oversight.tasks.tell_of_request").values_list("arguments", flat=True).get() == {
        "request_id": request.pk,
        "version": 2,
    }


def test_trimming_gives_less_in_the_same_weeks():
    request = asked(4)
    decide(request, RequestState.TRIMMED, amount=Decimal("2.5"))
    assert held(request) == [(Decimal("2.50"), week(0), week(3))]


def test_moving_gives_the_same_later():
    request = asked(4)
    decide(request, RequestState.MOVED, first_week=week(5) + dt.timedelta(days=3))
    assert held(request) == [(4, week(5), week(8))]


def test_declining_gives_nothing():
    request = asked(4)
    decide(request, RequestState.DECLINED, reason="Next quarter, please.")
    assert held(request) == []


@pytest.mark.parametrize(
    ("state", "fields", "field"),
    [
        (RequestState.TRIMMED, {}, "amount"),
        (RequestState.TRIMMED, {"amount": Decimal(4)}, "amount"),
        (RequestState.TRIMMED, {"amount": Decimal(0)}, "amount"),
        (RequestState.MOVED, {}, "first_week"),
        (RequestState.MOVED, {"first_week": dt.date(2024, 1, 1)}, "first_week"),
        (RequestState.MOVED, {"first_week": dt.date(9999, 12, 31)}, "first_week"),
        (RequestState.GRANTED, {"reason": " "}, "reason"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_at_its_field(state, fields, field):
    request = asked(4)
    with pytest.raises(Refusal) as refused:
        decide(request, state, **fields)
    assert (refused.value.field, held(request)) == (field, [])


def test_only_the_oversight_group_settles():
    request = asked(4)
    with pytest.raises(Refusal, match="Only the oversight group"):
        decide(request, by=person_with(Role.EXECUTIVE))


def test_giving_more_than_there_is_is_refused_and_says_in_which_week():
    resource = ResourceFactory(name="Informatics", weekly_capacity=10)
    first, second = asked(6, 0, 3, resource=resource), asked(5, 2, 6, resource=resource)
    decide(first)
    with pytest.raises(Refusal) as refused:
        decide(second)
    monday = week(2)
    assert refused.value.sentence == (
        f"Informatics has no room for this: in the week of {monday.day} {monday:%B} there are 10 hours, 6 given already, "
        "and this would give 5 more, and 1 more week is short. Nothing was changed."
    )
    assert held(second) == []


def test_a_week_with_another_capacity_counts_with_that():
    request = asked(4)
    Capacity.objects.create(resource=request.resource, week=week(2), amount=3)
    with pytest.raises(Refusal, match="there are 3 hours, 0 given already"):
        decide(request)


def test_settling_anew_takes_what_was_held_as_free():
    resource = ResourceFactory(weekly_capacity=10)
    request = asked(8, resource=resource)
    decide(request)
    decide(request, RequestState.TRIMMED, amount=Decimal(7), reason="Ward 4 needs three hours too.")
    request.refresh_from_db()
    assert (request.state, held(request)) == (RequestState.TRIMMED, [(7, week(0), week(3))])
    decide(request, RequestState.DECLINED, reason="The ward is closed.")
    assert held(request) == []


def test_two_teams_change_places_in_one_decision():
    resource = ResourceFactory(weekly_capacity=10)
    first, second = asked(10, 0, 3, resource=resource), asked(10, 0, 3, resource=resource)
    chair = person_with(Role.OVERSIGHT)
    decide(first, by=chair)
    settle(
        resource=resource,
        decisions=[
            Decision(first.pk, 2, RequestState.MOVED, "It can wait.", first_week=week(4)),
            Decision(second.pk, 1, RequestState.GRANTED, "It cannot."),
        ],
        by=chair,
    )
    assert (held(first), held(second)) == ([(10, week(4), week(7))], [(10, week(0), week(3))])


def test_a_set_is_settled_as_a_whole_or_not_at_all():
    resource = ResourceFactory(weekly_capacity=10)
    first, second = asked(6, resource=resource), asked(6, resource=resource)
    decisions = [Decision(each.pk, 1, RequestState.GRANTED, "Yes.") for each in (first, second)]
    with pytest.raises(Refusal, match="has no room for this"):
        settle(resource=resource, decisions=decisions, by=person_with(Role.OVERSIGHT))
    assert Allocation.objects.count() == 0
    assert set(ResourceRequest.objects.values_list("state", flat=True)) == {RequestState.ASKED}


def test_a_decision_on_a_request_that_was_changed_in_the_meantime_is_refused():
    request = asked(4)
    change(request)
    with pytest.raises(StaleEdit):
        decide(request, version=1)


def test_a_withdrawn_request_is_not_settled():
    request = asked(4)
    withdraw_request(request=request, by=UserFactory())
    with pytest.raises(Refusal, match="is withdrawn: nothing is to be decided"):
        decide(request)


def test_every_settlement_is_in_the_audit_history_with_its_reason():
    request = asked(4)
    decide(request, reason="It comes first.")
    decide(request, RequestState.TRIMMED, amount=Decimal(2), reason="Ward 4 needs some.")
    events = apps.get_model("oversight", "AllocationEvent").objects.filter(request=request).order_by("pgh_id")
    assert [(event.amount, event.pgh_context.metadata["reason"]) for event in events] == [
        (4, "It comes first."),
        (2, "Ward 4 needs some."),
    ]


# -- Weeks that are over ------------------------------------------------------------------------------------------


def begun(amount, first: int, last: int, **fields) -> ResourceRequest:
    """A request that was granted as asked, in weeks some of which are over."""
    request = asked(amount, first, last, state=RequestState.GRANTED, reason="It came first.", **fields)
    facts = {"amount": request.amount, "first_week": request.first_week, "last_week": request.last_week}
    Allocation.objects.create(request=request, resource=request.resource, **facts)
    return request


@pytest.mark.parametrize(
    ("state", "fields", "kept"),
    [
        (RequestState.GRANTED, {}, [(6, -2, -1), (6, 0, 3)]),
        (RequestState.TRIMMED, {"amount": Decimal(4)}, [(6, -2, -1), (4, 0, 3)]),
        (RequestState.MOVED, {"first_week": dt.timedelta(weeks=5)}, [(6, -2, -1), (6, 5, 10)]),
        (RequestState.DECLINED, {}, [(6, -2, -1)]),
    ],
)
def test_what_was_given_in_weeks_that_are_over_stays_when_a_request_is_settled_anew(state, fields, kept):
    request = begun(6, -2, 3)
    if "first_week" in fields:
        fields = {"first_week": this_week() + fields["first_week"]}
    decide(request, state, **fields)
    assert held(request) == [(amount, week(first), week(last)) for amount, first, last in kept]


def test_withdrawing_sets_free_what_is_to_come_and_keeps_what_was_given():
    request = begun(6, -2, 3)
    withdraw_request(request=request, by=UserFactory())
    assert held(request) == [(6, week(-2), week(-1))]


def test_a_request_that_waited_past_its_first_week_is_given_from_this_week_on():
    resource = ResourceFactory(weekly_capacity=10)
    begun(10, -3, -1, resource=resource)
    late = asked(6, -2, 3, resource=resource)
    decide(late)
    assert held(late) == [(6, week(0), week(3))]


def test_a_request_whose_weeks_are_all_over_is_not_granted_as_asked():
    late = asked(6, -4, -1, team__name="Home by noon")
    with pytest.raises(Refusal) as refused:
        decide(late)
    assert (refused.value.field, refused.value.sentence) == (
        "state",
        "The weeks that Home by noon asked for are over: give it at another time, or decline it.",
    )


# -- At once ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_eight_threads_deciding_at_once_never_give_more_than_there_is():
    resource = ResourceFactory(weekly_capacity=10)
    Capacity.objects.create(resource=resource, week=week(3), amount=4)
    chair = person_with(Role.OVERSIGHT)
    requests = [asked(amount, first, first + 3, resource=resource) for amount in (2, 3, 4) for first in range(8)]

    def hammer(offset: int):
        def decide_many() -> tuple[int, int]:
            given = refused = 0
            for step in range(len(requests)):
                request = requests[(offset * 3 + step) % len(requests)]
                state = [RequestState.GRANTED, RequestState.MOVED, RequestState.TRIMMED][(offset + step) % 3]
                version = ResourceRequest.objects.values_list("version", flat=True).get(pk=request.pk)
                moved = request.first_week + dt.timedelta(weeks=1 + offset % 2)
                decision = Decision(request.pk, version, state, "Now.", amount=Decimal(1), first_week=moved)
                try:
                    settle(resource=resource, decisions=[decision], by=chair)
                    given += 1
                except Refusal:
                    refused += 1
            return given, refused

        return decide_many

    answers = at_once(*[hammer(offset) for offset in range(8)])
    assert all(isinstance(answer, tuple) for answer in answers), answers
    assert sum(given for given, _ in answers) > 8
    assert sum(refused for _, refused in answers) > 8
    now = contest(resource, week(0))
    assert shortages(weeks(week(0), week(20)), now.supply, now.gifts) == []
    for request in ResourceRequest.objects.all():
        assert request.allocations.count() == (1 if request.state in GIVEN else 0)


@pytest.mark.django_db(transaction=True)
def test_lowering_the_capacity_and_giving_at_once_never_leaves_more_given_than_there_is():
    chair = person_with(Role.OVERSIGHT)
    for _ in range(5):
        resource = ResourceFactory(weekly_capacity=10)
        request = asked(8, resource=resource)

        def lower(resource=resource) -> None:
            edit_resource(
                resource=resource,
                version=1,
                name=resource.name,
                kind=resource.kind,
                unit=resource.unit,
                weekly_capacity=Decimal(5),
                person=None,
                description="",
            )

        def grant(resource=resource, request=request) -> None:
            settle(resource=resource, decisions=[Decision(request.pk, 1, RequestState.GRANTED, "Yes.")], by=chair)

        refused = [answer for answer in at_once(lower, grant) if answer is not None]
        assert [type(answer) for answer in refused] == [Refusal]
        resource = Resource.objects.get(pk=resource.pk)
        now = contest(resource, week(0))
        assert shortages(weeks(week(0), week(5)), now.supply, now.gifts) == []


def test_the_threads_of_these_tests_use_a_real_database():
    assert connection.vendor == "postgresql"


@pytest.mark.parametrize("state", [TeamState.PAUSED, TeamState.CLOSED])
def test_a_team_that_rests_does_not_ask_anew_by_changing_what_was_declined(state):
    request = asked(4)
    decide(request, RequestState.DECLINED)
    Team.objects.filter(pk=request.team_id).update(state=state)
    with pytest.raises(Refusal, match="teams that are at work ask for resources"):
        change(request, version=2)
    assert ResourceRequest.objects.get(pk=request.pk).state == RequestState.DECLINED
