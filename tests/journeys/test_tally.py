"""Counting with one thumb on a ward where the connection comes and goes."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

THUMB = 64
"""What a thumb hits without looking, in CSS pixels."""
MEASURE = "What leavers waited for"
SENT = re.compile(r"^All sent at \d\d:\d\d\.$")


WATCH = """() => {
    const shown = document.querySelector("[data-tally-value]");
    window.leastShown = Number(shown.textContent);
    new MutationObserver(() => { window.leastShown = Math.min(window.leastShown, Number(shown.textContent)); })
        .observe(shown, { childList: true, characterData: true, subtree: true });
}"""
"""Notes the least that the sheet has shown."""


def open_sheet(phone: Page) -> None:
    """From Home, one tap."""
    phone.goto("/")
    phone.get_by_role("link", name=f"Tally of {MEASURE}").tap()
    expect(phone.locator(".tally.is-alive")).to_be_visible()


def said(phone: Page):
    return phone.locator("[data-tally-said]")


def total(phone: Page) -> int:
    return int(phone.locator("[data-tally-value]").inner_text())


def tap(phone: Page, name: str, times: int = 1) -> None:
    for _ in range(times):
        phone.locator(f"button[data-n='1'][data-category='{name}']").tap()


def test_counts_made_without_a_connection_arrive_once(demo, phone):
    sign_in(phone, "nurse")
    open_sheet(phone)
    before = total(phone)
    for button in phone.locator(".tap").all():
        assert min(button.bounding_box()["height"], button.bounding_box()["width"]) >= THUMB
    axe_clean(phone)
    no_sideways_scrolling(phone)
    phone.context.set_offline(True)
    tap(phone, "Letter", 3)
    tap(phone, "Transport")
    phone.get_by_role("button", name="Undo the last tap").tap()
    expect(said(phone)).to_contain_text("5 counts wait on this phone: no connection.")
    assert total(phone) == before + 3
    phone.context.set_offline(False)
    expect(said(phone)).to_have_text(SENT)
    phone.reload()
    expect(phone.locator("[data-tally-value]")).to_have_text(str(before + 3))


def test_counts_that_another_page_sends_are_shown_all_the_while(demo, phone):
    sign_in(phone, "nurse")
    open_sheet(phone)
    before = total(phone)
    phone.evaluate("Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false })")
    beside = phone.context.new_page()
    beside.goto("/measures/")
    phone.context.set_offline(True)
    tap(phone, "Letter", 4)
    expect(said(phone)).to_contain_text("4 counts wait on this phone: no connection.")
    phone.evaluate(WATCH)
    phone.context.set_offline(False)
    beside.evaluate("window.redesignCounts.send()")
    expect(said(phone)).not_to_contain_text("wait on")
    assert total(phone) == before + 4
    phone.evaluate("delete navigator.onLine")
    with phone.expect_response("**/tallies/?*"):
        phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # it asks how far the count is
    assert total(phone) == before + 4
    assert phone.evaluate("window.leastShown") == before + 4
    beside.close()


def test_counts_wait_for_the_person_who_made_them(demo, phone):
    sign_in(phone, "nurse")
    open_sheet(phone)
    before = total(phone)
    phone.context.clear_cookies()
    tap(phone, "Test result", 2)
    expect(said(phone)).to_contain_text("You are signed out: sign in again and they are sent.")
    phone.get_by_role("link", name="Sign in again").tap()
    expect(phone.get_by_text("2 counts by Amara wait on this phone")).to_be_visible()
    sign_in(phone, "lead")
    open_sheet(phone)
    expect(phone.get_by_text("2 counts by Amara wait here too")).to_be_visible()
    assert total(phone) == before
    sign_in(phone, "nurse")
    open_sheet(phone)
    expect(phone.locator("[data-tally-value]")).to_have_text(str(before + 2))
