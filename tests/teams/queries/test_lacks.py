import datetime as dt
from decimal import Decimal

import pytest

from teams.enums import Discipline, Permanence, TeamRole, TeamState
from teams.models import User
from teams.queries import lacks
from teams.queries.lacks import Lack, charter_gaps, lacks_of
from tests.factories.people import UserFactory
from tests.factories.teams import MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db

WHOLE = {
    "aim_what": "Discharges before noon",
    "aim_for_whom": "patients on Ward 7",
    "aim_from": Decimal(18),
    "aim_to": Decimal(35),
    "aim_unit": "%",
    "aim_by": dt.date(2030, 3, 31),
    "efficiency_what": "Bed days",
    "protected_hours": Decimal(4),
    "ends_on": dt.date(2030, 6, 30),
}


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    monkeypatch.setattr(lacks, "_elsewhere", [])


@pytest.fixture
def team():
    return TeamFactory(sponsor=UserFactory(), **WHOLE)


def join(team, role=TeamRole.MEMBER, discipline=Discipline.NURSE):
    return MembershipFactory(team=team, role=role, discipline=discipline)


def missing(team):
    return [lack.key for lack in lacks_of(team, team.memberships.current())]


def test_a_team_with_everybody_and_a_whole_charter_lacks_nothing(team):
    join(team, TeamRole.LEAD, Discipline.DOCTOR)
    join(team, discipline=Discipline.PATIENT_PARTNER)
    join(team, TeamRole.COACH, Discipline.MANAGER)
    assert missing(team) == []


def test_a_lead_whose_account_is_closed_leads_no_longer(team):
    join(team, TeamRole.LEAD, Discipline.DOCTOR)
    join(team, discipline=Discipline.PATIENT_PARTNER)
    join(team, TeamRole.COACH, Discipline.MANAGER)
    join(team)
    lead = team.memberships.get(role=TeamRole.LEAD).user
    User.objects.filter(pk=lead.pk).update(is_active=False)
    (lack,) = lacks_of(team, team.memberships.current())
    assert (lack.key, lack.why) == (
        "lead",
        f"The account of {lead.name} is closed: somebody else must hold the team together.",
    )


def test_a_new_team_lacks_people_and_its_charter():
    assert missing(TeamFactory()) == [
        "lead",
        "partner",
        "coach",
        "sponsor",
        "protected_hours",
        "aim_what",
        "efficiency_what",
        "ends_on",
    ]


def test_a_team_led_by_a_manager_lacks_a_clinician_until_one_co_leads(team):
    join(team, TeamRole.LEAD, Discipline.MANAGER)
    assert "clinician" in missing(team)
    join(team, TeamRole.CO_LEAD, Discipline.THERAPIST)
    assert "clinician" not in missing(team)


def test_one_discipline_alone_is_too_few_and_the_coach_does_not_count(team):
    join(team, TeamRole.LEAD)
    join(team, TeamRole.COACH, Discipline.MANAGER)
    assert "disciplines" in missing(team)
    join(team, discipline=Discipline.PORTER)
    assert "disciplines" not in missing(team)


def test_a_permanent_team_needs_no_last_day(team):
    team.permanence, team.ends_on = Permanence.PERMANENT, None
    assert "ends_on" not in missing(team)


def test_nothing_is_asked_of_a_closed_team():
    assert missing(TeamFactory(state=TeamState.CLOSED)) == []


def test_higher_apps_name_what_is_lacking_in_their_eyes(team):
    lack = Lack(
        "measure", "A measure", "How will you know?", "/measures/new/", "Define one", by=lambda user, team: True
    )
    lacks.also_ask(lambda _: [lack])
    assert lacks_of(team, [])[-1] == lack


def test_an_active_team_needs_a_lead_and_an_aim_with_figures_and_a_day(team):
    assert charter_gaps(team, has_lead=True) == []
    assert charter_gaps(TeamFactory(), has_lead=False) == [
        "a lead",
        "what will be better",
        "for whom",
        "the figure it starts from",
        "the figure to reach",
        "the unit of the figures",
        "the day by which",
    ]
