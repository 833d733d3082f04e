"""Leads ask for what is scarce, see what the heat map says, and read the answer with its reason."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from oversight.enums import RequestState
from oversight.models import ResourceRequest
from oversight.queries.loads import this_week
from oversight.tasks import tell_of_request
from teams.enums import Role, TeamRole, TeamState
from teams.models import Job
from tests.factories.oversight import BarrierFactory, ResourceFactory, ResourceRequestFactory
from tests.factories.people import person_with
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db


def week(number: int) -> dt.date:
    return this_week() + dt.timedelta(weeks=number)


@pytest.fixture
def team():
    return TeamFactory(name="Home by noon")


@pytest.fixture
def lead(client, team):
    client.force_login(member_of(team, TeamRole.LEAD, user__name="Lena Hart", user__email="lena@example.org"))
    return client


@pytest.fixture
def asked(team):
    """A request of the team for 4 of 10 hours in four coming weeks."""
    resource = ResourceFactory(name="Informatics", weekly_capacity=10)
    return ResourceRequestFactory(team=team, resource=resource, amount=4, first_week=week(1), last_week=week(4))


def url(name: str, pk: int) -> str:
    return reverse(f"oversight:{name}", args=[pk])


def form_of(shared, **changes) -> dict:
    sent = {"resource": shared.pk, "amount": "4", "first_week": week(1), "last_week": week(2), "why": "The new form."}
    return {**sent, **changes}


def test_a_lead_asks_and_sees_the_request(lead, team):
    answer = lead.post(url("request-new", team.pk), form_of(ResourceFactory()))
    made = ResourceRequest.objects.get()
    assert answer.url == url("request", made.pk)
    assert (made.amount, made.first_week, made.asked_by.name) == (4, week(1), "Lena Hart")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-3"}, "amount"),
        ({"amount": "many"}, "amount"),
        ({"amount": "1e999"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"last_week": "2020-01-01"}, "last_week"),
        ({"first_week": "2020-01-01"}, "first_week"),
        ({"first_week": "someday"}, "first_week"),
        ({"last_week": "2099-01-01"}, "last_week"),
        ({"why": ""}, "why"),
        ({"resource": "999999"}, "resource"),
        ({"resource": "x"}, "resource"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_kept(lead, team, changes, field):
    answer = lead.post(url("request-new", team.pk), form_of(ResourceFactory(), **changes))
    assert field in answer.context["form"].errors
    assert ResourceRequest.objects.count() == 0


def test_a_paused_team_is_told_why_it_cannot_ask(lead, team):
    team.state = TeamState.PAUSED
    team.save()
    page = lead.post(url("request-new", team.pk), form_of(ResourceFactory())).content.decode()
    assert "Home by noon is paused: teams that are at work ask for resources." in page


def test_the_form_shows_what_the_heat_map_says_of_the_weeks(lead, team, asked):
    query = {"resource": asked.resource_id, "amount": "7", "first_week": week(2), "last_week": week(5)}
    page = lead.get(url("request-load", team.pk), query).content.decode()
    assert "In 3 of 4 weeks teams would want more than there is" in page
    assert "11/10" in page
    calm = lead.get(url("request-load", team.pk), {**query, "amount": "6"}).content.decode()
    assert "There is room in every week." in calm


@pytest.mark.parametrize(
    "query", [{}, {"amount": "x"}, {"amount": "-1"}, {"first_week": "2030-01-01", "last_week": "2029-01-01"}]
)
def test_without_all_that_is_needed_the_preview_says_what_to_choose(lead, team, query):
    page = lead.get(url("request-load", team.pk), query).content.decode()
    assert "Choose a resource, an amount and the weeks" in page


def test_a_change_counts_without_its_own_old_amount(lead, team, asked):
    query = {
        "resource": asked.resource_id,
        "amount": "9",
        "first_week": week(1),
        "last_week": week(1),
        "without": asked.pk,
    }
    assert "There is room in every week." in lead.get(url("request-load", team.pk), query).content.decode()


def test_a_request_is_changed_while_it_waits(lead, asked):
    changed = form_of(asked.resource, amount="2.5", version="1")
    assert lead.post(url("request-edit", asked.pk), changed).status_code == 302
    asked.refresh_from_db()
    assert (asked.amount, asked.version) == (Decimal("2.5"), 2)
    stale = lead.post(url("request-edit", asked.pk), {**changed, "amount": "9"})
    assert "Somebody else saved a newer version" in stale.content.decode()


def test_a_request_is_withdrawn(lead, asked):
    assert "Withdraw this request?" in lead.get(url("request-withdraw", asked.pk)).content.decode()
    lead.post(url("request-withdraw", asked.pk), {"reason": ""})
    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN


def test_members_read_a_request_without_buttons(client, team, asked):
    client.force_login(member_of(team))
    page = client.get(url("request", asked.pk)).content.decode()
    assert asked.why in page
    assert "Withdraw" not in page
    assert client.post(url("request-withdraw", asked.pk)).status_code == 403


def settled(client, asked, **changes) -> str:
    """The page after the group has settled it."""
    client.force_login(person_with(Role.OVERSIGHT, user__name="Chair"))
    opened = client.get(url("request-settle", asked.pk)).context["form"]
    sent = {bound.html_name: bound.value() for bound in opened if bound.value() is not None}
    prefix = f"request-{asked.pk}"
    sent |= {f"{prefix}-{name}": value for name, value in changes.items()}
    return client.post(url("request-settle", asked.pk), sent, follow=True).content.decode()


def test_the_group_settles_one_request_from_a_proposal(client, asked):
    page = settled(client, asked)
    asked.refresh_from_db()
    assert asked.state == RequestState.GRANTED
    assert "comes first and gets 4 hours a week as asked" in page


def test_a_settled_request_is_settled_anew_with_a_reason(client, asked):
    settled(client, asked)
    page = settled(client, asked, state="trimmed", amount="3", reason="Ward 4 needs an hour.")
    asked.refresh_from_db()
    assert (asked.state, asked.allocations.get().amount) == (RequestState.TRIMMED, 3)
    assert "Ward 4 needs an hour." in page


def test_the_team_is_told_by_e_mail_once_per_answer(lead, client, asked):
    settled(client, asked, state="declined", reason="Next quarter.")
    owed = Job.objects.get(task="oversight.tasks.tell_of_request").arguments
    tell_of_request(**owed)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["lena@example.org"], "Declined: Informatics for Home by noon")
    ]
    assert "Next quarter." in mail.outbox[0].body
    assert "Nothing is given for now." in mail.outbox[0].body
    settled(client, asked, state="granted", reason="There is room after all.")
    tell_of_request(**owed)
    assert len(mail.outbox) == 1


def test_the_panel_of_the_team_shows_barriers_and_requests_with_their_answers(lead, team, asked):
    ResourceRequest.objects.filter(pk=asked.pk).update(state=RequestState.DECLINED, reason="Next quarter.")
    BarrierFactory(team=team, title="No beds after noon")
    page = lead.get(url("team-panel", team.pk), headers={"HX-Request": "true"}).content.decode()
    assert page.startswith('<div id="oversight-panel"')
    for words in (
        "No beds after noon",
        "Informatics",
        "Declined",
        "Next quarter.",
        "Raise a barrier",
        "Ask for a resource",
    ):
        assert words in page


def test_the_panel_offers_nothing_to_who_may_not(client, team):
    client.force_login(person_with(Role.ANALYST))
    page = client.get(url("team-panel", team.pk)).content.decode()
    assert "Raise a barrier" not in page
    assert "Ask for a resource" not in page
    assert "<h1" in page  # without htmx it is a page of its own


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_the_same_queries_for_any_number(lead, team, count, django_assert_num_queries):
    ResourceRequestFactory.create_batch(count, team=team)
    BarrierFactory.create_batch(count, team=team)
    lead.get(url("team-panel", team.pk))
    with django_assert_num_queries(7):  # session, person, standing, team, barriers, requests, allocations
        lead.get(url("team-panel", team.pk))
