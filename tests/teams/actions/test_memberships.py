import datetime as dt
from functools import partial

import pytest

from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from teams.actions.memberships import add_member, change_member, end_membership
from teams.enums import Discipline, TeamRole, TeamState
from teams.models import Membership
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.teams import MembershipFactory, TeamFactory, member_of
from tests.together import at_once

pytestmark = pytest.mark.django_db

YESTERDAY = today() - dt.timedelta(days=1)
TOMORROW = today() + dt.timedelta(days=1)


def test_a_person_joins_in_their_own_discipline():
    pharmacist = UserFactory(discipline=Discipline.PHARMACIST)
    member = add_member(team=TeamFactory(), user=pharmacist, role=TeamRole.MEMBER)
    assert (member.discipline, member.joined_on, member.left_on) == ("pharmacist", today(), None)


def test_a_person_is_in_a_team_once_at_a_time():
    member = MembershipFactory(user__name="Amara Okafor")
    with pytest.raises(Refusal) as refused:
        add_member(team=member.team, user=member.user, role=TeamRole.MEMBER)
    assert (refused.value.sentence, refused.value.field) == (
        "Amara Okafor is in the team on these days already.",
        "joined_on",
    )


def test_a_person_who_left_may_come_back():
    member = MembershipFactory(left_on=dt.date(2024, 6, 1))
    add_member(team=member.team, user=member.user, role=TeamRole.MEMBER)
    assert Membership.objects.filter(team=member.team, user=member.user).count() == 2


def test_a_team_has_one_lead():
    team = TeamFactory()
    member_of(team, TeamRole.LEAD, user__name="Amara Okafor")
    with pytest.raises(Refusal) as refused:
        add_member(team=team, user=UserFactory(), role=TeamRole.LEAD)
    assert (refused.value.sentence, refused.value.field) == (
        "Amara Okafor leads the team. Choose co-lead, or say that the lead is handed over.",
        "role",
    )


def test_the_lead_is_handed_over():
    team = TeamFactory()
    before = member_of(team, TeamRole.LEAD)
    after = MembershipFactory(team=team)
    change_member(membership=after, role=TeamRole.LEAD, discipline=after.discipline, hand_over=True)
    roles = dict(team.memberships.values_list("user", "role"))
    assert roles == {before.pk: "co_lead", after.user_id: "lead"}


def test_a_team_at_work_keeps_a_lead():
    lead = MembershipFactory(role=TeamRole.LEAD, user__name="Amara Okafor")
    with pytest.raises(Refusal, match=r"^Amara Okafor leads the team: make somebody else its lead first"):
        end_membership(membership=lead)
    with pytest.raises(Refusal, match="make somebody else its lead first"):
        change_member(membership=lead, role=TeamRole.MEMBER, discipline=lead.discipline)


def test_a_member_leaves_and_what_they_did_stays():
    member = MembershipFactory()
    end_membership(membership=member, left_on=YESTERDAY)
    member.refresh_from_db()
    assert (member.left_on, Membership.objects.current().count()) == (YESTERDAY, 0)
    with pytest.raises(Refusal, match="already"):
        end_membership(membership=member)


@pytest.mark.parametrize(
    ("day", "why"),
    [(TOMORROW, "still to come"), (dt.date(2023, 1, 1), "cannot be before the day of joining")],
)
def test_the_day_of_leaving_lies_between_joining_and_today(day, why):
    with pytest.raises(Refusal, match=why):
        end_membership(membership=MembershipFactory(), left_on=day)


def test_nobody_joins_on_a_day_to_come_or_after_they_lost_their_account():
    with pytest.raises(Refusal) as refused:
        add_member(team=TeamFactory(), user=UserFactory(), role=TeamRole.MEMBER, joined_on=TOMORROW)
    assert refused.value.field == "joined_on"
    with pytest.raises(Refusal, match="can no longer sign in"):
        add_member(team=TeamFactory(), user=UserFactory(is_active=False), role=TeamRole.MEMBER)


def test_the_membership_of_a_closed_team_stays_as_it_was():
    team = TeamFactory(state=TeamState.CLOSED)
    member = MembershipFactory(team=team)
    with pytest.raises(Refusal, match="is closed"):
        add_member(team=team, user=UserFactory(), role=TeamRole.MEMBER)
    with pytest.raises(Refusal, match="is closed"):
        change_member(membership=member, role=TeamRole.COACH, discipline=member.discipline)


def test_people_join_and_leave_a_paused_team():
    member = MembershipFactory(team=TeamFactory(state=TeamState.PAUSED))
    end_membership(membership=member)
    add_member(team=member.team, user=UserFactory(), role=TeamRole.MEMBER)
    assert Membership.objects.current().count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_named_at_once_one_leads():
    team = TeamFactory()
    outcomes = at_once(*(partial(add_member, team=team, user=UserFactory(), role=TeamRole.LEAD) for _ in range(2)))
    assert sum(isinstance(each, Refusal) for each in outcomes) == 1
    assert team.memberships.filter(role=TeamRole.LEAD).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_person_added_twice_at_once_is_in_the_team_once():
    team, nurse = TeamFactory(), UserFactory()
    outcomes = at_once(*(partial(add_member, team=team, user=nurse, role=TeamRole.MEMBER) for _ in range(3)))
    told = [each.sentence for each in outcomes if isinstance(each, Refusal)]
    assert told == [f"{nurse.name} is in the team on these days already."] * 2


@pytest.mark.parametrize("role", [TeamRole.COACH, TeamRole.SUPPORT])
def test_a_partner_neither_coaches_nor_supports_a_team(role):
    partner = OutsiderFactory()
    with pytest.raises(Refusal, match="somebody who works here") as refused:
        add_member(team=TeamFactory(), user=partner, role=role)
    assert refused.value.field == "role"
    with pytest.raises(Refusal, match="somebody who works here"):
        change_member(membership=MembershipFactory(user=partner), role=role, discipline=partner.discipline)
