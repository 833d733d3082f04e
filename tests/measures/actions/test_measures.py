"""Definitions with versions, phases, annotations, and what a cycle watches."""

import datetime as dt

import pytest

from measures.actions.annotations import annotate
from measures.actions.cycles import watch_measures
from measures.actions.measures import define_measure, redefine_measure, retire_measure, take_up_measure
from measures.actions.phases import remove_phase, start_phase
from measures.enums import MeasureStatus
from measures.models import CycleMeasure, MeasureSummary
from measures.queries.series import rules_of
from measures.spc import RULE_SETS
from redesign.lib.events import cycle_adapted
from redesign.lib.refusals import Refusal, StaleEdit
from teams.enums import TeamState
from tests.factories.cycles import CycleFactory
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db

DEFINITION = {
    "name": "Time to first dose",
    "dimension": "timely",
    "direction": "decrease",
    "chart": "i",
    "rules": "anhoej-3-sigma",
}


def test_a_measure_of_a_team_belongs_to_the_teams_system():
    team = TeamFactory()
    measure = define_measure(by=UserFactory(), system=SystemFactory(), team=team, **DEFINITION)
    assert (measure.system, measure.team, measure.rules_version) == (team.system, team, 1)
    assert MeasureSummary.objects.filter(measure=measure).exists()


def test_two_measures_of_one_place_have_two_names():
    team = TeamFactory()
    define_measure(by=UserFactory(), system=team.system, team=team, **DEFINITION)
    with pytest.raises(Refusal) as no:
        define_measure(by=UserFactory(), system=team.system, team=team, **DEFINITION)
    assert (no.value.field, no.value.sentence) == ("name", "There is a measure of this name here already.")


def test_nothing_begins_in_a_closed_place():
    with pytest.raises(Refusal):
        define_measure(by=UserFactory(), system=SystemFactory(closed_on=dt.date(2024, 1, 1)), **DEFINITION)
    with pytest.raises(Refusal):
        define_measure(by=UserFactory(), system=SystemFactory(), team=TeamFactory(state=TeamState.CLOSED), **DEFINITION)


def test_a_definition_has_versions_and_a_stale_one_is_refused():
    measure = MeasureFactory(name="Old")
    changed = redefine_measure(measure=measure, version=1, name="New")
    assert (changed.name, changed.version) == ("New", 2)
    with pytest.raises(StaleEdit):
        redefine_measure(measure=measure, version=1, name="Newer")


def test_choosing_another_rule_set_takes_its_newest_version():
    measure = MeasureFactory()
    changed = redefine_measure(measure=measure, version=1, rules="making-data-count")
    assert (changed.rules, changed.rules_version) == ("making-data-count", 2)


def test_an_older_version_of_a_rule_set_stays_as_it_is():
    measure = MeasureFactory(rules="making-data-count", rules_version=1)
    assert redefine_measure(measure=measure, version=1, rules="making-data-count", name="N").rules_version == 1


def test_a_rule_set_may_be_chosen_in_a_version_of_its_own():
    measure = MeasureFactory(rules="making-data-count", rules_version=1)
    assert redefine_measure(measure=measure, version=1, rules="making-data-count", rules_version=2).rules_version == 2


def test_what_a_chart_is_computed_by_stays_with_the_measure_whatever_else_changes():
    stored = {"chart": "pp", "rules": "making-data-count", "screen_ranges": True, "baseline_points": 12}
    measure = MeasureFactory(**stored, rules_version=1, denominator="Visits")
    redefine_measure(measure=measure, version=1, name="Another name")
    measure.refresh_from_db()
    kept = {name: getattr(measure, name) for name in stored}
    assert (kept, rules_of(measure)) == (stored, RULE_SETS["making-data-count", 1])


@pytest.mark.parametrize(
    ("chart", "points", "told"),
    [
        (
            "t",
            {"values": [3, 0]},
            "Week of 8 Jan 2024 does not fit this kind of chart. A time between two events is above 0",
        ),
        ("c", {"values": [3, -1]}, "Week of 8 Jan 2024 does not fit this kind of chart. A count cannot be below 0."),
        ("p", {"values": [3, 9], "denominator": 8}, "9 is more than the 8 it is part of."),
        ("p", {"values": [3]}, "Week of 1 Jan 2024 does not fit this kind of chart. It has no denominator."),
        ("xbar", {"values": [3]}, "Define a new measure for those."),
    ],
)
def test_a_kind_of_chart_that_the_points_do_not_fit_is_refused_with_the_point_named(chart, points, told):
    measure = MeasureFactory(chart="i")
    points_for(measure, points.pop("values"), **points)
    with pytest.raises(Refusal) as no:
        redefine_measure(measure=measure, version=1, chart=chart)
    assert no.value.field == "chart"
    assert told in no.value.sentence
    measure.refresh_from_db()
    assert measure.chart == "i"


def test_the_frequency_stays_once_there_are_points():
    measure = MeasureFactory(frequency="weekly")
    points_for(measure, [1])
    with pytest.raises(Refusal) as no:
        redefine_measure(measure=measure, version=1, frequency="daily")
    assert no.value.field == "frequency"


def test_a_measure_is_retired_and_taken_up_again():
    measure = MeasureFactory()
    assert retire_measure(measure=measure, why="x").status == MeasureStatus.RETIRED
    with pytest.raises(Refusal):
        retire_measure(measure=measure, why="x")
    assert take_up_measure(measure=measure, why="y").status == MeasureStatus.ESTABLISHED


def test_a_phase_starts_the_centre_line_anew_and_can_be_joined_again():
    measure = MeasureFactory(chart="run", frequency="weekly")
    points_for(measure, [10] * 10 + [5] * 10)
    phase = start_phase(measure=measure, by=UserFactory(), starts_on=dt.date(2024, 3, 13), reason="The new rota")
    assert phase.starts_on == dt.date(2024, 3, 11)
    summary = MeasureSummary.objects.get(measure=measure)
    assert (summary.baseline_centre, summary.centre) == (10, 5)
    remove_phase(phase=phase, why="Too early")
    assert MeasureSummary.objects.get(measure=measure).centre == 7.5


@pytest.mark.parametrize(("day", "word"), [("2024-01-01", "after the first point"), ("2100-01-01", "future")])
def test_a_phase_begins_between_points(day, word):
    measure = MeasureFactory()
    points_for(measure, [1, 2])
    with pytest.raises(Refusal) as no:
        start_phase(measure=measure, by=UserFactory(), starts_on=dt.date.fromisoformat(day), reason="x")
    assert word in no.value.sentence


def test_an_annotation_tells_what_has_happened():
    with pytest.raises(Refusal):
        annotate(measure=MeasureFactory(), by=UserFactory(), on=dt.date(2100, 1, 1), text="x")


def test_what_others_let_a_cycle_watch_meanwhile_stays():
    cycle = CycleFactory()
    first, theirs, ours = (MeasureFactory(team=cycle.team, system=cycle.team.system) for _ in range(3))
    watch_measures(cycle=cycle, measures=[first])
    watch_measures(cycle=cycle, measures=[first, theirs], seen=[first.pk])
    watch_measures(cycle=cycle, measures=[ours], seen=[first.pk])
    assert set(CycleMeasure.objects.values_list("measure", flat=True)) == {theirs.pk, ours.pk}


def test_a_cycle_watches_measures_of_its_team_or_system_and_so_does_the_next_of_its_ramp():
    cycle = CycleFactory()
    mine, systems = MeasureFactory(team=cycle.team, system=cycle.team.system), MeasureFactory(system=cycle.team.system)
    watch_measures(cycle=cycle, measures=[mine, systems])
    watch_measures(cycle=cycle, measures=[systems])
    assert list(CycleMeasure.objects.values_list("measure", flat=True)) == [systems.pk]
    with pytest.raises(Refusal):
        watch_measures(cycle=cycle, measures=[MeasureFactory()])
    neighbours = MeasureFactory(team=TeamFactory(system=cycle.team.system), system=cycle.team.system)
    with pytest.raises(Refusal):
        watch_measures(cycle=cycle, measures=[neighbours])
    following = CycleFactory(idea=cycle.idea)
    cycle_adapted.send(sender=None, cycle_id=cycle.pk, next_id=following.pk)
    assert CycleMeasure.objects.filter(cycle=following, measure=systems).exists()
