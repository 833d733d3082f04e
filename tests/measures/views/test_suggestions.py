"""What a measure's page suggests, to whom, and where its links lead."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.enums import MeasureStatus
from teams.enums import TeamRole
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

LASTING = [20, 22, 21, 23, 20, 22, 21, 22, 20, 23, 21, 22, 15, 14, 16, 15, 13, 15, 14, 16, 15, 14]
STEADY = [20, 22, 21, 23, 20, 22, 21, 22, 20, 23, 21, 22, 20, 23]


@pytest.fixture
def team():
    return TeamFactory()


def page_of(client, measure) -> str:
    refresh([measure.pk])
    response = client.get(reverse("measures:measure", args=[measure.pk]))
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def measured(team, values, **fields):
    measure = MeasureFactory(team=team, system=team.system, **{"chart": "i", "rules": "anhoej-3-sigma"} | fields)
    points_for(measure, values)
    return measure


def test_a_lasting_shift_leads_to_the_phase_form_with_its_day(client, team):
    client.force_login(member_of(team, TeamRole.LEAD))
    measure = measured(team, LASTING)
    page = page_of(client, measure)
    there = reverse("measures:phase-new", args=[measure.pk]) + "?from=2024-03-25"
    assert "To consider: A new phase from" in page
    assert "Do we know what caused it?" in page
    assert f'href="{there}"' in page
    assert 'value="2024-03-25"' in client.get(there).content.decode()


def test_a_reader_sees_the_suggestion_without_its_link(client, team):
    client.force_login(UserFactory())
    measure = measured(team, LASTING)
    page = page_of(client, measure)
    assert "To consider: A new phase from" in page
    assert reverse("measures:phase-new", args=[measure.pk]) not in page


def test_another_chart_is_suggested_with_a_link_to_the_definition(client, team):
    client.force_login(member_of(team, TeamRole.LEAD))
    measure = measured(team, STEADY[:8])
    page = page_of(client, measure)
    assert "To consider: A run chart for now." in page
    assert f'<a href="{reverse("measures:measure-edit", args=[measure.pk])}">Change the definition</a>' in page


def test_a_chart_that_serves_hears_nothing(client, team):
    client.force_login(member_of(team, TeamRole.LEAD))
    assert "To consider" not in page_of(client, measured(team, STEADY))


def test_nothing_is_suggested_for_a_retired_measure(client, team):
    client.force_login(member_of(team, TeamRole.LEAD))
    assert "To consider" not in page_of(client, measured(team, LASTING, status=MeasureStatus.RETIRED))


def test_the_page_says_how_often_such_a_chart_signals_by_chance(client, team):
    client.force_login(UserFactory())
    said = "Read by Anhøj and three sigma, about 6 in 100 charts of 14 stable points show a signal by chance alone."
    assert said in page_of(client, measured(team, STEADY))


@pytest.mark.parametrize(("chart", "values"), [("i", STEADY[:4]), ("g", STEADY)])
def test_where_nobody_counted_the_page_says_nothing_of_chance(client, team, chart, values):
    client.force_login(UserFactory())
    assert "by chance alone" not in page_of(client, measured(team, values, chart=chart))
