"""Whatever people type is shown as they typed it: no page, chart, picture or file takes it for markup or a formula."""

import html
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.db import transaction

from oversight.actions.summaries import rank_teams
from oversight.actions.summaries import refresh as refresh_teams
from teams.models import Organisation, System, Team, User
from tests.permissions import cast
from tests.permissions.test_matrix import ROWS
from tests.permissions.test_what_partners_see import LEFT_OUT, addresses, furnish, read

MARKUP = "=<zq>'\"&amp;"
"""An element, what ends an attribute, an entity, and what a spreadsheet would work out."""
PERSONS = (cast.LEAD, cast.OVERSIGHT, cast.ADMINISTRATOR, cast.ANALYST, cast.COACH, cast.SYSTEM_LEADER)
FIGURE = re.compile(r'<script[^>]* type="application/json"[^>]*>(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The cast's world with markup in every text, rolled back at the end."""
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), transaction.atomic():
        world = cast.build()
        Organisation.objects.update(name=MARKUP)
        for model in (System, Team, User):
            for row in model.objects.all():
                model.objects.filter(pk=row.pk).update(name=f"{MARKUP} {row.name}")
        User.objects.update(job_title=MARKUP)
        System.objects.update(kind=MARKUP, purpose=MARKUP, patients=MARKUP)
        Team.objects.update(problem=MARKUP, aim_what=MARKUP, aim_for_whom=MARKUP, aim_unit=MARKUP, scope_in=MARKUP)
        for each in (world.team, world.other):
            each.refresh_from_db()
        furnish(world, world.team, world.people[cast.LEAD], MARKUP)
        furnish(world, world.other, world.people[cast.LEAD_ELSEWHERE], MARKUP)
        refresh_teams([world.team.pk, world.other.pk])
        rank_teams()
        yield world
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def texts(value: object) -> Iterator[str]:
    """Every text in what was read from JSON but `meta`, which Plotly does not draw and the page tells as plain text."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from texts(each) if name != "meta" else ()
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def taken_for_markup(page: str) -> list[str]:
    """Where the typed element stands bare: in the page, or in a text of its charts, which draw a little HTML."""
    found = [page[max(at.start() - 80, 0) : at.end() + 40] for at in re.finditer("<zq", page)]
    for data in FIGURE.findall(page):
        found += [text for text in texts(json.loads(data)) if "<zq" in text]
    return found


ROWS_TO_SEE = [
    row for row in ROWS if row.see and not (row.open or row.absent or row.keyed) and row.name not in LEFT_OUT
]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row.name) for row in {row.name: row for row in ROWS_TO_SEE}.values()]
)
def test_what_people_type_is_never_taken_for_markup(world, row):
    client = world.clients[next(person for person in PERSONS if person in row.see)]
    for url in addresses(row.name):
        response = client.get(url)
        said = read(response)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html"):
            assert taken_for_markup(said) == [], url
        elif kind.startswith("text/csv"):
            cells = re.findall(r'(?:^|,)"?(=)', said, re.MULTILINE)
            assert cells == [], url


def test_the_markup_is_there_as_text(world):
    page = world.clients[cast.LEAD].get(f"/teams/{world.team.pk}/").content.decode()
    assert html.escape(MARKUP) in page
