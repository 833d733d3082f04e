import pytest

from teams.enums import Level, Step, TeamRole, TeamState
from teams.models import Team
from teams.queries.team_page import team_page
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


def test_a_person_sees_what_they_proposed_until_it_is_decided():
    person = UserFactory()
    TeamFactory(proposed_by=person, state=TeamState.PROPOSED, name="Idea")
    TeamFactory(proposed_by=person, name="Established")
    assert [row.name for row in proposed_by(person)] == ["Idea"]


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
