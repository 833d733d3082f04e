"""The portfolio shows every team with what the group needs to know, in constant queries and little time."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.enums import Variation
from oversight.actions.summaries import rebuild
from oversight.models import TeamSummary
from oversight.queries.conflicts import count_of_conflicts
from oversight.queries.loads import contests, this_week
from oversight.queries.portfolio import silence
from oversight.queries.scores import ordinal
from teams.enums import Role, TeamRole, TeamState
from teams.models import Team
from tests.factories.cards import waiting
from tests.factories.measures import MeasureFactory
from tests.factories.oversight import (
    BarrierFactory,
    CriterionFactory,
    ResourceFactory,
    ResourceRequestFactory,
    StrategicPriorityFactory,
)
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.ratings import RatingFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db
URL = "/oversight/"
PLACED = {"place": 1, "place_low": 1, "place_high": 2}


@pytest.fixture
def reader(client):
    client.force_login(UserFactory())
    return client


def names(client, query: str = "") -> list[str]:
    """The teams on the page, in their order."""
    page = client.get(f"{URL}?{query}").context["page"]
    return [row.name for row in page.object_list]


def summarised(name: str, **fields) -> Team:
    team = TeamFactory(name=name, **{key: fields.pop(key) for key in ("state", "system") if key in fields})
    TeamSummary.objects.update_or_create(team=team, defaults=fields)
    return team


def test_a_row_says_what_the_group_needs_to_know(client):
    client.force_login(person_with(Role.OVERSIGHT))
    criterion = CriterionFactory(name="Gain <patients>", weight=6)
    team = RatingFactory(criterion=criterion, value=4, team__name="Home by noon").team
    BarrierFactory(team=team, reply_by=dt.date(2024, 1, 1))
    MembershipFactory(team=team, role=TeamRole.COACH, user__name="Ada Obi")
    rebuild()
    page = client.get(URL).content.decode()
    assert "Gain &lt;patients&gt;</span> <small>4 of 5, weight 6</small> <b>80.0</b>" in page
    assert "<b>80</b><small>1st</small>" in page
    assert "100%<small>1st</small>" in page
    assert "1 overdue" in page
    assert "Ada Obi" in page
    assert reverse("oversight:team-rating", args=[team.pk]) in page


def test_who_may_not_rate_sees_no_way_to(reader):
    TeamFactory()
    assert "Rate" not in reader.get(URL).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_portfolio_asks_the_same_queries_for_any_number_of_teams(client, count, django_assert_num_queries):
    client.force_login(person_with(Role.OVERSIGHT))
    for _ in range(count):
        team = RatingFactory().team
        MembershipFactory(team=team, role=TeamRole.COACH)
        ResourceRequestFactory(team=team)
        StrategicPriorityFactory()
    rebuild()
    client.get(URL)
    # session, person, standing, systems, strategic priorities, count, rows, strip
    with django_assert_num_queries(8):
        client.get(URL)


def test_the_fragment_asks_only_for_its_rows(reader, django_assert_num_queries):
    TeamFactory()
    reader.get(URL)
    with django_assert_num_queries(7):
        answer = reader.get(URL, headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith('<div id="portfolio">')


def test_the_highest_priority_comes_first_and_the_unrated_last(reader):
    summarised("Low", priority=20.0)
    TeamFactory(name="Unrated")
    summarised("High", priority=90.0)
    assert names(reader) == ["High", "Low", "Unrated"]
    assert names(reader, "sort=priority") == ["Low", "High", "Unrated"]


@pytest.mark.parametrize(
    ("key", "less", "more"),
    [
        ("sure", {"sure": 0.2, **PLACED}, {"sure": 0.9, **PLACED}),
        ("progress", {"progress": 1}, {"progress": 4}),
        ("signal", {"signal_on": dt.date(2024, 1, 1)}, {"signal_on": dt.date(2024, 5, 1)}),
        ("barriers", {"overdue_barriers": 0, "open_barriers": 9}, {"overdue_barriers": 1, "open_barriers": 1}),
        (
            "silence",
            {"last_happened_at": timezone.now()},
            {"last_happened_at": timezone.now() - dt.timedelta(days=9)},
        ),
    ],
)
def test_each_column_sorts_both_ways(reader, key, less, more):
    summarised("B", **less)
    summarised("A", **more)
    assert names(reader, f"sort={key}") == ["B", "A"]
    assert names(reader, f"sort=-{key}") == ["A", "B"]


def test_names_states_and_coaches_sort_too(reader):
    first = TeamFactory(name="alpha", state=TeamState.SUSTAINING)
    second = TeamFactory(name="Beta", state=TeamState.CHARTERED)
    MembershipFactory(team=first, role=TeamRole.COACH, user__name="Zoe")
    MembershipFactory(team=second, role=TeamRole.COACH, user__name="Ada")
    assert names(reader, "sort=name") == ["alpha", "Beta"]
    assert names(reader, "sort=state") == ["Beta", "alpha"]
    assert names(reader, "sort=coach") == ["Beta", "alpha"]


def test_a_coach_finds_their_teams_the_silent_ones_first(reader):
    now, coach = timezone.now(), UserFactory(name="Tomasz Zielinski")
    for name, silent in (("Moving", 2), ("Stuck", 60)):
        team = summarised(name, last_happened_at=now - dt.timedelta(days=silent))
        MembershipFactory(team=team, user=coach, role=TeamRole.COACH)
    summarised("Somebody else's")
    assert names(reader, "q=zielinski&sort=-silence") == ["Stuck", "Moving"]


def test_closed_teams_show_only_when_asked_for(reader):
    TeamFactory(name="Closed", state=TeamState.CLOSED)
    TeamFactory(name="Paused", state=TeamState.PAUSED)
    assert names(reader) == ["Paused"]
    assert names(reader, "state=closed") == ["Closed"]
    assert sorted(names(reader, "state=all")) == ["Closed", "Paused"]


def test_the_filters_narrow_what_is_shown(reader):
    division = SystemFactory(name="Medicine")
    ward = SystemFactory(name="Heather Ward", parent=division)
    priority = StrategicPriorityFactory(name="Home first")
    long_ago = timezone.now() - dt.timedelta(days=40)
    one = summarised(
        "One",
        system=ward,
        signal=Variation.CONCERN_HIGH,
        overdue_barriers=1,
        open_barriers=1,
        last_happened_at=long_ago,
    )
    two = summarised("Two", signal=Variation.IMPROVEMENT_LOW, last_happened_at=timezone.now())
    priority.teams.add(two)
    assert names(reader, "q=heather") == ["One"]
    assert names(reader, f"system={division.pk}") == ["One"]
    assert names(reader, f"strategic={priority.pk}") == ["Two"]
    assert names(reader, "signal=concern") == ["One"]
    assert names(reader, "silent=30") == ["One"]
    assert names(reader, "barriers=overdue") == ["One"]
    assert one.pk != two.pk


@pytest.mark.parametrize(
    "query",
    ["state=asleep", "system=x", "system=99999", "silent=-3", "sort=;drop", "page=zero", "page=999", "signal=9"],
)
def test_what_makes_no_sense_is_left_out(reader, query):
    TeamFactory(name="One")
    assert names(reader, query) == ["One"]


def test_an_empty_portfolio_says_what_to_do_first(reader):
    assert "No redesign teams yet" in reader.get(URL).content.decode()
    assert "No team is like this" in reader.get(f"{URL}?q=x").content.decode()


def test_outsiders_do_not_see_it(client):
    client.force_login(OutsiderFactory())
    assert client.get(URL).status_code == 403


def test_the_strip_counts_states_and_what_waits(reader):
    TeamFactory.create_batch(2, state=TeamState.PAUSED)
    resource = ResourceFactory(weekly_capacity=5)
    for first in (this_week(), this_week() + dt.timedelta(weeks=6)):
        ResourceRequestFactory.create_batch(2, resource=resource, first_week=first, last_week=first)
    page = reader.get(URL).content.decode()
    assert "<b>2</b><span>paused</span>" in page
    assert "<b>2</b><span>open conflicts</span>" in page
    assert sum(len(each.overloads(this_week())) for each in contests([resource], this_week())) == count_of_conflicts()


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (123, "123rd")]
)
def test_places_are_said_as_people_say_them(number, said):
    assert ordinal(number) == said


def test_silence_is_said_in_days():
    now = timezone.now()
    ago = [now - dt.timedelta(days=days) for days in (0, 1, 40)]
    assert [silence(each, now) for each in [*ago, None]] == ["today", "1 day", "40 days", "always"]


def test_unanswered_signals_stand_in_the_portfolio_and_open_to_what_they_are(reader):
    team = TeamFactory(name="Home by noon")
    measure = MeasureFactory(team=team, system=team.system)
    waiting(measure, days=3)
    waiting(measure, days=20)
    waiting(MeasureFactory(team=team, system=team.system, status="retired"), days=90)
    rebuild()
    page = reader.get(URL).content.decode()
    assert f'<a href="{reverse("measures:cards")}?team={team.pk}">2</a><small>20 days</small>' in page


def test_teams_are_found_by_their_unanswered_signals(reader):
    now = timezone.localdate()
    summarised("Answers all")
    summarised("Has some", unanswered=1, unanswered_since=now - dt.timedelta(days=2))
    summarised("Has many", unanswered=3, unanswered_since=now - dt.timedelta(days=20))
    assert names(reader, "unanswered=some&sort=name") == ["Has many", "Has some"]
    assert names(reader, "unanswered=long") == ["Has many"]
    assert names(reader, "sort=-unanswered")[:2] == ["Has many", "Has some"]
    assert len(names(reader, "unanswered=nonsense")) == 3


def test_a_paused_team_has_no_signals_to_answer(reader):
    team = TeamFactory(state=TeamState.PAUSED)
    waiting(MeasureFactory(team=team, system=team.system))
    rebuild()
    assert TeamSummary.objects.get(team=team).unanswered == 0
