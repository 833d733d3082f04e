"""The list of people, and what one person's page says to whom."""

import pytest

from teams.enums import Role, TeamRole, TeamState
from teams.models import RoleGrant, User
from teams.permissions.people import can_see_address
from teams.queries.people import SORTS, PeopleFilter, left_behind, people_page, person_page
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def names(**asked) -> list[str]:
    return [person.name for person in people_page(PeopleFilter(**asked)).page]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_three_queries_for_any_number_of_people(count, django_assert_num_queries):
    for _ in range(count):
        MembershipFactory(user=person_with(Role.SYSTEM_LEADER, user__works_in=SystemFactory()))
    with django_assert_num_queries(3):
        assert len(people_page(PeopleFilter()).rows) == count


def test_people_are_found_by_name_job_and_address():
    UserFactory(name="Amara Okafor", job_title="Midwife", email="ao@example.org")
    UserFactory(name="Kofi Mensah", job_title="Porter", email="km@example.org")
    assert names(text="amara") == names(text="midwife") == names(text="ao@") == ["Amara Okafor"]


def test_people_are_found_by_role_team_role_and_account():
    UserFactory(name="Closed", is_active=False)
    OutsiderFactory(name="Partner")
    person_with(Role.ANALYST, user__name="Analyst")
    member_of(TeamFactory(), TeamRole.LEAD, user__name="Lead")
    assert names(role=Role.ANALYST) == ["Analyst"]
    assert names(role=TeamRole.LEAD) == ["Lead"]
    assert names(role="none") == ["Lead", "Partner"]
    assert names(account="closed") == ["Closed"]
    assert names(account="partners") == ["Partner"]
    assert names() == ["Analyst", "Lead", "Partner"]
    assert names(account="all") == ["Analyst", "Closed", "Lead", "Partner"]


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{key}" for key in SORTS)])
def test_every_way_of_sorting_works(sort):
    UserFactory(name="A", works_in=SystemFactory(name="Z"))
    UserFactory(name="B")
    assert sorted(names(sort=sort)) == ["A", "B"]


def test_a_name_is_sorted_downwards_too():
    UserFactory(name="A")
    UserFactory(name="B")
    assert names(sort="-name") == ["B", "A"]


def test_a_colleagues_address_is_open_to_colleagues_and_a_partners_to_the_leads_of_their_teams():
    team = TeamFactory()
    partner, colleague = OutsiderFactory(), UserFactory()
    MembershipFactory(team=team, user=partner)
    lead, member = member_of(team, TeamRole.LEAD), member_of(team)

    def may(person: User) -> list[bool]:
        return [can_see_address(person, colleague), can_see_address(person, partner)]

    assert may(member) == [True, False]
    assert may(lead) == [True, True]
    assert may(person_with(Role.ADMINISTRATOR)) == [True, True]
    assert may(partner) == [False, True]


def test_only_administrators_read_when_somebody_last_signed_in():
    person = UserFactory()
    assert "Last signed in" not in dict(person_page(UserFactory(), person).facts)
    assert dict(person_page(person_with(Role.ADMINISTRATOR), person).facts)["Last signed in"] == "never"


def test_a_partner_reads_only_the_teams_that_they_share():
    shared, other, partner, person = (
        TeamFactory(name="Shared"),
        TeamFactory(name="Other"),
        OutsiderFactory(),
        UserFactory(),
    )
    for team in (shared, other):
        MembershipFactory(team=team, user=person)
    MembershipFactory(team=shared, user=partner)
    page = person_page(partner, person)
    assert ["Shared" in str(link) for _, link, _ in page.teams] == [True]


def test_what_somebody_leaves_behind_is_named_and_what_is_closed_or_past_is_not():
    person = UserFactory()
    for name, fields in {"Beds": {}, "Falls": {}, "Over": {"team__state": TeamState.CLOSED}}.items():
        MembershipFactory(user=person, role=TeamRole.LEAD, team__name=name, **fields)
    MembershipFactory(user=person, role=TeamRole.LEAD, team__name="Once", left_on="2024-06-01")
    MembershipFactory(user=person, team__name="A member only")
    TeamFactory(name="Sleep", sponsor=person)
    RoleGrant.objects.create(user=person, role=Role.SYSTEM_LEADER, system=SystemFactory(name="Surgery"))
    assert left_behind(person) == [
        "They lead Beds and Falls: give them another lead.",
        "They sponsor Sleep: its charter names somebody else.",
        "They lead the system Surgery: grant the role to somebody else.",
    ]
    assert left_behind(UserFactory()) == []
