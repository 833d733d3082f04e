import pytest
from django.urls import reverse

from teams.actions.teams import propose_team
from teams.enums import Role, TeamRole, TeamState
from teams.models import StateChange, Team
from tests.factories.people import UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import StateChangeFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"oversight:{name}", args=args)


@pytest.fixture
def chair(client):
    person = person_with(Role.OVERSIGHT)
    client.force_login(person)
    return person


@pytest.fixture
def proposal():
    team = propose_team(by=UserFactory(), name="Quiet nights", system=SystemFactory(), problem="Nobody sleeps.")
    return StateChange.objects.get(team=team)


@pytest.mark.parametrize("count", [1, 3])
def test_decisions_ask_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    client.force_login(UserFactory())
    for _ in range(count):
        StateChangeFactory()
        StateChangeFactory(from_state=TeamState.PROPOSED, to_state=TeamState.CHARTERED)
        StateChangeFactory(team=(decided := TeamFactory()), decided_at=decided.created_at, granted=True)
    with django_assert_num_queries(5):  # session, person, standing, waiting, decided
        client.get(at("decisions"))


def test_everybody_reads_what_waits_and_only_the_group_decides(client, proposal):
    client.force_login(UserFactory())
    page = client.get(at("decisions")).content.decode()
    assert ("Nobody sleeps." in page, at("decide", proposal.pk) in page) == (True, False)
    assert client.get(at("decide", proposal.pk)).status_code == 403


def test_the_group_establishes_a_team_with_its_people(client, chair, proposal):
    lead, coach = UserFactory(), UserFactory()
    typed = {"granted": "yes", "lead": lead.email, "coach": coach.email}
    answer = client.post(at("decide", proposal.pk), typed, follow=True)
    team = Team.objects.get()
    assert "Quiet nights is established." in answer.content.decode()
    assert (team.state, dict(team.memberships.values_list("user", "role"))) == (
        "chartered",
        {lead.pk: "lead", coach.pk: "coach"},
    )


def test_establishing_without_a_lead_asks_for_one_and_keeps_what_was_typed(client, chair, proposal):
    answer = client.post(at("decide", proposal.pk), {"granted": "yes", "answer": "It serves our priorities."})
    assert answer.context["form"].errors == {"lead": ["Name the person who will lead the team."]}
    assert "It serves our priorities." in answer.content.decode()


def test_turning_down_asks_for_a_reason(client, chair, proposal):
    answer = client.post(at("decide", proposal.pk), {"granted": "no"})
    assert answer.context["form"].errors == {
        "answer": ["Give a reason: the people who asked have a right to it."],
    }
    client.post(at("decide", proposal.pk), {"granted": "no", "answer": "Ward 8 works on this."})
    assert Team.objects.get().state == "closed"
    assert "Ward 8 works on this." in client.get(at("decisions")).content.decode()


def test_a_request_that_was_decided_shows_its_answer_in_place_of_the_form(client, chair, proposal):
    client.post(at("decide", proposal.pk), {"granted": "no", "answer": "Ward 8 works on this."})
    page = client.get(at("decide", proposal.pk)).content.decode()
    assert ("This was decided already" in page, 'name="granted"' in page) == (True, False)


def test_the_group_moves_a_team_with_a_reason_without_being_asked(client, chair):
    team = TeamFactory()
    member_of(team, TeamRole.LEAD)
    client.post(at("team-move", team.pk), {"to": "paused"})
    team.refresh_from_db()
    assert team.state == "active"
    client.post(at("team-move", team.pk), {"to": "paused", "why": "The ward is closed."})
    team.refresh_from_db()
    assert team.state == "paused"


def test_an_open_request_is_decided_before_the_team_is_moved(client, chair):
    change = StateChangeFactory()
    page = client.post(at("team-move", change.team_id), {"to": "paused", "why": "Now."}).content.decode()
    assert "waits for the oversight group. It comes first." in page
