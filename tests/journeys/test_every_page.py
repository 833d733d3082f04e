"""Every page that a person can reach by links works, fits the screen and is clean for axe, on a phone and a laptop."""

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.conftest import SIZES
from tests.journeys.sites import Site
from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

WALKERS = ("lead", "chair", "admin", "analyst", "chief", "nurse", "coach")
LEFT_OUT = {"account_logout", "styleguide"}  # ends the walk; has a journey of its own
MOST_PAGES = 150
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"

seen: set[str] = set()
"""The names of the addresses that some walker has looked at: the next one goes where nobody has been."""


def name_of(path: str) -> str | None:
    """The name of the address behind this path, or None when it is no page of ours."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found.view_name


@pytest.mark.parametrize("person", WALKERS)
def test_every_page_that_links_lead_to_is_fit_to_be_seen(demo: Site, open_page, person):
    laptop = open_page(demo, "laptop")
    sign_in(laptop, person)
    own: set[str] = set()
    waiting = deque([demo.url + "/"])
    problems: list[str] = []
    while waiting and len(own) < MOST_PAGES:
        url = waiting.popleft()
        name = name_of(urlsplit(url).path)
        if name is None or name in own or name in LEFT_OUT:
            continue
        own.add(name)
        answer = laptop.goto(url)
        if answer is None or not (answer.headers.get("content-type") or "").startswith("text/html"):
            continue
        if answer.status != 200:
            problems.append(f"{name} {url}: {answer.status}")
            continue
        waiting.extend(link for link in laptop.evaluate(LINKS) if _inside(link, demo.url))
        if name not in seen:
            seen.add(name)
            problems += _unfit(laptop)
    assert problems == [], "\n".join(problems)


def _inside(link: str, site: str) -> bool:
    plain = urljoin(site, link).split("#")[0]
    return plain.startswith(site + "/") and not re.search(r"/(static|account/logout)", plain)


def _unfit(page: Page) -> list[str]:
    """What is wrong with the page as it stands on a laptop, and with its width on a phone's screen."""
    found = _complaints(page, "laptop", no_sideways_scrolling, axe_clean)
    page.set_viewport_size(SIZES["phone"]["viewport"])  # type: ignore[arg-type]  # the viewport of a named size
    page.wait_for_timeout(150)  # for charts to take the new width
    found += _complaints(page, "phone", no_sideways_scrolling)
    page.set_viewport_size(SIZES["laptop"]["viewport"])  # type: ignore[arg-type]  # the same
    return found


def _complaints(page: Page, size: str, *checks: Callable[[Page], None]) -> list[str]:
    found = []
    for check in checks:
        try:
            check(page)
        except AssertionError as problem:
            found.append(f"{size}: {problem}")
    return found
