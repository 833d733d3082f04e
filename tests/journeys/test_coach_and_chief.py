"""The coach scores a team; the chief executive answers a barrier and passes a wall."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in


def test_a_coach_scores_the_team_that_has_waited_longest(phone):
    sign_in(phone, "coach")
    waiting = phone.get_by_role("link", name=re.compile(r"^Score\s*: Score how far they have come"))
    expect(waiting.first).to_be_visible()
    before = waiting.count()
    waiting.first.click()
    expect(phone.get_by_role("heading", name="Progress score", level=1)).to_be_visible()
    no_sideways_scrolling(phone)
    axe_clean(phone)
    phone.get_by_label(re.compile(r"^3\b")).first.check()
    phone.get_by_label("What makes you say so?").fill("Two ramps at the scale of the whole ward; the chart has moved.")
    phone.get_by_role("button", name="Score it").click()
    expect(phone.get_by_text("Two ramps at the scale of the whole ward").first).to_be_visible()
    phone.goto("/")
    expect(waiting).to_have_count(before - 1)


def test_the_chief_executive_answers_a_barrier_and_passes_the_wall(laptop):
    sign_in(laptop, "chief")
    expect(laptop.get_by_role("heading", name="Whole-system measures")).to_be_visible()
    title = laptop.locator(".waiting-title").first.inner_text().partition(": ")[2]
    laptop.get_by_role("link", name=re.compile(r"^Answer\s*: Answer the barrier")).first.click()
    expect(laptop.get_by_role("heading", level=1)).to_contain_text(title)
    axe_clean(laptop)
    laptop.get_by_label("Your answer").fill("Paid from the executive fund, from the first of next month.")
    laptop.get_by_role("button", name="Send the answer").click()
    expect(laptop.get_by_text("Answered. The team has been told.")).to_be_visible()
    laptop.goto("/")
    expect(laptop.get_by_text(f"Answer the barrier: {title}")).to_have_count(0)
    laptop.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Walls").click()
    expect(laptop.get_by_role("heading", level=1)).to_be_visible()
    axe_clean(laptop)
