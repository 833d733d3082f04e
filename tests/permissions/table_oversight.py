"""Who may come to the pages of `oversight`. See the top of tests/permissions/test_matrix.py for how a row is written."""

from secrets import token_hex

from django.utils import timezone

from oversight.actions.screens import make_screen
from oversight.models import Barrier, Capacity
from oversight.queries.loads import this_week
from teams.models import Job, StateChange
from tests.factories.oversight import (
    BarrierFactory,
    CriterionFactory,
    ResourceFactory,
    ResourceRequestFactory,
    StrategicPriorityFactory,
)
from tests.factories.teams import StateChangeFactory
from tests.permissions.cast import (
    ADMINISTRATOR,
    EVERYBODY,
    IN_TEAM,
    LEAD,
    OVERSIGHT,
    SIGNED_IN,
    STAFF,
    SYSTEM_LEADER,
    TEAM_READERS,
    World,
    only,
)
from tests.permissions.rows import Row, absent, deed, form, page

HOME = [
    page("oversight:home", see=SIGNED_IN),
    page("oversight:search", see=SIGNED_IN),
    absent("oversight:setup", lambda world: {"token": "not-a-token"}),
    page("oversight:checklist", see=only(ADMINISTRATOR)),
    deed("oversight:checklist-hide", may=only(ADMINISTRATOR)),
]


def a_request_for_a_state(world: World) -> dict[str, int]:
    asked = StateChange.objects.open().filter(team=world.team).first()
    return {"pk": (asked or StateChangeFactory(team=world.team)).pk}


ESTABLISHING = [
    page("oversight:decisions", see=STAFF),
    form("oversight:decide", a_request_for_a_state, may=only(OVERSIGHT)),
    form("oversight:team-move", lambda world: {"pk": world.team.pk}, may=only(OVERSIGHT)),
]


def the_team(world: World) -> dict[str, int]:
    return {"pk": world.team.pk}


def a_priority(_: World) -> dict[str, int]:
    return {"pk": StrategicPriorityFactory().pk}


def a_criterion(_: World) -> dict[str, int]:
    return {"pk": CriterionFactory().pk}


def a_resource(_: World) -> dict[str, int]:
    return {"pk": ResourceFactory().pk}


def a_capacity(_: World) -> dict[str, int]:
    return {"pk": Capacity.objects.create(resource=ResourceFactory(), week=this_week(), amount=3).pk}


def a_request(world: World) -> dict[str, int]:
    """One of the team's, which waits."""
    return {"pk": ResourceRequestFactory(team=world.team, first_week=this_week(), last_week=this_week()).pk}


def a_conflict(world: World) -> dict[str, object]:
    """Two teams want more than there is this week."""
    resource = ResourceFactory(weekly_capacity=1)
    for team in (world.team, world.other):
        ResourceRequestFactory(team=team, resource=resource, first_week=this_week(), last_week=this_week())
    return {"pk": resource.pk, "week": this_week()}


PORTFOLIO: list[Row] = [
    page("oversight:portfolio", see=STAFF),
    page("oversight:weights", see=STAFF),
    deed("oversight:weights-save", may=only(OVERSIGHT)),
    page("oversight:priorities", see=STAFF),
    form("oversight:priority-new", may=only(OVERSIGHT)),
    form("oversight:priority-edit", a_priority, may=only(OVERSIGHT)),
    form("oversight:priority-retire", a_priority, may=only(OVERSIGHT)),
    form("oversight:criterion-new", may=only(OVERSIGHT)),
    form("oversight:criterion-edit", a_criterion, may=only(OVERSIGHT)),
    form("oversight:criterion-retire", a_criterion, may=only(OVERSIGHT)),
    form("oversight:team-rating", the_team, may=only(OVERSIGHT)),
    page("oversight:resources", see=STAFF),
    page("oversight:resource", a_resource, see=STAFF),
    form("oversight:resource-new", may=only(OVERSIGHT)),
    form("oversight:resource-edit", a_resource, may=only(OVERSIGHT)),
    form("oversight:resource-retire", a_resource, may=only(OVERSIGHT)),
    form("oversight:capacity-set", a_resource, may=only(OVERSIGHT)),
    form("oversight:capacity-clear", a_capacity, may=only(OVERSIGHT)),
    page("oversight:conflicts", see=STAFF),
    page("oversight:conflict", a_conflict, see=STAFF),
    deed("oversight:conflict-settle", a_conflict, may=only(OVERSIGHT)),
    form("oversight:request-new", the_team, may=only(LEAD)),
    page("oversight:request-load", the_team, see=only(LEAD)),
    page("oversight:request", a_request, see=TEAM_READERS),
    form("oversight:request-edit", a_request, may=only(LEAD)),
    form("oversight:request-withdraw", a_request, may=only(LEAD)),
    form("oversight:request-settle", a_request, may=only(OVERSIGHT)),
    page("oversight:team-panel", the_team, see=TEAM_READERS),
]


def a_barrier(world: World) -> dict[str, int]:
    """One of the team's, which stands with the division."""
    barrier = Barrier.objects.filter(team=world.team).first()
    return {"pk": (barrier or BarrierFactory(team=world.team, addressed_to=world.meso)).pk}


def a_screen(world: World) -> dict[str, int]:
    return {"pk": make_screen(system=world.meso, name=token_hex(4), by=world.people[ADMINISTRATOR])[0].pk}


def an_address(world: World) -> dict[str, str]:
    return {"token": make_screen(system=world.meso, name=token_hex(4), by=world.people[ADMINISTRATOR])[1]}


def the_division(world: World) -> dict[str, int]:
    return {"pk": world.meso.pk}


ANSWERS = only(SYSTEM_LEADER)
WORKS_IN_TEAM = IN_TEAM

BARRIERS_AND_WALLS = [
    page("oversight:barriers", see=SIGNED_IN),
    page("oversight:barrier", a_barrier, see=TEAM_READERS),
    form("oversight:barrier-raise", lambda world: {"pk": world.team.pk}, may=WORKS_IN_TEAM),
    form("oversight:barrier-edit", a_barrier, may=WORKS_IN_TEAM),
    form("oversight:barrier-withdraw", a_barrier, may=WORKS_IN_TEAM),
    form("oversight:barrier-own", a_barrier, may=ANSWERS),
    form("oversight:barrier-answer", a_barrier, may=ANSWERS),
    form("oversight:barrier-escalate", a_barrier, may=WORKS_IN_TEAM | ANSWERS),
    form("oversight:barrier-remove", a_barrier, may=WORKS_IN_TEAM | ANSWERS),
    page("oversight:roll-up", see=STAFF),
    page("oversight:system-panel", the_division, see=STAFF),
    page("oversight:walls", see=STAFF),
    page("oversight:wall", the_division, see=STAFF),
    page("oversight:wall-tiles", the_division, see=STAFF),
    form("oversight:wall-edit", the_division, may=only(SYSTEM_LEADER, ADMINISTRATOR)),
    form("oversight:screens", the_division, may=only(SYSTEM_LEADER, ADMINISTRATOR)),
    deed("oversight:screen-end", a_screen, may=only(SYSTEM_LEADER, ADMINISTRATOR)),
    page("oversight:screen", an_address, see=EVERYBODY, open=True),
    page("oversight:screen-tiles", an_address, see=EVERYBODY, open=True),
    page("oversight:jobs", see=only(ADMINISTRATOR)),
    deed(
        "oversight:job-again",
        lambda world: {
            "pk": Job.objects.create(task="teams.tasks.prune_jobs", attempts=8, given_up_at=timezone.now()).pk
        },
        may=only(ADMINISTRATOR),
    ),
]

ROWS = [*HOME, *ESTABLISHING, *PORTFOLIO, *BARRIERS_AND_WALLS]
