"""A sheet for many measures on its pages: send, say which column is what, mend, take in, undo."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.models import Import, Point
from teams.enums import Role, TeamRole
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

NEW = reverse("measures:sheet-new")
LONG = "Month,Measure,Figure\nOct 2026,Falls,5\nOct 2026,Ulcers,x\nOct 2026,Fals,3\n"
WIDE = "Month,Falls,Screened,Out of\nSep 2026,5,40,48\nOct 2026,3,41,48\n"


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon")


@pytest.fixture
def measures(team):
    facts = {"team": team, "system": team.system, "frequency": "monthly"}
    return [
        MeasureFactory(name="Falls", **facts),
        MeasureFactory(name="Ulcers", **facts),
        MeasureFactory(name="Screened", chart="p", multiplier=100, **facts),
    ]


@pytest.fixture
def lead(client, team):
    person = member_of(team, TeamRole.LEAD)
    client.force_login(person)
    return person


def send(client, text, team=None, name="october.csv"):
    query = f"?team={team.pk}" if team else ""
    data = text if isinstance(text, bytes) else text.encode()
    answer = client.post(NEW + query, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Import.objects.latest("pk"), answer.url


def test_dates_that_could_be_either_are_asked_about_before_anything_else(client, measures, team, lead):
    prepared, url = send(client, "Month,Measure,Figure\n03/04/2026,Falls,5\n03/04/2026,Ulcers,x\n", team)
    page = client.get(url).content.decode()
    assert "Which comes first, the day or the month?" in page
    assert "to mend" not in page
    assert page.count('name="order"') == 1
    client.post(url, fields(client, url) | {"order": "mdy"})
    assert "1 cell to mend" in client.get(url).content.decode()
    prepared.refresh_from_db()
    assert prepared.mapping["sheet"]["order"] == "mdy"


def test_another_sheet_of_the_workbook_may_be_read(client, measures, team, lead):
    book = openpyxl.Workbook()
    for title, rows in (
        ("October", [["Month", "Measure", "Figure"], ["Oct 2026", "Falls", 5]]),
        ("September", [["Month", "Measure", "Figure"], ["Sep 2026", "Falls", 3], ["Sep 2026", "Ulcers", 1]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    stream = io.BytesIO()
    book.save(stream)
    _, url = send(client, stream.getvalue(), team, "autumn.xlsx")
    assert "This would add 1 point for 1 measure" in client.get(url).content.decode()
    seen = client.get(url).context["sheet"].seen
    client.post(url, {"sheet": "September", "seen": seen})
    assert "This would add 2 points for 2 measures" in client.get(url).content.decode()
    client.post(url, {"sheet": "October", "seen": seen})  # from a page that was opened before
    assert "This would add 2 points for 2 measures" in client.get(url).content.decode()


def fields(client, url):
    """What the page's form would send as it stands."""
    form = client.get(url).context["form"]
    said = {bound.name: bound.value() for bound in form if bound.value() not in (None, "")}
    return {**said, "seen": client.get(url).context["sheet"].seen}


def take(client, url):
    sheet = client.get(url).context["sheet"]
    return client.post(url, {"do": "take", "seen": sheet.seen, "expects": sheet.expects}, follow=True)


def test_bad_rows_are_mended_on_the_page_and_the_whole_is_undone(client, team, measures, lead):
    prepared, url = send(client, LONG, team)
    page = client.get(url).content.decode()
    assert "1 cell to mend" in page
    assert "Row 3, Figure" in page
    assert "“x” is not a number." in page
    assert "There is no measure “Fals” here." in page
    assert "Take " not in page
    mended = {**fields(client, url), "cell-3-2": "4", "name-0": measures[2].pk, "text-0": "Fals"}
    mended["name-0"] = measures[0].pk
    client.post(url, mended)  # row 4 is now of Falls too, for the same month
    page = client.get(url).content.decode()
    assert "Row 2 is for October 2026 too: one row for each period." in page
    client.post(url, {**fields(client, url), "out-4-0": "on"})
    page = client.get(url).content.decode()
    assert "This would add 2 points for 2 measures" in page
    assert "Row 3, Figure: “x” became “4”" in page
    assert not Point.objects.exists()
    page = take(client, url).content.decode()
    assert "Taken in for 2 measures: 2 added, 0 changed." in page
    assert sorted(Point.objects.values_list("measure__name", "value")) == [("Falls", 5), ("Ulcers", 4)]
    assert url in client.get(reverse("measures:measure", args=[measures[0].pk])).content.decode()
    page = client.post(reverse("measures:sheet-undo", args=[prepared.pk]), follow=True).content.decode()
    assert "Undone: 2 points removed, 0 put back." in page
    assert not Point.objects.exists()


def test_what_was_left_out_may_be_taken_in_after_all(client, team, measures, lead):
    _, url = send(client, "Month,Measure,Figure\nOct 2026,Falls,5\nOct 2026,Ulcers,x\n", team)
    client.post(url, {**fields(client, url), "out-3-2": "on"})
    assert "This would add 1 point for 1 measure" in client.get(url).content.decode()
    client.post(url, {**fields(client, url), "back-3-2": "on"})
    assert "1 cell to mend" in client.get(url).content.decode()


def test_what_a_name_means_may_be_asked_again(client, team, measures, lead):
    _, url = send(client, "Month,Measure,Figure\nOct 2026,Falls,5\nOct 2026,Weather,2\n", team)
    client.post(url, {**fields(client, url), "name-0": "0", "text-0": "Weather"})
    page = client.get(url).content.decode()
    assert "“weather” is left out: ask me again" in page
    assert "This would add 1 point for 1 measure" in page
    client.post(url, {**fields(client, url), "again-0": "on", "named-0": "weather"})
    assert "There is no measure “Weather” here." in client.get(url).content.decode()


def test_a_sheet_to_fill_in_is_understood_when_it_comes_back(client, team, measures, lead):
    PointFactory(measure=measures[0], period=dt.date(2026, 8, 1), value=9)
    refresh([measure.pk for measure in measures])
    answer = client.get(f"{reverse('measures:sheet-form')}?team={team.pk}")
    assert "home-before-noon-to-fill-in" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book.active]
    assert [row[1:3] for row in rows[1:]] == [[name, team.name] for name in ("Falls", "Screened", "Ulcers")]
    assert rows[1][0].date() == dt.date(2026, 9, 1)
    for number, (figure, out_of) in enumerate([(5, None), (41, 48), (None, None)], start=2):
        book.active.cell(number, 4).value, book.active.cell(number, 5).value = figure, out_of
    data = io.BytesIO()
    book.save(data)
    _, url = send(client, data.getvalue(), team, "filled.xlsx")
    assert "This would add 2 points for 2 measures" in client.get(url).content.decode()


def test_a_workbook_with_a_column_for_each_measure(client, team, measures, lead):
    book = openpyxl.Workbook()
    for row in [["Month", "Falls", "Screened", "Out of"], ["Sep 2026", 5, 40, 48], ["Oct 2026", 3, 41, 48]]:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    _, url = send(client, data.getvalue(), team, "october.xlsx")
    assert "This would add 4 points for 2 measures" in client.get(url).content.decode()
    take(client, url)
    assert sorted(Point.objects.filter(measure=measures[2]).values_list("value", "denominator")) == [(40, 48), (41, 48)]


def test_columns_are_chosen_by_hand_and_remembered_for_the_next_sheet(client, team, measures, lead):
    text = WIDE.replace("Falls", "Tumbles").replace("Screened", "Checked")
    _, url = send(client, text, team)
    assert "No row can be taken in" in client.get(url).content.decode()
    chosen = {
        "layout": "wide", "period": 0, "column_1": f"v{measures[0].pk}", "column_2": f"v{measures[2].pk}",
        "column_3": f"d{measures[2].pk}", "seen": fields(client, url)["seen"],
    }  # fmt: skip
    client.post(url, {**chosen, "column_3": chosen["column_2"]})
    answer = client.post(url, {**chosen, "column_3": chosen["column_2"]})
    assert "“Checked” is said to be the same." in answer.content.decode()
    client.post(url, chosen)
    assert "This would add 4 points for 2 measures" in client.get(url).content.decode()
    take(client, url)
    _, url = send(client, text.replace("Sep", "Aug").replace("Oct", "Jul"), team)
    assert "This would add 4 points for 2 measures" in client.get(url).content.decode()


def test_the_other_layout_may_be_asked_for(client, team, measures, lead):
    _, url = send(client, "Month,Sort,Count\nOct 2026,Tumbles,5\n", team)
    page = client.get(url)
    assert page.context["form"].of_layout == "wide"
    client.post(url, {"layout": "long", "seen": page.context["sheet"].seen})
    page = client.get(url)
    assert page.context["form"].of_layout == "long"
    assert "There is no measure “Tumbles” here." in page.content.decode()


def test_a_sheet_is_looked_at_by_whoever_sent_it_and_read_by_all_once_taken_in(client, team, measures, lead):
    prepared, url = send(client, "Month,Measure,Figure\nOct 2026,Falls,5\n", team)
    client.force_login(person_with(Role.ANALYST))
    assert client.get(url).status_code == 403
    client.force_login(lead)
    take(client, url)
    client.force_login(UserFactory())
    assert "1 point added" in client.get(url).content.decode()
    assert client.post(reverse("measures:sheet-undo", args=[prepared.pk])).status_code == 403


def test_undoing_after_a_change_asks_again(client, team, measures, lead):
    prepared, url = send(client, "Month,Measure,Figure\nOct 2026,Falls,5\nOct 2026,Ulcers,2\n", team)
    take(client, url)
    Point.objects.filter(measure=measures[0]).update(value=6, version=2)
    undo = reverse("measures:sheet-undo", args=[prepared.pk])
    page = client.post(undo, follow=True).content.decode()
    assert "A point was changed since this was taken in: Falls, October 2026." in page
    assert Point.objects.count() == 2
    page = client.post(undo, {"rest": "1"}, follow=True).content.decode()
    assert "1 changed since were kept." in page
    assert Point.objects.count() == 1


@pytest.mark.parametrize(
    "junk", [{}, {"layout": "x"}, {"period": "99"}, {"cell-9-9": "1", "out-0-0": "on", "name-0": "9"}]
)
def test_nonsense_is_asked_again(client, team, measures, lead, junk):
    _, url = send(client, LONG, team)
    assert client.post(url, {**junk, "seen": fields(client, url)["seen"]}).status_code in (200, 302)
    assert client.get(url).status_code == 200


def test_a_sheet_without_dates_asks_which_column_is_what(client, team, measures, lead):
    _, url = send(client, "Name,Colour\nann,red\n", team)
    assert "Which column is what?" in client.get(url).content.decode()


def test_an_analyst_sends_for_everybody(client, team, measures):
    client.force_login(person_with(Role.ANALYST))
    _, url = send(client, "Month,Measure,Place,Figure\nOct 2026,Falls,Home before noon,5\n")
    assert "This would add 1 point for 1 measure" in client.get(url).content.decode()


@pytest.mark.parametrize("query", ["?team=0", "?team=99999999999999999999", "?system=0"])
def test_a_place_that_is_not_there_is_told(client, lead, query):
    assert client.get(NEW + query).status_code == 404


def test_team_and_system_lead_to_the_grid_and_to_the_sheet(client, team, measures, lead):
    for kind, pk in (("team", team.pk), ("system", team.system_id)):
        panel = client.get(reverse(f"measures:{kind}-panel", args=[pk])).content.decode()
        assert f"{reverse('measures:grid')}?{kind}={pk}" in panel
        assert f"{NEW}?{kind}={pk}" in panel


def test_that_denominators_have_no_column_is_told_once(client, team, measures, lead):
    rows = "".join(f"{month} 2025,Screened,41,late\n" for month in ("Jan", "Feb", "Mar", "Apr", "May"))
    _, url = send(client, f"Month,Measure,Figure,Remark\n{rows}Jun 2025,Falls,x,\n", team)
    page = client.get(url).content.decode()
    assert "The denominators are missing" in page
    assert "5 figures are numerators" in page
    assert "1 cell to mend" in page
