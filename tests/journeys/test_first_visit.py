"""A stranger at the door, and the seven who enter the demo."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import SEVEN, axe_clean, no_sideways_scrolling, sign_in


def test_a_stranger_is_asked_to_sign_in_and_led_on_to_where_they_wanted(demo, phone):
    phone.goto("/people/")
    expect(phone.get_by_label("Password", exact=True)).to_be_visible()
    no_sideways_scrolling(phone)
    axe_clean(phone)
    phone.locator("button[name=person][value=nurse]").click()
    expect(phone.get_by_role("heading", name="People", level=1)).to_be_visible()


@pytest.mark.parametrize("person", SEVEN)
def test_each_of_the_seven_finds_a_home_that_is_theirs(laptop, person):
    sign_in(laptop, person)
    expect(laptop.get_by_role("heading", level=1)).to_contain_text("Good")
    expect(laptop.get_by_role("heading", level=2).first).to_be_visible()
    axe_clean(laptop)


def test_home_fits_a_phone(phone):
    sign_in(phone, "nurse")
    no_sideways_scrolling(phone)
    axe_clean(phone)


def test_a_wrong_password_keeps_what_was_typed_and_says_so(demo, phone):
    phone.goto("/account/login/")
    phone.get_by_label("E-mail address").fill("nurse@demo.invalid")
    phone.get_by_label("Password", exact=True).fill("not the password")
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_role("alert").first).to_be_visible()
    expect(phone.get_by_label("E-mail address")).to_have_value("nurse@demo.invalid")


def test_search_answers_as_one_types(laptop):
    sign_in(laptop, "coach")
    laptop.keyboard.press("/")
    laptop.keyboard.type("ward")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", name="Systems", level=2)).to_be_visible()
    axe_clean(laptop)
    laptop.locator("#search-all").fill("zzzz")
    expect(laptop.get_by_text("Nothing has these words in it")).to_be_visible()


def test_a_person_chooses_words_and_light(laptop):
    sign_in(laptop, "analyst")
    laptop.goto("/me/")
    laptop.get_by_label("Clinical words").check()
    laptop.get_by_role("button", name="Save").click()
    expect(laptop.get_by_label("Clinical words")).to_be_checked()
    axe_clean(laptop)
    laptop.goto("/words/")
    axe_clean(laptop)
