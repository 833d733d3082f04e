"""One sheet for many measures: all or nothing, mended on the page, remembered, undone as a whole."""

import datetime as dt

import pytest

from measures.actions.imports import read, undo_import
from measures.actions.points import correct_point
from measures.actions.sheets import apply_sheet, change_sheet, opened, prepare_sheet
from measures.enums import ImportState, MeasureStatus
from measures.models import Import, MeasureSummary, Point
from measures.queries.entering import Place
from redesign.lib.refusals import Refusal
from teams.enums import Role, TeamRole, TeamState
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import person_with
from tests.factories.teams import TeamFactory, member_of
from tests.together import at_once

pytestmark = pytest.mark.django_db

TWELVE = 12


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon")


@pytest.fixture
def twelve(team):
    return [
        MeasureFactory(name=f"Measure {letter}", team=team, system=team.system, frequency="monthly")
        for letter in "ABCDEFGHIJKL"
    ]


@pytest.fixture
def analyst():
    return person_with(Role.ANALYST)


def sheet_of(measures, *more, value=5):
    rows = [f"Oct 2026,{measure.name},{value}" for measure in measures]
    return "\n".join(["Month,Measure,Figure", *rows, *more]) + "\n"


def sent(text, team, by, name="october.xlsx"):
    return prepare_sheet(by=by, place=Place(team=team), table=read(text=text), name=name)


def take(prepared, by):
    prepared.refresh_from_db()
    sheet = opened(prepared, by)
    return apply_sheet(prepared=prepared, by=by, seen=sheet.seen, expects=sheet.expects)


def test_a_month_for_twelve_measures_is_taken_in_and_undone(team, twelve, analyst):
    PointFactory(measure=twelve[0], period=dt.date(2026, 10, 1), value=9, note="By hand")
    prepared = sent(sheet_of(twelve), team, analyst)
    outcomes = take(prepared, analyst)
    assert {key: (len(each.added), len(each.changed)) for key, each in outcomes.items()} == {
        measure.pk: (0, 1) if measure == twelve[0] else (1, 0) for measure in twelve
    }
    assert set(Point.objects.values_list("value", "source")) == {(5, prepared.pk)}
    assert MeasureSummary.objects.filter(latest_value=5).count() == TWELVE
    prepared.refresh_from_db()
    assert (prepared.state, prepared.added, prepared.changed, prepared.content) == (ImportState.APPLIED, 11, 1, None)
    undone = undo_import(taken=prepared, by=analyst)
    assert (undone.removed, undone.restored, undone.kept) == (11, 1, 0)
    assert list(Point.objects.values_list("measure", "value", "note")) == [(twelve[0].pk, 9, "By hand")]
    assert MeasureSummary.objects.get(measure=twelve[1]).points == 0


def test_undoing_is_refused_in_words_where_a_point_of_one_measure_was_changed_since(team, twelve, analyst):
    prepared = sent(sheet_of(twelve), team, analyst)
    take(prepared, analyst)
    point = Point.objects.get(measure=twelve[3])
    correct_point(point=point, version=1, why="Recounted", value=6)
    with pytest.raises(Refusal) as no:
        undo_import(taken=prepared, by=analyst)
    assert no.value.sentence == (
        "A point was changed since this was taken in: Measure D, October 2026. Undo the rest, or leave all as it is."
    )
    assert Point.objects.count() == TWELVE
    assert undo_import(taken=prepared, by=analyst, keep_changed=True).kept == 1
    assert list(Point.objects.values_list("value", flat=True)) == [6]


def test_the_same_sheet_twice_changes_nothing(team, twelve, analyst):
    take(sent(sheet_of(twelve), team, analyst), analyst)
    before = list(Point.objects.order_by("pk").values())
    again = sent(sheet_of(twelve), team, analyst)
    assert opened(again, analyst).expects == "0/0/12"
    with pytest.raises(Refusal, match="it would change nothing"):
        take(again, analyst)
    assert list(Point.objects.order_by("pk").values()) == before


def test_bad_rows_hold_all_back_until_they_are_mended_or_left_out(team, twelve, analyst):
    prepared = sent(sheet_of(twelve[:2], "Sep 2026,Measure A,five", "soon,Measure B,4"), team, analyst)
    with pytest.raises(Refusal, match="some cells need mending"):
        take(prepared, analyst)
    assert not Point.objects.exists()
    seen = opened(prepared, analyst).seen
    change_sheet(prepared=prepared, seen=seen, cells={(4, 2): "5.5"}, left_out=frozenset({(5, 0)}))
    take(prepared, analyst)
    assert sorted(Point.objects.values_list("value", flat=True)) == [5, 5, 5.5]
    prepared.refresh_from_db()
    assert prepared.mapping["mended"] == [[4, 2, "five", "5.5"]]


def test_a_cell_mended_twice_tells_what_the_file_said(team, twelve, analyst):
    prepared = sent(sheet_of(twelve[:1], "Sep 2026,Measure A,five"), team, analyst)
    for text in ("six", "6"):
        prepared.refresh_from_db()
        change_sheet(prepared=prepared, seen=opened(prepared, analyst).seen, cells={(3, 2): text})
    prepared.refresh_from_db()
    assert prepared.mapping["mended"] == [[3, 2, "five", "6"]]


def test_mending_in_two_windows_is_refused_in_the_second(team, twelve, analyst):
    prepared = sent(sheet_of(twelve[:1], "Sep 2026,Measure A,five"), team, analyst)
    seen = opened(prepared, analyst).seen
    change_sheet(prepared=prepared, seen=seen, cells={(3, 2): "5"})
    with pytest.raises(Refusal, match="changed in another window"):
        change_sheet(prepared=prepared, seen=seen, cells={(3, 2): "6"})


def test_what_is_taken_in_is_what_was_seen(team, twelve, analyst):
    prepared = sent(sheet_of(twelve), team, analyst)
    seen = opened(prepared, analyst)
    PointFactory(measure=twelve[0], period=dt.date(2026, 10, 1), value=7)
    with pytest.raises(Refusal, match="this would do something else than you saw"):
        apply_sheet(prepared=prepared, by=analyst, seen=seen.seen, expects=seen.expects)
    assert list(Point.objects.values_list("value", flat=True)) == [7]


def test_the_next_sheet_with_the_same_headings_is_read_the_same_way(team, twelve, analyst):
    prepared = sent(sheet_of(twelve[:2], "Oct 2026,Letter C,4", "Oct 2026,Weather,4"), team, analyst)
    sheet = opened(prepared, analyst)
    assert [each.text for each in sheet.parsed.unknown] == ["Letter C", "Weather"]
    names = {"letter c": twelve[2].pk, "weather": 0}
    mapping = type(sheet.mapping).from_json({**sheet.mapping.as_json(), "names": names})
    change_sheet(prepared=prepared, seen=sheet.seen, mapping=mapping)
    take(prepared, analyst)
    following = sent(sheet_of([], "Sep 2026,Letter C,4", "Sep 2026,Weather,3"), team, analyst)
    assert opened(following, analyst).parsed.is_clean
    assert opened(following, analyst).expects == "1/0/0"


def test_measures_of_others_retired_ones_and_those_of_resting_teams_are_named_as_such(team, twelve):
    member = member_of(team, TeamRole.MEMBER)
    MeasureFactory(name="Elsewhere", system=team.system)
    MeasureFactory(name="Old", system=team.system, team=team, status=MeasureStatus.RETIRED)
    paused = TeamFactory(name="Night team", system=team.system, state=TeamState.PAUSED)
    member_of(paused).memberships.update(user=member)
    MeasureFactory(name="Resting", system=team.system, team=paused)
    rows = sheet_of(twelve[:1], "Oct 2026,Elsewhere,1", "Oct 2026,Old,1", "Oct 2026,Resting,1")
    prepared = prepare_sheet(by=member, place=Place(system=team.system), table=read(text=rows), name="a.csv")
    assert [each.sentence for each in opened(prepared, member).parsed.unknown] == [
        f"You may not enter points of Elsewhere ({team.system.name}): its own people and analysts do.",
        "Old is retired: it takes no more points.",
        "Night team is paused: ask the oversight group to start it again before you change its work.",
    ]


def test_losing_the_right_between_looking_and_taking_in_is_refused(team, twelve):
    member = member_of(team, TeamRole.MEMBER)
    prepared = sent(sheet_of(twelve), team, member)
    sheet = opened(prepared, member)
    member.memberships.update(left_on=dt.date(2026, 1, 1))
    again = type(member).objects.get(pk=member.pk)
    with pytest.raises(Refusal):
        apply_sheet(prepared=prepared, by=again, seen=sheet.seen, expects=sheet.expects)
    assert not Point.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_sheet_asks_the_same_queries_for_any_number_of_measures(
    team, twelve, analyst, count, django_assert_num_queries
):
    prepared = sent(sheet_of(twelve[:count]), team, analyst)
    prepared = Import.objects.select_related("team__system").get(pk=prepared.pk)
    person = type(analyst).objects.get(pk=analyst.pk)
    with django_assert_num_queries(3):  # the person's standing, the measures, the points
        opened(prepared, person)


@pytest.mark.django_db(transaction=True)
def test_the_same_two_measures_in_opposite_order_at_once_do_not_wait_for_each_other():
    team = TeamFactory()
    both = [MeasureFactory(name=name, team=team, system=team.system, frequency="monthly") for name in ("A", "B")]
    analyst = person_with(Role.ANALYST)
    first = sent(sheet_of(both, value=1), team, analyst)
    second = sent(sheet_of(both[::-1], value=2), team, analyst)
    said = at_once(lambda: take(first, analyst), lambda: take(second, analyst))
    assert sorted(type(each).__name__ for each in said) in (["Refusal", "dict"], ["dict", "dict"])
    assert Point.objects.values("value").distinct().count() == 1
