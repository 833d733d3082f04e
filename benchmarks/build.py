"""The reference organisation: the same figures every time, made as fast as the database takes them."""

import datetime as dt
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from measures.enums import ChartKind, Dimension, Direction, Frequency, MeasureStatus, MeasureType
from measures.models import CycleMeasure, Measure, Point
from oversight.allocation import Gift, Supply, shortages
from oversight.enums import BarrierState, RequestState, ResourceKind
from oversight.models import (
    Allocation,
    Barrier,
    Criterion,
    Rating,
    Resource,
    ResourceRequest,
    StrategicPriority,
    Tile,
    Wall,
)
from redesign.lib.dates import monday, weeks
from teams.enums import ActDecision, Discipline, Level, Role, Step, TeamRole, TeamState
from teams.models import (
    ChangeIdea,
    Cycle,
    Membership,
    Organisation,
    ProgressScore,
    RoleGrant,
    StateChange,
    System,
    Team,
    User,
)

YEARS = 2


@dataclass(frozen=True)
class Size:
    """How much of everything. A measure has 120 points in two years on average."""

    systems: int
    teams: int
    measures: int

    @property
    def points(self) -> int:
        return self.measures * 120


REFERENCE = Size(systems=300, teams=1_000, measures=10_000)
SMALL = Size(systems=40, teams=60, measures=600)


@dataclass(frozen=True)
class Built:
    """Whom and what the budgets are measured with."""

    chair: User
    lead: User
    team: Team
    measure: Measure
    system: System
    points: int


@contextmanager
def told(what: str) -> Iterator[None]:
    """Print what is being made, and how long it took."""
    started = time.perf_counter()
    print(f"  {what:<34}", end="", flush=True)
    yield
    print(f"{time.perf_counter() - started:7.1f} s", flush=True)


@contextmanager
def without_triggers() -> Iterator[None]:
    """No audit trigger and no foreign-key check runs inside: the history of made-up rows is of no use."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")


def build(size: Size) -> Built:
    """Make the organisation in an empty database."""
    chance = random.Random(2026)
    today = timezone.localdate()
    with without_triggers():
        with told("systems, people and teams"):
            Organisation.objects.create(name="The reference organisation", set_up_at=timezone.now())
            systems = _systems(size, chance)
            people = _people(size)
            teams = _teams(size, systems, chance, today)
            _memberships(teams, people, chance, today)
        with told("ideas, cycles, scores, barriers"):
            cycles = _work(teams, people, chance, today)
        with told("measures"):
            measures = _measures(size, teams, cycles, chance)
        with told(f"{size.points:,} points"):
            points = _points(measures, chance, today)
        with told("priorities, ratings, resources"):
            _priorities(teams, chance, today)
            _resources(teams, people, chance, today)
            wall = Wall.objects.create(system=systems[0], title="The organisation")
            Tile.objects.bulk_create(
                Tile(wall=wall, measure=measure, position=place) for place, measure in enumerate(measures[:24])
            )
    with told("VACUUM ANALYZE"), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with told("summaries of measures"):
        call_command("rebuild_summaries", verbosity=0, stdout=_Nowhere())
    with told("summaries of teams, and the ranking"):
        call_command("rebuild_team_summaries", stdout=_Nowhere())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    team = next(team for team in teams if team.state == TeamState.ACTIVE)
    weekly = [each for each in measures if each.team_id == team.pk and each.frequency == Frequency.WEEKLY]
    return Built(
        chair=RoleGrant.objects.get(role=Role.OVERSIGHT).user,
        lead=Membership.objects.get(team=team, role=TeamRole.LEAD).user,
        team=team,
        measure=next(each for each in weekly if each.chart == ChartKind.INDIVIDUALS),
        system=systems[0],
        points=points,
    )


class _Nowhere:
    """Takes what a command says."""

    def write(self, *_: object, **__: object) -> None:
        return None

    def flush(self) -> None:
        return None

    def isatty(self) -> bool:
        return False


def _systems(size: Size, chance: random.Random) -> list[System]:
    top = System.objects.create(name="The reference organisation", level=Level.MACRO)
    divisions = System.objects.bulk_create(
        System(name=f"Division {number}", level=Level.MESO, parent=top) for number in range(max(size.systems // 15, 2))
    )
    units = System.objects.bulk_create(
        System(name=f"Ward {number}", kind="Ward", level=Level.MICRO, parent=chance.choice(divisions))
        for number in range(size.systems - len(divisions) - 1)
    )
    return [top, *divisions, *units]


def _people(size: Size) -> list[User]:
    people = User.objects.bulk_create(
        User(name=f"Person {number}", email=f"person{number}@example.org", job_title="Staff nurse")
        for number in range(size.teams * 3)
    )
    for number, role in enumerate((Role.OVERSIGHT, Role.EXECUTIVE, Role.ANALYST, Role.ADMINISTRATOR)):
        RoleGrant.objects.create(user=people[-1 - number], role=role)
    return people


def _teams(size: Size, systems: list[System], chance: random.Random, today: dt.date) -> list[Team]:
    micro = [system for system in systems if system.level == Level.MICRO]
    states = [*[TeamState.ACTIVE] * 6, TeamState.CHARTERED, TeamState.SUSTAINING, TeamState.PAUSED, TeamState.CLOSED]
    return Team.objects.bulk_create(
        Team(
            name=f"Redesign team {number}",
            system=chance.choice(micro),
            state=states[number % len(states)],
            problem="Patients wait too long for their medicines to take home, and beds stay full until the evening.",
            aim_what="Time from decision to discharge",
            aim_for_whom="patients who go home",
            aim_from=Decimal(240),
            aim_to=Decimal(120),
            aim_unit="minutes",
            aim_by=today + dt.timedelta(days=120),
            starts_on=today - dt.timedelta(days=chance.randint(100, 700)),
            protected_hours=Decimal(4),
        )
        for number in range(size.teams)
    )


def _memberships(teams: list[Team], people: list[User], chance: random.Random, today: dt.date) -> None:
    roles = [TeamRole.LEAD, TeamRole.COACH, *[TeamRole.MEMBER] * 5]
    Membership.objects.bulk_create(
        Membership(
            team=team,
            user=person,
            role=role,
            discipline=chance.choice(Discipline.values),
            joined_on=today - dt.timedelta(days=300),
        )
        for team in teams
        for role, person in zip(roles, chance.sample(people[:-4], len(roles)), strict=True)
    )


def _work(teams: list[Team], people: list[User], chance: random.Random, today: dt.date) -> list[Cycle]:
    ideas = ChangeIdea.objects.bulk_create(
        ChangeIdea(team=team, title=f"Idea {number} of {team.name}") for team in teams for number in range(4)
    )
    cycles = []
    for idea in ideas:
        for number in range(1, 4):
            starts = today - dt.timedelta(days=chance.randint(10, 600))
            last = number == 3
            cycles.append(
                Cycle(
                    team_id=idea.team_id,
                    idea=idea,
                    number=number,
                    title=f"Test {number} of {idea.title}",
                    question="Does an earlier round free a bed before noon?",
                    predicted_yes=True,
                    starts_on=starts,
                    ends_on=starts + dt.timedelta(days=7),
                    step=Step.DO if last else Step.ACT,
                    happened="" if last else "Two of three patients left before noon.",
                    result_yes=None if last else True,
                    comparison="" if last else "As we thought, save on Mondays.",
                    learnt="" if last else "The pharmacist must know the evening before.",
                    decision="" if last else ActDecision.ADAPT,
                    decided_on=None if last else starts + dt.timedelta(days=8),
                )
            )
    cycles = Cycle.objects.bulk_create(cycles, batch_size=2_000)
    ProgressScore.objects.bulk_create(
        ProgressScore(team=team, score=Decimal(chance.randint(2, 9)) / 2, scored_on=today - dt.timedelta(days=days))
        for team in teams
        for days in (30, 120, 300)
    )
    now = timezone.now()
    StateChange.objects.bulk_create(
        StateChange(
            team=team,
            from_state=TeamState.CHARTERED,
            to_state=TeamState.ACTIVE,
            why="Ready.",
            decided_at=None if number % 40 == 0 else now,
            granted=None if number % 40 == 0 else True,
        )
        for number, team in enumerate(teams)
    )
    Barrier.objects.bulk_create(
        Barrier(
            team=team,
            addressed_to_id=team.system_id,
            title=f"Barrier {number} of {team.name}",
            reply_by=today + dt.timedelta(days=chance.randint(-20, 20)),
            raised_by=chance.choice(people),
            state=BarrierState.ANSWERED if number else BarrierState.RAISED,
            answer="It is being done." if number else "",
        )
        for team in teams
        for number in range(3)
    )
    return cycles


def _measures(size: Size, teams: list[Team], cycles: list[Cycle], chance: random.Random) -> list[Measure]:
    kinds = [ChartKind.INDIVIDUALS, ChartKind.RUN, ChartKind.PROPORTION]
    frequencies = [*[Frequency.WEEKLY] * 8, Frequency.MONTHLY, Frequency.DAILY]
    types, dimensions = list(MeasureType), list(Dimension)
    each_team = size.measures // size.teams
    measures = Measure.objects.bulk_create(
        (
            Measure(
                name=f"Measure {number} of {team.name}",
                system_id=team.system_id,
                team=team,
                type=types[number % 3],
                dimension=dimensions[number % 6],
                direction=Direction.DECREASE,
                status=MeasureStatus.ESTABLISHED,
                frequency=frequencies[number % 10],
                chart=kinds[number % 3],
                unit="minutes",
                multiplier=100 if kinds[number % 3] == ChartKind.PROPORTION else 1,
                target=30,
            )
            for team in teams
            for number in range(each_team)
        ),
        batch_size=2_000,
    )
    by_team: dict[int, list[Measure]] = {}
    for measure in measures:
        by_team.setdefault(measure.team_id, []).append(measure)
    CycleMeasure.objects.bulk_create(
        (
            CycleMeasure(cycle=cycle, measure=measure)
            for cycle in cycles
            for measure in chance.sample(by_team[cycle.team_id], 2)
        ),
        batch_size=5_000,
    )
    return measures


def _points(measures: list[Measure], chance: random.Random, today: dt.date) -> int:
    """Points by COPY: weekly ones 104, monthly ones 24, daily ones 344, 120 on average; how many."""
    now = timezone.now().isoformat()
    this_week, this_month = monday(today), today.replace(day=1)
    periods = {
        Frequency.WEEKLY: [str(this_week - dt.timedelta(weeks=back)) for back in range(104, 0, -1)],
        Frequency.DAILY: [str(today - dt.timedelta(days=back)) for back in range(344, 0, -1)],
        Frequency.MONTHLY: [str(_months_back(this_month, back)) for back in range(24, 0, -1)],
    }
    columns = "created_at, updated_at, version, measure_id, period, value, denominator, estimated, note, excluded, excluded_why, marked, counts"
    made = 0
    connection.ensure_connection()
    assert connection.connection is not None
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {Point._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for measure in measures:
            part = measure.chart == ChartKind.PROPORTION
            level, shift = chance.uniform(20, 60), chance.choice([0, 0, -8, 6])
            days = periods[Frequency(measure.frequency)]
            lines = []
            for place, day in enumerate(days):
                value = max(level + (shift if place > 0.7 * len(days) else 0) + chance.gauss(0, 5), 0)
                figures = f"{round(value)}\t100" if part else f"{value:.2f}\t\\N"
                lines.append(f"{now}\t{now}\t1\t{measure.pk}\t{day}\t{figures}\tf\t\tf\t\tf\t{{}}\n")
            copy.write("".join(lines))
            made += len(lines)
    return made


def _months_back(first: dt.date, back: int) -> dt.date:
    number = first.year * 12 + first.month - 1 - back
    return dt.date(number // 12, number % 12 + 1, 1)


def _priorities(teams: list[Team], chance: random.Random, today: dt.date) -> None:
    criteria = Criterion.objects.bulk_create(
        Criterion(name=f"Criterion {number}", question="How much would patients gain?", weight=chance.randint(1, 10))
        for number in range(8)
    )
    priorities = StrategicPriority.objects.bulk_create(
        StrategicPriority(
            name=f"Strategic priority {number}", weight=chance.randint(1, 5), starts_on=dt.date(today.year - 1, 1, 1)
        )
        for number in range(5)
    )
    Rating.objects.bulk_create(
        (
            Rating(team=team, criterion=criterion, value=chance.randint(0, 5))
            for team in teams
            for criterion in criteria
        ),
        batch_size=5_000,
    )
    serves = StrategicPriority.teams.through
    serves.objects.bulk_create(serves(strategicpriority=chance.choice(priorities), team=team) for team in teams)


def _resources(teams: list[Team], people: list[User], chance: random.Random, today: dt.date) -> None:
    """Thirty resources; every team asks for two, half of it is given, and some of what is asked for does not fit."""
    week = monday(today)
    resources = Resource.objects.bulk_create(
        Resource(name=f"Resource {number}", kind=chance.choice(ResourceKind.values), weekly_capacity=Decimal(60))
        for number in range(30)
    )
    requests, allocations = [], []
    given: dict[int, list[Gift]] = {resource.pk: [] for resource in resources}
    for team in teams:
        for resource in chance.sample(resources, 2):
            first = week + dt.timedelta(weeks=chance.randint(0, 20))
            last = first + dt.timedelta(weeks=chance.randint(1, 6))
            amount = Decimal(chance.randint(2, 10))
            requests.append(
                ResourceRequest(
                    team=team, resource=resource, amount=amount, first_week=first, last_week=last, why="To build it."
                )
            )
    requests = ResourceRequest.objects.bulk_create(requests, batch_size=2_000)
    for request in requests:
        gift = Gift(request.pk, "", request.amount, request.first_week, request.last_week)
        mine = given[request.resource_id]
        fits = not shortages(weeks(gift.first, gift.last), Supply(Decimal(60)), [*mine, gift])
        if fits and chance.random() < 0.9:
            mine.append(gift)
            request.state, request.reason = RequestState.GRANTED, "It comes first."
            allocations.append(
                Allocation(
                    request=request,
                    resource_id=request.resource_id,
                    amount=gift.amount,
                    first_week=gift.first,
                    last_week=gift.last,
                )
            )
        elif chance.random() < 0.7:
            request.state, request.reason = RequestState.DECLINED, "Next quarter."
    ResourceRequest.objects.bulk_update(requests, ["state", "reason"], batch_size=2_000)
    Allocation.objects.bulk_create(allocations)
