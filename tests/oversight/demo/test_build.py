"""The demo organisation is whole, believable and the same each time."""

import calendar
import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from statistics import fmean

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Q, Sum
from django.utils import timezone

from measures.enums import IMPROVING
from measures.models import Measure, MeasureSummary, Phase, Point, SignalCard, StratumPoint
from measures.queries.quality import qualities
from measures.queries.strata import equity_page
from oversight.demo.build import build
from oversight.demo.cycles import how_long
from oversight.demo.series import periods, values
from oversight.demo.stories import STORIES
from oversight.enums import REPLY_DAYS
from oversight.models import Allocation, Barrier, BarrierStep, Capacity, Resource, ResourceRequest, TeamSummary
from redesign.lib.dates import monday, weeks
from teams.enums import Level, TeamState
from teams.models import Cycle, Organisation, StateChange, System, Team, User

pytestmark = pytest.mark.xdist_group("demo")  # made once, in one worker
TODAY = dt.date.today()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, made once for this module and rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        build(TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _reading_the_demo(request):
    if "demo" in request.fixturenames:
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock():
            yield
    else:
        yield


def test_it_has_the_size_it_promises(demo):
    levels = Counter(System.objects.values_list("level", flat=True))
    assert levels == {Level.MACRO: 1, Level.MESO: 5, Level.MICRO: 28}
    assert System.objects.filter(supporting=True).count() == 3
    assert Team.objects.count() == 20
    assert set(Team.objects.values_list("state", flat=True)) == set(TeamState)
    assert Measure.objects.count() >= 90
    assert Cycle.objects.count() >= 120


def test_every_measure_and_every_team_is_summarised(demo):
    assert MeasureSummary.objects.count() == Measure.objects.count()
    assert TeamSummary.objects.count() == Team.objects.count()
    assert TeamSummary.objects.filter(priority__isnull=True).values_list("team__state", flat=True).first() == "closed"
    assert set(MeasureSummary.objects.values_list("variation", flat=True)) >= {
        "common",
        "improvement_high",
        "improvement_low",
    }


def test_the_seven_persons_of_the_sign_in_panel_are_there(demo):
    keys = ["admin", "analyst", "chair", "chief", "coach", "lead", "nurse"]
    found = User.objects.filter(email__endswith="@demo.invalid").order_by("email").values_list("email", flat=True)
    assert list(found) == [f"{key}@demo.invalid" for key in keys]


def test_the_figures_of_groups_add_up_to_those_of_everybody(demo):
    for name in ("Would recommend us", "Answered on the same day"):
        sums = StratumPoint.objects.filter(stratum__measure__name=name).order_by("period").values_list("period")
        points = Point.objects.filter(measure__name=name).order_by("period")
        told = list(points.values_list("period", "value", "denominator"))
        assert list(sums.annotate(value=Sum("value"), out_of=Sum("denominator"))) == told


def test_one_gap_between_groups_narrows_and_some_small_counts_are_not_shown(demo):
    ways = {}
    for name in ("Would recommend us", "Answered on the same day"):
        page = equity_page(Measure.objects.get(name=name))
        ways[name] = (page.gap.way, page.hidden > 0)
    assert ways == {"Would recommend us": ("narrows", False), "Answered on the same day": ("stays", True)}


def test_one_measure_leaves_questions_about_its_data_and_most_leave_none(demo):
    measures = list(Measure.objects.select_related("team", "system"))
    asked = {measures[place].name: found.questions for place, found in enumerate(qualities(measures).values())}
    assert {"digits", "at-target"} <= {question.key for question in asked["Minutes to hand over from an ambulance"]}
    assert sum(bool(questions) for questions in asked.values()) < len(measures) / 4


def test_teams_have_answered_most_of_their_signals_and_some_wait_for_long(demo):
    states = Counter(SignalCard.objects.filter(measure__team__isnull=False).values_list("state", flat=True))
    assert states["answered"] > states["open"] > 3
    assert not SignalCard.objects.filter(answered_at__lt=F("opened_at")).exists()
    assert not SignalCard.objects.filter(annotation__on__gt=TODAY).exists()
    assert TeamSummary.objects.filter(unanswered_since__lt=TODAY - dt.timedelta(days=14)).exists()


def test_points_were_put_right_and_ghosted_and_the_history_knows_since_when(demo):
    mended = Point.objects.filter(version__gt=1)
    assert mended.filter(excluded=True).exists()
    assert mended.filter(excluded=False).exists()
    for point in mended:
        entered, changed = point.created_at, point.events.latest("pgh_id").pgh_created_at
        assert entered < changed < timezone.now()


def test_what_was_given_never_exceeds_the_capacity_of_a_week(demo):
    for resource in Resource.objects.all():
        special = dict(Capacity.objects.filter(resource=resource).values_list("week", "amount"))
        given: Counter = Counter()
        for allocation in Allocation.objects.filter(resource=resource):
            for week in weeks(allocation.first_week, allocation.last_week):
                given[week] += allocation.amount
        over = {week: amount for week, amount in given.items() if amount > special.get(week, resource.weekly_capacity)}
        assert over == {}, resource.name


def test_at_least_three_resources_are_asked_for_beyond_their_capacity(demo):
    contested = set()
    for resource in Resource.objects.all():
        special = dict(Capacity.objects.filter(resource=resource).values_list("week", "amount"))
        wanted: Counter = Counter()
        for request in ResourceRequest.objects.filter(resource=resource).exclude(state__in=["declined", "withdrawn"]):
            for week in weeks(request.first_week, request.last_week):
                wanted[week] += request.amount
        if any(amount > special.get(week, resource.weekly_capacity) for week, amount in wanted.items()):
            contested.add(resource.name)
    assert len(contested) >= 3


def test_barriers_stand_at_each_level_and_some_are_overdue(demo):
    assert set(Barrier.objects.open().values_list("addressed_to__level", flat=True)) == set(Level)
    overdue = Counter(Barrier.objects.overdue(TODAY).values_list("addressed_to__level", flat=True))
    assert overdue == {Level.MACRO: 3, Level.MESO: 1, Level.MICRO: 1}


def test_a_team_that_sustains_its_gains_has_fallen_silent(demo):
    silent = TeamSummary.objects.filter(last_happened_at__lt=timezone.now() - dt.timedelta(days=28))
    assert {
        team.name for team in Team.objects.filter(pk__in=silent.values("team")).exclude(state=TeamState.CLOSED)
    } == {"No surprises on the day"}


def test_the_measures_of_an_aim_say_what_the_charter_says(demo):
    """The target is where the aim wants to be, and the first fifth of the points lies near where it came from."""
    told, said = [], []
    for team in Team.objects.exclude(aim_to=None):
        for start, goal in ((team.aim_from, team.aim_to), (team.efficiency_from, team.efficiency_to)):
            if goal is None or team.state == TeamState.PROPOSED:
                continue
            near = [m for m in team.measures.all() if m.target is not None and float(goal) == m.target]
            near = [m for m in near if abs(first_fifth(m) / float(start) - 1) < 0.25]
            told.append((team.name, float(goal)))
            said += [(team.name, float(goal))] if near else []
    assert said == told


def first_fifth(measure: Measure) -> float:
    points = list(measure.points.filter(excluded=False).order_by("period"))
    values = [p.value / p.denominator * measure.multiplier if p.denominator else p.value for p in points]
    return fmean(values[: max(len(values) // 5, 4)])


def test_a_team_scored_as_improving_has_a_chart_that_says_so(demo):
    """From 3 on some chart improves; from 3.5 on that of an outcome or of the aim, now or in a phase set for its shift."""
    doubted = []
    for team in Team.objects.exclude(state=TeamState.CLOSED):
        newest = team.progress_scores.order_by("-scored_on").first()
        if newest is None or newest.score < 3:
            continue
        told = Q(type="outcome") | Q(target=float(team.aim_to))
        charts = team.measures.filter(told) if newest.score >= 3.5 else team.measures.all()
        better = charts.filter(Q(summary__variation__in=IMPROVING) | Q(phases__isnull=False))
        doubted += [] if better.exists() else [(team.name, newest.score)]
    assert doubted == []


def test_the_dates_of_a_ramp_follow_one_another_and_its_texts(demo):
    for story in STORIES:
        for idea in story.ideas:
            cycles = list(Cycle.objects.filter(team__name=story.name, idea__title=idea.title).order_by("number"))
            assert [cycle.title for cycle in cycles] == [test.title for test in idea.ramp]
            for before, after in pairwise(cycles):
                assert before.ends_on < after.starts_on
                assert before.decided_on is not None
            for place, (cycle, test) in enumerate(zip(cycles, idea.ramp, strict=True)):
                if test.decision:
                    assert (cycle.ends_on - cycle.starts_on).days + 1 == how_long(test, first=place == 0)
                    assert cycle.ends_on < cycle.decided_on <= TODAY
                    named = [name for name in calendar.day_name if name in f"{test.what} {test.title}"]
                    assert not named or calendar.day_name[cycle.starts_on.weekday()] in named


def test_every_measure_says_how_it_is_counted(demo):
    assert [m.name for m in Measure.objects.all() if len(m.operational_definition) < 20] == []
    assert not Measure.objects.filter(operational_definition__regex=r", (daily|weekly|monthly)\.$").exists()


def test_no_text_names_a_season_that_may_be_another_one_when_the_demo_is_made(demo):
    months = [name for name in calendar.month_name if name and name not in ("May", "March")]
    words = re.compile(
        "|".join([*months, "winter", "spring", "summer", "autumn", "Christmas", "new year"]), re.IGNORECASE
    )
    texts = [
        *Team.objects.values_list("problem", flat=True),
        *StateChange.objects.values_list("why", flat=True),
        *Cycle.objects.values_list("what", flat=True),
        *Cycle.objects.values_list("learnt", flat=True),
        *ResourceRequest.objects.values_list("reason", flat=True),
        *Capacity.objects.values_list("why", flat=True),
        *Barrier.objects.values_list("description", flat=True),
        *Barrier.objects.values_list("answer", flat=True),
    ]
    assert [text for text in texts if words.search(text)] == []


def test_a_barrier_that_went_up_did_so_on_the_day_after_the_one_that_was_promised(demo):
    went_up = BarrierStep.objects.filter(state="escalated", by=None)
    assert went_up.count() == 5
    for step in went_up:
        raised = step.barrier.steps.get(state="raised")
        assert (timezone.localdate(step.at) - raised.reply_by).days == 1
        assert (raised.reply_by - timezone.localdate(raised.at)).days == REPLY_DAYS[raised.system.level]
        assert (step.reply_by - timezone.localdate(step.at)).days == REPLY_DAYS[step.system.level]
        assert (step.system, step.reply_by) == (step.barrier.addressed_to, step.barrier.reply_by)
        assert raised.system.parent == step.system


def test_no_point_lies_in_the_future_and_every_phase_has_points(demo):
    assert not Point.objects.filter(period__gte=TODAY).exists()
    assert all(
        Point.objects.filter(measure=phase.measure, period__gte=phase.starts_on).exists()
        for phase in Phase.objects.all()
    )


def test_series_are_the_same_each_time():
    yardstick = STORIES[0].measures[0]
    days = periods("weekly", 52, monday(TODAY))
    assert values(yardstick.name, yardstick.series, days) == values(yardstick.name, yardstick.series, days)


@pytest.mark.parametrize("frequency", ["daily", "weekly", "monthly"])
def test_periods_are_whole_and_past(frequency):
    days = periods(frequency, 24, TODAY)
    assert len(days) == len(set(days)) == 24
    assert days == sorted(days)
    assert days[-1] < TODAY


@pytest.mark.django_db
def test_it_is_refused_in_a_database_that_is_in_use(settings):
    settings.DEMO = True
    Organisation.objects.create(pk=1, name="A real hospital")
    with pytest.raises(CommandError, match="in use"):
        call_command("build_demo")


@pytest.mark.django_db
def test_it_is_refused_outside_demo_mode(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="never share a database"):
        call_command("build_demo")
