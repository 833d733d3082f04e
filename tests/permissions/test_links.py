"""No link that a person is shown leads to a closed door, whoever they are."""

import html
import re
from collections import Counter, deque
from urllib.parse import urljoin

import pytest
from django.urls import resolve

from measures.actions.summaries import refresh
from oversight.actions.summaries import refresh as refresh_teams
from teams.enums import TeamState
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.oversight import BarrierFactory, ResourceFactory, ResourceRequestFactory
from tests.factories.teams import TeamFactory
from tests.permissions import cast

pytestmark = pytest.mark.django_db

LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
OF_EACH = 2
"""Addresses of one name that are walked to: enough for one's own and somebody else's."""
BEGINNINGS = ("/", "/teams/", "/cycles/", "/measures/", "/barriers/")
"""Home, and the lists that everybody may open, for what belongs to them."""
LEFT_OUT = {"account_logout", "styleguide"}


def furnish(world: cast.World) -> None:
    """Something of each kind in both teams, and a team that is only proposed."""
    resource = ResourceFactory()
    for team in (world.team, world.other):
        CycleFactory(idea=ChangeIdeaFactory(team=team))
        measure = MeasureFactory(team=team, system=team.system)
        points_for(measure, [4, 6, 5, 7])
        refresh([measure.pk])
        BarrierFactory(team=team)
        ResourceRequestFactory(team=team, resource=resource)
    TeamFactory(system=world.system, state=TeamState.PROPOSED, proposed_by=world.people[cast.MEMBER])
    refresh_teams([world.team.pk, world.other.pk])


def closed_doors(client) -> list[tuple[str, str, int]]:
    """Walks along links; (page, link, status) of each that does not open."""
    waiting, seen, met, found = deque(("", link) for link in BEGINNINGS), set(BEGINNINGS), Counter(), []
    while waiting:
        page, link = waiting.popleft()
        answer = client.get(link)
        if answer.status_code not in (200, 204, 302):
            found.append((page, link, answer.status_code))
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        here = link.partition("?")[0]
        for given in LINK.findall(answer.content.decode()):
            there = urljoin(here, html.unescape(given))
            if there.startswith("/static/") or there in seen:
                continue
            seen.add(there)
            name = resolve(there.partition("?")[0]).view_name
            met[name] += 1
            if met[name] <= OF_EACH and name not in LEFT_OUT:
                waiting.append((link, there))
    return found


@pytest.mark.parametrize("person", sorted(cast.SIGNED_IN - {cast.PARTNER_ELSEWHERE, cast.COACH_ELSEWHERE}))
def test_no_link_leads_to_a_closed_door(person):
    world = cast.build()
    furnish(world)
    assert closed_doors(world.clients[person]) == []
