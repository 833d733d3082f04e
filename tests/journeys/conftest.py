"""Journeys drive a real browser through a whole site.

HOW TO WRITE ONE. A file `tests/journeys/test_WHO.py`; no database mark, no factories: a journey sees what people see.

    def test_a_nurse_enters_a_point_in_three_taps(demo, phone):
        sign_in(phone, "nurse")       # of tests.journeys.steps: nurse, lead, coach, analyst, chair, chief, admin
        phone.get_by_role("link", name="Enter").first.click()
        …
        axe_clean(phone)                            # WCAG 2.2 AA, in light and in dark

- `demo` is one site with the demo organisation, shared by the whole run: change things, but rely on nothing that another
  journey may change. `empty` is a fresh site without anything, for this test alone.
- `phone` (390 × 844, touch) and `laptop` (1440 × 900) are pages on the demo site; `open_page(site, "phone")` opens one
  on another. At the end a page fails the test when its console showed an error (a blocked script, a 500).
- `site.run_jobs()` does what a worker would do, `site.link_in_email_to(address)` reads the post.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.sites import Site, site

HERE = Path(__file__).parent
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "laptop": {"viewport": {"width": 1440, "height": 900}},
    "wall": {"viewport": {"width": 1920, "height": 1080}},
}
USUAL_PLACES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
EXPECTED = ("401", "403", "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
"""What a console may say: a refusal, or that a journey has taken the connection away."""
ABSENT = "JOURNEYS NOT RUN: no Chromium here. Install it (apt-get install chromium) or set CHROMIUM to its path."


def chromium() -> str:
    """The path of Chromium, or an empty string."""
    named = os.environ.get("CHROMIUM", "")
    return named or next((found for name in USUAL_PLACES if (found := shutil.which(name))), "")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a journey. The walkers over every page run in one worker, which remembers what was looked at;
    all others in one too, so that each has one browser and one demo site."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")
            walks = item.path.name == "test_every_page.py"
            item.add_marker(pytest.mark.xdist_group("walkers" if walks else "journeys"))


def pytest_terminal_summary(terminalreporter) -> None:
    """One loud line where journeys were skipped."""
    if any(ABSENT in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(ABSENT, red=True, bold=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    path = chromium()
    if not path:
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(ABSENT)
        pytest.skip(ABSENT)
    # Playwright keeps an event loop in this thread; later tests of this worker may still use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo(browser: Browser) -> Iterator[Site]:
    """The site of the demo organisation, shared by all journeys."""
    with site(demo=True) as running:
        yield running


@pytest.fixture
def empty(browser: Browser) -> Iterator[Site]:
    """A site that nobody has set up yet, for one journey."""
    with site(demo=False) as running:
        yield running


def _settle_on_arrival(page: Page) -> None:
    """Make `page.goto` end when the page's parts have come too, so that no journey runs ahead of them."""
    plain_goto = page.goto

    def goto(url: str, **options):
        answer = plain_goto(url, **options)
        page.wait_for_function("() => !document.querySelector('.arriving')")
        return answer

    page.goto = goto  # type: ignore[method-assign]  # journeys write page.goto as everyone does


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of its own context (nobody signed in) on a site: `open_page(empty, "phone")`."""
    contexts, troubles = [], []

    def on_console(message) -> None:
        if message.type == "error" and not any(each in message.text for each in EXPECTED):
            troubles.append(f"console: {message.text} {message.location.get('url', '')}")

    def opened(on: Site, size: str = "laptop", **options) -> Page:
        context = browser.new_context(base_url=on.url, locale="en-GB", **SIZES[size], **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        if options.get("java_script_enabled", True):
            _settle_on_arrival(page)
        page.on("console", on_console)
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def phone(demo: Site, open_page) -> Page:
    """A phone on the demo site."""
    return open_page(demo, "phone")


@pytest.fixture
def laptop(demo: Site, open_page) -> Page:
    """A laptop on the demo site."""
    return open_page(demo, "laptop")
