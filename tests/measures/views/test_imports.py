"""Taking in a file on the page: send, look, take in, undo."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.models import Import, Point
from measures.queries.points import usual
from teams.enums import TeamRole
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

PUBLISHED = "period,org_code,type,attendances,breaches,admissions\n" + "".join(
    f"2024-{month:02}-01,{org},{kind},{900 + month},{60 + month},{200 + month}\n"
    for month in range(1, 13)
    for org in ("RQM", "RAX")
    for kind in ("1", "other")
)


@pytest.fixture
def measure(client):
    team = TeamFactory()
    client.force_login(member_of(team, TeamRole.LEAD))
    measure = MeasureFactory(
        team=team, system=team.system, chart="p", multiplier=100, unit="%", frequency="monthly",
        numerator="breaches", denominator="attendances", rules="anhoej-3-sigma",
    )  # fmt: skip
    refresh([measure.pk])
    return measure


def send(client, measure, data=PUBLISHED, name="attendances.csv"):
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    return client.post(reverse("measures:import-new", args=[measure.pk]), {"file": file})


def test_a_published_file_is_mapped_looked_at_taken_in_and_undone(client, measure):
    answer = send(client, measure)
    prepared = Import.objects.get()
    assert answer.url == f"/imports/{prepared.pk}/?period=0&value=4&denominator=3"
    page = client.get(answer.url).content.decode()
    assert "Nothing is taken in yet" in page  # several organisations for one month
    assert "Row 2 is for January 2024 too" in page
    assert "The file has several rows for each period" in page
    assert "Rows 2 and 3 are for the same period and differ in type (“1” and “other”)." in page
    assert '<datalist id="words_1"><option value="1"></option><option value="other"></option></datalist>' in page
    where = {"period": 0, "value": 4, "denominator": 3, "where_1": 1, "says_1": "RQM", "where_2": 2, "says_2": "1"}
    page = client.get(answer.url.partition("?")[0], where).content.decode()
    assert "This would add 12 points" in page
    assert "36 rows left out by the filter" in page
    assert not Point.objects.exists()
    taken = client.post(reverse("measures:import", args=[prepared.pk]), where)
    assert taken.url == reverse("measures:measure", args=[measure.pk])
    assert Point.objects.count() == 12
    chart = client.get(taken.url).content.decode()
    assert "P chart of 12 points, January 2024 to December 2024" in chart
    assert "Undo it" in client.get(reverse("measures:import", args=[prepared.pk])).content.decode()
    client.post(reverse("measures:import-undo", args=[prepared.pk]))
    assert not Point.objects.exists()


def test_the_next_file_with_the_same_headings_is_read_as_the_last_one_was(client, measure):
    url = send(client, measure).url.partition("?")[0]
    client.post(
        url, {"period": 0, "value": 4, "denominator": 3, "where_1": 1, "says_1": "RQM", "where_2": 2, "says_2": "1"}
    )
    answer = send(client, measure, PUBLISHED.replace("2024-", "2023-"))
    assert answer.url.endswith("?period=0&value=4&denominator=3&where_1=1&says_1=RQM&where_2=2&says_2=1")
    assert "This would add 12 points" in client.get(answer.url).content.decode()


def test_pasted_figures_are_taken_in(client, measure):
    pasted = "Month\tBreaches\tAttendances\nJan 2024\t5\t50\nFeb 2024\t6\t60\n"
    answer = client.post(reverse("measures:import-new", args=[measure.pk]), {"text": pasted})
    assert "This would add 2 points" in client.get(answer.url).content.decode()


def test_figures_far_from_what_is_usual_are_asked_about_and_may_be_taken_in(client, measure):
    waits = MeasureFactory(
        team=measure.team, system=measure.system, chart="i", unit="%", frequency="monthly", decimals=0
    )
    points_for(waits, [40.0, 44.0, 41.0, 43.0, 39.0, 42.0] * 3, first=dt.date(2023, 1, 1))
    refresh([waits.pk])
    answer = send(client, waits, "Month,Share\n2024-10,42\n2024-11,0.42\n2024-12,0.40\n")
    page = client.get(answer.url).content.decode()
    told = f"2 figures lie far from what is usual here, {usual(waits).told}: row 3: 0.42, row 4: 0.4. A share"
    assert told in " ".join(page.split())
    client.post(answer.url.partition("?")[0], {"period": 0, "value": 1})
    assert waits.points.count() == 21


def test_dates_that_could_be_either_are_asked_about_and_the_answer_remembered(client, measure):
    either = "Month,Breaches,Attendances\n03/04/2024,5,50\n04/05/2024,6,60\n"
    answer = send(client, measure, either)
    page = client.get(answer.url)
    assert "Which comes first, the day or the month?" in page.content.decode()
    assert "“03/04/2024” may be 3 April 2024 or 4 March 2024" in page.content.decode()
    assert [words for _, words in page.context["order_links"]] == ["The day comes first", "The month comes first"]
    refused = client.post(answer.url, {"period": 0, "value": 1, "denominator": 2})
    assert "Nothing was taken in" in refused.content.decode()
    assert not Point.objects.exists()
    url = answer.url.partition("?")[0]
    said = client.get(f"{url}?{page.context['order_links'][1][0]}")
    assert "This would add 2 points" in said.content.decode()
    client.post(url, {"period": 0, "value": 1, "denominator": 2, "order": "mdy"})
    assert [point.period.month for point in Point.objects.order_by("period")] == [3, 4]
    assert send(client, measure, either).url.endswith("?period=0&value=1&denominator=2&order=mdy")


def workbook_with_a_cover() -> bytes:
    book = openpyxl.Workbook()
    for title, rows in (
        ("Cover", [["Published by", "the information team"], ["Contact", "Amara"]]),
        ("Here", [["Month", "Breaches", "Attendances"], ["Jan 2024", 5, 50]]),
        ("There", [["Month", "Breaches", "Attendances"], ["Jan 2024", 7, 70], ["Feb 2024", 8, 80]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_first_sheet_with_figures_is_read_and_another_may_be_chosen(client, measure):
    url = send(client, measure, workbook_with_a_cover(), "a.xlsx").url
    page = client.get(url).content.decode()
    assert "The workbook has 3 sheets" in page
    assert "<option selected>Here</option>" in page
    assert "This would add 1 point" in page
    chosen = client.post(url.partition("?")[0], {"sheet": "There"})
    assert chosen.url == url
    assert "This would add 2 points" in client.get(chosen.url).content.decode()
    client.post(url.partition("?")[0], {"period": 0, "value": 1, "denominator": 2})
    assert list(Point.objects.order_by("period").values_list("value", flat=True)) == [7, 8]


def test_bad_rows_cannot_be_taken_in_by_sending_the_form_anyway(client, measure):
    send(client, measure)
    prepared = Import.objects.get()
    answer = client.post(reverse("measures:import", args=[prepared.pk]), {"period": 0, "value": 4, "denominator": 3})
    assert "Nothing was taken in" in answer.content.decode()
    assert not Point.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "a.csv", "empty"),
        (b"%PDF-1.7 and so on", "a.csv", "PDF"),
        (b"\x00" * 100 + b"\x01", "a.xlsx", "not a table"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.csv", "larger than 10 MB"),
    ],
    ids=["empty", "pdf", "binary", "large"],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(client, measure, data, name, word):
    page = send(client, measure, data, name).content.decode()
    assert word in page
    assert not Import.objects.exists()


def test_nothing_sent_is_said(client, measure):
    answer = client.post(reverse("measures:import-new", args=[measure.pk]), {})
    assert "Choose a file, or paste some figures." in answer.content.decode()


@pytest.mark.parametrize("mapping", [{}, {"period": 0}, {"period": 99, "value": -1, "denominator": "x"}])
def test_a_mapping_that_makes_no_sense_is_asked_again(client, measure, mapping):
    send(client, measure)
    page = client.get(reverse("measures:import", args=[Import.objects.get().pk]), mapping)
    assert page.status_code == 200
    assert "Look again" in page.content.decode()


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "The file is empty."), (b"period,breaches,attendances\n", "There are headings, but no rows below them.")],
)
def test_a_file_without_figures_is_told_so(client, measure, data, told):
    assert told in send(client, measure, data).content.decode()
    assert not Import.objects.exists()
