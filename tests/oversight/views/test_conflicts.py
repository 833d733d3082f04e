"""A conflict is seen with its claimants and a proposal, and settled by the group, one by one or as a whole."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from oversight.actions.summaries import rebuild
from oversight.enums import RequestState
from oversight.models import Resource, ResourceRequest
from oversight.queries.loads import this_week
from teams.enums import Role
from tests.factories.oversight import CriterionFactory, ResourceFactory, ResourceRequestFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.ratings import RatingFactory

pytestmark = pytest.mark.django_db
LIST = "/oversight/conflicts/"


def week(number: int) -> dt.date:
    return this_week() + dt.timedelta(weeks=number)


@pytest.fixture
def chair(client):
    client.force_login(person_with(Role.OVERSIGHT))
    return client


@pytest.fixture
def contest():
    """Two teams that want 8 and 6 of the same 10 hours in the same four weeks; the second counts for more."""
    resource, criterion = ResourceFactory(name="Informatics", weekly_capacity=10), CriterionFactory(name="Gain")
    requests = []
    for name, rating, amount in (("Ward 4", 2, 8), ("Theatres", 5, 6)):
        team = RatingFactory(criterion=criterion, value=rating, team__name=name).team
        requests.append(
            ResourceRequestFactory(
                team=team,
                resource=resource,
                amount=Decimal(amount),
                first_week=week(1),
                last_week=week(4),
                why=f"For {name}.",
            )
        )
    rebuild()
    return resource, *requests


def url_of(resource: Resource, name: str = "conflict", number: int = 1) -> str:
    return reverse(f"oversight:{name}", kwargs={"pk": resource.pk, "week": week(number)})


def sent(page, **changes) -> dict:
    """The whole form as it was shown, with some answers changed."""
    data = {}
    for _, form in page.context["lines"]:
        for bound in form:
            value = bound.value()
            if value is not None:
                data[bound.html_name] = str(value)
    return {**data, **changes}


def states() -> list[tuple]:
    rows = ResourceRequest.objects.order_by("pk").prefetch_related("allocations")
    return [(row.state, [(a.amount, a.first_week) for a in row.allocations.all()]) for row in rows]


def test_the_list_names_each_conflict_with_who_wants_it(chair, contest):
    row = chair.get(LIST).context["rows"][0]
    assert (row.resource, row.weeks, row.teams) == ("Informatics", 4, "Theatres, Ward 4")
    assert row.url == url_of(contest[0])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    client.force_login(UserFactory())
    for _ in range(count):
        ResourceRequestFactory.create_batch(
            2, resource=ResourceFactory(weekly_capacity=1), first_week=week(0), last_week=week(0)
        )
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize("sort", ["when", "-when", "resource", "over", "-over", "weeks", "nonsense"])
def test_the_list_sorts_by_url(chair, contest, sort):
    assert len(chair.get(f"{LIST}?sort={sort}").context["rows"]) == 1
    assert "No conflict of this kind" in chair.get(f"{LIST}?kind=room").content.decode()


def test_without_conflicts_the_list_says_so(chair):
    assert "No conflict is open" in chair.get(LIST).content.decode()


def test_a_conflict_shows_claimants_by_priority_with_amounts_by_week_and_a_proposal(chair, contest):
    page = chair.get(url_of(contest[0]))
    shown = page.context["page"]
    assert [(each.team, each.priority, each.amounts) for each in shown.claimants] == [
        ("Theatres", "100", ["6"] * 4),
        ("Ward 4", "40", ["8"] * 4),
    ]
    assert (shown.demand, shown.capacity) == (["14"] * 4, ["10"] * 4)
    words = page.content.decode()
    assert "Theatres (priority 100) comes first and gets 6 hours a week as asked" in words
    assert "For Ward 4." in words


@pytest.mark.parametrize("count", [1, 3])
def test_a_conflict_asks_the_same_queries_for_any_number_of_claimants(client, count, django_assert_num_queries):
    client.force_login(UserFactory())
    resource = ResourceFactory(weekly_capacity=1)
    ResourceRequestFactory.create_batch(count, resource=resource, first_week=week(1), last_week=week(2))
    client.get(url_of(resource))
    with django_assert_num_queries(8):  # session, person, standing, resource, capacities, allocations, requests (2)
        client.get(url_of(resource))


def test_the_whole_proposal_is_settled_at_once(chair, contest):
    resource, ward, _theatres = contest
    answer = chair.post(url_of(resource, "conflict-settle"), sent(chair.get(url_of(resource))))
    assert answer.url == LIST
    assert states() == [
        (RequestState.MOVED, [(8, week(5))]),
        (RequestState.GRANTED, [(6, week(1))]),
    ]
    ward.refresh_from_db()
    assert "4 weeks later than asked" in ward.reason
    assert "No conflict here any more" in chair.get(url_of(resource)).content.decode()


def test_one_claimant_is_settled_alone_and_the_others_wait(chair, contest):
    resource, _ward, theatres = contest
    answers = sent(chair.get(url_of(resource)), only=str(theatres.pk), **{f"request-{theatres.pk}-reason": "Urgent."})
    answer = chair.post(url_of(resource, "conflict-settle"), answers)
    assert states() == [(RequestState.ASKED, []), (RequestState.GRANTED, [(6, week(1))])]
    assert answer.url == url_of(resource)  # Ward 4's eight hours still do not fit
    theatres.refresh_from_db()
    assert theatres.reason == "Urgent."


def test_people_decide_otherwise_than_proposed(chair, contest):
    resource, ward, _theatres = contest
    answers = {
        f"request-{ward.pk}-state": "trimmed",
        f"request-{ward.pk}-amount": "4",
        f"request-{ward.pk}-reason": "Half is enough to begin with.",
    }
    chair.post(url_of(resource, "conflict-settle"), sent(chair.get(url_of(resource)), **answers))
    assert states()[0] == (RequestState.TRIMMED, [(4, week(1))])


def test_the_reason_of_the_proposal_is_not_given_for_another_answer(chair, contest):
    resource, ward, _theatres = contest
    answers = {f"request-{ward.pk}-state": "declined", "only": str(ward.pk)}
    answer = chair.post(url_of(resource, "conflict-settle"), sent(chair.get(url_of(resource)), **answers))
    assert "This is the reason of the proposal, and you decide otherwise" in answer.content.decode()
    assert states()[0] == (RequestState.ASKED, [])


def test_more_than_there_is_is_refused_and_nothing_typed_is_lost(chair, contest):
    resource, ward, _ = contest
    answers = {f"request-{ward.pk}-state": "granted", f"request-{ward.pk}-reason": "We promised."}
    answer = chair.post(url_of(resource, "conflict-settle"), sent(chair.get(url_of(resource)), **answers))
    page = answer.content.decode()
    assert "Informatics has no room for this" in page
    assert "We promised." in page
    assert states() == [(RequestState.ASKED, []), (RequestState.ASKED, [])]


def test_an_answer_without_its_figure_or_reason_is_refused_at_its_field(chair, contest):
    resource, ward, _ = contest
    answers = {
        f"request-{ward.pk}-state": "trimmed",
        f"request-{ward.pk}-amount": "",
        f"request-{ward.pk}-reason": "",
    }
    answer = chair.post(url_of(resource, "conflict-settle"), sent(chair.get(url_of(resource)), **answers))
    form = next(form for _, form in answer.context["lines"] if form.request == ward)
    assert form.errors == {"amount": ["Say how much a week is granted."], "reason": ["This field is required."]}


def test_a_request_that_was_changed_meanwhile_is_shown_and_not_settled(chair, contest):
    resource, ward, _ = contest
    answers = sent(chair.get(url_of(resource)))
    ResourceRequest.objects.filter(pk=ward.pk).update(version=2, amount=7)
    page = chair.post(url_of(resource, "conflict-settle"), answers).content.decode()
    assert "Somebody else saved a newer version" in page
    assert {state for state, _ in states()} == {RequestState.ASKED}


def test_who_is_not_of_the_group_reads_it_without_forms(client, contest):
    client.force_login(person_with(Role.EXECUTIVE))
    page = client.get(url_of(contest[0]))
    assert page.context["lines"] == []
    assert client.post(url_of(contest[0], "conflict-settle")).status_code == 403


def test_a_week_that_is_no_monday_is_no_address(chair, contest):
    assert chair.get(f"/oversight/conflicts/{contest[0].pk}/2030-01-08/").status_code == 404
    assert chair.get(f"/oversight/conflicts/{contest[0].pk}/2030-99-99/").status_code == 404
