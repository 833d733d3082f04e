"""Versions of a definition: another way of counting, and better words for the same."""

import datetime as dt

import pytest

from measures.actions.measures import Meaning, redefine_measure
from measures.models import Measure
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
FIRST = dt.date(2024, 1, 1)


@pytest.fixture
def measure():
    made = MeasureFactory(operational_definition="From arrival to bed.", exclusions="Under 16")
    points_for(made, [40, 42, 41, 44])
    return made


def redefine(measure: Measure, meaning: Meaning | None, **definition) -> Measure:
    measure.refresh_from_db()
    return redefine_measure(
        measure=measure, version=measure.version, by=UserFactory(), why="Triage now", meaning=meaning, **definition
    )


def versions(measure: Measure) -> list[tuple[int, dt.date, str, str]]:
    return list(
        measure.definitions.order_by("number").values_list("number", "starts_on", "operational_definition", "why")
    )


def test_what_is_counted_otherwise_becomes_a_version_with_a_phase(measure):
    third = FIRST + dt.timedelta(weeks=2)
    meaning = Meaning("counted", third + dt.timedelta(days=3))
    redefine(measure, meaning, operational_definition="From triage to bed.")
    assert versions(measure) == [
        (1, FIRST, "From arrival to bed.", ""),
        (2, third, "From triage to bed.", "Triage now"),
    ]
    newest = measure.definitions.first()
    assert (newest.phase.starts_on, newest.phase.grounds, newest.phase.reason) == (third, "remeasured", "Triage now")
    measure.refresh_from_db()
    assert measure.definition_version == 2


def test_the_next_version_has_the_next_number_and_takes_a_phase_that_is_there(measure):
    third = FIRST + dt.timedelta(weeks=2)
    redefine(measure, Meaning("counted", third), exclusions="Under 18")
    redefine(measure, Meaning("counted", third), exclusions="Under 19")
    assert [row.number for row in measure.definitions.all()] == [3, 2, 1]
    assert measure.phases.count() == 1
    assert measure.definitions.first().phase == measure.phases.get()


def test_a_phase_can_be_declined_and_none_is_set_at_the_first_point(measure):
    redefine(measure, Meaning("counted", today(), with_phase=False), exclusions="Under 18")
    redefine(measure, Meaning("counted", FIRST), exclusions="Under 19")
    assert measure.phases.count() == 0


def test_better_words_go_into_the_version_that_is_there(measure):
    redefine(measure, Meaning("words"), operational_definition="From the door to bed.")
    assert versions(measure) == []
    redefine(measure, Meaning("counted", FIRST + dt.timedelta(weeks=1)), sampling="Ten a week")
    redefine(measure, Meaning("words"), operational_definition="From the front door to bed.")
    assert versions(measure)[1][2] == "From the front door to bed."
    assert versions(measure)[0][2] == "From the door to bed."


def test_other_words_must_say_whether_it_is_counted_otherwise(measure):
    with pytest.raises(Refusal) as refused:
        redefine(measure, Meaning(""), operational_definition="From triage to bed.")
    assert refused.value.field == "meaning"
    with pytest.raises(Refusal) as refused:
        redefine(measure, Meaning("counted", today() + dt.timedelta(days=1)), exclusions="None")
    assert refused.value.field == "counted_from"
    measure.refresh_from_db()
    assert (measure.operational_definition, measure.exclusions) == ("From arrival to bed.", "Under 16")


def test_nothing_is_asked_where_nothing_is_told_otherwise_or_nothing_was_counted(measure):
    redefine(measure, Meaning(""), unit="hours", source="The whiteboard")
    redefine(MeasureFactory(), Meaning(""), operational_definition="From triage to bed.")
    assert versions(measure) == []
