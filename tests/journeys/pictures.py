"""Take the pictures of README and docs/ from the running demo: `make pictures` (maintainers).

Each is a JPEG of the page as a person sees it, so small that the repository can keep it.
"""

import os
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from redesign.lib.env import ROOT
from tests.journeys.conftest import SIZES, chromium
from tests.journeys.sites import Site, site
from tests.journeys.steps import sign_in
from tests.services import migrate

FOLDER = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, at which page (a path, or the words of a link to follow from it), on what.

    `taps` are the buttons touched there, one after the other; `offline` when the connection has gone before.
    """

    name: str
    person: str
    path: str
    size: str = "laptop"
    scheme: str = "light"
    follow: tuple[str, ...] = ()
    height: int = 0
    taps: tuple[str, ...] = ()
    offline: bool = False


PICTURES = (
    Picture("sign-in", "", "/account/login/"),
    Picture("home-phone", "nurse", "/", "phone"),
    Picture("home", "lead", "/"),
    Picture("team", "lead", "/teams/mine/", follow=("Home before noon",), height=1500),
    Picture("cycle-phone", "nurse", "/cycles/?q=Day+room+with", "phone", follow=("Day room with a volunteer",)),
    Picture("measure", "lead", "/measures/?q=Discharges+before+noon", follow=("Discharges before noon",), height=1300),
    Picture("measure-dark", "lead", "/measures/?q=Arrival+to+first", scheme="dark", follow=("Arrival to first antibiotic",)),
    Picture("point-phone", "nurse", "/measures/?q=Medicines+on+the+ward", "phone", follow=("Medicines on the ward by 10:00", "Enter a point")),
    Picture("tally-phone", "nurse", "/measures/?q=Medicines+on+the+ward", "phone", follow=("Medicines on the ward by 10:00", "Tally"), taps=("Yes", "Yes", "No", "Yes")),
    Picture("tally-check-phone", "nurse", "/measures/?q=leavers+waited", "phone", follow=("What leavers waited for", "Tally"), taps=("Letter", "Transport", "Letter", "Test result", "Letter"), offline=True),
    Picture("portfolio", "chair", "/oversight/"),
    Picture("resources", "chair", "/oversight/resources/"),
    Picture("conflicts", "chair", "/oversight/conflicts/"),
    Picture("barriers", "chair", "/barriers/"),
    Picture("systems", "chief", "/systems/"),
    Picture("roll-up", "chief", "/oversight/roll-up/"),
    Picture("wall", "chief", "/walls/", "wall", follow=("Thornmere Hospitals",)),
)  # fmt: skip


def take(page: Page, picture: Picture) -> None:
    """Go where the picture is taken, and take it."""
    if picture.person:
        sign_in(page, picture.person)
    page.emulate_media(color_scheme=picture.scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # light or dark
    page.goto(picture.path)
    for words in picture.follow:
        page.locator("main, body").first.get_by_role("link", name=words).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    if picture.offline:
        page.context.set_offline(True)
    for words in picture.taps:
        page.locator(".tap").filter(has_text=words).first.click()
    if picture.taps:
        page.wait_for_timeout(2500)
    if picture.height:
        page.set_viewport_size({"width": SIZES[picture.size]["viewport"]["width"], "height": picture.height})
    page.screenshot(path=FOLDER / f"{picture.name}.jpg", type="jpeg", quality=72)


def take_all(of: Site) -> None:
    """Take every picture from this site."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            context = running.new_context(base_url=of.url, locale="en-GB", **SIZES[picture.size])
            take(context.new_page(), picture)
            context.close()
            print(picture.name, (FOLDER / f"{picture.name}.jpg").stat().st_size // 1024, "KiB", flush=True)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    migrate(os.environ["DATABASE_URL"])
    with site(demo=True) as here:
        take_all(here)
