"""Who knocks at every page, and the small world they live in: one team of their own, one of somebody else.

Those of another team have all belonged to the team itself, in the same role, and left: what is over opens nothing.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.test import Client

from teams.enums import Discipline, Level, Role, TeamRole, TeamState
from teams.models import Membership, Organisation, System, Team, User
from tests.factories.people import OutsiderFactory, RoleGrantFactory, UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, TeamFactory

STRANGER = "stranger"
PARTNER = "patient partner of the team"
PARTNER_ELSEWHERE = "patient partner of another team"
STAFF_ONLY = "member of staff without a role"
MEMBER = "member of the team"
MEMBER_ELSEWHERE = "member of another team"
LEAD = "lead of the team"
LEAD_ELSEWHERE = "lead of another team"
COACH = "coach of the team"
COACH_ELSEWHERE = "coach of another team"
SYSTEM_LEADER = "leader of the system above the team's"
SYSTEM_LEADER_ELSEWHERE = "leader of another system"
ANALYST = "analyst"
OVERSIGHT = "oversight group"
EXECUTIVE = "executive"
ADMINISTRATOR = "administrator"

PARTNERS = frozenset({PARTNER, PARTNER_ELSEWHERE})
STAFF = frozenset(
    {
        STAFF_ONLY,
        MEMBER,
        MEMBER_ELSEWHERE,
        LEAD,
        LEAD_ELSEWHERE,
        COACH,
        COACH_ELSEWHERE,
        SYSTEM_LEADER,
        SYSTEM_LEADER_ELSEWHERE,
        ANALYST,
        OVERSIGHT,
        EXECUTIVE,
        ADMINISTRATOR,
    }
)
SIGNED_IN = STAFF | PARTNERS
EVERYBODY = SIGNED_IN | {STRANGER}
NOBODY: frozenset[str] = frozenset()
IN_TEAM = frozenset({PARTNER, MEMBER, LEAD, COACH})
"""Everybody who belongs to the team, in whatever role."""
TEAM_READERS = STAFF | IN_TEAM
"""Everybody who works here, and the outsiders who belong to the team."""


def only(*people: str) -> frozenset[str]:
    """A group of these, written so that a row reads well: `may=only(LEAD, OVERSIGHT)`."""
    unknown = set(people) - EVERYBODY
    assert not unknown, f"Nobody in the cast is called {unknown}."
    return frozenset(people)


@dataclass
class World:
    """What the rows build their addresses from. `team` is 'the team' of the cast's names; `other` is the other."""

    organisation: Organisation
    macro: System
    meso: System
    system: System
    other_system: System
    team: Team
    other: Team
    people: dict[str, User]
    clients: dict[str, Client] = field(default_factory=dict)

    def membership(self, person: str) -> Membership:
        """The membership of this person of the cast."""
        return self.people[person].memberships.get()


def build(*, some_left: bool = True) -> World:
    """The world, with each of the cast signed in once; without `some_left` nobody of elsewhere was ever in the team."""
    organisation, _ = Organisation.objects.update_or_create(pk=1, defaults={"name": "St Brigid's"})
    macro = SystemFactory(name="St Brigid's", level=Level.MACRO)
    meso = SystemFactory(name="Medicine", level=Level.MESO, parent=macro)
    surgery = SystemFactory(name="Surgery", level=Level.MESO, parent=macro)
    system = SystemFactory(name="Ward 7", parent=meso)
    other_system = SystemFactory(name="Theatres", parent=surgery)
    team = TeamFactory(name="Home before noon", system=system, state=TeamState.ACTIVE)
    other = TeamFactory(name="First case on time", system=other_system, state=TeamState.ACTIVE)
    people: dict[str, User] = {STAFF_ONLY: _staff(STAFF_ONLY)}
    for person, place, role in (
        (MEMBER, team, TeamRole.MEMBER),
        (MEMBER_ELSEWHERE, other, TeamRole.MEMBER),
        (LEAD, team, TeamRole.LEAD),
        (LEAD_ELSEWHERE, other, TeamRole.LEAD),
        (COACH, team, TeamRole.COACH),
        (COACH_ELSEWHERE, other, TeamRole.COACH),
    ):
        people[person] = _staff(person)
        MembershipFactory(team=place, user=people[person], role=role)
        if some_left:
            _left(team, people[person], role, unless=place)
    for person, place in ((PARTNER, team), (PARTNER_ELSEWHERE, other)):
        people[person] = OutsiderFactory(name=person, password=None)
        MembershipFactory(team=place, user=people[person], discipline=Discipline.PATIENT_PARTNER)
        if some_left:
            _left(team, people[person], TeamRole.MEMBER, unless=place)
    for person, role, led in (
        (SYSTEM_LEADER, Role.SYSTEM_LEADER, meso),
        (SYSTEM_LEADER_ELSEWHERE, Role.SYSTEM_LEADER, surgery),
        (ANALYST, Role.ANALYST, None),
        (OVERSIGHT, Role.OVERSIGHT, None),
        (EXECUTIVE, Role.EXECUTIVE, None),
        (ADMINISTRATOR, Role.ADMINISTRATOR, None),
    ):
        people[person] = _staff(person)
        RoleGrantFactory(user=people[person], role=role, system=led)
    world = World(organisation, macro, meso, system, other_system, team, other, people)
    world.clients[STRANGER] = Client(raise_request_exception=False)
    for person, user in people.items():
        world.clients[person] = Client(raise_request_exception=False)
        world.clients[person].force_login(user)
    assert set(world.clients) == EVERYBODY
    return world


def _left(team: Team, user: User, role: TeamRole, *, unless: Team) -> None:
    """Whoever belongs elsewhere belonged to the team once."""
    if team != unless:
        MembershipFactory(team=team, user=user, role=role, joined_on=dt.date(2023, 1, 2), left_on=dt.date(2023, 12, 29))


def _staff(name: str) -> User:
    return UserFactory(name=name.capitalize(), password=None)
