"""Teams for tests: active unless said otherwise, without members."""

import datetime as dt

import factory

from teams.enums import Discipline, TeamRole, TeamState
from teams.models import Membership, ProgressScore, StateChange, Team, User
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


class StateChangeFactory(factory.django.DjangoModelFactory):
    """A request of an active team to be paused, which waits for the oversight group."""

    class Meta:
        model = StateChange

    team = factory.SubFactory(TeamFactory)
    from_state = factory.SelfAttribute("team.state")
    to_state = TeamState.PAUSED
    asked_by = factory.SubFactory(UserFactory)
    why = "The ward is closed for repairs."


class ProgressScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgressScore

    team = factory.SubFactory(TeamFactory)
    score = 2.5
    scored_on = factory.Sequence(lambda number: dt.date(2024, 1, 1) + dt.timedelta(days=number % 300))
    scored_by = factory.SubFactory(UserFactory)


def member_of(team: Team, role: TeamRole = TeamRole.MEMBER, **fields) -> User:
    """A person who belongs to this team in this role."""
    return MembershipFactory(team=team, role=role, **fields).user
