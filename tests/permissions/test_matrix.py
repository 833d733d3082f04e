"""Every address × everybody × GET and POST: nobody does what they may not, everybody does what they may.

HOW TO ADD A PAGE. When a new URL name has no row here, the first test says so. Add one row to
`tests/permissions/table_teams.py`, `table_measures.py`, `table_oversight.py` (by app) or `table_other.py`:

    page("teams:team", lambda world: {"pk": world.team.pk}, see=TEAM_READERS)          # GET only; POST is 405
    form("teams:team-charter", lambda world: {"pk": world.team.pk}, may=only(LEAD))     # GET shows, POST does
    form("teams:members", the_team, see=TEAM_READERS, may=only(LEAD, OVERSIGHT))        # more may look than do
    deed("teams:cycle-move", lambda world: {"pk": CycleFactory(idea__team=world.team).pk}, may=IN_TEAM)  # POST only
    open_to_all("account_login")                                                        # strangers too
    absent("styleguide")                                                                # 404 outside the demo
    keyed("api:measure_list")                                                           # 401 without a key

- `world` (tests/permissions/cast.py) has `team` and its `system` (in `meso`, in `macro`), `other` and `other_system`,
  and `people` by the names of the cast. The second argument builds what the address needs, with factories, once a row;
  an object of `world.team` is 'the team's own' for MEMBER, LEAD … and somebody else's for MEMBER_ELSEWHERE …
- Groups are sets of the cast: EVERYBODY, SIGNED_IN, STAFF, PARTNERS, TEAM_READERS, IN_TEAM, `only(LEAD, ANALYST)`,
  joined with `|` and `-`.
- `query="team=1"` is put behind the address, `data=lambda world: {…}` is what POST sends (nothing unless said).
- What is checked: a stranger is sent to sign in, unless the row is open; who is not in the group gets 403; who is gets
  an answer that is not 403, 404, 405 or 5xx (a form full of errors is fine). Each request is rolled back.
"""

import logging
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions import cast, table_measures, table_other, table_oversight, table_teams
from tests.permissions.rows import Row

TABLES = {"teams": table_teams, "measures": table_measures, "oversight": table_oversight}
ROWS: list[Row] = [*table_teams.ROWS, *table_measures.ROWS, *table_oversight.ROWS, *table_other.ROWS]


def names(resolver: URLResolver | None = None, inside: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of every address, with their namespaces."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, (*inside, *([pattern.namespace] if pattern.namespace else [])))
        elif isinstance(pattern, URLPattern):
            yield ":".join([*inside, pattern.name or f"(without a name) {pattern.pattern}"])


def test_every_address_says_who_may_come():
    told = {row.name for row in ROWS}
    forgotten = []
    for name in sorted(set(names()) - told):
        table = f"table_{name.split(':')[0]}.py" if name.split(":")[0] in TABLES else "table_other.py"
        forgotten.append(
            f"The page {name!r} does not say who may come: add a row page(…), form(…) or deed(…) for it to "
            f"tests/permissions/{table}; the top of tests/permissions/test_matrix.py shows how."
        )
    assert not forgotten, "\n" + "\n".join(forgotten)


def test_no_row_is_about_an_address_that_is_gone():
    gone = sorted({row.name for row in ROWS} - set(names()))
    assert not gone, f"These rows have no address any more; take them out of their table: {', '.join(gone)}"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all rows, rolled back at the end."""
    logging.disable(logging.WARNING)  # thousands of refusals, all meant
    with django_db_blocker.unblock(), transaction.atomic():
        yield cast.build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def _said(row: Row, method: str, person: str, status: int, location: str) -> str:
    """What is wrong with this answer, in a sentence; nothing when it is right."""
    expected = row.expected(method, person)
    to_sign_in = status in (302, 303) and location.startswith(resolve_url(settings.LOGIN_URL))
    if row.keyed:
        right, wanted = status in (401, 405), "401, no key was sent"
    elif row.absent:
        right, wanted = status == 404 or (person == cast.STRANGER and to_sign_in), "404 for everybody"
    elif person == cast.STRANGER and not row.open:
        right, wanted = to_sign_in, "to be sent to sign in"
    elif expected == "not answered":
        right, wanted = status in (403, 405), "405, the method is not answered here"
    elif expected == "refused":
        right, wanted = status == 403, "403, refused"
    elif row.open:
        right, wanted = status not in (403, 404) and status < 500, "an answer without error"
    else:
        right = status not in (403, 404, 405) and status < 500 and not to_sign_in
        wanted = "to be let in"
    return "" if right else f"{method} {row.name} as {person}: expected {wanted}, got {status} {location}".rstrip()


def _methods(row: Row, person: str) -> list[str]:
    """What this person tries: a method that the address does not answer is tried by one who may use the other."""
    answered = [method for method in ("GET", "POST") if row.expected(method, person) != "not answered"]
    anybody = min(row.see or row.may or cast.EVERYBODY)
    return ["GET", "POST"] if person in (cast.STRANGER, anybody) else answered


@pytest.fixture
def row_alone(world):
    """What a row builds is gone with it: a grant that one row needs must not let anybody in at the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS])
@pytest.mark.usefixtures("row_alone")
def test_everybody_gets_what_is_theirs_and_nothing_else(world, row):
    url = reverse(row.name, kwargs=row.kwargs(world)) + (f"?{row.query}" if row.query else "")
    data = row.data(world)
    wrong = []
    for person, client in world.clients.items():
        cookies = deepcopy(client.cookies)
        for method in _methods(row, person):
            with transaction.atomic():
                response = client.get(url) if method == "GET" else client.post(url, data)
                transaction.set_rollback(True)
            client.cookies = deepcopy(cookies)  # as before, if the page signed the person in or out
            wrong.append(_said(row, method, person, response.status_code, response.headers.get("Location", "")))
    if any(wrong):
        pytest.fail("\n".join(filter(None, wrong)), pytrace=False)
