"""An analyst uploads a month for twelve measures from one workbook; a lead pastes a block into the grid."""

import datetime as dt
import re

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

TWELVE = 12


def some_measures(page: Page) -> list[tuple[str, bool]]:
    """Twelve weekly measures as a sheet may name them, and whether their points have a denominator."""
    page.goto("/measures/grid/?every=weekly")
    rows = page.locator("[data-grid] tbody tr").all()[:TWELVE]
    return [
        (
            f"{row.locator('th a').inner_text()} ({row.locator('th small').inner_text().split(' · ')[0]})",
            row.locator("[data-kind=d]").count() > 0,
        )
        for row in rows
    ]


def test_an_analyst_uploads_for_twelve_measures_mends_two_rows_and_undoes_it(demo, laptop, tmp_path):
    sign_in(laptop, "analyst")
    book = Workbook()
    book.active.append(["Week of", "Measure", "Figure", "Out of"])
    for place, (name, has_base) in enumerate(some_measures(laptop)):
        day = "soon" if place == 2 else dt.date.today().isoformat()
        book.active.append([day, name, "eleven" if place == 4 else 11, 40 if has_base else None])
    book.save(tmp_path / "week.xlsx")
    laptop.goto("/measures/")
    laptop.get_by_role("link", name="Upload for several").click()
    laptop.locator("[name=file]").set_input_files(tmp_path / "week.xlsx")
    laptop.get_by_role("button", name="Look at it").click()
    expect(laptop.get_by_role("heading", name="2 cells to mend")).to_be_visible()
    axe_clean(laptop)
    laptop.get_by_role("textbox", name="Row 4, Week of").fill(dt.date.today().isoformat())
    laptop.get_by_role("textbox", name="Row 6, Figure").fill("11")
    laptop.get_by_role("button", name="Look again").first.click()
    expect(laptop.get_by_role("heading", name=re.compile("for 12 measures"))).to_be_visible()
    axe_clean(laptop)
    laptop.get_by_role("button", name=re.compile("^Take 12 points in")).click()
    expect(laptop.get_by_role("heading", level=1)).to_have_text("week.xlsx")
    laptop.get_by_role("button", name="Undo it").click()
    laptop.locator("#ask").get_by_role("button", name="Undo it").click()
    expect(laptop.get_by_text("This was undone", exact=True)).to_be_visible()


PASTE = """([first, text]) => {
    const carried = new DataTransfer();
    carried.setData("text/plain", text);
    first.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


def test_a_block_copied_in_a_spreadsheet_fills_the_grid(demo, laptop):
    sign_in(laptop, "analyst")
    laptop.goto("/measures/grid/?every=monthly")
    rows = laptop.locator("[data-grid] tbody tr")
    first = rows.nth(0).locator("[data-kind=v]").nth(3)
    laptop.evaluate(PASTE, [first.element_handle(), "12\t13\r\n14/20\t15/20\r\n"])
    expect(first).to_have_value("12")
    expect(rows.nth(0).locator("[data-kind=v]").nth(4)).to_have_value("13")
    expect(rows.nth(1).locator("[data-kind=v]").nth(4)).to_have_value(re.compile("^15"))
    first.focus()
    laptop.keyboard.press("ArrowDown")
    expect(rows.nth(1).locator("[data-kind=v]").nth(3)).to_be_focused()
    rows.nth(1).locator("[data-kind=v]").nth(3).fill("not a number")
    laptop.get_by_role("button", name="Save all").click()
    expect(laptop.get_by_text("Nothing is saved yet")).to_be_visible()
    expect(rows.nth(0).locator("[data-kind=v]").nth(3)).to_have_value("12")
    axe_clean(laptop)
    laptop.set_viewport_size({"width": 390, "height": 844})
    no_sideways_scrolling(laptop)
