"""The chief executive opens a wall; a point is entered elsewhere; the wall changes by itself."""

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

A_MEASURE = """
from measures.models import Measure
found = Measure.objects.filter(team__name="Home before noon", summary__assurance__isnull=False).exclude(chart="p")
measure = found.order_by("summary__due_on", "pk").first()
print(measure.pk, measure.system_id, measure.summary.centre + 0.1)
"""


def on_one_screen(page):
    """Whether nothing of the wall lies beyond the screen."""
    return page.evaluate(
        "() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )


def test_a_wall_changes_by_itself_when_a_point_is_entered_elsewhere(demo, open_page, phone):
    measure, system, value = demo.run_python(A_MEASURE).split()
    wall = open_page(demo, "wall")
    sign_in(wall, "chief")
    wall.goto(f"/walls/{system}/")
    tile = wall.locator(".tile").filter(has=wall.locator(f"a[href='/measures/{measure}/']"))
    expect(tile).to_have_count(1)
    before = tile.inner_html()
    axe_clean(wall)

    sign_in(phone, "lead")
    phone.goto(f"/measures/{measure}/enter/")
    phone.get_by_label("Value").fill(value[:6])
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Saved:")).to_be_visible()

    expect(wall.locator("[data-wall-said]")).to_have_text("The wall has changed.", timeout=10_000)
    assert tile.inner_html() != before


def past_their_tile(wall) -> list[str]:
    """The parts of tiles that reach beyond their tile, with its title"""
    return wall.locator(".wall-page.is-on .tile").evaluate_all(
        """tiles => tiles.flatMap(tile => {
            const room = tile.getBoundingClientRect();
            return [...tile.querySelectorAll(".tile-value, .icon-pair, .spc-icon, .tile-spark, .tile-foot > *, .tile-late")]
                .filter(part => part.getBoundingClientRect().right > room.right + 1 || part.getBoundingClientRect().bottom > room.bottom + 1)
                .map(part => `${tile.querySelector(".tile-title").textContent}: ${part.className.baseVal ?? part.className}`);
        })"""
    )


def test_the_organisations_wall_fits_the_screen_turns_its_pages_and_tells_when_it_is_alone(demo, open_page):
    wall = open_page(demo, "wall")
    sign_in(wall, "chief")
    wall.get_by_role("link", name="Walls").first.click()
    axe_clean(wall)
    wall.locator("#wall-table a").first.click()
    pages = wall.locator(".wall-page")
    expect(pages).to_have_count(2)
    expect(wall.locator(".wall-page.is-on .tile")).to_have_count(12)
    assert on_one_screen(wall)
    heights = wall.locator(".wall-page.is-on .tile-value").evaluate_all(
        "values => values.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(heights) >= 1080 / 22, heights
    words = (
        wall.locator(".wall-page.is-on")
        .locator(".tile-title, .tile-where, .tile-foot, .tile-unit")
        .evaluate_all("values => values.map(each => parseFloat(getComputedStyle(each).fontSize))")
    )
    assert min(words) >= 1080 / 53, words
    assert past_their_tile(wall) == []
    wall.keyboard.press("ArrowRight")
    expect(pages.nth(1)).to_have_class("wall-page is-on")
    assert past_their_tile(wall) == []
    axe_clean(wall)
    wall.route("**/tiles/**", lambda route: route.fulfill(status=403))  # any answer but the two that it knows
    expect(wall.get_by_text("No connection since")).to_be_visible(timeout=10_000)
    wall.unroute("**/tiles/**")
    expect(wall.get_by_text("No connection since")).to_be_hidden(timeout=20_000)


def test_a_wall_on_a_phone_is_a_list_to_scroll(demo, phone):
    sign_in(phone, "nurse")
    phone.goto("/walls/")
    axe_clean(phone)
    phone.locator("#wall-table a").first.click()
    expect(phone.locator(".tile").last).to_be_visible()
    no_sideways_scrolling(phone)


STICKING_OUT = """() => [...document.querySelectorAll('.tile')].flatMap(tile =>
  [...tile.querySelectorAll('.tile-title, .tile-middle, .tile-foot')]
    .filter(part => part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().bottom > tile.getBoundingClientRect().bottom)
    .map(part => tile.querySelector('.tile-title').textContent + ': ' + part.className))"""
THE_WHOLE = "from teams.models import System\nprint(System.objects.get(parent=None).pk)"


def test_nothing_sticks_out_of_a_tile_on_any_screen(demo, open_page):
    wall = open_page(demo, "wall")
    sign_in(wall, "chief")
    for width, height in ((1920, 1080), (3840, 2160), (1366, 768)):
        wall.set_viewport_size({"width": width, "height": height})
        wall.goto(f"/walls/{demo.run_python(THE_WHOLE).strip()}/")
        assert on_one_screen(wall)
        assert wall.evaluate(STICKING_OUT) == []
