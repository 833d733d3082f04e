import datetime as dt
import re

import pytest
from django.urls import reverse

from measures.enums import MeasureStatus, MeasureType
from measures.models import MeasureSummary
from oversight.actions.walls import add_tile, begin_by_hand, choose_by_itself, move_tile, name_wall, remove_tile
from oversight.models import Tile, Wall
from oversight.queries.walls import A_PAGE, MOST_TILES, since, wall_stands
from redesign.lib.dates import today
from redesign.lib.refusals import Refusal, StaleEdit
from teams.enums import Role, TeamState
from tests.factories.barriers import hospital
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.summaries import summarised
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory


@pytest.fixture
def place(db):
    return hospital()


@pytest.fixture
def watcher(client, place):
    person = UserFactory()
    client.force_login(person)
    return person


def titles(response):
    """The titles of the tiles, by page."""
    return [
        [re.search(r'tile-title">(?:<a [^>]*>)?([^<]*)', tile)[1] for tile in page.tiles]
        for page in response.context["wall"].pages
    ]


def wall(client, system):
    return client.get(reverse("oversight:wall", args=[system.pk]))


def poll(client, system, version):
    return client.get(reverse("oversight:wall-tiles", args=[system.pk]) + f"?version={version}")


# -- What it shows --------------------------------------------------------------------------------------------------


def test_by_itself_a_wall_shows_what_matters_most_first(client, place, watcher):
    summarised(system=place.ward, name="Common process", type=MeasureType.PROCESS)
    summarised(system=place.ward, name="Common outcome", type=MeasureType.OUTCOME)
    summarised(system=place.ward, name="Improving", variation="improvement_low")
    summarised(system=place.ward, name="Of concern", variation="concern_high")
    summarised(system=place.ward, name="Too few", variation="none")
    summarised(system=place.macro, name="Whole system", whole_system=True)
    summarised(system=place.ward, name="Retired", variation="concern_high", status=MeasureStatus.RETIRED)
    summarised(system=SystemFactory(), name="Elsewhere", whole_system=True)
    closed = TeamFactory(system=place.ward, state=TeamState.CLOSED)
    summarised(system=place.ward, name="Of a closed team", variation="concern_high", team=closed)
    assert titles(wall(client, place.macro)) == [
        ["Whole system", "Of concern", "Improving", "Common outcome", "Common process", "Too few"]
    ]


def test_a_wall_shows_its_system_and_all_below_and_nothing_above(client, place, watcher):
    summarised(system=place.macro, name="Above")
    summarised(system=place.ward, name="Below")
    assert titles(wall(client, place.meso)) == [["Below"]]


def test_more_than_a_screen_of_tiles_turns_evenly_filled_pages(client, place, watcher):
    for number in range(A_PAGE + 1):
        summarised(system=place.ward, name=f"M{number:02}")
    assert [len(page) for page in titles(wall(client, place.ward))] == [7, 6]


def test_a_wall_holds_twenty_four_tiles(client, place, watcher):
    for _ in range(MOST_TILES + 3):
        summarised(system=place.ward)
    assert [len(page) for page in titles(wall(client, place.ward))] == [12, 12]


def test_a_tile_says_value_target_age_and_place(client, place, watcher):
    summarised(
        system=place.ward,
        team=place.team,
        name="Discharged before noon",
        unit="per cent",
        value=31.25,
        target=40.0,
        direction="increase",
        frequency="daily",
        variation="improvement_high",
        assurance="hit_or_miss",
        summary_latest_period=today() - dt.timedelta(days=3),
        summary_due_on=today() - dt.timedelta(days=1),
    )
    tile = wall(client, place.ward).context["wall"].pages[0].tiles[0]
    for said in (
        '31.2<span class="tile-unit">%</span>',
        "Target ≥ 40.0",
        "3 days ago",
        "Data late",
        "tile-improvement",
    ):
        assert said in tile
    assert "Special cause of improvement: higher values" in tile
    assert "The target is met at times and missed at times" in tile


@pytest.mark.parametrize(
    ("frequency", "period", "said"),
    [
        ("daily", dt.date(2030, 3, 14), "Today"),
        ("daily", dt.date(2030, 3, 13), "1 day ago"),
        ("weekly", dt.date(2030, 3, 11), "This week"),
        ("weekly", dt.date(2030, 3, 4), "4 days ago"),
        ("monthly", dt.date(2030, 2, 1), "14 days ago"),
        ("quarterly", dt.date(2030, 1, 1), "This quarter"),
        ("daily", None, ""),
    ],
)
def test_the_age_of_a_value_counts_from_the_end_of_its_period(frequency, period, said):
    assert since(period, frequency, dt.date(2030, 3, 14)) == said


@pytest.mark.parametrize(("state", "said"), [(TeamState.ACTIVE, True), (TeamState.PAUSED, False)])
def test_a_paused_team_owes_no_data(client, place, watcher, state, said):
    team = TeamFactory(system=place.ward, state=state)
    summarised(system=place.ward, team=team, summary_due_on=today() - dt.timedelta(days=2))
    assert ("Data late" in wall(client, place.ward).content.decode()) is said


def test_what_people_wrote_is_escaped_on_a_tile(client, place, watcher):
    summarised(system=place.ward, name="<script>alert(1)</script>", unit="<b>")
    page = wall(client, place.ward).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


def test_an_empty_wall_says_what_will_stand_there(client, place, watcher):
    assert "As soon as a measure of this system" in wall(client, place.ward).content.decode()


# -- Its news -------------------------------------------------------------------------------------------------------


def test_nothing_new_is_an_empty_answer_and_never_a_304(client, place, watcher):
    summarised(system=place.ward)
    version = wall(client, place.meso).context["wall"].version
    response = poll(client, place.meso, version)
    assert (response.status_code, response.content) == (204, b"")
    assert "no-store" in response["Cache-Control"]


def test_a_new_point_below_comes_as_the_fragment_with_its_version(client, place, watcher):
    measure = summarised(system=place.ward, value=12.5)
    version = wall(client, place.macro).context["wall"].version
    MeasureSummary.objects.get(measure=measure).save()
    response = poll(client, place.macro, version)
    assert response.status_code == 200
    newer = re.search(r'data-version="(\w+)"', response.content.decode())[1]
    assert newer != version
    assert poll(client, place.macro, newer).status_code == 204
    assert response.content.decode().startswith('<div id="wall-tiles"')


def test_a_point_elsewhere_is_no_news_here(client, place, watcher):
    summarised(system=place.ward)
    version = wall(client, place.ward).context["wall"].version
    summarised(system=SystemFactory(parent=place.meso))
    assert poll(client, place.ward, version).status_code == 204


@pytest.mark.parametrize("change", ["arranged", "retired", "renamed", "another day"])
def test_whatever_changes_the_wall_changes_its_version(place, change, monkeypatch):
    measure = summarised(system=place.ward)
    version = wall_stands(place.ward.pk).version
    if change == "arranged":
        name_wall(system=place.ward, version=1, title="Ours", seconds_a_page=20)
    elif change == "retired":
        measure.status = MeasureStatus.RETIRED
        measure.save()
    elif change == "renamed":
        measure.name = "Another name"
        measure.save()
    else:
        monkeypatch.setattr("oversight.queries.walls.today", lambda: today() + dt.timedelta(days=1))
    assert wall_stands(place.ward.pk).version != version


def test_a_screen_stays_signed_in_as_long_as_it_asks_for_news(client, place, watcher):
    poll(client, place.ward, "")
    assert client.session["wall_seen_on"] == today().isoformat()


def test_without_javascript_the_page_asks_again_by_itself(client, place, watcher):
    page = wall(client, place.ward).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page


# -- Arranging it ---------------------------------------------------------------------------------------------------


def arranged(system):
    return list(Tile.objects.filter(wall__system=system).values_list("measure__name", flat=True))


def test_tiles_are_added_moved_and_taken_off(place):
    a, b, c = (summarised(system=place.ward, name=name) for name in "ABC")
    for version, measure in enumerate([a, b, c], start=1):
        add_tile(system=place.ward, version=version, measure=measure)
    add_tile(system=place.ward, version=4, measure=a)
    assert arranged(place.ward) == ["A", "B", "C"]
    move_tile(system=place.ward, version=5, measure=c, by=-1)
    assert arranged(place.ward) == ["A", "C", "B"]
    move_tile(system=place.ward, version=6, measure=b, by=1)
    remove_tile(system=place.ward, version=7, measure=a)
    assert arranged(place.ward) == ["C", "B"]
    choose_by_itself(system=place.ward, version=8)
    assert arranged(place.ward) == []


def test_arranging_begins_with_what_the_wall_shows(place):
    summarised(system=place.ward, name="Common")
    summarised(system=place.ward, name="Of concern", variation="concern_high")
    begin_by_hand(system=place.ward, version=1)
    assert arranged(place.ward) == ["Of concern", "Common"]


def test_a_wall_chosen_by_hand_shows_what_was_chosen_in_that_order(client, place, watcher):
    first = summarised(system=place.macro, name="From above")
    second = summarised(system=place.ward, name="Own")
    summarised(system=place.ward, name="Not chosen", variation="concern_high")
    add_tile(system=place.ward, version=1, measure=first)
    add_tile(system=place.ward, version=2, measure=second)
    assert titles(wall(client, place.ward)) == [["From above", "Own"]]


def test_a_full_wall_and_a_retired_measure_are_refused_with_a_sentence(place):
    for _ in range(MOST_TILES):
        summarised(system=place.ward)
    begin_by_hand(system=place.ward, version=1)
    with pytest.raises(Refusal, match="holds 24 measures"):
        add_tile(system=place.ward, version=2, measure=summarised(system=place.ward))
    with pytest.raises(Refusal, match="is retired"):
        add_tile(system=place.ward, version=2, measure=summarised(system=place.ward, status=MeasureStatus.RETIRED))


def test_two_people_who_arrange_at_once_do_not_undo_one_another(place):
    name_wall(system=place.ward, version=1, title="First", seconds_a_page=20)
    with pytest.raises(StaleEdit):
        name_wall(system=place.ward, version=1, title="Second", seconds_a_page=20)


def test_the_leader_arranges_the_wall_by_its_page(client, place):
    measure = summarised(system=place.ward, name="Falls")
    client.force_login(place.ward_leader)
    url = reverse("oversight:wall-edit", args=[place.ward.pk])
    assert [each.name for each in client.get(url).context["offered"]] == ["Falls"]
    assert client.post(url, {"do": "add", "version": 1, "measure": measure.pk}).status_code == 302
    page = client.post(url, {"do": "add", "version": 1, "measure": measure.pk})
    assert "Somebody else saved a newer version" in page.content.decode()
    assert [each.name for each in page.context["chosen"]] == ["Falls"]
    client.post(url, {"version": 2, "title": "Ward 7 today", "seconds_a_page": 30})
    assert Wall.objects.values_list("title", "seconds_a_page").get() == ("Ward 7 today", 30)
    assert "Ward 7 today" in wall(client, place.ward).content.decode()


def test_a_tile_added_without_leaving_the_page_brings_the_other_form_its_version(client, place):
    measure = summarised(system=place.ward)
    client.force_login(place.ward_leader)
    url = reverse("oversight:wall-edit", args=[place.ward.pk])
    data = {"do": "add", "version": 1, "measure": measure.pk}
    part = client.post(url, data, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="wall-arranging"')
    assert 'id="id_version" value="2" hx-swap-oob="true"' in part
    assert "hx-swap-oob" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    "data", [{"do": "explode"}, {"do": "add"}, {"do": "add", "measure": "999999"}, {"do": "up", "version": "x"}]
)
def test_nonsense_is_answered_with_a_sentence(client, place, data):
    client.force_login(place.ward_leader)
    response = client.post(reverse("oversight:wall-edit", args=[place.ward.pk]), {"version": 1, **data})
    assert response.status_code == 200
    assert response.context["refused"].errors


def test_measures_to_add_are_found_by_their_name_own_ones_first(client, place):
    summarised(system=place.macro, name="Falls in the whole hospital")
    summarised(system=place.ward, name="Falls here")
    client.force_login(place.ward_leader)
    response = client.get(reverse("oversight:wall-edit", args=[place.ward.pk]) + "?q=fall")
    assert [each.name for each in response.context["offered"]] == ["Falls here", "Falls in the whole hospital"]


# -- The list -------------------------------------------------------------------------------------------------------


def test_the_list_has_every_system_with_measures_in_the_order_of_the_tree(client, place, watcher):
    summarised(system=place.ward, variation="improvement_high")
    SystemFactory(name="Without measures", parent=place.meso)
    rows = client.get(reverse("oversight:walls")).context["rows"]
    assert [(row.title, row.measures, row.improving, row.edit_url) for row in rows] == [
        ("St Brigid's", 1, 1, ""),
        ("Medicine", 1, 1, ""),
        ("Ward 7", 1, 1, ""),
    ]


def test_the_list_is_narrowed_by_url(client, place, watcher):
    summarised(system=place.ward)
    url = reverse("oversight:walls")
    assert [row.title for row in client.get(url + "?level=meso").context["rows"]] == ["Medicine"]
    assert [row.title for row in client.get(url + "?q=WARD&level=nonsense").context["rows"]] == ["Ward 7"]


def test_leaders_and_administrators_find_the_way_to_arrange(client, place):
    summarised(system=place.ward)
    found = {}
    for person in (place.division_leader, person_with(Role.ADMINISTRATOR)):
        client.force_login(person)
        rows = client.get(reverse("oversight:walls")).context["rows"]
        found[person] = [row.title for row in rows if row.edit_url]
    assert list(found.values()) == [["Medicine", "Ward 7"], ["St Brigid's", "Medicine", "Ward 7"]]


def test_partners_and_other_outsiders_see_no_walls(client, place):
    client.force_login(OutsiderFactory())
    assert wall(client, place.ward).status_code == 403


# -- What it costs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("by_hand", [False, True])
def test_a_wall_asks_the_same_queries_for_any_number_of_tiles(
    client, place, watcher, django_assert_num_queries, count, by_hand
):
    for _ in range(count):
        summarised(system=place.ward)
    if by_hand:
        begin_by_hand(system=place.macro, version=1)
    wall(client, place.macro)
    with django_assert_num_queries(4):  # session, person, the wall and its version, tiles
        wall(client, place.macro)


def test_asking_for_news_costs_no_tiles(client, place, watcher, django_assert_num_queries):
    version = wall(client, place.macro).context["wall"].version
    poll(client, place.macro, version)
    with django_assert_num_queries(3):  # session, person, the wall and its version
        poll(client, place.macro, version)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_walls(
    client, place, watcher, django_assert_num_queries, count
):
    for _ in range(count):
        summarised(system=SystemFactory(parent=place.meso))
    client.get(reverse("oversight:walls"))
    with django_assert_num_queries(5):  # session, person, standing, tree, measures
        client.get(reverse("oversight:walls"))
