"""A lead plans a test of change, a nurse notes what happens, the lead studies and adapts; nothing typed is lost."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

TEAM = "Home before noon"


def open_team(page: Page) -> None:
    page.goto("/teams/mine/")
    page.locator("#main").get_by_role("link", name=TEAM).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TEAM)


def plan_cycle(page: Page, title: str) -> None:
    """As the lead, from the team's page to a saved plan; ends on the cycle's page."""
    open_team(page)
    page.get_by_role("link", name="Start a cycle").click()
    page.get_by_label("The new idea").fill(f"Idea of {title}")
    page.get_by_label("What you will try").fill(title)
    page.get_by_label("What do you want to find out?").fill("Is the letter ready by ten?")
    page.get_by_role("radio", name="A number").check()
    page.get_by_label("The figure will be").select_option("At most")
    page.locator("[name=predicted_value]").fill("40")
    page.locator("[name=predicted_unit]").fill("min")
    page.get_by_label("How sure are you?").fill("70")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def start(page: Page) -> None:
    page.get_by_role("button", name="Start the test").click()
    page.get_by_role("dialog").get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Note what you see")).to_be_visible()


def test_a_lead_plans_a_nurse_notes_and_the_lead_studies_and_adapts(demo, laptop, phone):
    sign_in(laptop, "lead")
    plan_cycle(laptop, "Letter before the round")
    expect(laptop.get_by_role("definition").filter(has_text="at most 40 min (70 % sure)")).to_be_visible()
    axe_clean(laptop)
    start(laptop)

    sign_in(phone, "nurse")
    phone.goto("/cycles/?q=Letter+before+the+round")
    phone.get_by_role("link", name="Letter before the round").click()
    phone.locator("#cycle-notes textarea").fill("The letter of bed 4 was ready at a quarter past ten.")
    phone.get_by_label("This surprised us").check()
    phone.get_by_role("button", name="Add the note").click()
    expect(phone.locator("#cycle-notes .timeline")).to_contain_text(
        "The letter of bed 4 was ready at a quarter past ten."
    )
    expect(phone.locator("#cycle-notes textarea")).to_have_value("")
    no_sideways_scrolling(phone)
    axe_clean(phone)

    laptop.reload()
    expect(laptop.locator("#cycle-notes")).to_contain_text("The letter of bed 4 was ready at a quarter past ten.")
    laptop.get_by_role("button", name="The test is over: study it").click()
    laptop.locator("[name=result_value]").fill("52")
    laptop.get_by_label("What the result says about your prediction").fill("The printer is the wait.")
    laptop.get_by_role("button", name="Studied: go on to decide").click()
    expect(
        laptop.get_by_text("Predicted at most 40 min (70 % sure) — got 52 min: not as predicted").first
    ).to_be_visible()
    axe_clean(laptop)
    laptop.get_by_role("radio", name="Adapt").check()
    laptop.get_by_label("What was learnt").fill("Print before the round.")
    laptop.get_by_role("button", name="Decide").click()

    expect(laptop.get_by_text("This is cycle 2: make its prediction anew.")).to_be_visible()
    expect(laptop.get_by_label("What do you want to find out?")).to_have_value("Is the letter ready by ten?")
    expect(laptop.get_by_label("How far this cycle reaches")).to_have_value("one_shift")
    expect(laptop.locator("[name=predicted_value]")).to_have_value("")
    axe_clean(laptop)


def test_what_is_typed_survives_a_reload_and_meets_what_somebody_else_saved(demo, laptop, open_page):
    other = open_page(demo, "laptop")
    sign_in(laptop, "lead")
    sign_in(other, "nurse")
    plan_cycle(laptop, "Porter at nine")
    laptop.get_by_role("link", name="Change the plan").click()
    plan = laptop.url

    laptop.locator("[name=place]").fill("Bay 2")
    expect(laptop.get_by_text(re.compile("Draft kept"))).to_be_visible()
    laptop.goto("/")
    laptop.goto(plan)
    expect(laptop.get_by_text(re.compile("Restored what you typed"))).to_be_visible()
    expect(laptop.locator("[name=place]")).to_have_value("Bay 2")

    other.goto(plan)
    expect(other.locator("[name=place]")).to_have_value("")
    other.locator("[name=place]").fill("Bay 3")
    other.get_by_role("button", name="Save the plan").click()
    expect(other.get_by_text("The plan is saved.")).to_be_visible()

    laptop.reload()
    expect(laptop.locator("[name=place]")).to_have_value("Bay 2")
    laptop.get_by_role("button", name="Save the plan").click()
    conflict = laptop.locator(".conflict")
    expect(conflict).to_contain_text("Bay 2")
    expect(conflict).to_contain_text("Bay 3")
    axe_clean(laptop)
    conflict.get_by_role("button", name="Take this instead").click()
    laptop.get_by_role("button", name="Save the plan").click()
    expect(laptop.get_by_role("definition").filter(has_text="Bay 3")).to_be_visible()

    laptop.goto(plan)
    expect(laptop.get_by_text(re.compile("Restored"))).to_have_count(0)


def test_what_was_typed_last_comes_back_on_whichever_device(demo, laptop, phone):
    for page in (laptop, phone):
        sign_in(page, "lead")
    plan_cycle(laptop, "Trolley by the lift")
    laptop.get_by_role("link", name="Change the plan").click()
    phone.goto(laptop.url)
    phone.context.set_offline(True)
    phone.locator("[name=place]").fill("Bay 1")
    expect(phone.get_by_text("No connection: kept on this device.")).to_be_visible()

    laptop.locator("[name=place]").fill("Bay 2")
    expect(laptop.get_by_text(re.compile("Draft kept"))).to_be_visible()

    phone.context.set_offline(False)
    phone.goto(laptop.url)
    expect(phone.locator("[name=place]")).to_have_value("Bay 2")


def test_ideas_ramps_and_histories_are_fit_to_be_seen(demo, laptop, phone):
    for page in (laptop, phone):
        sign_in(page, "lead")
        open_team(page)
        page.get_by_role("link", name="Ideas and ramps").click()
        seen = ["/cycles/", page.url]
        page.locator("#idea-cards .card-title a").first.click()
        seen.append(page.url)
        page.locator(".ramp-mark").first.click()
        expect(page.get_by_role("list", name="Steps of this cycle")).to_be_visible()
        page.get_by_text("History of changes").click()
        expect(page.locator(".history-rows > li").first).to_be_visible()
        page.keyboard.press("Control+Home")
        axe_clean(page)
        page.goto(page.url.replace("/cycles/", "/history/cycle/"))
        seen.append(page.url)
        for url in seen:
            page.goto(url)
            no_sideways_scrolling(page)
            axe_clean(page)
