"""When something broke, the page says so without a database, and says whether waiting will help."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from redesign.errors import server_error


def answer(broken: Exception):
    try:
        raise broken
    except type(broken):
        return server_error(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("broken", "status", "said"),
    [
        (OperationalError("the server went away"), 503, "Back in a moment"),
        (ZeroDivisionError(), 500, "Something went wrong on our side"),
    ],
)
def test_the_page_tells_an_outage_from_a_mistake(broken, status, said):
    response = answer(broken)
    assert response.status_code == status
    assert said in response.content.decode()
    assert "went away" not in response.content.decode()


def test_an_outage_says_when_to_ask_again():
    assert answer(OperationalError())["Retry-After"] == "15"
