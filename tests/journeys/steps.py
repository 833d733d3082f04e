"""What journeys do again and again: sign in, and ask axe."""

from functools import lru_cache

from playwright.sync_api import Page, expect

from redesign.lib.env import ROOT

SEVEN = ("nurse", "lead", "coach", "analyst", "chair", "chief", "admin")
AXE_RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""All in light; in dark what colours can change, for the markup is the same."""


def sign_in(page: Page, person: str) -> None:
    """Enter the demo site as one of the seven persons; ends on Home."""
    assert person in SEVEN, f"{person!r} is not one of {SEVEN}"
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.locator(f"button[name=person][value={person}]").click()
    expect(page).to_have_url(page.url.split("/account/")[0].rstrip("/") + "/")


def sign_in_with(page: Page, address: str, password: str) -> None:
    """Sign in by e-mail address and password; ends wherever the site leads."""
    page.goto("/account/login/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#main")).to_be_visible()


def axe_clean(page: Page) -> None:
    """Assert that axe finds nothing wrong with the page, in light and in dark."""
    problems = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(50)
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(_axe())
        options = {"runOnly": AXE_RULES[scheme], "resultTypes": ["violations"]}
        found = page.evaluate("options => axe.run(document, options)", options)
        problems += [
            f"{page.url} ({scheme}): {each['id']}: {each['help']}: "
            + "; ".join(f"{node['html'][:160]} {node['failureSummary'][:300]}" for node in each["nodes"][:3])
            for each in found["violations"]
        ]
    page.emulate_media(color_scheme="light")
    assert not problems, "\n" + "\n".join(problems)


def no_sideways_scrolling(page: Page) -> None:
    """Assert that the page is no wider than the screen, once its charts have taken the screen's width."""
    for _ in range(30):
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide <= 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.url} is {wide} px wider than the screen")


@lru_cache(maxsize=1)
def _axe() -> str:
    return (ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js").read_text()
