"""Whatever is sent to whatever page, by whoever: an answer, never a crash, and always under the policy."""

import logging
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.permissions import cast
from tests.permissions.rows import Row
from tests.permissions.test_matrix import ROWS
from tests.security.junk import FEW, VALUES, Fields

PERSONS = (
    cast.LEAD,
    cast.OVERSIGHT,
    cast.ADMINISTRATOR,
    cast.ANALYST,
    cast.COACH,
    cast.SYSTEM_LEADER,
    cast.STRANGER,
)


def _address(row: Row) -> str:
    """The address with the key 1, or nothing where there is no key in it."""
    try:
        return reverse(row.name, kwargs={"pk": 1})
    except NoReverseMatch:
        return ""


ROWS_TO_SEE = [row for row in ROWS if row.see and not row.absent]
ROWS_TO_DO = [row for row in ROWS if row.may and not row.absent and row.name != "readyz"]
ROWS_WITH_A_KEY = [row for row in ROWS if not row.absent and "/1/" in _address(row)]
FARTHEST = (str(2**63 - 1), "9" * 30, "9" * 5000)
"""Keys at the end of what the database counts to, beyond it, and beyond what Python reads."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all pages, rolled back at the end."""
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), transaction.atomic():
        yield cast.build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


class Visitor:
    """One of the cast at one address; whatever they do is undone, and no error passes unseen."""

    def __init__(self, world: cast.World, row: Row, who: frozenset[str]) -> None:
        person = next(each for each in PERSONS if each in who)
        self.client = Client()
        if person in world.people:
            self.client.force_login(world.people[person])
        self.kwargs = row.kwargs(world)
        self.url = reverse(row.name, kwargs=self.kwargs) + (f"?{row.query}" if row.query else "")

    def asks(self, data: dict[str, str], method: str = "GET") -> None:
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            response = self.client.get(self.url, data) if method == "GET" else self.client.post(self.url, data)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        assert response.status_code < 500, (method, self.url, data)
        assert "default-src 'none'" in response["Content-Security-Policy"], (method, self.url)

    def page(self) -> Fields:
        """The forms and parameters of the page as it is without junk."""
        response = self.client.get(self.url)
        html = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        return Fields(response.content.decode() if html else "")


@pytest.fixture
def alone(world):
    """What a row builds is gone with it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS_TO_SEE])
@pytest.mark.usefixtures("alone")
def test_a_page_bears_any_parameter(world, row):
    visitor = Visitor(world, row, row.see)
    parameters = visitor.page().filters | {"q", "page", "sort", "state", "key"}
    for value in FEW:
        visitor.asks(dict.fromkeys(parameters, value))
    for parameter in sorted(parameters - {"q", "sort", "state", "key"}):
        visitor.asks({parameter: FARTHEST[1]})


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS_TO_DO])
@pytest.mark.usefixtures("alone")
def test_a_form_bears_any_text(world, row):
    visitor = Visitor(world, row, row.may)
    fields = (visitor.page().sent if row.see else {}) | row.data(world)
    for value in FEW:
        visitor.asks(dict.fromkeys(fields, value), "POST")
    for place, field in enumerate(fields, start=len(row.name)):  # each alone, lest another's error hides it
        visitor.asks({**fields, field: FEW[0]}, "POST")
        visitor.asks({**fields, field: VALUES[place % len(VALUES)]}, "POST")


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS_WITH_A_KEY])
@pytest.mark.usefixtures("alone")
def test_a_key_that_no_row_has_leads_nowhere(world, row):
    visitor = Visitor(world, row, row.see or row.may or cast.EVERYBODY)
    pattern = reverse(row.name, kwargs={**visitor.kwargs, "pk": 424242424242})
    for key in FARTHEST:
        address = pattern.replace("424242424242", key)
        response = visitor.client.get(address) if row.see else visitor.client.post(address)
        assert response.status_code in (302, 404), address  # 302: a fragment's own address leads to its page
