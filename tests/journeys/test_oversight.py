"""The oversight group: sees all teams in order, sees who wants the same scarce hours, settles it; the lead reads why."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

SCARCE = "Pharmacist hours for redesign"
REASON = "The four wards go first: their evening orders free beds before noon."


def test_the_chair_settles_a_conflict_and_the_lead_reads_the_answer(demo, laptop, open_page):
    sign_in(laptop, "chair")
    laptop.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Oversight").click()
    expect(laptop.get_by_role("heading", name="Portfolio", level=1)).to_be_visible()
    axe_clean(laptop)
    first = laptop.locator(".portfolio-table tbody tr").first
    expect(first).to_contain_text("1st")
    first.get_by_text("Why?").locator("..").click()
    expect(first.locator(".why-list li").first).to_be_visible()
    axe_clean(laptop)

    laptop.get_by_role("searchbox", name="Find a team").fill("before noon")
    expect(laptop.locator("#portfolio .pager-words")).to_have_text("One alone")
    expect(laptop).to_have_url(re.compile("q=before%20noon"))

    laptop.goto("/oversight/")
    laptop.get_by_role("list", name="The portfolio in figures").get_by_role(
        "link", name=re.compile("conflicts?")
    ).click()
    expect(laptop.get_by_role("heading", name="Conflicts", level=1)).to_be_visible()
    axe_clean(laptop)
    laptop.get_by_role("link", name=SCARCE).first.click()
    expect(laptop.get_by_role("heading", name=SCARCE, level=1)).to_be_visible()
    expect(laptop.get_by_role("heading", name="A proposal")).to_be_visible()
    axe_clean(laptop)

    ours = laptop.locator(".card-sheet", has=laptop.get_by_role("heading", name="Home before noon"))
    ours.get_by_role("radio", name="In part").check()
    ours.get_by_label("How much a week").fill("500")
    ours.get_by_label("Reason, which the team will read").fill(REASON)
    ours.get_by_role("button", name="Settle only this one").click()
    expect(ours.locator(".field .error")).to_contain_text("Granting in part means less than")
    axe_clean(laptop)
    ours.get_by_role("radio", name="Decline").check()
    expect(ours.get_by_label("Reason, which the team will read")).to_have_value(REASON)
    ours.get_by_role("button", name="Settle only this one").click()
    expect(laptop.get_by_text("Settled for Home before noon").first).to_be_visible()

    demo.run_jobs()
    phone = open_page(demo, "phone")
    sign_in(phone, "lead")
    phone.goto("/teams/mine/")
    phone.get_by_role("link", name="Home before noon").first.click()
    panel = phone.locator("#oversight-panel")
    expect(panel).to_contain_text(REASON)
    panel.get_by_role("link", name=SCARCE).click()
    expect(phone.get_by_role("heading", name="The answer")).to_be_visible()
    expect(phone.get_by_text("Declined").first).to_be_visible()
    axe_clean(phone)
    no_sideways_scrolling(phone)


def test_a_lead_asks_and_sees_what_the_heat_map_says(demo, phone):
    sign_in(phone, "lead")
    phone.goto("/teams/mine/")
    phone.get_by_role("link", name="Home before noon").first.click()
    phone.locator("#oversight-panel").get_by_role("link", name="Ask for a resource").click()
    expect(phone.get_by_role("heading", name="Ask for a shared resource")).to_be_visible()
    axe_clean(phone)
    resource = phone.get_by_label("What do you need?")
    resource.select_option(index=1)
    phone.get_by_label("How much a week?").fill("400")
    phone.get_by_label("From the week of").fill("2027-09-06")
    phone.get_by_label("To the week of").fill("2027-09-20")
    phone.get_by_label("To the week of").press("Tab")
    expect(phone.locator("#request-load")).to_contain_text("teams would want more than there is")
    phone.get_by_label("How much a week?").fill("1")
    phone.get_by_label("How much a week?").press("Tab")
    expect(phone.locator("#request-load")).to_contain_text("There is room in every week.")
    phone.get_by_label("What is it for?").fill("Three mornings beside the discharge round.")
    axe_clean(phone)
    no_sideways_scrolling(phone)
    phone.get_by_role("button", name="Ask", exact=True).click()
    expect(phone.get_by_text("The oversight group decides").first).to_be_visible()
    expect(phone.get_by_role("heading", name="What it is for")).to_be_visible()
    phone.get_by_role("link", name="Withdraw").click()
    phone.get_by_role("button", name="Withdraw it").click()
    expect(phone.get_by_text("Withdrawn").first).to_be_visible()


def test_the_chair_weighs_rates_and_shares_out(demo, laptop):
    sign_in(laptop, "chair")
    laptop.goto("/oversight/priorities/")
    axe_clean(laptop)
    laptop.get_by_role("link", name="New criterion").click()
    laptop.get_by_label("Name", exact=True).fill("Learning for others")
    laptop.get_by_label("Question").fill("How much would other teams learn from it?")
    laptop.get_by_role("radio", name="4", exact=True).check()
    axe_clean(laptop)
    laptop.get_by_role("button", name="Save").click()
    expect(laptop.get_by_role("rowheader", name=re.compile("Learning for others"))).to_be_visible()

    laptop.goto("/oversight/")
    row = laptop.locator(".portfolio-table tbody tr", has_text="Quiet nights")
    row.locator("summary").click()
    row.get_by_role("link", name="Rate anew").click()
    group = laptop.get_by_role("group", name=re.compile("How much would other teams learn"))
    group.get_by_role("radio", name="5", exact=True).check()
    laptop.get_by_label("Why, for Learning for others").fill("Noise is the same on every ward.")
    axe_clean(laptop)
    laptop.get_by_role("button", name="Save the rating").click()
    expect(laptop.get_by_text("Saved. Quiet nights has a priority score of").first).to_be_visible()

    laptop.goto("/oversight/resources/")
    axe_clean(laptop)
    laptop.get_by_role("link", name="Data analyst hours").click()
    axe_clean(laptop)
    laptop.get_by_role("link", name="Edit").click()
    laptop.get_by_label("How much there is in a usual week").fill("0")
    laptop.get_by_role("button", name="Save").click()
    expect(laptop.get_by_text("are given already").first).to_be_visible()
    axe_clean(laptop)
