"""From an empty organisation to its first point: the tree, people with their teams, a team, a measure, a point."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.sites import Site
from tests.journeys.steps import axe_clean, no_sideways_scrolling
from tests.journeys.test_administrator import PASSWORD, set_up

TREE = """Name,Level,Part of,Kind
St Brigid's Hospital,macro,,hospital
Medicine,meso,St Brigid's Hospital,division
Ward 7,micro,Medicine,ward
"""
A_SLIP = TREE + "Ward 8,micro,Surgery,ward\n"
PEOPLE = "Name,E-mail,Discipline,Works in\nKofi Mensah,kofi@example.org,Nurse,Ward 7\n"
EMPTY_PAGES = {
    "/teams/": "No redesign team yet",
    "/measures/": "No measures yet",
    "/oversight/": "No redesign teams yet",
    "/oversight/decisions/": "No proposal waits",
    "/oversight/priorities/": "No strategic priorities yet",
    "/oversight/resources/": "Nothing is shared yet",
    "/oversight/conflicts/": "No conflict is open",
    "/oversight/roll-up/": "The tree is empty",
    "/barriers/": "No barrier waits for an answer",
    "/walls/": "No wall yet",
    "/cycles/": "No cycles yet",
    "/search/?q=falls": "Nothing has these words in it",
    "/systems/": "The tree is empty",
}


def give_role(page: Page, person: str, role: str) -> None:
    page.goto("/people/")
    page.get_by_role("link", name=re.compile(person)).first.click()
    page.get_by_role("link", name="Roles").click()
    page.get_by_label(re.compile(f"^{role}")).check()
    page.get_by_role("button", name="Grant").click()
    expect(page.get_by_text(f"is now: {role}")).to_be_visible()


def test_an_empty_organisation_comes_to_its_first_point(empty: Site, open_page):
    page = open_page(empty, "laptop")
    set_up(empty, page)
    for path, said in EMPTY_PAGES.items():
        page.goto(path)
        expect(page.get_by_text(said).first).to_be_visible()
    axe_clean(page)

    page.goto("/")
    page.get_by_role("link", name="Import systems").click()
    page.get_by_label("Or paste the cells here").fill(A_SLIP)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("No system is called “Surgery”")).to_be_visible()
    axe_clean(page)
    page.get_by_label("Or paste the cells here").fill(TREE)
    page.get_by_role("button", name="Try it").click()
    page.locator("main form").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Ward 7")).to_be_visible()

    page.goto("/people/import/")
    page.get_by_label("Or paste the cells here").fill(PEOPLE)
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Invite them").click()
    empty.run_jobs()
    give_role(page, "Maeve Byrne", "Oversight group")

    phone = open_page(empty, "phone")
    phone.goto(empty.link_in_email_to("kofi@example.org"))
    phone.get_by_label("Choose a password").fill(PASSWORD)
    phone.get_by_role("button", name="Begin").click()
    phone.get_by_role("link", name="Propose a team").first.click()
    phone.get_by_label("What is the matter?").fill("Discharge letters take three days; people come back without them.")
    phone.get_by_label("A name for the team").fill("Letters today")
    phone.get_by_role("button", name="Propose it").click()
    expect(phone.get_by_role("heading", name="Letters today", level=1)).to_be_visible()
    no_sideways_scrolling(phone)

    page.goto("/setup/checklist/")
    page.get_by_role("link", name="Open proposals").click()
    page.get_by_role("link", name="Decide on Letters today").click()
    page.get_by_label("Establish the team", exact=True).check()
    page.get_by_label("Lead").fill("Kofi Mensah")
    axe_clean(page)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Letters today").first).to_be_visible()

    phone.goto("/measures/")
    phone.get_by_role("link", name="Define the first measure").click()
    phone.get_by_label("Name", exact=True).fill("Days to the letter")
    phone.locator("[name=team]").select_option(label="Letters today")
    phone.get_by_role("radio", name="Down is better").check()
    phone.get_by_label("Dimension of quality").select_option("timely")
    phone.get_by_label("Unit").fill("days")
    no_sideways_scrolling(phone)
    axe_clean(phone)
    phone.get_by_role("button", name="Define it").click()
    phone.get_by_role("link", name="Enter the first point").click()
    phone.get_by_label("Value").fill("3")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Saved:")).to_be_visible()
    axe_clean(phone)

    page.goto("/setup/checklist/")
    expect(page.get_by_text("7 of 7")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Looking after the organisation")).to_be_visible()
    axe_clean(page)
