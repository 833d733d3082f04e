import pytest
from django.core import mail

from oversight.actions.barrier_notices import tell_of_step
from oversight.actions.barriers import (
    answer_barrier,
    escalate_silent_barriers,
    own_barrier,
    remove_barrier,
    withdraw_barrier,
)
from redesign.lib.dates import today
from teams.models import Membership
from tests.factories.barriers import hospital, raised
from tests.factories.people import OutsiderFactory
from tests.factories.teams import MembershipFactory


@pytest.fixture
def place(db, settings):
    settings.SITE_URL = "https://improve.example.org"
    return hospital()


def told(barrier):
    """The e-mails of the newest step: to whom, and the subject."""
    mail.outbox.clear()
    tell_of_step(barrier.steps.last().pk)
    return {(message.to[0], message.subject) for message in mail.outbox}


def test_the_leaders_of_the_system_are_asked(place):
    barrier = raised(place)
    assert {to for to, _ in told(barrier)} == {place.division_leader.email}
    body = mail.outbox[0].body
    assert "Please answer by" in mail.outbox[0].subject
    assert "We asked twice." in body
    assert f"https://improve.example.org/barriers/{barrier.pk}/" in body


def test_where_a_system_has_no_leader_those_of_the_next_above_are_asked(place):
    place.ward_leader.role_grants.all().delete()
    assert {to for to, _ in told(raised(place, to=place.ward))} == {place.division_leader.email}


def test_at_the_top_executives_are_asked(place):
    assert {to for to, _ in told(raised(place, to=place.macro))} == {place.executive.email}


def test_the_team_hears_that_it_was_answered_and_the_one_who_answered_does_not(place):
    barrier = raised(place)
    answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="Open until eight & on Sundays.")
    assert told(barrier) == {(place.lead.email, f"Medicine answered: {barrier.title}")}
    assert "Open until eight & on Sundays." in mail.outbox[0].body


def test_the_owner_and_the_team_hear_who_takes_it_on(place):
    barrier = raised(place)
    own_barrier(barrier=barrier, version=1, by=place.division_leader, owner=place.ward_leader)
    assert {to for to, _ in told(barrier)} == {place.ward_leader.email, place.lead.email}


def test_both_sides_hear_when_a_silent_barrier_goes_up(place):
    barrier = raised(place, days=-1)
    escalate_silent_barriers()
    assert {to for to, _ in told(barrier)} == {place.executive.email, place.lead.email}


def test_nobody_hears_what_they_did_themselves(place):
    barrier = raised(place)
    remove_barrier(barrier=barrier, version=1, by=place.lead, what_happened="Gone.")
    assert told(barrier) == set()


def test_the_owner_hears_that_the_team_has_withdrawn_it(place):
    barrier = raised(place)
    own_barrier(barrier=barrier, version=1, by=place.division_leader, owner=place.ward_leader)
    withdraw_barrier(barrier=barrier, version=2, by=place.lead, why="We found another way.")
    assert {to for to, _ in told(barrier)} == {place.ward_leader.email}


def test_a_second_run_sends_nothing(place):
    barrier = raised(place)
    assert told(barrier) != set()
    assert told(barrier) == set()


def test_a_person_who_has_left_is_not_written_to(place):
    place.division_leader.is_active = False
    place.division_leader.save()
    assert {to for to, _ in told(raised(place))} == {place.executive.email}


def test_a_partner_who_left_the_team_hears_no_more_of_what_they_raised(place):
    membership = MembershipFactory(team=place.team, user=OutsiderFactory())
    barrier = raised(place, by=membership.user)
    answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="Open until eight.")
    assert {to for to, _ in told(barrier)} == {place.lead.email, membership.user.email}
    Membership.objects.filter(pk=membership.pk).update(left_on=today())
    barrier.steps.update(told_at=None)
    assert {to for to, _ in told(barrier)} == {place.lead.email}
