import datetime as dt

import pytest
from django.urls import reverse

from measures.enums import Dimension, MeasureStatus
from oversight.actions.summaries import rebuild
from redesign.lib.dates import today
from teams.enums import TeamState
from tests.factories.barriers import hospital, raised
from tests.factories.cards import waiting
from tests.factories.measures import MeasureFactory
from tests.factories.oversight import StrategicPriorityFactory
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.summaries import summarised
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory


@pytest.fixture
def place(db):
    return hospital()


def page_of(client, system=None):
    client.force_login(UserFactory())
    url = reverse("oversight:roll-up") + (f"?system={system.pk}" if system else "")
    return client.get(url).context["page"]


def counts(figures):
    return [figure.count for figure in figures]


def test_measures_of_all_systems_below_are_counted_by_what_their_charts_say(client, place):
    summarised(system=place.ward, variation="improvement_high")
    summarised(system=place.ward, variation="improvement_low")
    summarised(system=place.meso, variation="concern_high")
    summarised(system=place.macro, variation="common")
    summarised(system=place.macro, variation="none")
    summarised(system=place.ward, variation="concern_high", status=MeasureStatus.RETIRED)
    assert counts(page_of(client, place.macro).measures.figures) == [2, 1, 1, 0, 1]
    assert counts(page_of(client, place.meso).measures.figures) == [2, 1, 0, 0, 0]
    assert counts(page_of(client, place.ward).measures.figures) == [2, 0, 0, 0, 0]


def test_without_a_system_the_whole_organisation_is_shown(client, place):
    assert page_of(client).system == place.macro


def test_the_six_dimensions_stand_together_and_a_missing_one_says_so(client, place):
    summarised(system=place.ward, variation="improvement_high", dimension=Dimension.SAFE)
    rows = page_of(client, place.ward).dimensions
    assert [row.title for row in rows] == Dimension.labels
    assert counts(rows[0].figures) == [1, 0, 0, 0, 0]
    assert [row.note for row in rows] == ["", *["Nobody measures this here."] * 5]


def test_unanswered_signals_are_counted_with_those_of_all_systems_below(client, place):
    waiting(MeasureFactory(system=place.ward))
    waiting(MeasureFactory(system=place.meso))
    waiting(MeasureFactory(system=place.ward, status=MeasureStatus.RETIRED))
    assert page_of(client, place.meso).unanswered.count == 2
    assert page_of(client, place.ward).unanswered.url == f"{reverse('measures:cards')}?system={place.ward.pk}"


def test_late_data_are_counted(client, place):
    summarised(system=place.ward, summary_due_on=today() - dt.timedelta(days=2))
    summarised(system=place.ward)
    assert page_of(client, place.meso).late.count == 1


def test_nothing_is_late_where_a_team_has_stopped(client, place):
    for state in [TeamState.ACTIVE, TeamState.PAUSED, TeamState.CLOSED]:
        team = TeamFactory(system=place.ward, state=state)
        summarised(system=place.ward, team=team, summary_due_on=today() - dt.timedelta(days=2))
    late = page_of(client, place.meso).late
    assert late.count == 1
    assert client.get(late.url).context["page"].paginator.count == 1


def test_teams_are_counted_by_state(client, place):
    TeamFactory(system=place.meso, state=TeamState.PROPOSED)
    TeamFactory(system=place.meso, state=TeamState.CLOSED)
    page = page_of(client, place.macro)
    assert page.all_teams.count == 2
    assert {figure.words: figure.count for figure in page.teams} == {
        "Proposed": 1,
        "Chartered": 0,
        "Active": 1,
        "Sustaining": 0,
        "Paused": 0,
    }


def test_barriers_are_counted_by_who_raised_them_and_by_who_is_asked(client, place):
    raised(place, to=place.meso, days=-2)
    raised(place, to=place.macro, title="Another")
    rebuild()
    assert counts(page_of(client, place.ward).barriers) == [2, 1, 0, 0]
    assert counts(page_of(client, place.meso).barriers) == [2, 1, 1, 1]
    assert counts(page_of(client, place.macro).barriers) == [2, 1, 2, 1]


def test_each_figure_of_barriers_opens_to_as_many_rows(client, place):
    raised(place, to=place.meso, days=-2)
    raised(place, to=place.macro, title="Another")
    rebuild()
    for system in (place.macro, place.meso):
        for figure in page_of(client, system).barriers:
            assert len(client.get(figure.url).context["rows"]) == figure.count, figure


def test_each_figure_of_teams_opens_to_as_many_rows(client, place):
    TeamFactory(system=place.meso, state=TeamState.PROPOSED)
    rebuild()
    page = page_of(client, place.macro)
    for figure in [page.all_teams, *page.teams]:
        if figure.count:
            assert client.get(figure.url).context["page"].paginator.count == figure.count


def test_strategic_priorities_show_the_teams_that_serve_them(client, place):
    priority = StrategicPriorityFactory(name="Home sooner")
    priority.teams.add(place.team)
    summarised(system=place.ward, team=place.team, variation="improvement_high")
    StrategicPriorityFactory(name="Over", ends_on=dt.date(2024, 2, 1))
    rebuild()
    rows = page_of(client, place.macro).priorities
    assert [(row.title, row.teams.count, row.shares.all.count, row.shares.figures[0].count) for row in rows] == [
        ("Home sooner", 1, 1, 1)
    ]


def test_the_systems_below_come_to_the_whole(client, place):
    other = SystemFactory(name="Ward 8", parent=place.meso)
    summarised(system=place.ward, variation="improvement_high")
    summarised(system=other, variation="concern_low")
    branches = page_of(client, place.meso).branches
    assert [(row.title, row.improving.count, row.concerning.count) for row in branches] == [
        ("Ward 7", 1, 0),
        ("Ward 8", 0, 1),
    ]


def test_partners_do_not_see_the_whole_organisation(client, place):
    client.force_login(OutsiderFactory())
    assert client.get(reverse("oversight:roll-up")).status_code == 403


def test_an_empty_tree_says_what_to_do_first(client, db):
    client.force_login(UserFactory())
    assert "The tree is empty" in client.get(reverse("oversight:roll-up")).content.decode()


@pytest.mark.parametrize("asked", ["nonsense", "999999", "9" * 30, "-1"])
def test_an_unknown_system_is_ignored_politely(client, place, asked):
    client.force_login(UserFactory())
    assert client.get(reverse("oversight:roll-up") + f"?system={asked}").context["system"] == place.macro


@pytest.mark.parametrize("count", [1, 3])
def test_the_roll_up_asks_the_same_queries_for_any_number_of_rows(client, place, django_assert_num_queries, count):
    for number in range(count):
        ward = SystemFactory(parent=place.meso)
        summarised(system=ward)
        StrategicPriorityFactory().teams.add(TeamFactory(system=ward))
        raised(place, title=f"Barrier {number}")
    page_of(client, place.macro)
    # session, person, standing, tree, measures, chances of their charts, signals, teams, barriers, priorities (2)
    with django_assert_num_queries(11):
        client.get(reverse("oversight:roll-up"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_the_same_queries_for_any_number_of_rows(client, place, django_assert_num_queries, count):
    for _ in range(count):
        summarised(system=SystemFactory(parent=place.meso))
    client.force_login(UserFactory())
    url = reverse("oversight:system-panel", args=[place.meso.pk])
    assert client.get(url).url == reverse("oversight:roll-up") + f"?system={place.meso.pk}"
    part = {"HX-Request": "true"}
    assert "What rolls up to it" in client.get(url, headers=part).content.decode()
    with django_assert_num_queries(7):  # session, person, standing, tree, measures, signals, barriers
        client.get(url, headers=part)


def test_each_figure_of_measures_opens_to_as_many_rows(client, place):
    for variation in ("improvement_high", "improvement_low", "concern_high", "common", "neutral_low", "none"):
        summarised(system=place.ward, variation=variation, dimension=Dimension.SAFE)
    summarised(system=place.meso, variation="common", summary_due_on=today() - dt.timedelta(days=1))
    page = page_of(client, place.meso)
    safe = page.dimensions[0]
    for figure in [page.measures.all, *page.measures.figures, page.late, safe.all, *safe.figures]:
        if figure.count:
            assert client.get(figure.url).context["page"].paginator.count == figure.count, figure


def test_each_figure_of_a_strategic_priority_opens_to_as_many_rows(client, place):
    priority = StrategicPriorityFactory(name="Home sooner")
    for team in [place.team, TeamFactory(system=place.ward)]:
        priority.teams.add(team)
        for variation in ("improvement_high", "concern_high", "common"):
            summarised(system=place.ward, team=team, variation=variation)
    summarised(system=place.ward, variation="common")
    rebuild()
    (row,) = page_of(client, place.macro).priorities
    figures = [row.shares.all, *row.shares.figures]
    assert counts(figures) == [6, 2, 2]
    for figure in figures:
        assert client.get(figure.url).context["page"].paginator.count == figure.count, figure
    assert client.get(reverse("measures:measures") + "?team=x,1").status_code == 200


def test_the_roll_up_says_how_many_charts_chance_alone_would_colour(client, place):
    for _ in range(40):
        summarised(system=place.ward, chart="i", rules="anhoej-3-sigma")
    summarised(system=place.ward, chart="g")
    summarised(system=place.ward, variation="none")
    assert page_of(client, place.meso).by_chance == (
        "If nothing had changed anywhere, about 1.5 of these 40 charts would still show a special cause at the newest "
        "point; 0 to 4 would be no surprise. 1 more is not reckoned with."
    )


def test_nothing_is_said_of_chance_where_no_chart_can_be_read(client, place):
    summarised(system=place.ward, variation="none")
    assert page_of(client, place.meso).by_chance == ""


def test_of_a_single_chart_the_chance_is_told(client, place):
    summarised(system=place.ward, chart="run")
    assert page_of(client, place.meso).by_chance == (
        "If nothing had changed, the chance that this chart shows a special cause at its newest point would be 3 in 100."
    )
