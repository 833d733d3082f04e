"""A stranger at the door."""

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling


def test_a_stranger_is_asked_to_sign_in(empty, open_page):
    page = open_page(empty, "phone")
    page.goto("/people/")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    no_sideways_scrolling(page)
    axe_clean(page)
