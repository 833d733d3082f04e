import datetime as dt
import re
from decimal import Decimal
from functools import partial

import pytest

from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal, StaleEdit
from teams.actions.systems import close_system
from teams.actions.teams import propose_team, require_running, write_charter
from teams.enums import TeamState
from teams.models import StateChange, Team
from tests.factories.people import UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db

SOON = today() + dt.timedelta(days=120)


def proposal(**fields):
    said = {"by": UserFactory(), "name": "Home before noon", "problem": "Beds free up at five.", **fields}
    return propose_team(**{"system": said.get("system") or SystemFactory(), **said})


def test_a_proposal_is_a_team_that_waits_for_the_oversight_group():
    nurse, ward = UserFactory(), SystemFactory()
    team = proposal(by=nurse, system=ward, why="Winter is coming.", aim_what="Discharges before noon")
    change = StateChange.objects.get()
    assert (team.state, team.system, team.proposed_by, team.aim_what) == (
        "proposed",
        ward,
        nurse,
        "Discharges before noon",
    )
    assert (change.team, change.to_state, change.asked_by, change.why, change.is_open) == (
        team,
        "chartered",
        nurse,
        "Winter is coming.",
        True,
    )


def test_two_teams_of_one_system_do_not_share_a_name():
    team = proposal()
    with pytest.raises(Refusal) as refused:
        proposal(system=team.system)
    assert (refused.value.sentence, refused.value.field) == ("This system has a team of this name already.", "name")


def test_no_team_is_proposed_in_a_closed_system():
    ward = SystemFactory(parent=SystemFactory(level="macro"))
    close_system(system=ward)
    with pytest.raises(Refusal, match="choose a system that is open"):
        proposal(system=ward)


def test_whoever_listens_hears_that_a_team_was_touched():
    heard = []

    def listen(team_id, **_):
        heard.append(team_id)

    team_touched.connect(listen)
    try:
        team = proposal()
        write_charter(team=team, version=1, problem="Beds free up at six.")
    finally:
        team_touched.disconnect(listen)
    assert heard == [team.pk, team.pk]


def test_a_charter_is_written_with_its_other_systems():
    team, pharmacy = TeamFactory(state=TeamState.CHARTERED), SystemFactory()
    write_charter(team=team, version=1, aim_to=Decimal(60), aim_by=SOON, touches=[pharmacy, team.system])
    team.refresh_from_db()
    assert (team.aim_to, team.aim_by, team.version, list(team.also_touches.all())) == (60, SOON, 2, [pharmacy])


def test_a_charter_opened_before_somebody_elses_save_is_refused_with_what_is_saved():
    team = TeamFactory()
    write_charter(team=team, version=1, aim_what="Theirs")
    with pytest.raises(StaleEdit) as refused:
        write_charter(team=team, version=1, aim_what="Mine")
    assert (refused.value.current.aim_what, Team.objects.get().aim_what) == ("Theirs", "Theirs")


@pytest.mark.parametrize(
    ("charter", "field"),
    [
        ({"aim_from": Decimal(3), "aim_to": Decimal(3)}, "aim_to"),
        ({"efficiency_from": Decimal(3), "efficiency_to": Decimal(3)}, "efficiency_to"),
        ({"aim_by": today()}, "aim_by"),
        ({"protected_hours": Decimal(169)}, "protected_hours"),
        ({"starts_on": SOON, "ends_on": today()}, "ends_on"),
    ],
)
def test_a_charter_that_makes_no_sense_is_refused_at_its_field(charter, field):
    with pytest.raises(Refusal) as refused:
        write_charter(team=TeamFactory(), version=1, **charter)
    assert refused.value.field == field


def test_a_day_that_has_passed_since_it_was_set_may_stay_in_the_charter():
    past = today() - dt.timedelta(days=3)
    team = TeamFactory(aim_by=past)
    assert write_charter(team=team, version=1, aim_by=past, scope_in="Ward 7").scope_in == "Ward 7"


@pytest.mark.parametrize("state", [TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING])
def test_the_work_of_a_running_team_may_be_changed(state):
    require_running(TeamFactory(state=state))


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (TeamState.PROPOSED, "is only proposed"),
        (TeamState.PAUSED, "is paused: ask the oversight group to start it again"),
        (TeamState.CLOSED, "is closed: its record is kept as it was"),
    ],
)
def test_the_work_of_a_team_that_rests_is_refused_with_the_reason(state, why):
    with pytest.raises(Refusal, match=re.escape(why)):
        require_running(TeamFactory(state=state))


@pytest.mark.parametrize("state", [TeamState.PAUSED, TeamState.CLOSED])
def test_the_charter_of_a_team_that_rests_stays_as_it_is(state):
    with pytest.raises(Refusal):
        write_charter(team=TeamFactory(state=state), version=1, aim_what="Anything")


@pytest.mark.django_db(transaction=True)
def test_of_leads_who_save_one_charter_at_once_one_is_saved_and_none_is_lost():
    team = TeamFactory()
    texts = [f"Version of lead {number}" for number in range(4)]
    outcomes = at_once(*(partial(write_charter, team=team, version=1, aim_what=text) for text in texts))
    stale = [each for each in outcomes if isinstance(each, StaleEdit)]
    team.refresh_from_db()
    assert (len(stale), team.version, team.aim_what in texts) == (3, 2, True)
    assert {each.current.aim_what for each in stale} == {team.aim_what}


@pytest.mark.django_db(transaction=True)
def test_a_system_is_not_closed_while_a_team_is_proposed_in_it():
    ward = SystemFactory(parent=SystemFactory(level="macro"))
    nurse = UserFactory()
    for attempt in range(5):
        outcomes = at_once(
            partial(propose_team, by=nurse, name=f"Team {attempt}", system=ward, problem="Beds."),
            partial(close_system, system=ward),
        )
        ward.refresh_from_db()
        assert sum(isinstance(each, Refusal) for each in outcomes) == 1
        assert (ward.closed_on is None) == Team.objects.standing().filter(system=ward).exists()
        if ward.closed_on is not None:
            break
