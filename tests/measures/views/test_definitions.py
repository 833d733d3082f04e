"""Changing a definition: what would change on the chart is looked at first, and versions are told."""

import datetime as dt

import pytest
from django.urls import reverse

from measures.forms.measures import EditMeasureForm
from measures.models import Measure
from teams.enums import Role
from tests.factories.measures import MeasureFactory, PointFactory, points_for
from tests.factories.people import person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(client):
    client.force_login(person_with(Role.ANALYST))
    return client


@pytest.fixture
def measure():
    made = MeasureFactory(name="Time to bed", operational_definition="From arrival.", chart="i", rules="shewhart")
    points_for(made, [40, 42, 41, 44, 40, 43, 41, 42, 44, 40, 41, 43, 42, 80])
    return made


def typed(measure: Measure, **changes) -> dict:
    form = EditMeasureForm.opened_with(measure)
    said = {name: "" if value is None else value for name, value in form.items() if value not in (False, [])}
    return {**said, "collector": "", "why": "Better", **changes}


def test_a_change_is_looked_at_and_nothing_is_saved(analyst, measure):
    address = reverse("measures:measure-edit", args=[measure.pk])
    page = analyst.post(address, typed(measure, chart="run", rules="anhoej", look="1", why="")).content.decode()
    for words in (
        "As it would be",
        "Nothing is saved yet",
        "Signals that would go",
        "Upper limit",
        "What would differ",
    ):
        assert words in page
    measure.refresh_from_db()
    assert (measure.chart, measure.version) == ("i", 1)


def test_the_look_comes_alone_where_only_it_is_asked_for(analyst, measure):
    address = reverse("measures:measure-edit", args=[measure.pk])
    answer = analyst.post(address, typed(measure, look="1", name=""), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="measure-preview"')
    assert "The chart would say what it says now." in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chart": "p"}, "This kind of chart divides by something"),
        ({"chart": "t"}, "It cannot be drawn so"),
        ({"baseline_points": "8"}, "Limits take 12 points: give the baseline 12 or more, or leave this empty."),
        ({"chart": "p", "numerator": "Seen", "denominator": "All"}, "does not fit this kind of chart"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(analyst, measure, changes, words):
    PointFactory(measure=measure, period=dt.date(2025, 1, 6), value=0)
    address = reverse("measures:measure-edit", args=[measure.pk])
    page = analyst.post(address, typed(measure, look="1", **changes), headers={"HX-Request": "true"})
    assert words in page.content.decode()


def test_a_measure_without_points_has_nothing_to_look_at(analyst):
    measure = MeasureFactory()
    address = reverse("measures:measure-edit", args=[measure.pk])
    page = analyst.post(address, typed(measure, look="1"), headers={"HX-Request": "true"}).content.decode()
    assert "There are no points yet to draw" in page


def test_another_way_of_counting_is_asked_for_and_listed_as_a_version(analyst, measure):
    address = reverse("measures:measure-edit", args=[measure.pk])
    page = analyst.post(address, typed(measure, operational_definition="From triage."))
    assert "Say whether it is counted otherwise now" in page.content.decode()
    said = {"meaning": "counted", "counted_from": "2024-02-05", "with_phase": "on"}
    answer = analyst.post(address, typed(measure, operational_definition="From triage.", **said))
    assert answer.status_code == 302
    page = analyst.get(reverse("measures:definitions", args=[measure.pk])).content.decode()
    for words in ("Version 2", "week of 5 Feb 2024", "From triage.", "From arrival.", "Better", "start anew with it"):
        assert words in page
    assert (
        f'href="{reverse("measures:definitions", args=[measure.pk])}"'
        in analyst.get(reverse("measures:measure", args=[measure.pk])).content.decode()
    )


def test_one_version_says_so(analyst, measure):
    page = analyst.get(reverse("measures:definitions", args=[measure.pk])).content.decode()
    assert "One version until now" in page


def test_a_phase_is_looked_at_before_it_is_set(analyst, measure):
    address = reverse("measures:phase-new", args=[measure.pk])
    page = analyst.post(address, {"starts_on": "2024-02-05", "look": "1"}, headers={"HX-Request": "true"})
    assert "As it would be" in page.content.decode()
    page = analyst.post(address, {"starts_on": "someday", "look": "1"}).content.decode()
    assert "It cannot be drawn so" in page
    assert measure.phases.count() == 0
