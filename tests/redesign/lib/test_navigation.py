"""The navigation: the same for everybody, and it says where one is."""

import re
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from redesign.lib.navigation import navigation


def nav_at(path: str, user=None):
    request = RequestFactory().get(path)
    if user:
        request.user = user
    return navigation(request)["nav"]


def current(html: str) -> list[str]:
    return re.findall(r'aria-current="page">.*?<span>(.*?)</span>', html)


def test_the_main_places_stand_in_the_order_that_people_use_them():
    titles = re.findall(r"<span>(.*?)</span>", nav_at("/")["rail"])
    assert titles == ["Home", "My teams", "Systems", "Measures", "Oversight", "Walls"]


def test_a_partner_is_not_led_to_pages_that_are_closed_to_them():
    partner = SimpleNamespace(is_authenticated=True, name="Joan", email="", job_title="", is_outsider=True)
    nav = nav_at("/", partner)
    assert re.findall(r"<span>(.*?)</span>", nav["rail"]) == ["Home", "My teams", "Measures"]
    assert re.findall(r"<span>(.*?)</span>", nav["account"]) == ["My account", "Words we use"]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", ["Home"]),
        ("/teams/mine/", ["My teams"]),
        ("/cycles/4/", ["My teams"]),
        ("/systems/1/", ["Systems"]),
        ("/barriers/", ["Oversight"]),
        ("/people/", []),
    ],
)
def test_the_place_that_a_page_belongs_to_is_current(path, place):
    assert current(nav_at(path)["rail"]) == place


def test_a_phone_has_four_tabs_and_the_rest_under_more():
    nav = nav_at("/oversight/")
    assert (nav["thumb"].count("<li>"), nav["more"].count("<li>"), nav["more_current"]) == (4, 2, True)


def test_a_name_is_escaped():
    user = SimpleNamespace(is_authenticated=True, name="<b>Bo</b>", email="", job_title="<i>")
    assert "<b>" not in nav_at("/", user)["me"]
    assert nav_at("/")["me"] == ""


def test_it_asks_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert nav_at("/")["rail"]
