"""Who may come to the pages of `teams`. See the top of tests/permissions/test_matrix.py for how a row is written."""

from teams.actions.invitations import invite, token_of
from teams.enums import Role
from teams.models import Invitation
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.people import RoleGrantFactory
from tests.permissions.cast import (
    ADMINISTRATOR,
    IN_TEAM,
    LEAD,
    LEAD_ELSEWHERE,
    MEMBER,
    PARTNER,
    SIGNED_IN,
    STAFF,
    TEAM_READERS,
    World,
    only,
)
from tests.permissions.rows import Builder, Row, absent, deed, form, open_to_all, page


def the_team(world: World) -> dict[str, int]:
    return {"pk": world.team.pk}


def the_system(world: World) -> dict[str, int]:
    return {"pk": world.system.pk}


def a_member(world: World) -> dict[str, int]:
    return {"pk": world.people[MEMBER].pk}


def an_open_invitation(world: World) -> Invitation:
    count = Invitation.objects.count()
    return invite(by=world.people[LEAD], email=f"new{count}@example.org", name="Newcomer", team=world.team)


def an_invitation(world: World) -> dict[str, int]:
    return {"pk": an_open_invitation(world).pk}


PEOPLE = [
    form("teams:account", may=SIGNED_IN),
    form("teams:password", may=SIGNED_IN),
    deed("teams:theme", may=SIGNED_IN),
    page("teams:glossary", see=SIGNED_IN),
    form("teams:organisation", may=only(ADMINISTRATOR)),
    absent("teams:demo-sign-in"),
    page("teams:people", see=STAFF),
    page("teams:person", a_member, see=STAFF | only(PARTNER)),
    form("teams:person-edit", a_member, may=only(ADMINISTRATOR)),
    form("teams:person-deactivate", a_member, may=only(ADMINISTRATOR)),
    form("teams:person-reactivate", a_member, may=only(ADMINISTRATOR)),
    form("teams:people-import", may=only(ADMINISTRATOR)),
    form("teams:roles", a_member, may=only(ADMINISTRATOR)),
    form(
        "teams:role-revoke",
        lambda world: {"pk": RoleGrantFactory(user=world.people[MEMBER], role=Role.ANALYST).pk},
        may=only(ADMINISTRATOR),
    ),
    page("teams:invitations", see=only(ADMINISTRATOR, LEAD, LEAD_ELSEWHERE)),
    form("teams:invite", may=only(ADMINISTRATOR, LEAD, LEAD_ELSEWHERE)),
    deed("teams:invitation-resend", an_invitation, may=only(ADMINISTRATOR, LEAD)),
    form("teams:invitation-withdraw", an_invitation, may=only(ADMINISTRATOR, LEAD)),
    open_to_all("teams:invitation", lambda world: {"token": token_of(an_open_invitation(world))}),
]

SYSTEMS_AND_TEAMS: list[Row] = []


def a_cycle(world: World) -> dict[str, int]:
    return {"pk": CycleFactory(idea__team=world.team).pk}


def an_idea(world: World) -> dict[str, int]:
    return {"pk": ChangeIdeaFactory(team=world.team).pk}


def history_of(kind: str, pk: Builder) -> Builder:
    return lambda world: {"kind": kind, "pk": pk(world)["pk"]}


IMPROVEMENT_WORK = [
    page("teams:cycles", see=SIGNED_IN),
    page("teams:cycle", a_cycle, see=TEAM_READERS),
    form("teams:cycle-new", the_team, may=IN_TEAM),
    form("teams:cycle-plan", a_cycle, may=IN_TEAM),
    form("teams:cycle-note", a_cycle, may=IN_TEAM),
    form("teams:cycle-do", a_cycle, may=IN_TEAM),
    form("teams:cycle-study", a_cycle, may=IN_TEAM),
    form("teams:cycle-act", a_cycle, may=IN_TEAM),
    form("teams:cycle-move", a_cycle, may=IN_TEAM),
    page("teams:ideas", the_team, see=TEAM_READERS),
    page("teams:idea", an_idea, see=TEAM_READERS),
    form("teams:idea-new", the_team, may=TEAM_READERS),
    form("teams:idea-edit", an_idea, may=IN_TEAM),
    form("teams:draft-save", may=SIGNED_IN, query="key=cycle-note-1", data=lambda world: {"key": "cycle-note-1"}),
    deed("teams:draft-discard", may=SIGNED_IN, data=lambda world: {"key": "cycle-note-1"}),
    page("teams:history", history_of("cycle", a_cycle), see=TEAM_READERS),
    page("teams:history", history_of("team", the_team), see=TEAM_READERS),
    page("teams:history", history_of("person", a_member), see=only(ADMINISTRATOR)),
]

ROWS = [*PEOPLE, *SYSTEMS_AND_TEAMS, *IMPROVEMENT_WORK]
