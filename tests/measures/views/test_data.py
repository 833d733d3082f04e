"""Taking a measure's data away as CSV and Excel."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from measures.actions.points import correct_point, ghost_point
from measures.actions.summaries import refresh
from measures.models import Point
from redesign.lib.dates import today
from tests.factories.measures import MeasureFactory, PointFactory, points_for
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reader(client):
    person = UserFactory(name="Reader")
    client.force_login(person)
    return person


@pytest.fixture
def waits():
    measure = MeasureFactory(name="=Waits, mean", chart="i", rules="anhoej-3-sigma", target=30)
    points_for(measure, [40, 44, 39, 41, 45, 38, 42, 40, 43, 41, 39, 44, 40, 42, 20], note="")
    refresh([measure.pk])
    return measure


def fetch(client, measure, **query):
    answer = client.get(reverse("measures:measure-data", args=[measure.pk]), query)
    assert answer.status_code == 200
    return answer, b"".join(answer.streaming_content)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_point_comes_with_its_limits_and_what_was_said_of_it(client, waits):
    point = Point.objects.earliest("period")
    Point.objects.filter(pk=point.pk).update(note="=HYPERLINK(1)", estimated=True)
    ghost_point(point=Point.objects.get(pk=point.pk), why="-A power cut")
    answer, content = fetch(client, waits)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="waits-mean-{today().isoformat()}.csv"'
    rows = table(content)
    first, last = rows[0], rows[-1]
    assert (len(rows), first["Period"], first["Value (minutes)"], first["Target"]) == (15, "2024-01-01", "40", "30")
    assert (first["Ghosted"], first["Why it is ghosted"], first["Note"]) == ("yes", "'-A power cut", "'=HYPERLINK(1)")
    assert (first["Estimated"], last["Estimated"]) == ("yes", "")
    assert float(last["Lower limit"]) < float(last["Centre line"]) < float(last["Upper limit"])
    assert last["Special cause"] == "Improvement: Week of 8 Apr 2024 lies below the lower control limit."


def test_a_signal_of_a_whole_phase_is_said_once_in_the_file(client):
    measure = MeasureFactory(chart="run", rules="anhoej")
    points_for(measure, [*[40, 44, 39, 41, 45, 38, 42] * 2, *[20, 21] * 7])
    said = [row["Special cause"] for row in table(fetch(client, measure)[1])]
    assert ["crosses its centre" in each for each in said] == [*[False] * 27, True]
    assert said[0].startswith("Concern: 14 points in a row")


def test_a_share_has_its_numerators_and_a_check_sheet_its_categories(client):
    share = MeasureFactory(chart="p", multiplier=100, unit="per cent")
    PointFactory(measure=share, value=5, denominator=20)
    (row,) = table(fetch(client, share)[1])
    assert (row["Numerator"], row["Denominator"], row["Value (per cent)"]) == ("5", "20", "25")
    causes = MeasureFactory(chart="c", categories=["Slip", "Bed"])
    PointFactory(measure=causes, value=5, counts={"Slip": 3, "Gone": 2})
    (row,) = table(fetch(client, causes)[1])
    assert (row["Slip"], row["Bed"], row["Gone"]) == ("3", "", "2")


def test_the_workbook_holds_points_definition_and_history(client, waits):
    point = Point.objects.latest("period")
    correct_point(point=point, version=1, why="@Recounted", value=21)
    answer, content = fetch(client, waits, form="xlsx", history="yes")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Points", "Definition", "History"]
    assert book["Points"].max_row == 16
    assert book["Points"]["C16"].value == 21
    assert book["Definition"]["B1"].value == "'=Waits, mean"
    changes = list(book["History"].iter_rows(min_row=2, values_only=True))
    assert (len(changes), changes[-1][2:4]) == (16, ("Changed", "'@Recounted"))
    assert fetch(client, waits, form="xlsx")[1] != content
    assert "History" not in openpyxl.load_workbook(io.BytesIO(fetch(client, waits, form="xlsx")[1])).sheetnames


def test_the_history_is_a_table_of_its_own(client, waits, reader):
    answer, content = fetch(client, waits, history="yes")
    assert "waits-mean-history" in answer.headers["Content-Disposition"]
    assert len(table(content)) == 15


def test_a_measure_without_points_gives_headings_alone(client):
    _, content = fetch(client, MeasureFactory(), form="nonsense", history="nonsense")
    assert (len(content.decode().splitlines()), table(content)) == (1, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_file_costs_the_same_queries_for_any_number_of_points(client, count, django_assert_num_queries):
    measure = MeasureFactory()
    points_for(measure, [1.0] * count)
    # session, person, standing, measure; points, phases, targets, who entered them
    with django_assert_num_queries(8):
        fetch(client, measure)
