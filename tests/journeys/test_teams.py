"""From a nurse's three sentences to a team at work; and two people in one charter."""

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

LEAD = "Dr Priya Raman"


def test_a_nurse_proposes_the_chair_establishes_the_lead_charters_and_the_team_is_active(demo, laptop, phone):
    sign_in(phone, "nurse")
    phone.goto("/teams/propose/")
    axe_clean(phone)
    phone.get_by_label("What is the matter?").fill("Hearing aids are lost between the ward and home: eleven since May.")
    phone.get_by_label("Where is its home?").select_option(index=4)
    phone.get_by_label("A name for the team").fill("Heard at home")
    phone.get_by_role("radio", name="Temporary").check()
    phone.get_by_label("Why now").fill("The audiology clinic has offered two afternoons.")
    phone.get_by_role("button", name="Propose it").click()
    expect(phone.get_by_text("This team is proposed")).to_be_visible()
    no_sideways_scrolling(phone)
    address, soon = phone.url, (dt.date.today() + dt.timedelta(days=200)).isoformat()

    sign_in(laptop, "chair")
    laptop.goto("/oversight/decisions/")
    axe_clean(laptop)
    laptop.get_by_role("link", name="Decide on Heard at home").click()
    laptop.get_by_role("radio", name="Establish the team").check()
    laptop.get_by_role("button", name="Decide").click()
    expect(laptop.get_by_text("Name the person who will lead the team.").first).to_be_visible()
    laptop.get_by_label("Lead", exact=False).first.fill(LEAD)
    axe_clean(laptop)
    laptop.get_by_role("button", name="Decide").click()
    expect(laptop.get_by_text("Heard at home is established.")).to_be_visible()

    sign_in(laptop, "lead")
    laptop.goto(address)
    expect(laptop.get_by_text("What this team lacks")).to_be_visible()
    expect(laptop.get_by_text("The charter still needs")).to_be_visible()
    axe_clean(laptop)
    laptop.get_by_role("link", name="Complete it").click()
    laptop.get_by_label("What will be better").fill("Hearing aids lost")
    laptop.get_by_label("For whom").fill("people who leave our wards")
    for field, typed in (("aim_from", "11"), ("aim_to", "2"), ("aim_unit", "a half-year"), ("aim_by", soon)):
        laptop.locator(f"[name={field}]").fill(typed)
    expect(laptop.get_by_text("The aim for efficiency is missing")).to_have_count(0)
    laptop.get_by_role("button", name="Save the charter").click()
    expect(
        laptop.get_by_text(re.compile("Reduce hearing aids lost for people who leave our wards from 11 to 2"))
    ).to_be_visible()
    laptop.get_by_role("link", name="Ask for another state").click()
    laptop.get_by_role("radio", name="Active: test changes and collect data").check()
    laptop.get_by_label("Why", exact=True).fill("The charter is agreed with the clinic.")
    laptop.get_by_role("button", name="Ask for it").click()
    expect(laptop.get_by_text("The oversight group has a request before it")).to_be_visible()

    sign_in(laptop, "chair")
    laptop.goto("/oversight/decisions/")
    laptop.get_by_role("link", name="Decide on Heard at home").click()
    laptop.get_by_role("radio", name="Grant it").check()
    laptop.get_by_role("button", name="Decide").click()
    expect(laptop.get_by_text("Heard at home is active.")).to_be_visible()
    sign_in(phone, "nurse")
    phone.goto(address)
    expect(phone.get_by_role("heading", name="Heard at home").get_by_text("Active")).to_be_visible()
    axe_clean(phone)


def charter(page: Page) -> str:
    """Open the charter of the lead's own team; its address."""
    page.goto("/teams/mine/")
    page.get_by_role("link", name="Home before noon").click()
    page.get_by_role("link", name="Charter").click()
    return page.url


def test_two_people_in_one_charter_lose_nothing(demo, laptop, open_page):
    other = open_page(demo, "laptop")
    for page in (laptop, other):
        sign_in(page, "lead")
        charter(page)
    other.get_by_label("Within scope").fill("Larch Ward only, from the first ward round on.")
    other.get_by_role("button", name="Save the charter").click()
    expect(other.get_by_text("The charter is saved.")).to_be_visible()
    laptop.get_by_label("Within scope").fill("Larch Ward and the discharge lounge.")
    laptop.get_by_role("button", name="Save the charter").click()
    conflict = laptop.get_by_role("region", name="Somebody saved a newer version while you were typing")
    expect(conflict.get_by_text("Larch Ward only, from the first ward round on.")).to_be_visible()
    expect(laptop.get_by_label("Within scope")).to_have_value("Larch Ward and the discharge lounge.")
    axe_clean(laptop)
    laptop.get_by_role("button", name="Save the charter").click()
    expect(laptop.get_by_text("Larch Ward and the discharge lounge.")).to_be_visible()
