"""Imports: all or nothing, the same file twice changes nothing, undone as a whole."""

import datetime as dt
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from measures.actions.imports import (
    apply_import,
    forget_prepared,
    import_points,
    prepare_import,
    prepared_table,
    read,
    undo_import,
)
from measures.actions.points import correct_point
from measures.enums import ImportState
from measures.models import Import, MeasureSummary, Point
from measures.reading import Mapping
from redesign.lib.refusals import Refusal
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def command(path, measure, *more):
    """What the command says of a file with the usual headings."""
    out, err = StringIO(), StringIO()
    columns = ("--period-column", "Month", "--value-column", "Value")
    call_command("import_points", str(path), "--measure", str(measure.pk), *columns, *more, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_the_command_asks_what_the_page_asks(tmp_path):
    measure = MeasureFactory(frequency="monthly")
    file = tmp_path / "a.csv"
    file.write_text('Month,Value,Guess\n03/04/2024,"1,200",\n04/05/2024,"1,250",yes\n')
    with pytest.raises(CommandError, match="Say it with --dates dmy or --dates mdy"):
        command(file, measure)
    assert not Point.objects.exists()
    said = command(file, measure, "--dates", "mdy", "--decimals", "comma", "--estimated-column", "Guess")
    assert "Added 2 points" in said
    points = Point.objects.order_by("period")
    assert [(point.period.month, point.value, point.estimated) for point in points] == [
        (3, 1.2, False),
        (4, 1.25, True),
    ]


def test_the_command_reads_the_sheet_that_it_is_told(tmp_path):
    book = openpyxl.Workbook()
    for title, value in (("Here", 5), ("There", 7)):
        sheet = book.create_sheet(title)
        sheet.append(["Month", "Value"])
        sheet.append(["Jan 2024", value])
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    measure = MeasureFactory(frequency="monthly")
    with pytest.raises(CommandError, match=r"no sheet “Where”\. The sheets are “Here”, “There”\."):
        command(tmp_path / "a.xlsx", measure, "--sheet", "Where")
    assert "The workbook has 2 sheets; “There” was read." in command(tmp_path / "a.xlsx", measure, "--sheet", "There")
    assert Point.objects.get().value == 7


CSV = "Month,Breaches,Attendances\n2024-01,5,50\n2024-02,6,60\n2024-03,7,70\n"
MAPPING = Mapping(0, 1, 2)


def proportion(**more):
    return MeasureFactory(chart="p", multiplier=100, frequency="monthly", **more)


def take_in(measure, text=CSV, mapping=MAPPING):
    return import_points(measure=measure, by=UserFactory(), table=read(text=text), mapping=mapping, name="a.csv")


def said(measure):
    return list(Point.objects.filter(measure=measure).order_by("period").values_list("value", "denominator"))


def test_a_file_is_taken_in_and_summed_up():
    measure = proportion()
    outcome = take_in(measure)
    assert (len(outcome.added), len(outcome.changed), outcome.unchanged) == (3, 0, 0)
    assert said(measure) == [(5, 50), (6, 60), (7, 70)]
    assert MeasureSummary.objects.get(measure=measure).latest_value == 10


def test_the_same_file_twice_changes_nothing():
    measure = proportion()
    take_in(measure)
    before = list(Point.objects.values())
    outcome = take_in(measure)
    assert (outcome.added, outcome.changed, outcome.unchanged) == ((), (), 3)
    assert list(Point.objects.values()) == before
    assert Import.objects.count() == 1


def test_one_bad_row_and_nothing_is_taken_in():
    measure = proportion()
    with pytest.raises(Refusal) as no:
        take_in(measure, CSV + "2024-04,80,70\n")
    assert no.value.sentence == "Nothing was taken in: 1 cell needs mending first."
    assert said(measure) == []
    assert not Import.objects.exists()


def test_undoing_removes_what_was_added_and_puts_back_what_was_changed():
    measure = proportion()
    causes = {"slip": 4, "trip": 5}
    PointFactory(measure=measure, period=dt.date(2024, 1, 1), value=9, denominator=90, note="By hand", counts=causes)
    take_in(measure)
    assert said(measure) == [(5, 50), (6, 60), (7, 70)]
    assert Point.objects.first().counts == {}
    undone = undo_import(taken=Import.objects.get(), by=UserFactory())
    assert (undone.removed, undone.restored, undone.kept) == (2, 1, 0)
    assert Point.objects.values_list("value", "denominator", "note", "counts").get() == (9, 90, "By hand", causes)
    with pytest.raises(Refusal):
        undo_import(taken=Import.objects.get(), by=UserFactory())


def test_undoing_refuses_where_points_were_changed_since_and_keeps_them_when_told_to():
    measure = proportion(name="Breaches")
    take_in(measure)
    point = Point.objects.get(period=dt.date(2024, 2, 1))
    correct_point(point=point, version=1, why="Recounted", value=4, denominator=60)
    with pytest.raises(Refusal) as no:
        undo_import(taken=Import.objects.get(), by=UserFactory())
    assert no.value.sentence == (
        "A point was changed since this was taken in: Breaches, February 2024. Undo the rest, or leave all as it is."
    )
    assert len(said(measure)) == 3
    undone = undo_import(taken=Import.objects.get(), by=UserFactory(), keep_changed=True)
    assert (undone.removed, undone.kept) == (2, 1)
    assert said(measure) == [(4, 60)]


def test_undoing_the_older_of_two_imports_is_refused_where_the_newer_changed_its_points():
    measure = proportion()
    take_in(measure)
    older = Import.objects.get()
    take_in(measure, CSV.replace("2024-03,7,70", "2024-03,8,70"))
    with pytest.raises(Refusal, match="A point was changed since"):
        undo_import(taken=older, by=UserFactory())
    undo_import(taken=Import.objects.exclude(pk=older.pk).get(), by=UserFactory())
    assert said(measure) == [(5, 50), (6, 60), (7, 70)]


def test_a_prepared_file_waits_until_it_is_taken_in_or_forgotten():
    measure = proportion()
    prepared = prepare_import(measure=measure, by=UserFactory(), table=read(text=CSV), name="a.csv")
    assert prepared_table(prepared) == read(text=CSV)
    assert said(measure) == []
    apply_import(prepared=prepared, mapping=MAPPING, by=UserFactory())
    prepared.refresh_from_db()
    assert (prepared.state, prepared.content, prepared.added) == (ImportState.APPLIED, None, 3)
    with pytest.raises(Refusal):
        apply_import(prepared=prepared, mapping=MAPPING, by=UserFactory())


def test_files_that_were_only_looked_at_are_forgotten():
    prepared = prepare_import(measure=proportion(), by=UserFactory(), table=read(text=CSV), name="a.csv")
    assert forget_prepared() == 0
    Import.objects.filter(pk=prepared.pk).update(created_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert forget_prepared() > 0


# -- The command, on a file of the shape that organisations publish ------------------------------------------------


PUBLISHED = "period,org_code,type,attendances,breaches,admissions\n" + "".join(
    f"20{year}-{month:02}-01,{org},{kind},{900 + 13 * month + 7 * year},{60 + month + bad},{200 + month}\n"
    for year in (23, 24)
    for month in range(1, 13)
    for org, bad in (("RQM", 5), ("RAX", 40))
    for kind in ("1", "2", "other")
)


def run(tmp_path, measure, *more, text=PUBLISHED, **columns):
    file = tmp_path / "attendances.csv"
    file.write_text(text)
    out, err = StringIO(), StringIO()
    named = {"period": "period", "numerator": "breaches", "denominator": "attendances"} | columns
    asked = [part for name, column in named.items() for part in (f"--{name}-column", column)]
    call_command("import_points", str(file), "--measure", str(measure.pk), *asked, *more, stdout=out, stderr=err)
    return out.getvalue()


WHERE = ("--where", "type=1", "--where", "org_code=RQM")


def test_the_command_takes_one_organisation_out_of_a_published_file(tmp_path):
    measure = proportion()
    told = run(tmp_path, measure, *WHERE)
    assert told == (
        "Added 24 points, changed 0, left 0 as they were. 120 rows were left out by the filter, 0 had no figure.\n"
    )
    assert said(measure)[0] == (66, 1074)
    assert "Added 0 points, changed 0, left 24" in run(tmp_path, measure, *WHERE)


def test_a_dry_run_of_the_command_changes_nothing(tmp_path):
    measure = proportion()
    assert run(tmp_path, measure, *WHERE, "--dry-run").startswith("Would add 24 points")
    assert said(measure) == []


@pytest.mark.parametrize(
    ("more", "columns", "told"),
    [
        ((), {}, "Nothing was taken in. Mend the rows above and try again."),
        (WHERE, {"numerator": "deaths"}, "There is no column “deaths” for the figures."),
        (("--where", "RQM"), {}, "--where takes COLUMN=TEXT, not “RQM”."),
        ((*WHERE, "--by", "nobody@example.org"), {}, "Nobody here has the e-mail address nobody@example.org."),
        (("--where", "org_code=XXX"), {}, "Nothing was taken in: there is no row with a date and a figure."),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path, more, columns, told):
    with pytest.raises(CommandError) as wrong:
        run(tmp_path, proportion(), *more, **columns)
    assert told in str(wrong.value)
