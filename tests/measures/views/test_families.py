"""The family of measures: what a set has from every side, what it lacks, and what it costs."""

import pytest
from django.urls import reverse

from measures.queries.families import family_of_system, family_of_team
from teams.enums import Role
from tests.factories.measures import MeasureFactory
from tests.factories.people import person_with
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon")


@pytest.fixture
def analyst(client):
    client.force_login(person_with(Role.ANALYST))
    return client


def measure(team, **fields):
    return MeasureFactory(team=team, system=team.system, **fields)


def test_a_set_says_what_it_lacks_and_what_it_costs(team):
    measure(team, type="outcome", dimension="timely", compass_side="clinical", effort_minutes=5, frequency="weekly")
    measure(team, type="process", dimension="safe", effort_minutes=30, frequency="monthly", status="established")
    measure(team, type="process", dimension="effective", status="retired")
    family = family_of_team(team)
    assert family.lacks == [
        "No balancing measure: is something else getting worse?",
        "Nobody looks at whether care is effective, efficient, equitable or patient-centred.",
        "The value compass has nothing on functional status, satisfaction and cost.",
    ]
    assert family.work == "About 52 minutes of work a month."
    assert (family.count, family.on_trial, family.is_balanced) == (2, "1 of 2 on trial", False)
    assert [(kind.label, len(kind.rows)) for kind in family.kinds] == [("Outcome", 1), ("Process", 1), ("Balancing", 0)]


def test_a_balanced_set_lacks_nothing(team):
    kinds = ("outcome", "process", "balancing", "outcome", "outcome", "outcome")
    dimensions = ("safe", "timely", "effective", "efficient", "equitable", "patient_centred")
    sides = ("functional", "clinical", "satisfaction", "cost", "", "")
    for kind, dimension, side in zip(kinds, dimensions, sides, strict=True):
        measure(team, type=kind, dimension=dimension, compass_side=side)
    assert family_of_team(team).lacks == []
    assert family_of_system(team.system).is_balanced
    assert family_of_team(team).work == ""


def test_what_is_not_said_of_work_is_told(team):
    measure(team, effort_minutes=600, frequency="daily")
    measure(team)
    assert family_of_team(team).work == "About 304.4 hours of work a month; 1 of 2 do not say."


@pytest.mark.parametrize("whose", ["team", "system"])
def test_the_page_leads_to_what_is_missing(analyst, team, whose):
    address = reverse(f"measures:{whose}-family", args=[team.pk if whose == "team" else team.system_id])
    assert "No measures yet" in analyst.get(address).content.decode()
    measure(team, type="outcome", dimension="timely")
    page = analyst.get(address).content.decode()
    assert "What this set lacks" in page
    key = f"{whose}={team.pk if whose == 'team' else team.system_id}"
    wanted = f"{reverse('measures:measure-new')}?{key}&amp;type=balancing"
    assert wanted in page
    form = analyst.get(wanted.replace("&amp;", "&")).content.decode()
    assert 'value="balancing"' in form.split("checked")[0].rsplit("<input", 1)[1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_measures(analyst, team, count, django_assert_num_queries):
    for _ in range(count):
        measure(team)
    with django_assert_num_queries(5):
        analyst.get(reverse("measures:team-family", args=[team.pk]))
