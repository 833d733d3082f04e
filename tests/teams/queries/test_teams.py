import datetime as dt

import pytest
from django.utils import timezone

from teams.enums import Level, Step, TeamRole, TeamState
from teams.models import Team
from teams.queries.team_page import Rest, team_page
from teams.queries.teams import TeamsAsked, in_order, my_teams, proposed_by, readable_teams, team_rows
from tests.factories.cycles import CycleFactory
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import (
    MembershipFactory,
    ProgressScoreFactory,
    StateChangeFactory,
    TeamFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


def names(teams):
    return [team.name for team in teams]


def test_outsiders_read_only_their_own_teams():
    partner, own = OutsiderFactory(), TeamFactory(name="Own")
    MembershipFactory(team=own, user=partner)
    TeamFactory(name="Other")
    assert names(readable_teams(partner)) == ["Own"]
    assert names(readable_teams(UserFactory())) == ["Other", "Own"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Beds", "Falls", "Sleep"]),
        ({"text": "all"}, ["Falls"]),
        ({"text": "quiet nights"}, ["Sleep"]),
        ({"state": "running"}, ["Beds", "Falls"]),
        ({"state": "paused"}, ["Sleep"]),
    ],
)
def test_teams_are_filtered(asked, found):
    TeamFactory(name="Beds", state=TeamState.CHARTERED)
    TeamFactory(name="Falls")
    TeamFactory(name="Sleep", state=TeamState.PAUSED, aim_what="Quiet nights")
    assert names(TeamsAsked(**asked).of(Team.objects.all())) == found


def test_teams_without_a_lead_who_can_sign_in_are_found():
    member_of(TeamFactory(name="Led"), TeamRole.LEAD)
    member_of(TeamFactory(name="Gone"), TeamRole.LEAD, user__is_active=False)
    MembershipFactory(team=TeamFactory(name="Left", state=TeamState.PAUSED), role=TeamRole.LEAD, left_on="2024-06-01")
    member_of(TeamFactory(name="Nobody"), TeamRole.CO_LEAD)
    TeamFactory(name="Only proposed", state=TeamState.PROPOSED)
    TeamFactory(name="Over", state=TeamState.CLOSED)
    assert names(TeamsAsked(state="leaderless").of(Team.objects.all())) == ["Gone", "Left", "Nobody"]


def test_a_system_stands_for_all_below_it():
    division = SystemFactory(level=Level.MESO)
    TeamFactory(name="Below", system=SystemFactory(parent=division))
    TeamFactory(name="Here", system=division)
    TeamFactory(name="Elsewhere")
    assert names(TeamsAsked(system=division).of(Team.objects.all())) == ["Below", "Here"]


def test_teams_are_sorted_by_their_lifecycle_and_back():
    TeamFactory(name="Old", state=TeamState.CLOSED)
    TeamFactory(name="New", state=TeamState.PROPOSED)
    TeamFactory(name="At work")
    assert names(in_order(Team.objects.all(), "state")) == ["New", "At work", "Old"]
    assert names(in_order(Team.objects.all(), "-state")) == ["Old", "At work", "New"]
    assert names(in_order(Team.objects.all(), "nonsense")) == ["At work", "New", "Old"]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_of_teams_come_in_one_query(count, django_assert_num_queries):
    for _ in range(count):
        member_of(TeamFactory(), TeamRole.LEAD, user__name="Amara Okafor")
    with django_assert_num_queries(1):
        assert {row.lead for row in team_rows(Team.objects.all())} == {"Amara Okafor"}


def test_a_persons_teams_begin_with_those_they_lead():
    person = UserFactory()
    MembershipFactory(user=person, team__name="Another")
    MembershipFactory(user=person, team__name="Zeal", role=TeamRole.LEAD)
    MembershipFactory(user=person, team__name="Done", team__state=TeamState.CLOSED)
    assert [(mine.row.name, mine.role) for mine in my_teams(person)] == [("Zeal", "Team lead"), ("Another", "Member")]


def proposal(person, name, **decided):
    """A proposal of this person, with what was decided of it."""
    fields = {
        "asked_by": person,
        "team__name": name,
        "to_state": TeamState.CHARTERED,
        "team__state": TeamState.PROPOSED,
    }
    return StateChangeFactory(**fields, **decided)


def test_a_person_sees_what_they_proposed_and_what_became_of_it():
    person, chair, now = UserFactory(), UserFactory(name="Ruth Abernethy"), timezone.now()
    long_ago = now - dt.timedelta(days=200)
    proposal(person, "Long over", granted=True, decided_at=long_ago)
    proposal(person, "Made", granted=True, decided_at=now, decided_by=chair, answer="Begin with one bay.")
    proposal(person, "Declined", granted=False, decided_at=now, decided_by=chair, answer="Ward 8 does it.")
    proposal(person, "Taken back", granted=False, decided_at=now, decided_by=person, answer="Withdrawn.")
    proposal(person, "Waits")
    proposal(UserFactory(), "Another's")
    assert [(row.name, row.stands, row.answer) for row in proposed_by(person)] == [
        ("Waits", "Proposed today; it waits for the oversight group.", ""),
        ("Taken back", f"Withdrawn today by {person.name}.", "Withdrawn."),
        ("Declined", "Turned down today by Ruth Abernethy.", "Ward 8 does it."),
        ("Made", "Established today by Ruth Abernethy.", "Begin with one bay."),
    ]


def test_a_resting_team_says_since_when_and_why():
    paused = {"to_state": TeamState.PAUSED, "granted": True, "why": "Two nurses are away.", "learnt": ""}
    team, chair, then = TeamFactory(state=TeamState.PAUSED), UserFactory(name="Ruth Abernethy"), timezone.now()
    paused |= {"from_state": TeamState.ACTIVE}
    StateChangeFactory(team=team, decided_at=then - dt.timedelta(days=400), **paused | {"why": "The first time."})
    StateChangeFactory(team=team, decided_at=then, decided_by=chair, answer="Agreed.", **paused)
    StateChangeFactory(team=team, to_state=TeamState.ACTIVE)
    rest = team_page(Team.objects.select_related("system", "sponsor").get()).rest
    day = f"{timezone.localdate(then):%-d %b %Y}"
    assert rest == Rest(f"Since {day} by Ruth Abernethy", ["Two nurses are away.", "Agreed."], "")


def test_a_proposal_that_was_turned_down_says_so_on_its_closed_team_and_a_team_at_work_does_not_rest():
    then = timezone.now()
    declined = proposal(UserFactory(), "Declined", granted=False, decided_at=then, answer="Ward 8 does it.", why="")
    Team.objects.filter(pk=declined.team_id).update(state=TeamState.CLOSED)
    team = Team.objects.select_related("system", "sponsor").get()
    assert team_page(team).rest == Rest(f"Since {timezone.localdate(then):%-d %b %Y}", ["Ward 8 does it."], "")
    assert team_page(TeamFactory()).rest is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_teams_page_asks_the_same_queries_for_any_number_of_rows(count, django_assert_num_queries):
    team = TeamFactory(system__parent=SystemFactory(level=Level.MACRO), sponsor=UserFactory())
    for _ in range(count):
        MembershipFactory(team=team)
        CycleFactory(idea__team=team)
        ProgressScoreFactory(team=team)
        team.also_touches.add(SystemFactory())
        StateChangeFactory(team=team, decided_at=team.created_at, granted=True)
    team = Team.objects.select_related("system", "sponsor").get()
    with django_assert_num_queries(10):  # seven of its own, one that measures asks, two that oversight asks
        team_page(team)


def test_a_teams_page_tells_what_happened_latest_first():
    team = TeamFactory(state=TeamState.CHARTERED)
    lead = member_of(team, TeamRole.LEAD, user__name="Amara Okafor")
    StateChangeFactory(team=team, to_state=TeamState.ACTIVE, asked_by=lead, why="The charter is agreed.")
    page = team_page(team)
    assert [(each.title, each.who) for each in page.news] == [
        ("Asked to be active", "Amara Okafor"),
        ("Amara Okafor joined", ""),
    ]
    assert (page.waiting.to, page.waiting.is_proposal) == ("active", False)
    assert [(stage.title, stage.state) for stage in page.stages][:3] == [
        ("Proposed", "done"),
        ("Chartered", "current"),
        ("Active", "next"),
    ]


def test_a_test_that_is_only_planned_has_not_begun():
    team = TeamFactory()
    CycleFactory(idea__team=team, title="Planned")
    CycleFactory(idea__team=team, title="Begun", step=Step.DO)
    assert [each.title for each in team_page(team).news] == ["Test began: Begun"]


def test_a_reader_from_outside_gets_no_links_to_systems_and_people():
    team = TeamFactory()
    member_of(team)
    page = team_page(team, linked=False)
    assert page.trail[0].url == ""
    assert "href" not in page.members[0]
