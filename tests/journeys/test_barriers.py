"""A lead raises a barrier in two clicks, the leader of the system above answers, the lead sees it."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in, sign_in_with

TEAM = "Home before noon"
TITLE = "The lift to the discharge lounge is locked until eleven"
LEADER = """
from teams.models import System, Team
team = Team.objects.get(name="Home before noon")
leader = team.system.parent.role_grants.get().user
leader.set_password("a long enough password")
leader.save()
print(leader.email, team.pk)
"""


def test_a_lead_raises_a_barrier_and_the_leader_above_answers_it(demo, laptop, phone):
    address, team = demo.run_python(LEADER).split()
    sign_in(phone, "lead")
    phone.goto(f"/teams/{team}/")
    phone.get_by_role("link", name="Raise a barrier").first.click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("What stands in the way?").fill(TITLE)
    axe_clean(phone)
    dialog.get_by_role("button", name="Raise it").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(phone.get_by_text(re.compile("who will answer by"))).to_be_visible()
    no_sideways_scrolling(phone)
    axe_clean(phone)

    demo.run_jobs()
    assert TITLE in demo.emails_to(address)[-1]["Subject"]
    sign_in_with(laptop, address, "a long enough password")
    laptop.goto(demo.link_in_email_to(address))
    axe_clean(laptop)
    laptop.get_by_label("Your answer").fill("Estates unlock it from eight, starting on Monday.")
    laptop.get_by_role("button", name="Send the answer").click()
    expect(laptop.get_by_text("Answered. The team has been told.")).to_be_visible()
    axe_clean(laptop)

    demo.run_jobs()
    assert "answered" in demo.emails_to("lead@demo.invalid")[-1]["Subject"]
    phone.goto("/barriers/?whose=mine&state=answered")
    phone.get_by_role("link", name=TITLE).click()
    expect(phone.get_by_text("Estates unlock it from eight, starting on Monday.").first).to_be_visible()
    phone.get_by_role("link", name="It is gone").click()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("What made it go").fill("The porters have the key now.")
    dialog.get_by_role("button", name="Say that it is gone").click()
    expect(phone.get_by_text("Removed: it stands in the way no longer")).to_be_visible()


def test_a_barrier_is_raised_and_found_without_a_script(demo, open_page):
    page = open_page(demo, "phone", java_script_enabled=False)
    page.goto("/account/login/")
    page.locator("button[name=person][value=lead]").click()
    page.goto("/teams/mine/")
    page.locator("#main").get_by_role("link", name=TEAM).first.click()
    page.get_by_role("link", name="Raise a barrier").click()
    page.get_by_label("What stands in the way?").fill("No printer on the ward")
    page.get_by_role("button", name="Raise it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("No printer on the ward")
    page.goto("/barriers/?q=printer")
    expect(page.get_by_role("link", name="No printer on the ward")).to_be_visible()
