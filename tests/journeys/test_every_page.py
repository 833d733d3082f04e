"""Every page that a person can reach by links works, fits the screen and is clean for axe, on a phone and a laptop."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
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
TABLET = {"width": 1024, "height": 768}
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"

seen: set[str] = set()
"""The names of the addresses that some walker has looked at: the next one looks only where nobody has been, and asks the
others for their links without drawing them."""


class Links(HTMLParser):
    """The addresses that a page's links lead to, and those of the parts that arrive after it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a" and said.get("href") and "download" not in said:
            self.links.append(str(said["href"]))
        if said.get("hx-get") and said.get("hx-trigger") == "load":
            self.parts.append(str(said["hx-get"]))


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
        visit = _asked if name in seen else _looked_at
        seen.add(name)
        links, found = visit(laptop, url)
        waiting.extend(link for link in links if _inside(link, demo.url))
        problems += [f"{name} {url}: {each}" for each in found]
    assert problems == [], "\n".join(problems)


def _looked_at(page: Page, url: str) -> tuple[list[str], list[str]]:
    """Open the address as a person would: where its links lead, and what is wrong with what is seen."""
    answer = page.goto(url)
    if answer is None or not (answer.headers.get("content-type") or "").startswith("text/html"):
        return [], []
    if answer.status != 200:
        return [], [str(answer.status)]
    return page.evaluate(LINKS), _unfit(page)


def _asked(page: Page, url: str) -> tuple[list[str], list[str]]:
    """Ask for the address as this person, without drawing it: where its links lead, those of its parts too."""
    answer = page.request.get(url)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return [], []
    if answer.status != 200:
        return [], [str(answer.status)]
    return list(_links(page, answer.url, answer.text())), []


def _links(page: Page, url: str, text: str) -> Iterator[str]:
    found = Links(text)
    yield from (urljoin(url, link) for link in found.links)
    for part in found.parts:
        arrived = page.request.get(urljoin(url, part), headers={"HX-Request": "true"})
        yield from (urljoin(url, link) for link in Links(arrived.text()).links)


def _inside(link: str, site: str) -> bool:
    plain = urljoin(site, link).split("#")[0]
    return plain.startswith(site + "/") and not re.search(r"/(static|account/logout)", plain)


def _unfit(page: Page) -> list[str]:
    """What is wrong with the page as it stands on a laptop, and with its width on the screens of a tablet and a phone."""
    found = _complaints(page, "laptop", no_sideways_scrolling, axe_clean)
    for size, viewport in (("tablet", TABLET), ("phone", SIZES["phone"]["viewport"])):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]  # the viewport of a named size
        found += _complaints(page, size, no_sideways_scrolling)
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
