"""Who may come to the pages of `teams`. See the top of tests/permissions/test_matrix.py for how a row is written."""

from teams.actions.invitations import invite, token_of
from teams.enums import Role
from teams.models import Invitation
from tests.factories.people import RoleGrantFactory
from tests.permissions.cast import (
    ADMINISTRATOR,
    LEAD,
    LEAD_ELSEWHERE,
    MEMBER,
    PARTNER,
    SIGNED_IN,
    STAFF,
    World,
    only,
)
from tests.permissions.rows import Row, absent, deed, form, open_to_all, page


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

IMPROVEMENT_WORK: list[Row] = []

ROWS = [*PEOPLE, *SYSTEMS_AND_TEAMS, *IMPROVEMENT_WORK]
