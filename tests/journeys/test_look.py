"""What the design language promises on every page: by keyboard, without a connection, on a phone, on paper."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SIZES
from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_the_style_guide_is_clean_and_fits(demo, open_page, size):
    page = open_page(demo, size)
    sign_in(page, "admin")
    page.goto("/styleguide")
    no_sideways_scrolling(page)
    axe_clean(page)


def a_chart(page: Page) -> None:
    page.goto("/measures/?q=Discharges+before+noon")
    page.locator("#main tbody th a").first.click()
    expect(page.locator("[data-chart][data-drawn]")).to_be_visible()


def test_a_chart_is_walked_from_point_to_point_by_keyboard(laptop):
    sign_in(laptop, "lead")
    a_chart(laptop)
    said = laptop.locator(".chart-voice")
    laptop.locator(".chart-plot").focus()
    laptop.keyboard.press("End")
    expect(said).not_to_be_empty()
    last = said.inner_text()
    laptop.keyboard.press("ArrowLeft")
    expect(said).not_to_have_text(last)
    laptop.keyboard.press("ArrowRight")
    expect(said).to_have_text(last)


def test_a_chart_changes_its_colours_with_the_light(laptop):
    sign_in(laptop, "lead")
    a_chart(laptop)
    ink = "() => document.querySelector('.chart-plot .xtick text').style.fill"
    light = laptop.evaluate(ink)
    laptop.emulate_media(color_scheme="dark")
    laptop.wait_for_function(f"light => ({ink})() !== light", arg=light)


def test_a_chart_fits_the_paper_and_comes_back_to_the_screen(laptop):
    sign_in(laptop, "analyst")
    laptop.goto("/measures/")
    laptop.locator("#measure-table tbody th a").first.click()
    drawing = laptop.locator(".chart-plot .main-svg").first
    expect(drawing).to_be_visible()
    wide = drawing.bounding_box()["width"]
    laptop.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert drawing.bounding_box()["width"] <= 680
    laptop.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert drawing.bounding_box()["width"] == wide > 680


def test_filters_fold_on_a_phone_and_the_search_box_stays(phone):
    sign_in(phone, "chair")
    phone.goto("/oversight/")
    bar = phone.locator(".filter-bar")
    expect(bar.get_by_label("State")).to_be_hidden()
    expect(bar.locator("[type=search]")).to_be_visible()
    bar.get_by_role("button", name="Filters").click()
    expect(bar.get_by_label("State")).to_be_visible()
    expect(bar.get_by_role("button", name="Filters")).to_have_attribute("aria-expanded", "true")


def test_a_slash_leads_to_the_search_box_and_escape_closes_a_menu(laptop):
    sign_in(laptop, "coach")
    laptop.keyboard.press("/")
    expect(laptop.locator("#search-all")).to_be_focused()
    laptop.locator(".rail .menu > summary").click()
    expect(laptop.locator(".rail .menu-sheet")).to_be_visible()
    laptop.keyboard.press("Escape")
    expect(laptop.locator(".rail .menu-sheet")).to_be_hidden()


def test_without_a_connection_what_was_typed_stays_and_the_page_says_so(demo, browser: Browser):
    context = browser.new_context(base_url=demo.url, locale="en-GB", **SIZES["phone"])  # its console may complain
    page = context.new_page()
    sign_in(page, "lead")
    page.goto("/teams/mine/")
    page.locator("#main").get_by_role("link", name="Home before noon").first.click()
    page.get_by_role("link", name="Start a cycle").click()
    question = page.get_by_label("What do you want to find out?")
    context.set_offline(True)
    question.fill("Is the bag packed by ten?")
    expect(page.locator("[data-draft-said]")).to_contain_text("kept on this device")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_role("alert").filter(has_text="no connection")).to_be_visible()
    expect(question).to_have_value("Is the bag packed by ten?")
    context.set_offline(False)
    page.reload()
    expect(question).to_have_value("Is the bag packed by ten?")
    page.get_by_role("button", name="Discard what was restored").click()
    expect(question).to_have_value("")
    context.close()


def test_what_was_sent_to_a_server_that_is_away_comes_back_and_what_was_saved_does_not(demo, browser: Browser):
    context = browser.new_context(base_url=demo.url, locale="en-GB", **SIZES["phone"])  # its console may complain
    page = context.new_page()
    sign_in(page, "lead")
    page.goto("/teams/1/ideas/new/")
    idea = page.get_by_label("The idea, in a few words")
    page.route("**/*", lambda route: route.abort("connectionrefused"))
    idea.fill("Hooks at every bed")
    page.get_by_role("button", name="Offer it").click()
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    page.goto("/teams/1/ideas/new/")
    expect(idea).to_have_value("Hooks at every bed")
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_role("heading", name="Hooks at every bed")).to_be_visible()
    page.goto("/teams/1/ideas/new/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(idea).to_have_value("")
    context.close()


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_what_is_written_at_a_chart_does_not_touch(demo, open_page, size):
    page = open_page(demo, size)
    sign_in(page, "lead")
    a_chart(page)
    written = page.locator("#main .annotation-text-g")
    expect(
        page.locator("#main .annotation-text").get_by_text("Lower" if size == "phone" else "Lower limit")
    ).to_be_visible()
    boxes = [each.bounding_box() for each in written.all()]
    assert len(boxes) >= 6  # name and value of the centre line and of both limits
    touching = [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one["x"] + one["width"] > other["x"] + 1 and other["x"] + other["width"] > one["x"] + 1
        if abs(one["y"] - other["y"]) < 11  # letters of that height, in a box with their leading
    ]
    assert touching == []
    no_sideways_scrolling(page)
