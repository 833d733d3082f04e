import datetime as dt
from decimal import Decimal
from functools import partial

import pytest

from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from teams.actions.states import ask_for_state, decide, move_team, withdraw_request
from teams.actions.teams import propose_team
from teams.enums import NEXT_STATES, Role, TeamRole, TeamState
from teams.models import Membership, StateChange, Team
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory, member_of
from tests.together import at_once

pytestmark = pytest.mark.django_db

WHOLE_AIM = {
    "aim_what": "Discharges before noon",
    "aim_for_whom": "patients on Ward 7",
    "aim_from": Decimal(18),
    "aim_to": Decimal(35),
    "aim_unit": "%",
    "aim_by": today() + dt.timedelta(days=200),
}


@pytest.fixture
def chair():
    return person_with(Role.OVERSIGHT, user__name="Chair Person")


@pytest.fixture
def proposed():
    return propose_team(by=UserFactory(), name="Home before noon", system=SystemFactory(), problem="Beds.")


def ready_team(state=TeamState.CHARTERED):
    team = TeamFactory(state=state, **WHOLE_AIM)
    member_of(team, TeamRole.LEAD)
    return team


def the_request(team):
    return StateChange.objects.open().get(team=team)


def test_establishing_a_proposal_names_its_people(proposed, chair):
    lead, sponsor, coach = UserFactory(), UserFactory(), UserFactory()
    decide(change=the_request(proposed), granted=True, by=chair, lead=lead, sponsor=sponsor, coach=coach)
    proposed.refresh_from_db()
    roles = dict(Membership.objects.filter(team=proposed).values_list("user", "role"))
    assert (proposed.state, proposed.sponsor, roles) == ("chartered", sponsor, {lead.pk: "lead", coach.pk: "coach"})


def test_a_team_is_not_established_without_a_lead(proposed, chair):
    with pytest.raises(Refusal) as refused:
        decide(change=the_request(proposed), granted=True, by=chair)
    assert (refused.value.field, Team.objects.get().state) == ("lead", "proposed")


def test_lead_and_coach_are_two_people(proposed, chair):
    one = UserFactory()
    with pytest.raises(Refusal) as refused:
        decide(change=the_request(proposed), granted=True, by=chair, lead=one, coach=one)
    assert (refused.value.field, Membership.objects.count()) == ("coach", 0)


def test_a_coach_works_here(proposed, chair):
    with pytest.raises(Refusal) as refused:
        decide(change=the_request(proposed), granted=True, by=chair, lead=UserFactory(), coach=OutsiderFactory())
    assert refused.value.field == "coach"


def test_a_proposal_that_is_turned_down_is_closed_with_its_reason(proposed, chair):
    change = decide(change=the_request(proposed), granted=False, by=chair, answer="Ward 8 works on this already.")
    proposed.refresh_from_db()
    assert (proposed.state, change.answer, change.decided_by) == ("closed", "Ward 8 works on this already.", chair)


def test_nothing_is_declined_without_a_reason(proposed, chair):
    with pytest.raises(Refusal) as refused:
        decide(change=the_request(proposed), granted=False, by=chair, answer="  ")
    assert (refused.value.field, the_request(proposed).is_open) == ("answer", True)


def test_who_decides_second_is_told_who_decided(proposed, chair):
    change = the_request(proposed)
    decide(change=change, granted=True, by=chair, lead=UserFactory())
    with pytest.raises(Refusal, match=r"^Chair Person has granted this already, on "):
        decide(change=change, granted=False, by=UserFactory(), answer="No.")


def test_a_lead_asks_and_the_group_grants(chair):
    team = ready_team()
    lead = team.memberships.get().user
    change = ask_for_state(team=team, to=TeamState.ACTIVE, by=lead, why="The charter is agreed.")
    assert (change.from_state, change.is_open, Team.objects.get().state) == ("chartered", True, "chartered")
    decide(change=change, granted=True, by=chair)
    team.refresh_from_db()
    assert (team.state, team.starts_on) == ("active", today())


def test_a_declined_request_leaves_the_team_as_it_was(chair):
    team = ready_team()
    change = ask_for_state(team=team, to=TeamState.ACTIVE, by=UserFactory(), why="Ready.")
    decide(change=change, granted=False, by=chair, answer="After the winter.")
    team.refresh_from_db()
    assert team.state == "chartered"


def test_one_request_waits_at_a_time(chair):
    team = ready_team()
    ask_for_state(team=team, to=TeamState.ACTIVE, by=UserFactory(), why="Ready.")
    with pytest.raises(Refusal, match=r"^The request to become active of .* waits for the oversight group"):
        ask_for_state(team=team, to=TeamState.PAUSED, by=UserFactory(), why="Later.")
    with pytest.raises(Refusal, match="It comes first"):
        move_team(team=team, to=TeamState.PAUSED, by=chair, why="Later.")


def test_a_team_is_active_only_with_a_whole_charter(chair):
    team = TeamFactory(state=TeamState.CHARTERED, **{**WHOLE_AIM, "aim_to": None, "aim_unit": ""})
    with pytest.raises(Refusal) as refused:
        ask_for_state(team=team, to=TeamState.ACTIVE, by=UserFactory(), why="Ready.")
    assert refused.value.sentence == (
        "The charter is not complete yet. It still needs a lead, the figure to reach and the unit of the figures."
    )
    with pytest.raises(Refusal, match="The charter is not complete yet"):
        move_team(team=team, to=TeamState.ACTIVE, by=chair, why="Ready.")


def test_a_charter_that_lost_its_figures_meanwhile_is_not_granted(chair):
    team = ready_team()
    change = ask_for_state(team=team, to=TeamState.ACTIVE, by=UserFactory(), why="Ready.")
    Team.objects.update(aim_to=None)
    with pytest.raises(Refusal, match="the figure to reach"):
        decide(change=change, granted=True, by=chair)
    assert the_request(team).is_open


@pytest.mark.parametrize("was", list(TeamState))
@pytest.mark.parametrize("to", list(TeamState))
def test_a_team_moves_as_the_table_says_and_in_no_other_way(chair, was, to):
    team = ready_team(was)
    if to in NEXT_STATES[was]:
        move_team(team=team, to=to, by=chair, why="Decided in the meeting.", learnt="Begin smaller.")
        assert Team.objects.get().state == to
    else:
        with pytest.raises(Refusal):
            move_team(team=team, to=to, by=chair, why="Decided in the meeting.", learnt="Begin smaller.")
        assert Team.objects.get().state == was


def test_closing_a_team_asks_what_was_learnt(chair):
    team = ready_team(TeamState.ACTIVE)
    with pytest.raises(Refusal) as refused:
        move_team(team=team, to=TeamState.CLOSED, by=chair, why="Done.")
    assert refused.value.field == "learnt"
    change = move_team(team=team, to=TeamState.CLOSED, by=chair, why="Done.", learnt="Begin with one bay.")
    assert (change.learnt, change.granted) == ("Begin with one bay.", True)


def test_the_reason_of_a_step_is_in_the_history(chair):
    team = ready_team(TeamState.ACTIVE)
    move_team(team=team, to=TeamState.PAUSED, by=chair, why="The ward is closed for repairs.")
    event = team.events.order_by("-pgh_id").first()
    assert (event.state, event.pgh_context.metadata["reason"]) == ("paused", "The ward is closed for repairs.")


def test_a_withdrawn_proposal_is_closed_and_a_withdrawn_request_changes_nothing(proposed):
    withdraw_request(change=the_request(proposed), by=proposed.proposed_by)
    proposed.refresh_from_db()
    team = ready_team(TeamState.ACTIVE)
    change = ask_for_state(team=team, to=TeamState.PAUSED, by=UserFactory(), why="Holiday.")
    withdraw_request(change=change, by=change.asked_by)
    team.refresh_from_db()
    assert (proposed.state, team.state, StateChange.objects.open().count()) == ("closed", "active", 0)
    with pytest.raises(Refusal, match="has decided this meanwhile"):
        withdraw_request(change=change, by=change.asked_by)


@pytest.mark.django_db(transaction=True)
def test_of_four_people_who_decide_one_proposal_at_once_one_wins_and_the_others_are_told():
    team = propose_team(by=UserFactory(), name="Home before noon", system=SystemFactory(), problem="Beds.")
    change = the_request(team)

    def decides(granted):
        chair, lead = person_with(Role.OVERSIGHT), UserFactory()
        return lambda: decide(change=change, granted=granted, by=chair, lead=lead, answer="As discussed.")

    outcomes = at_once(*(decides(granted) for granted in (True, False, True, False)))
    refused = [each.sentence for each in outcomes if isinstance(each, Refusal)]
    change.refresh_from_db()
    team.refresh_from_db()
    assert [("this already" in sentence) for sentence in refused] == [True, True, True]
    assert team.state == ("chartered" if change.granted else "closed")
    assert team.memberships.count() == (1 if change.granted else 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_ask_at_once_one_request_waits():
    team = ready_team()
    asks = [partial(ask_for_state, team=team, to=to, by=UserFactory(), why="Now.") for to in ("active", "paused")]
    outcomes = at_once(*asks)
    assert sum(isinstance(each, Refusal) for each in outcomes) == 1
    assert StateChange.objects.open().count() == 1
