"""A lead ghosts a point, says what a signal was, and sees both on the chart; then looks back at the day before."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

ANSWER = "Take-home medicines are made up on the ward"


def test_a_lead_ghosts_a_point_answers_a_signal_and_sees_the_annotation(demo, laptop):
    sign_in(laptop, "lead")
    laptop.locator("#main").get_by_role("link", name=re.compile("Say what it was: ")).first.click()
    expect(laptop.get_by_role("heading", name="What was it?")).to_be_visible()

    plot = laptop.locator("#main .chart-plot").first
    expect(plot.locator(".main-svg").first).to_be_visible()
    plot.focus()
    laptop.keyboard.press("Home")
    expect(laptop.get_by_role("link", name="Correct, ghost or write here")).to_be_visible()
    laptop.keyboard.press("Enter")
    laptop.locator("#reason_why").fill("The chart was not kept that week")
    laptop.get_by_role("button", name="Ghost it").click()
    expect(laptop.locator("#main .legendtext").get_by_text("Ghosted")).to_be_visible()

    card = laptop.locator(".signal-card").first
    card.locator("summary").click()
    card.get_by_role("radio", name="Known, and planned by us").check()
    card.get_by_role("radio", name=re.compile("^Learn")).check()
    card.get_by_label("In your words").fill(ANSWER)
    axe_clean(laptop)
    card.get_by_role("button", name="Answer").click()
    expect(laptop.get_by_role("heading", name="What it was", exact=True)).to_be_visible()
    expect(laptop.locator(".signal-card-answered").get_by_text(ANSWER).first).to_be_visible()
    expect(laptop.locator(".chart-note").get_by_text(ANSWER)).to_be_visible()
    expect(laptop.locator("#main .annotation-text").get_by_text("A", exact=True).first).to_be_visible()

    laptop.get_by_role("link", name="As it looked on another day").click()
    expect(laptop.get_by_text("As it looked on").first).to_be_visible()
    since = laptop.locator(".since-list")
    expect(since.get_by_text("The chart was not kept that week")).to_be_visible()
    expect(since.get_by_text(ANSWER)).to_be_visible()
    axe_clean(laptop)


def test_signals_that_wait_fit_a_phone(demo, phone):
    sign_in(phone, "lead")
    phone.goto("/measures/signals/")
    expect(phone.locator("#card-table").get_by_role("link", name=re.compile(r"^(Answer|See)\b")).first).to_be_visible()
    no_sideways_scrolling(phone)
    axe_clean(phone)


def test_what_a_new_phase_would_change_is_drawn_before_it_is_saved(demo, laptop):
    sign_in(laptop, "lead")
    laptop.goto("/measures/?q=Medicines+on+the+ward")
    laptop.get_by_role("link", name="Medicines on the ward by 10:00").first.click()
    laptop.get_by_role("link", name="Start a new phase").first.click()
    laptop.get_by_label("From", exact=True).fill("2026-06-01")
    laptop.get_by_role("button", name="See what would change").click()
    expect(laptop.locator("#measure-preview .main-svg").first).to_be_visible()
