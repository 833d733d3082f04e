"""What an improvement adviser takes into a meeting: a picture of the chart, and the data."""

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.steps import sign_in


def taken(page: Page, button) -> Path:
    """The file that this button or link hands over."""
    with page.expect_download() as coming:
        button.click()
    return coming.value.path()


def test_a_chart_and_its_data_are_taken_away(demo, laptop):
    sign_in(laptop, "lead")
    laptop.emulate_media(color_scheme="dark")
    laptop.goto("/measures/?q=Discharges+before+noon")
    laptop.get_by_role("link", name="Discharges before noon").first.click()
    laptop.locator("[data-chart][data-drawn]").first.wait_for()
    svg = taken(laptop, laptop.get_by_role("button", name="Picture (SVG)")).read_text()
    assert "Discharges before noon" in svg
    assert "Home before noon" in svg
    png = taken(laptop, laptop.get_by_role("button", name="Picture (PNG)")).read_bytes()
    assert (png[:4], int.from_bytes(png[16:20], "big")) == (b"\x89PNG", 1920)
    book = taken(laptop, laptop.get_by_role("link", name="Data (Excel)")).read_bytes()
    assert book[:2] == b"PK"
