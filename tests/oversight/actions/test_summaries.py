"""A team's summary is always what a slow recomputation says, whatever has happened."""

import datetime as dt
import random
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from measures.enums import CONCERNING, IMPROVING, MeasureStatus, Variation
from measures.models import Measure, MeasureSummary, Point
from oversight.actions.summaries import rank_teams, rebuild, refresh
from oversight.enums import OPEN_BARRIER, BarrierState
from oversight.models import Barrier, Rating, TeamSummary
from oversight.queries.loads import this_week
from oversight.tasks import release_closed_team
from redesign.lib.dates import today
from redesign.lib.events import measures_touched, team_touched
from teams.enums import ActDecision, Step, TeamState
from teams.models import ChangeIdea, Cycle, Job, Membership, ProgressScore, StateChange, Team
from tests.factories.cycles import CycleFactory
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.oversight import BarrierFactory, CriterionFactory, ResourceRequestFactory, StrategicPriorityFactory
from tests.factories.ratings import RatingFactory
from tests.factories.teams import MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db
WORK = [
    "progress",
    "open_barriers",
    "overdue_barriers",
    "open_cycles",
    "cycles",
    "measures",
    "improving",
    "concerning",
    "signal",
    "signal_text",
    "signal_on",
    "last_happened_at",
    "members",
]


def slowly(team: Team) -> dict:
    """The team's summary, read table by table in plain Python."""
    team.refresh_from_db()
    scores = sorted(ProgressScore.objects.filter(team=team), key=lambda each: (each.scored_on, each.pk))
    barriers = list(Barrier.objects.filter(team=team))
    standing = [each for each in barriers if each.state in OPEN_BARRIER]
    cycles = list(Cycle.objects.filter(team=team))
    memberships = list(Membership.objects.filter(team=team))
    measures = list(Measure.objects.filter(team=team))
    used = {each.pk: each for each in measures if each.status != MeasureStatus.RETIRED}
    summaries = list(MeasureSummary.objects.filter(measure__in=used))
    special = [each for each in summaries if each.variation not in (Variation.NONE, Variation.COMMON)]
    special.sort(key=lambda each: (each.signal_on is None, -(each.signal_on or today()).toordinal(), each.measure_id))
    newest = special[0] if special else None
    stamps = [team.updated_at]
    stamps += [each.created_at for each in StateChange.objects.filter(team=team)]
    stamps += [each.decided_at for each in StateChange.objects.filter(team=team) if each.decided_at]
    stamps += [each.created_at for each in scores[-1:]]
    stamps += [each.updated_at for each in [*barriers, *cycles, *memberships, *ChangeIdea.objects.filter(team=team)]]
    stamps += [each.created_at for each in team.resource_requests.all()]
    for measure in measures:
        last = Point.objects.filter(measure=measure).order_by("period").last()
        stamps += [last.created_at] if last else []
    text = ""
    if newest:
        text = ": ".join([used[newest.measure_id].name, *newest.signals[:1]])[:300]
    return {
        "progress": scores[-1].score if scores else None,
        "open_barriers": len(standing),
        "overdue_barriers": sum(each.reply_by < today() for each in standing),
        "open_cycles": sum(each.decision == "" for each in cycles),
        "cycles": len(cycles),
        "measures": len(used),
        "improving": sum(each.variation in IMPROVING for each in summaries),
        "concerning": sum(each.variation in CONCERNING for each in summaries),
        "signal": newest.variation if newest else "",
        "signal_text": text,
        "signal_on": newest.signal_on if newest else None,
        "last_happened_at": max(stamps),
        "members": sum(each.left_on is None for each in memberships),
    }


def kept(team: Team) -> dict:
    return TeamSummary.objects.filter(team=team).values(*WORK).get()


def some_work(team: Team, chance: random.Random) -> None:
    """A little of everything, some of it, in this team."""
    for _ in range(chance.randint(0, 3)):
        decided = {"step": Step.ACT, "decision": ActDecision.ADOPT, "decided_on": dt.date(2024, 5, 1)}
        CycleFactory(idea__team=team, **(decided if chance.random() < 0.5 else {}))
    for _ in range(chance.randint(0, 3)):
        reply_by = today() + dt.timedelta(days=chance.choice([-20, -1, 0, 9]))
        answered = {"state": BarrierState.ANSWERED, "answer": "Done."}
        BarrierFactory(team=team, reply_by=reply_by, **(answered if chance.random() < 0.4 else {}))
    for _ in range(chance.randint(0, 4)):
        left = dt.date(2024, 9, 1) if chance.random() < 0.3 else None
        MembershipFactory(team=team, left_on=left)
    for _ in range(chance.randint(0, 2)):
        ProgressScore.objects.create(
            team=team, score=chance.choice([1, 2.5, 4]), scored_on=dt.date(2024, chance.randint(1, 12), 1)
        )
    for _ in range(chance.randint(0, 5)):
        status = chance.choice([MeasureStatus.ESTABLISHED, MeasureStatus.TRIAL, MeasureStatus.RETIRED])
        measure = MeasureFactory(team=team, system=team.system, status=status)
        for _ in range(chance.randint(0, 2)):
            PointFactory(measure=measure)
        if chance.random() < 0.8:
            MeasureSummary.objects.update_or_create(
                measure=measure,
                defaults={
                    "variation": chance.choice(list(Variation)),
                    "signals": chance.choice([[], ["A shift of nine points.", "Another."]]),
                    "signal_on": chance.choice([None, dt.date(2024, 6, 1), dt.date(2024, chance.randint(1, 12), 9)]),
                },
            )
    if chance.random() < 0.4:
        ResourceRequestFactory(team=team)
    if chance.random() < 0.4:
        StateChange.objects.create(team=team, from_state=TeamState.CHARTERED, to_state=TeamState.ACTIVE, why="Ready.")


@pytest.mark.parametrize("seed", range(8))
def test_the_kept_figures_equal_a_slow_recomputation(seed):
    chance = random.Random(seed)
    teams = TeamFactory.create_batch(3)
    for team in teams:
        some_work(team, chance)
    refresh([team.pk for team in teams])
    assert [kept(team) for team in teams] == [slowly(team) for team in teams]


def test_refreshing_again_changes_nothing_but_the_hour():
    team = TeamFactory()
    some_work(team, random.Random(3))
    refresh([team.pk])
    before = kept(team)
    refresh([team.pk, team.pk])
    assert kept(team) == before


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_teams_is_refreshed_in_one_statement(count, django_assert_num_queries):
    teams = TeamFactory.create_batch(count)
    refresh([team.pk for team in teams])
    with django_assert_num_queries(1):
        refresh([team.pk for team in teams])


def test_no_team_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        refresh([])


def test_a_touched_team_is_fresh_at_once():
    team = TeamFactory()
    BarrierFactory(team=team)
    team_touched.send(sender=Team, team_id=team.pk)
    assert kept(team)["open_barriers"] == 1


def test_touched_measures_make_their_teams_fresh():
    measure, lone = MeasureFactory(team=TeamFactory()), MeasureFactory()
    MeasureSummary.objects.update_or_create(
        measure=measure, defaults={"variation": Variation.CONCERN_HIGH, "signal_on": dt.date(2024, 6, 1)}
    )
    measures_touched.send(sender=Measure, measure_ids=[measure.pk, lone.pk])
    assert kept(measure.team)["signal"] == Variation.CONCERN_HIGH


def test_teams_are_scored_and_placed_by_what_they_are_rated():
    gain, ease = CriterionFactory(name="Gain", weight=6), CriterionFactory(name="Ease", weight=2)
    CriterionFactory(name="Old", weight=9, retired=True)
    home = StrategicPriorityFactory(name="Home by noon", weight=2)
    StrategicPriorityFactory(name="Years ago", ends_on=dt.date(2024, 2, 1))
    first, second, unrated = TeamFactory.create_batch(3)
    for team, values in ((first, (5, 4)), (second, (2, 1))):
        for criterion, value in zip((gain, ease), values, strict=True):
            RatingFactory(team=team, criterion=criterion, value=value)
    second.strategic_priorities.add(home)
    rebuild()
    found = {row.team_id: row for row in TeamSummary.objects.all()}
    assert found[first.pk].priority == pytest.approx(100 * (6 * 5 + 2 * 4) / 50)
    assert found[first.pk].priority_why == [
        ["Gain", 6, 5, 60.0, False],
        ["Ease", 2, 4, 16.0, False],
        ["Home by noon", 2, 0, 0.0, True],
    ]
    assert found[second.pk].priority == pytest.approx(100 * (6 * 2 + 2 * 1 + 2 * 5) / 50)
    assert [(found[team.pk].place, found[team.pk].sure) for team in (first, second, unrated)] == [
        (1, 1.0),
        (2, 1.0),
        (None, None),
    ]
    assert found[unrated.pk].priority is None


def test_a_closed_team_leaves_the_ranking_by_a_job_of_its_own():
    criterion = CriterionFactory()
    teams = [RatingFactory(criterion=criterion, value=value).team for value in (5, 3)]
    rebuild()
    Team.objects.filter(pk=teams[0].pk).update(state=TeamState.CLOSED)
    refresh([teams[0].pk])
    assert list(Job.objects.values_list("task", flat=True)) == ["oversight.tasks.rank_teams"]
    rank_teams()
    assert [row.place for row in TeamSummary.objects.order_by("team")] == [None, 1]
    refresh([teams[0].pk])
    assert Job.objects.count() == 1


def test_ranking_gives_a_team_that_has_no_summary_yet_one():
    team = RatingFactory(value=4).team
    assert not TeamSummary.objects.filter(team=team).exists()
    rank_teams()
    assert TeamSummary.objects.get(team=team).place == 1


def row_versions() -> dict[int, str]:
    """Where each summary row lies: an update puts it somewhere else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT team_id, ctid::text FROM oversight_teamsummary")
        return dict(cursor.fetchall())


def test_a_closed_team_sets_free_what_it_holds_by_a_job_of_its_own():
    monday = this_week()
    request = ResourceRequestFactory(team__state=TeamState.CLOSED, first_week=monday, last_week=monday)
    refresh([request.team_id])
    assert list(Job.objects.values_list("task", "arguments")) == [
        ("oversight.tasks.release_closed_team", {"team_id": request.team_id})
    ]
    release_closed_team(request.team_id)
    refresh([request.team_id])
    assert Job.objects.count() == 1


def test_ranking_writes_only_the_rows_that_changed():
    criterion = CriterionFactory()
    same, changed = (RatingFactory(criterion=criterion, value=value) for value in (5, 1))
    rebuild()
    before = row_versions()
    Rating.objects.filter(pk=changed.pk).update(value=2)
    rank_teams()
    after = row_versions()
    assert (after[same.team_id] == before[same.team_id], after[changed.team_id] == before[changed.team_id]) == (
        True,
        False,
    )
    assert TeamSummary.objects.get(team=changed.team).priority == pytest.approx(40)


def test_the_command_writes_every_summary_anew(capsys):
    team = TeamFactory()
    BarrierFactory(team=team)
    call_command("rebuild_team_summaries")
    assert kept(team)["open_barriers"] == 1
    assert capsys.readouterr().out == "The summaries of 1 team are written anew.\n"


def test_refreshing_one_team_costs_little():
    team = TeamFactory()
    some_work(team, random.Random(5))
    refresh([team.pk])
    started, rounds = time.process_time(), 50
    for _ in range(rounds):
        refresh([team.pk])
    assert (time.process_time() - started) / rounds < 0.003


def test_silence_begins_with_the_last_thing_that_happened():
    team = TeamFactory()
    long_ago = timezone.now() - dt.timedelta(days=40)
    Team.objects.filter(pk=team.pk).update(updated_at=long_ago)
    refresh([team.pk])
    assert kept(team)["last_happened_at"] == long_ago
