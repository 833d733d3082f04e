"""Whatever happens at the same moment: nobody waits for one who waits for them, and what is summed up is right.

Six threads do what people and the clock do to two teams, their measures and one scarce resource, in an order of their
own. Each deed is done or refused in a sentence; PostgreSQL never has to end one because two wait for one another.
"""

import datetime as dt
import random
from contextlib import suppress
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection, transaction

from measures.actions.cascades import set_parts
from measures.actions.cycles import watch_measures
from measures.actions.entries import Entry, put_points
from measures.actions.measures import redefine_measure
from measures.actions.points import add_point
from measures.actions.summaries import refresh
from measures.actions.targets import change_target
from measures.models import CycleMeasure, Measure, MeasureSummary, Point
from oversight.actions.barriers import raise_barrier
from oversight.actions.ratings import Rated, rate_team
from oversight.actions.requests import Decision, ask, settle, withdraw_request
from oversight.actions.summaries import rebuild
from oversight.enums import BarrierKind, RequestState
from oversight.models import ResourceRequest, TeamSummary
from oversight.queries.loads import this_week
from oversight.queries.ratings import seen
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.actions.cycles import decide_cycle, plan_cycle
from teams.actions.memberships import add_member, end_membership
from teams.actions.states import move_team
from teams.enums import ActDecision, Role, Step, TeamState
from teams.models import Cycle, Team
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.oversight import CriterionFactory, ResourceFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory
from tests.together import at_once

THREADS, DEEDS = 6, 25
FIRST_WEEK = dt.date(2024, 1, 1)


class Hospital:
    """Two teams in the wards of one division, each with measures and a ramp, and what they share."""

    def __init__(self) -> None:
        self.division = SystemFactory(name="Medicine", level="meso")
        wards = [SystemFactory(parent=self.division) for _ in range(2)]
        self.teams = [TeamFactory(system=ward) for ward in wards]
        self.whole = MeasureFactory(system=self.division, chart="c")
        self.measures = [MeasureFactory(system=team.system, team=team, chart="c") for team in self.teams * 2]
        for measure in self.measures:
            points_for(measure, [4.0] * 6, first=FIRST_WEEK)
        self.ideas = [ChangeIdeaFactory(team=team) for team in self.teams]
        self.resource, self.criterion = ResourceFactory(weekly_capacity=10), CriterionFactory()
        self.chair, self.nurse = person_with(Role.OVERSIGHT), UserFactory()

    def deeds(self, choice: random.Random) -> None:
        """Do one thing after the other, as chance has it; what is refused is refused."""
        kinds = [each for each in dir(self) if each.startswith("do_")]
        for _ in range(DEEDS):
            with suppress(Refusal):
                getattr(self, choice.choice(kinds))(choice)

    def do_enter_a_point(self, choice: random.Random) -> None:
        week = FIRST_WEEK + dt.timedelta(weeks=choice.randrange(6, 60))
        add_point(measure=choice.choice(self.measures), by=self.nurse, period=week, value=choice.randrange(9))

    def do_enter_many(self, choice: random.Random) -> None:
        week = FIRST_WEEK + dt.timedelta(weeks=choice.randrange(6, 60))
        some = choice.sample(self.measures, 3)
        entries = [Entry(measure=measure.pk, period=week, value=choice.randrange(9)) for measure in some]
        put_points(entries=entries, by=self.nurse, why="Counted anew.", why_not=lambda _: "")

    def do_sum_up_as_every_night(self, choice: random.Random) -> None:
        refresh([measure.pk for measure in self.measures])

    def do_choose_parts(self, choice: random.Random) -> None:
        set_parts(measure=self.whole, parts=choice.sample(self.measures, 2))

    def do_change_a_target(self, choice: random.Random) -> None:
        day = today() - dt.timedelta(days=choice.randrange(90))
        change_target(
            measure=choice.choice(self.measures), by=self.nurse, starts_on=day, value=choice.random(), why="x"
        )

    def do_redefine(self, choice: random.Random) -> None:
        measure = Measure.objects.get(pk=choice.choice(self.measures).pk)
        redefine_measure(measure=measure, version=measure.version, by=self.nurse, source=str(choice.random()))

    def do_plan_a_cycle(self, choice: random.Random) -> None:
        idea = choice.choice(self.ideas)
        cycle = plan_cycle(team=idea.team, by=self.nurse, idea=idea, title="x", question="x", starts_on=today())
        watch_measures(cycle=cycle, measures=Measure.objects.filter(team=idea.team))

    def do_adapt_a_cycle(self, choice: random.Random) -> None:
        with transaction.atomic():
            idea = locked(choice.choice(self.ideas))
            number = idea.cycles.count() + 1000
            cycle = CycleFactory(idea=idea, number=number + choice.randrange(20_000), step=Step.ACT)
        CycleMeasure.objects.bulk_create(
            CycleMeasure(cycle=cycle, measure=measure) for measure in self.measures if measure.team_id == idea.team_id
        )
        decide_cycle(cycle=Cycle.objects.get(pk=cycle.pk), by=self.nurse, version=1, decision=ActDecision.ADAPT)

    def do_raise_a_barrier(self, choice: random.Random) -> None:
        raise_barrier(
            team=choice.choice(self.teams), by=self.nurse, title=f"Barrier {choice.random()}", kind=BarrierKind.OTHER,
            description="", addressed_to=self.division, reply_by=today(),
        )  # fmt: skip

    def do_ask_for_hours(self, choice: random.Random) -> None:
        span = {"first_week": this_week(), "last_week": this_week()}
        ask(team=choice.choice(self.teams), resource=self.resource, amount=Decimal(1), why="x", by=self.nurse, **span)

    def do_settle_two(self, choice: random.Random) -> None:
        asked = list(ResourceRequest.objects.filter(state=RequestState.ASKED))
        some = choice.sample(asked, min(len(asked), 2))
        decisions = [Decision(each.pk, each.version, RequestState.GRANTED, "x") for each in some]
        settle(resource=self.resource, decisions=decisions, by=self.chair)

    def do_withdraw(self, choice: random.Random) -> None:
        asked = list(ResourceRequest.objects.filter(state=RequestState.GRANTED))
        if asked:
            withdraw_request(request=choice.choice(asked), by=self.nurse)

    def do_rate(self, choice: random.Random) -> None:
        team = choice.choice(self.teams)
        rated = {self.criterion: Rated(choice.randrange(6), "x")}
        rate_team(team=team, ratings=rated, serves=[], saw=seen(team), by=self.chair)

    def do_join_and_leave(self, choice: random.Random) -> None:
        member = add_member(team=choice.choice(self.teams), user=UserFactory(), role="member")
        end_membership(membership=member)

    def do_pause_and_go_on(self, choice: random.Random) -> None:
        team = choice.choice(self.teams)
        move_team(team=team, to=TeamState.PAUSED, by=self.chair, why="x")
        Team.objects.filter(pk=team.pk).update(state=TeamState.ACTIVE)


def kept() -> list:
    """All that is summed up, without when."""
    of_measures = MeasureSummary.objects.order_by("pk").values()
    of_teams = TeamSummary.objects.order_by("pk").values()
    return [{**row, "refreshed_at": None} for row in [*of_measures, *of_teams]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_two_deeds_wait_for_one_another_and_every_sum_is_right(seed):
    hospital = Hospital()
    refresh([measure.pk for measure in Measure.objects.all()])
    rebuild()
    found = at_once(*(partial(hospital.deeds, random.Random(f"{seed}-{each}")) for each in range(THREADS)))
    assert found == [None] * THREADS
    summed_up = kept()
    refresh(list(Measure.objects.values_list("pk", flat=True)))
    rebuild()
    assert summed_up == kept()
    assert Point.objects.count() > 6 * 4


@pytest.mark.django_db(transaction=True)
def test_who_points_to_a_locked_row_need_not_wait():
    """A cycle may begin to watch a measure whose point is just being entered: its team's summary is wanted by both."""
    hospital = Hospital()
    cycle = CycleFactory(idea=hospital.ideas[0])

    def watch() -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            return CycleMeasure.objects.create(cycle=cycle, measure=hospital.measures[0]).measure_id

    with transaction.atomic():
        locked(hospital.measures[0])
        assert at_once(watch) == [hospital.measures[0].pk]
