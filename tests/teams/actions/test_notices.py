"""The e-mails of improvement work."""

import pytest
from django.core import mail

from teams.actions.cycles import decide_cycle
from teams.actions.ideas import offer_idea
from teams.actions.memberships import add_member, change_member, end_membership
from teams.actions.notices import tell_of_decision, tell_of_idea, tell_of_membership, tell_of_state
from teams.actions.states import decide, move_team
from teams.actions.teams import propose_team
from teams.enums import ActDecision, Discipline, Step, TeamRole, TeamState
from teams.models import ChangeIdea, Job, StateChange
from tests.factories.cycles import CycleFactory
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, StateChangeFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def test_the_team_is_told_what_became_of_a_test_but_not_whoever_decided():
    cycle = CycleFactory(step=Step.ACT, number=1, title="Round at eight", confidence=70, result_yes=False)
    lead = member_of(cycle.team, user__name="Bo Lindqvist")
    nurse = member_of(cycle.team)
    member_of(cycle.team, user__wants_reminders=False)
    decide_cycle(cycle=cycle, by=lead, version=1, decision=ActDecision.ADAPT, learnt="Start with bay 2.")

    job = Job.objects.get(task="teams.tasks.tell_of_decision")
    tell_of_decision(**job.arguments)

    assert [(each.to, each.subject) for each in mail.outbox] == [([nurse.email], "Adapted: Round at eight")]
    body = mail.outbox[0].body
    for words in ("Bo Lindqvist has decided", "got no: not as predicted", "Start with bay 2.", "The next cycle"):
        assert words in body


def test_whoever_offered_an_idea_hears_what_became_of_its_tests():
    nurse, gone = UserFactory(), OutsiderFactory()
    cycle = CycleFactory(step=Step.ACT, confidence=70, idea__offered_by=nurse)
    lead = member_of(cycle.team, TeamRole.LEAD)
    decide_cycle(cycle=cycle, by=lead, version=1, decision=ActDecision.ADOPT)
    tell_of_decision(cycle_id=cycle.pk, by_id=lead.pk)
    ChangeIdea.objects.update(offered_by=gone)
    tell_of_decision(cycle_id=cycle.pk, by_id=lead.pk)
    assert [each.to for each in mail.outbox] == [[nurse.email]]


def test_the_leads_hear_of_an_idea_from_outside_the_team_and_of_none_from_within():
    team, nurse = TeamFactory(name="Letters today"), UserFactory(name="Kofi Mensah")
    lead, co_lead, member = member_of(team, TeamRole.LEAD), member_of(team, TeamRole.CO_LEAD), member_of(team)
    fields = {"description": "From the ward's own desk.", "reconfigures": "site", "source": "staff"}
    offer_idea(team=team, by=member, title="Fewer forms", **fields)
    assert not Job.objects.exists()
    offer_idea(team=team, by=nurse, title="A printer on the ward", **fields)

    sent, body = sent_by("teams.tasks.tell_of_idea", tell_of_idea)

    subject = "An idea for Letters today: A printer on the ward"
    assert sent == [(lead.email, subject), (co_lead.email, subject)]
    assert body.startswith(
        "Kofi Mensah offers Letters today a change idea:\n\nA printer on the ward\n\nFrom the ward's"
    )


def test_nothing_is_sent_about_a_cycle_that_is_gone_or_not_decided():
    tell_of_decision(cycle_id=CycleFactory().pk, by_id=0)
    tell_of_decision(cycle_id=0, by_id=0)

    assert mail.outbox == []


def sent_by(task, tell):
    """Run what is owed by this task; who got which subject, and the body of the last e-mail."""
    for job in Job.objects.filter(task=task):
        tell(**job.arguments)
    return [(each.to[0], each.subject) for each in mail.outbox], mail.outbox[-1].body if mail.outbox else ""


def test_whoever_proposed_a_team_is_told_that_it_is_established_and_so_are_its_people():
    nurse, lead, chair = UserFactory(), UserFactory(name="Priya Raman"), UserFactory(name="Ruth Abernethy")
    team = propose_team(by=nurse, name="Letters today", system=SystemFactory(name="Ward 7"), problem="Three days.")
    decide(change=StateChange.objects.get(), granted=True, by=chair, lead=lead, answer="Begin with one bay.")

    sent, body = sent_by("teams.tasks.tell_of_state", tell_of_state)

    assert sent == [(nurse.email, "Established: Letters today"), (lead.email, "Established: Letters today")]
    assert "The oversight group has established it; Priya Raman leads it.\n\nIt has its people" in body
    assert f"Ruth Abernethy writes:\nBegin with one bay.\n\n/teams/{team.pk}/" in body


def test_a_proposal_that_is_turned_down_comes_back_with_the_reason():
    nurse = UserFactory(name="Kofi Mensah")
    propose_team(by=nurse, name="Letters today", system=SystemFactory(name="Ward 7"), problem="Three days.")
    decide(change=StateChange.objects.get(), granted=False, by=UserFactory(), answer="Ward 8 does it: ask Priya.")

    sent, body = sent_by("teams.tasks.tell_of_state", tell_of_state)

    assert sent == [(nurse.email, "Turned down: Letters today")]
    assert "Kofi Mensah proposed the team Letters today for Ward 7. The oversight group has turned it down." in body
    assert "Ward 8 does it: ask Priya." in body and "It has its people" not in body


def test_everybody_in_a_team_hears_that_it_was_paused_and_why_but_not_whoever_paused_it():
    chair, team = UserFactory(name="Ruth Abernethy"), TeamFactory(name="Letters today")
    nurse = member_of(team)
    member_of(team, user__wants_reminders=False)
    member_of(team, user__is_active=False)
    MembershipFactory(team=team, user=chair)
    MembershipFactory(team=team, left_on="2024-05-01")
    move_team(team=team, to=TeamState.PAUSED, by=chair, why="The ward is closed for repairs.")

    sent, body = sent_by("teams.tasks.tell_of_state", tell_of_state)

    assert sent == [(nurse.email, "Letters today is paused")]
    assert body.startswith("Letters today is paused from now on.\n\nIts work stands still")
    assert "Ruth Abernethy writes:\nThe ward is closed for repairs." in body


def test_a_declined_request_is_told_and_an_open_one_is_not():
    change = StateChangeFactory(team__name="Letters today")
    tell_of_state(change_id=change.pk)
    assert mail.outbox == []
    decide(change=change, granted=False, by=UserFactory(), answer="After the winter.")

    sent, body = sent_by("teams.tasks.tell_of_state", tell_of_state)

    assert sent == [(change.asked_by.email, "Letters today stays as it is")]
    assert "The request that Letters today become paused was declined." in body and "After the winter." in body


def test_somebody_who_was_added_to_a_team_or_made_its_lead_is_told_by_whom():
    lead, team = UserFactory(name="Priya Raman"), TeamFactory(name="Letters today")
    nurse = UserFactory(discipline=Discipline.NURSE)
    member = add_member(team=team, user=nurse, role=TeamRole.MEMBER, by=lead)
    change_member(membership=member, role=TeamRole.CO_LEAD, discipline=Discipline.NURSE, by=lead)

    sent, body = sent_by("teams.tasks.tell_of_membership", tell_of_membership)

    assert sent == [(nurse.email, "You are in the team Letters today")]
    assert "Priya Raman has added you to the team Letters today: Co-lead, nurse." in body
    mail.outbox.clear()
    Job.objects.all().delete()
    change_member(membership=member, role=TeamRole.LEAD, discipline=Discipline.NURSE, by=lead)
    sent, body = sent_by("teams.tasks.tell_of_membership", tell_of_membership)
    assert sent == [(nurse.email, "You lead Letters today")]
    assert "Priya Raman has made you the lead of the team Letters today: Team lead, nurse." in body


def test_nobody_is_told_of_what_they_did_themselves_or_of_a_team_that_they_have_left():
    team, lead = TeamFactory(), UserFactory()
    add_member(team=team, user=lead, role=TeamRole.MEMBER, by=lead)
    assert not Job.objects.filter(task="teams.tasks.tell_of_membership").exists()
    left = add_member(team=team, user=UserFactory(), role=TeamRole.MEMBER, by=lead)
    end_membership(membership=left)
    assert sent_by("teams.tasks.tell_of_membership", tell_of_membership) == ([], "")
