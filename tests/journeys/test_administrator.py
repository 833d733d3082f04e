"""The administrator: an empty organisation set up by its one-time link, people invited, roles, a closed account."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.sites import Site
from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in, sign_in_with

PASSWORD = "seven quiet otters swim"
PEOPLE = "Name,E-mail,Job title,Discipline\nKofi Mensah,kofi@example.org,Charge nurse,Nurse\nElin Rhys,elin@example.org,Physiotherapist,Allied health professional\n"


def set_up(site: Site, page: Page) -> None:
    """From the console's link to the checklist."""
    link = re.search(r"http://\S+", site.manage("setup_link"))
    assert link
    page.goto(link[0])
    page.get_by_label("Name of the organisation").fill("St Brigid's Hospital")
    page.get_by_label("Time zone").select_option("Europe/Dublin")
    page.get_by_label("Your name").fill("Maeve Byrne")
    page.get_by_label("Your e-mail address").fill("maeve@example.org")
    page.get_by_label("Choose a password").fill(PASSWORD)
    axe_clean(page)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Setting up", level=1)).to_be_visible()


def test_an_empty_organisation_is_set_up_and_its_people_come_in(empty: Site, open_page):
    page = open_page(empty, "laptop")
    page.goto("/")
    expect(page.get_by_text("has not been set up")).to_be_visible()
    set_up(empty, page)
    expect(page.get_by_text("0 of 7")).to_be_visible()
    axe_clean(page)

    page.get_by_role("link", name="Add the organisation").click()
    page.get_by_label("Name", exact=True).fill("St Brigid's Hospital")
    page.get_by_label("Macrosystem").check()
    page.locator("main").get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="St Brigid's Hospital", level=1)).to_be_visible()

    page.goto("/people/import/")
    page.get_by_label("Or paste the cells here").fill(PEOPLE)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("2 invitations will be sent")).to_be_visible()
    axe_clean(page)
    page.get_by_role("button", name="Invite them").click()
    expect(page.get_by_role("rowheader", name=re.compile("Kofi Mensah"))).to_be_visible()
    axe_clean(page)

    empty.run_jobs()
    phone = open_page(empty, "phone")
    phone.goto(empty.link_in_email_to("kofi@example.org"))
    axe_clean(phone)
    no_sideways_scrolling(phone)
    phone.get_by_label("Choose a password").fill(PASSWORD)
    phone.get_by_role("button", name="Begin").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Kofi")
    expect(phone.get_by_role("link", name="Propose a team")).to_be_visible()
    axe_clean(phone)

    phone.goto("/people/")
    no_sideways_scrolling(phone)
    page.goto("/setup/checklist/")
    expect(page.get_by_role("listitem").filter(has_text="Bring in the people").get_by_label("Done")).to_be_visible()

    page.goto("/people/")
    page.get_by_role("link", name=re.compile("Kofi Mensah")).click()
    page.get_by_role("link", name="Close the account").click()
    axe_clean(page)
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_text("Account closed")).to_be_visible()
    phone.goto("/")
    expect(phone.get_by_label("Password", exact=True)).to_be_visible()


def test_the_set_up_link_opens_once(empty: Site, open_page):
    page = open_page(empty, "phone")
    link = re.search(r"http://\S+", empty.manage("setup_link"))
    assert link
    page.goto(link[0])
    no_sideways_scrolling(page)
    newer = re.search(r"http://\S+", empty.manage("setup_link"))
    assert newer
    assert newer[0] != link[0]


def test_a_forgotten_password_is_mended_by_e_mail(empty: Site, open_page):
    page = open_page(empty, "phone")
    set_up(empty, page)
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill("maeve@example.org")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    empty.run_jobs()
    page.goto(empty.link_in_email_to("maeve@example.org"))
    chosen = "eight loud geese land"
    for field in page.locator("input[type=password]").all():
        field.fill(chosen)
    axe_clean(page)
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_role("heading", name="Your new password is saved")).to_be_visible()
    sign_in_with(page, "maeve@example.org", chosen)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Maeve")


@pytest.mark.parametrize(
    "path",
    ["/people/", "/people/invite/", "/people/import/", "/people/invitations/", "/organisation/", "/setup/checklist/"],
)
def test_the_administrators_pages_are_clean_and_fit_a_phone(phone, path):
    sign_in(phone, "admin")
    phone.goto(path)
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    no_sideways_scrolling(phone)
    axe_clean(phone)


def test_a_role_is_granted_and_taken_away(laptop):
    sign_in(laptop, "admin")
    laptop.goto("/people/?q=Amara")
    laptop.get_by_role("link", name=re.compile("Amara Okafor")).first.click()
    axe_clean(laptop)
    laptop.get_by_role("link", name="Roles").click()
    laptop.get_by_label(re.compile("^Analyst")).check()
    laptop.get_by_role("button", name="Grant").click()
    expect(laptop.get_by_text("is now: Analyst")).to_be_visible()
    axe_clean(laptop)
    laptop.get_by_role("link", name=re.compile("Take away.*Analyst")).click()
    laptop.get_by_role("button", name="Take it away").click()
    expect(laptop.get_by_text("No role yet")).to_be_visible()


def test_the_last_administrator_cannot_take_their_own_role_away(laptop):
    sign_in(laptop, "admin")
    laptop.goto("/people/?role=administrator")
    laptop.get_by_role("rowheader").first.get_by_role("link").click()
    laptop.get_by_role("link", name="Roles").click()
    laptop.get_by_role("link", name=re.compile("Take away.*Administrator")).click()
    laptop.get_by_role("button", name="Take it away").click()
    expect(laptop.get_by_text("is the last administrator").first).to_be_visible()
