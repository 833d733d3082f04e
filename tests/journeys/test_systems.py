"""The tree of systems: walked by keyboard, changed by an administrator."""

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in


def test_the_tree_is_walked_by_keyboard_and_folds(demo, laptop):
    sign_in(laptop, "nurse")
    laptop.goto("/systems/")
    axe_clean(laptop)
    tree = laptop.get_by_role("list", name="The tree of systems")
    names = tree.locator(".tree-line > a")
    names.first.focus()
    laptop.keyboard.press("ArrowDown")
    expect(names.nth(1)).to_be_focused()
    below = names.nth(2)
    laptop.keyboard.press("ArrowLeft")
    expect(below).to_be_hidden()
    laptop.keyboard.press("ArrowRight")
    expect(below).to_be_visible()
    laptop.keyboard.press("ArrowRight")
    expect(below).to_be_focused()
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", level=1)).to_be_visible()
    expect(laptop.get_by_role("navigation", name="Breadcrumb")).to_be_visible()
    axe_clean(laptop)


def test_a_word_finds_systems_and_the_way_to_them(demo, phone):
    sign_in(phone, "nurse")
    phone.goto("/systems/")
    no_sideways_scrolling(phone)
    phone.get_by_label("Find a system").fill("theatres")
    expect(phone.locator("#system-tree").get_by_text("found among")).to_be_visible()
    expect(phone.get_by_role("link", name="Main Theatres")).to_be_visible()
    expect(phone.get_by_role("link", name="Pharmacy")).to_have_count(0)


def test_an_administrator_adds_moves_and_closes_a_system(demo, laptop):
    sign_in(laptop, "admin")
    laptop.goto("/systems/")
    laptop.get_by_role("link", name="Surgery and Theatres").click()
    laptop.get_by_role("link", name="Add a system below").click()
    laptop.get_by_label("Name").fill("Discharge Lounge")
    axe_clean(laptop)
    laptop.get_by_role("button", name="Add it to the tree").click()
    laptop.get_by_role("link", name="Move").click()
    laptop.get_by_label("Put it under").select_option(label="\u2003Emergency and Medicine")
    laptop.get_by_role("button", name="Move it").click()
    expect(laptop.get_by_text("Discharge Lounge now stands under Emergency and Medicine.")).to_be_visible()
    laptop.get_by_role("link", name="Close", exact=True).click()
    laptop.get_by_label("Why").fill("It has become part of the Acute Medical Unit.")
    laptop.get_by_role("button", name="Close it").click()
    expect(laptop.get_by_text("This system is closed")).to_be_visible()
    laptop.goto("/systems/")
    expect(laptop.get_by_role("link", name="Discharge Lounge")).to_have_count(0)
