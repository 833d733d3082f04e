"""A nurse on a phone, two minutes between patients: the point that is due, a slip mended, a note where there is no signal."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

THUMB = 44
"""What a thumb hits, in CSS pixels."""


def enter_what_is_due(phone: Page) -> None:
    """One tap: the first point that waits on Home."""
    phone.get_by_role("link", name=re.compile(r"^Enter\s*: Enter data:")).first.tap()
    expect(phone.get_by_role("button", name="Save")).to_be_visible()


def type_figures(phone: Page, value: str, out_of: str) -> None:
    phone.locator("[name=value]").fill(value)
    if phone.locator("[name=denominator]").count():
        phone.locator("[name=denominator]").fill(out_of)


@pytest.fixture
def nurse(demo, phone) -> Page:
    """The nurse's Home, with a share that she collects and that is due today."""
    demo.run_python(
        "from measures.models import MeasureSummary\n"
        "from redesign.lib.dates import today\n"
        "MeasureSummary.objects.filter(measure__name='Discharges before noon').update(due_on=today())"
    )
    sign_in(phone, "nurse")
    return phone


def test_a_nurse_enters_what_is_due_in_three_taps_and_takes_it_back(nurse):
    for button in (nurse.locator(".waiting a").first, nurse.locator(".tabbar a").first):
        if button.count():
            assert button.bounding_box()["height"] >= THUMB
    enter_what_is_due(nurse)
    expect(nurse.locator("[name=value]")).to_be_focused()
    axe_clean(nurse)
    no_sideways_scrolling(nurse)
    type_figures(nurse, "24", "60")
    nurse.get_by_role("button", name="Save").tap()
    expect(nurse.get_by_role("heading", name="Saved: 40.0%")).to_be_visible()
    expect(nurse.locator(".entered-next")).to_contain_text("wait")
    axe_clean(nurse)
    nurse.get_by_role("button", name="Undo").tap()
    expect(nurse.get_by_text("Taken back. Enter it again when you know it.")).to_be_visible()


def test_a_point_saved_without_a_connection_goes_when_it_is_back(nurse):
    enter_what_is_due(nurse)
    type_figures(nurse, "23", "60")
    nurse.context.set_offline(True)
    nurse.get_by_role("button", name="Save").tap()
    expect(nurse.get_by_text("Not saved: no connection. What you typed is still here.")).to_be_visible()
    nurse.context.set_offline(False)
    expect(nurse.get_by_role("heading", name="Saved: 38.3%")).to_be_visible()
    nurse.reload()
    expect(nurse.locator("[name=value]")).to_have_value("")
    nurse.get_by_role("button", name="Undo").tap()
    expect(nurse.get_by_text("Taken back. Enter it again when you know it.")).to_be_visible()


def test_each_slip_is_told_at_its_field_and_keeps_what_was_typed(nurse):
    enter_what_is_due(nurse)
    for value, out_of, told in (
        ("twelve", "60", "Enter a number."),
        ("70", "60", "70 is more than the 60 it is part of."),
        ("1e400", "60", "This number has too many digits."),
        ("-3", "60", "A part of a whole cannot be below 0."),
    ):
        type_figures(nurse, value, out_of)
        nurse.get_by_role("button", name="Save").tap()
        expect(nurse.locator("#id_value_error")).to_contain_text(told)
        expect(nurse.locator("[name=value]")).to_have_value(value)
    axe_clean(nurse)
    no_sideways_scrolling(nurse)


def test_a_note_typed_without_a_connection_is_saved_when_it_is_back(demo, open_page):
    phone = open_page(demo, "phone")
    sign_in(phone, "nurse")
    phone.goto("/cycles/?q=Day+room+with+a+volunteer")
    phone.get_by_role("link", name="Day room with a volunteer").tap()
    note = phone.locator("#cycle-notes textarea")
    phone.context.set_offline(True)
    note.fill("Three people waited by the door.")
    phone.get_by_role("button", name="Add the note").tap()
    expect(phone.get_by_text("Not saved: no connection. What you typed is still here.")).to_be_visible()
    expect(note).to_have_value("Three people waited by the door.")
    axe_clean(phone)
    phone.context.set_offline(False)
    expect(phone.locator("#cycle-notes .timeline")).to_contain_text("Three people waited by the door.")
    expect(phone.get_by_text("Not saved: no connection.")).to_be_hidden()
    phone.reload()
    expect(phone.locator("#cycle-notes .timeline")).to_contain_text("Three people waited by the door.")
    expect(phone.locator("#cycle-notes textarea")).to_have_value("")
