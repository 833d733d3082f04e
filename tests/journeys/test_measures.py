"""A nurse enters a point on a phone and takes it back; an analyst defines a measure and takes a published file in."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import axe_clean, no_sideways_scrolling, sign_in

TEAM = "Home before noon"
PUBLISHED = "period,org_code,type,attendances,breaches,admissions\n" + "".join(
    f"{year}-{month:02}-01,{org},{kind},{900 + month * 3},{60 + month + (year % 2) * 9},{200 + month}\n"
    for year in (2023, 2024)
    for month in range(1, 13)
    for org in ("RQM", "RAX")
    for kind in ("1", "other")
)


def test_a_nurse_enters_a_point_in_seconds_and_takes_it_back(demo, phone):
    sign_in(phone, "nurse")
    phone.goto("/teams/mine/")
    phone.locator("#main").get_by_role("link", name=TEAM).first.click()
    phone.get_by_role("link", name="Enter a point: Hours from").click()
    value = phone.locator("[name=value]")
    expect(value).to_be_focused()
    expect(value).to_have_attribute("inputmode", "decimal")
    value.fill("6,2")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Saved: 6.2 hours")).to_be_visible()
    axe_clean(phone)
    no_sideways_scrolling(phone)
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_text("Taken back.")).to_be_visible()


def test_a_slip_of_the_thumb_is_asked_about(demo, phone):
    sign_in(phone, "nurse")
    phone.goto("/measures/?q=Hours+from")
    phone.locator("#measure-table").get_by_role("link", name=re.compile("Hours from")).first.click()
    phone.get_by_role("link", name="Enter a point").first.click()
    phone.locator("[name=value]").fill("620")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("alert")).to_contain_text("It lies outside the usual")
    expect(phone.locator("[name=value]")).to_have_value("620")


def test_an_analyst_defines_a_measure_takes_a_file_in_and_sees_its_chart(demo, laptop, tmp_path):
    file = tmp_path / "attendances.csv"
    file.write_text(PUBLISHED)
    sign_in(laptop, "analyst")
    laptop.goto("/measures/new/")
    laptop.locator("[name=name]").fill("Four-hour breaches")
    laptop.locator("[name=system]").select_option(index=1)
    laptop.get_by_role("radio", name="Down is better").check()
    laptop.locator("[name=dimension]").select_option("Timely")
    laptop.locator("[name=frequency]").select_option("Monthly")
    laptop.locator("[name=unit]").fill("%")
    laptop.locator("[name=target]").fill("5")
    laptop.locator("[name=chart]").select_option("p")
    laptop.locator("[name=numerator]").fill("Stayed longer than four hours")
    laptop.locator("[name=denominator]").fill("Attendances")
    laptop.locator("[name=multiplier]").select_option("Per cent")
    laptop.get_by_role("button", name="Define it").click()
    expect(laptop.get_by_role("heading", level=1)).to_contain_text("Four-hour breaches")
    laptop.get_by_role("link", name="Take in a file").first.click()
    laptop.locator("[name=file]").set_input_files(file)
    laptop.get_by_role("button", name="Look at it").click()
    expect(laptop.get_by_text("The file has several rows for each period")).to_be_visible()
    axe_clean(laptop)
    laptop.locator("[name=where_1]").select_option("org_code")
    laptop.locator("[name=says_1]").fill("RQM")
    laptop.locator("[name=where_2]").select_option("type")
    laptop.locator("[name=says_2]").fill("1")
    laptop.get_by_role("button", name="Look again").click()
    laptop.get_by_role("button", name="Take 24 points in").click()
    expect(laptop.locator(".chart-plot .main-svg").first).to_be_visible()
    expect(laptop.get_by_role("rowheader", name="December 2024")).to_be_visible()
    axe_clean(laptop)
    plot = laptop.get_by_role("group", name=re.compile("Arrow keys"))
    plot.focus()
    laptop.keyboard.press("End")
    expect(laptop.locator(".chart-voice")).to_contain_text("December 2024")
