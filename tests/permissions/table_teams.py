"""Who may come to the pages of `teams`. See the top of tests/permissions/test_matrix.py for how a row is written."""

from teams.actions.invitations import invite, token_of
from teams.enums import Role
from teams.models import Invitation, StateChange
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.people import RoleGrantFactory
from tests.factories.teams import StateChangeFactory
from tests.permissions.cast import (
    ADMINISTRATOR,
    COACH,
    IN_TEAM,
    LEAD,
    LEAD_ELSEWHERE,
    MEMBER,
    OVERSIGHT,
    PARTNER,
    SIGNED_IN,
    STAFF,
    SYSTEM_LEADER,
    TEAM_READERS,
    World,
    only,
)
from tests.permissions.rows import Builder, absent, deed, form, open_to_all, page


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


INVITING = only(ADMINISTRATOR, OVERSIGHT, LEAD, LEAD_ELSEWHERE)
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
    page("teams:invitations", see=INVITING),
    form("teams:invite", may=INVITING),
    deed("teams:invitation-resend", an_invitation, may=only(ADMINISTRATOR, OVERSIGHT, LEAD)),
    form("teams:invitation-withdraw", an_invitation, may=only(ADMINISTRATOR, OVERSIGHT, LEAD)),
    open_to_all("teams:invitation", lambda world: {"token": token_of(an_open_invitation(world))}),
]


def the_ward(world: World) -> dict[str, int]:
    return {"pk": world.system.pk}


def the_membership(world: World) -> dict[str, int]:
    return {"pk": world.membership(MEMBER).pk}


def a_request(world: World) -> dict[str, int]:
    """Asked for by the team's lead; the oversight group has not decided yet."""
    asked = StateChange.objects.open().filter(team=world.team).first()
    asked = asked or StateChangeFactory(team=world.team, asked_by=world.people[LEAD])
    return {"pk": asked.pk}


SYSTEMS_AND_TEAMS = [
    page("teams:systems", see=STAFF),
    page("teams:system", the_ward, see=STAFF),
    form("teams:system-new", may=only(ADMINISTRATOR)),
    form("teams:system-import", may=only(ADMINISTRATOR)),
    form("teams:system-edit", the_ward, may=only(ADMINISTRATOR, SYSTEM_LEADER)),
    form("teams:system-move", the_ward, may=only(ADMINISTRATOR)),
    form("teams:system-close", the_ward, may=only(ADMINISTRATOR)),
    page("teams:teams", see=SIGNED_IN),
    page("teams:mine", see=SIGNED_IN),
    form("teams:team-propose", may=STAFF),
    page("teams:team", the_team, see=TEAM_READERS),
    form("teams:team-charter", the_team, may=only(LEAD)),
    form("teams:team-state", the_team, may=only(LEAD)),
    form("teams:state-withdraw", a_request, may=only(LEAD)),
    form("teams:progress", the_team, may=only(COACH)),
    page("teams:members", the_team, see=TEAM_READERS),
    form("teams:member-add", the_team, may=only(LEAD, OVERSIGHT)),
    form("teams:member-edit", the_membership, may=only(LEAD, OVERSIGHT)),
    form("teams:member-leave", the_membership, may=only(LEAD, OVERSIGHT)),
    page("teams:person-options", see=STAFF),
]


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
    form("teams:cycle-give-up", a_cycle, may=IN_TEAM),
    form("teams:cycle-note", a_cycle, may=IN_TEAM),
    form("teams:cycle-do", a_cycle, may=IN_TEAM),
    form("teams:cycle-study", a_cycle, may=IN_TEAM),
    form("teams:cycle-act", a_cycle, may=IN_TEAM),
    form("teams:cycle-move", a_cycle, may=IN_TEAM),
    page("teams:ideas", the_team, see=TEAM_READERS),
    page("teams:ideas-everywhere", see=SIGNED_IN),
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
