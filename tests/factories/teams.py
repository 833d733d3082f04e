"""Teams for tests: active unless said otherwise, without members."""

import datetime as dt

import factory

from teams.enums import Discipline, TeamRole, TeamState
from teams.models import Membership, Team, User
from tests.factories.people import UserFactory
from tests.factories.systems import SystemFactory


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda number: f"Team {number}")
    system = factory.SubFactory(SystemFactory)
    state = TeamState.ACTIVE
    problem = "Patients wait too long for their medicines to take home."


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)
    role = TeamRole.MEMBER
    discipline = Discipline.NURSE
    joined_on = dt.date(2024, 1, 1)


def member_of(team: Team, role: TeamRole = TeamRole.MEMBER, **fields) -> User:
    """A person who belongs to this team in this role."""
    return MembershipFactory(team=team, role=role, **fields).user
