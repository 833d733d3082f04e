"""The demo organisation is whole, believable and the same each time."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Sum
from django.utils import timezone

from measures.models import Measure, MeasureSummary, Phase, Point, SignalCard, StratumPoint
from measures.queries.quality import qualities
from measures.queries.strata import equity_page
from oversight.demo.build import build
from oversight.demo.series import periods, values
from oversight.demo.stories import STORIES
from oversight.models import Allocation, Barrier, Capacity, Resource, ResourceRequest, TeamSummary
from redesign.lib.dates import monday, weeks
from teams.enums import Level, TeamState
from teams.models import Cycle, Organisation, System, Team, User

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
    assert Barrier.objects.overdue(TODAY).count() >= 3


def test_a_team_that_sustains_its_gains_has_fallen_silent(demo):
    silent = TeamSummary.objects.filter(last_happened_at__lt=timezone.now() - dt.timedelta(days=28))
    assert {
        team.name for team in Team.objects.filter(pk__in=silent.values("team")).exclude(state=TeamState.CLOSED)
    } == {"No surprises on the day"}


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
