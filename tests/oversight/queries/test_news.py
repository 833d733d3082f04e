import datetime as dt

import pytest

from oversight.actions.barriers import raise_barrier
from oversight.enums import BarrierKind, RequestState
from oversight.queries.news import barriers_and_requests_told
from redesign.lib.dates import today
from teams.queries.team_page import team_page
from tests.factories.oversight import ResourceRequestFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(system=SystemFactory(parent=SystemFactory(level="macro")))


def test_a_teams_timeline_tells_of_its_barriers_and_requests(team):
    chair = UserFactory(name="Ruth Abernethy")
    nurse = member_of(team, user__name="Amara Okafor")
    said = {"title": "No porter after six", "kind": BarrierKind.values[0], "description": "Beds wait for a mattress."}
    soon = today() + dt.timedelta(days=7)
    raise_barrier(team=team, by=nurse, addressed_to=team.system, reply_by=soon, **said)
    ResourceRequestFactory(
        team=team,
        resource__name="Data analyst hours",
        state=RequestState.DECLINED,
        reason="After the winter.",
        decided_by=chair,
        decided_at=team.created_at,
    )
    ResourceRequestFactory(team=team)
    told = {(each.title, each.who, each.body) for each in team_page(team).news}
    assert ("Barrier raised: No porter after six", "Amara Okafor") in {(title, who) for title, who, _ in told}
    assert ("Declined: Data analyst hours", "Ruth Abernethy", "After the winter.") in told
    assert len(barriers_and_requests_told(team)) == 2


def test_what_was_withdrawn_before_an_answer_is_not_told(team):
    asked = {"team": team, "decided_by": person_with("oversight"), "decided_at": team.created_at}
    ResourceRequestFactory(state=RequestState.WITHDRAWN, **asked)
    assert barriers_and_requests_told(team) == []
