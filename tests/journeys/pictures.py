"""Take the pictures of README and docs/ from the running demo: `make pictures` (maintainers), or only those named.

Each is a JPEG of the page as a person sees it, so small that the repository can keep it.
"""

import datetime as dt
import os
import sys
from collections.abc import Collection
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

    `taps` are the buttons touched there, one after the other; `offline` when the connection has gone before. `typed` are
    labels and what is typed below them, `pressed` the words of what is pressed then; `at` is what stands at the top.
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
    typed: tuple[tuple[str, str], ...] = ()
    pressed: tuple[str, ...] = ()
    at: str = ""


MEDICINES = ("/measures/?q=Medicines+on+the+ward", "Medicines on the ward by 10:00")
LONG_AGO = (dt.date.today() - dt.timedelta(weeks=22)).isoformat()
SHEET = """Week\tMeasure\tFigure\tOut of
{day}\tDischarges before noon\t23\t60
{day}\tMedicines on the ward by 10:00\t52\t50
{day}\tBack within seven days\t4\t60
{day}\tHours from 'ready' to 'gone'\tsix\t
""".format(day=(dt.date.today() - dt.timedelta(weeks=1)).isoformat())

PICTURES = (
    Picture("sign-in", "", "/account/login/"),
    Picture("home-phone", "nurse", "/", "phone"),
    Picture("home", "lead", "/"),
    Picture("team", "lead", "/teams/mine/", follow=("Home before noon",), height=1500),
    Picture("cycle-phone", "nurse", "/cycles/?q=Day+room+with", "phone", follow=("Day room with a volunteer",)),
    Picture("measure", "lead", "/measures/?q=Discharges+before+noon", follow=("Discharges before noon",), height=1300),
    Picture("measure-dark", "lead", "/measures/?q=Arrival+to+first", scheme="dark", follow=("Arrival to first antibiotic",)),
    Picture("point-phone", "nurse", "/measures/?q=Medicines+on+the+ward", "phone", follow=("Medicines on the ward by 10:00", "Enter a point")),
    Picture("point-ask-phone", "nurse", MEDICINES[0], "phone", follow=(MEDICINES[1], "Enter a point"), typed=(("How many", "3"), ("Out of", "29")), pressed=("Save",)),
    Picture("measure-phone", "nurse", MEDICINES[0], "phone", "dark", follow=MEDICINES[1:]),
    Picture("tally-phone", "nurse", "/measures/?q=Medicines+on+the+ward", "phone", follow=("Medicines on the ward by 10:00", "Tally"), taps=("Yes", "Yes", "No", "Yes")),
    Picture("tally-check-phone", "nurse", "/measures/?q=leavers+waited", "phone", follow=("What leavers waited for", "Tally"), taps=("Letter", "Transport", "Letter", "Test result", "Letter"), offline=True),
    Picture("signal", "lead", MEDICINES[0], follow=MEDICINES[1:], pressed=("Answer",), at=".signal-card", height=760),
    Picture("phase", "lead", MEDICINES[0], follow=(MEDICINES[1], "Start a new phase"), typed=(("From", LONG_AGO),), pressed=("See what would change",), at="#measure-preview", height=860),
    Picture("replay", "lead", MEDICINES[0], follow=(MEDICINES[1], "As it looked on another day"), height=1000),
    Picture("grid", "lead", "/teams/mine/", follow=("Home before noon", "Enter several")),
    Picture("sheet", "lead", "/teams/mine/", follow=("Home before noon", "Upload for several"), typed=(("Or paste it here", SHEET),), pressed=("Look at it",), height=860),
    Picture("parts", "analyst", "/measures/?q=Inpatient+falls,+all", follow=("Inpatient falls, all wards", "Its parts in the systems below"), at="#main section:nth-of-type(2)"),
    Picture("groups", "analyst", "/measures/?q=Answered+on+the+same", follow=("Answered on the same day", "The gap as a chart"), height=1250),
    Picture("funnel", "analyst", "/systems/", follow=("Thornmere Hospitals", "Compare units"), height=1100),
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
    for label, text in picture.typed:
        page.locator("#main").get_by_label(label, exact=label == "From").first.fill(text)
    for words in picture.pressed:
        page.locator("#main").locator("summary, button").filter(has_text=words).first.click()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(600)
    if picture.height:
        page.set_viewport_size({"width": SIZES[picture.size]["viewport"]["width"], "height": picture.height})
    if picture.at:
        page.locator(picture.at).first.evaluate("e => window.scrollBy(0, e.getBoundingClientRect().top - 90)")
        page.wait_for_timeout(200)
    page.screenshot(path=FOLDER / f"{picture.name}.jpg", type="jpeg", quality=72)


def take_all(of: Site, names: Collection[str] = ()) -> None:
    """Take every picture from this site, or only the ones of these names."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for picture in (each for each in PICTURES if not names or each.name in names):
            context = running.new_context(base_url=of.url, locale="en-GB", **SIZES[picture.size])
            take(context.new_page(), picture)
            context.close()
            print(picture.name, (FOLDER / f"{picture.name}.jpg").stat().st_size // 1024, "KiB", flush=True)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    migrate(os.environ["DATABASE_URL"])
    with site(demo=True) as here:
        take_all(here, sys.argv[1:])
