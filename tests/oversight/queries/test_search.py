"""Search over everything, for who may see what."""

import datetime as dt

import pytest
from django.urls import reverse

from oversight.queries.search import search
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.measures import MeasureFactory
from tests.factories.oversight import BarrierFactory, ResourceFactory, StrategicPriorityFactory
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db


def found(user, text) -> dict[str, list[str]]:
    return {group.title: [find.title for find in group.finds] for group in search(user, text)}


def one_of_each(name: str, team=None):
    team = team or TeamFactory(name=f"{name} team")
    MeasureFactory(name=f"{name} measure", team=team)
    CycleFactory(idea=ChangeIdeaFactory(team=team, title=f"{name} idea"), title=f"{name} cycle")
    BarrierFactory(team=team, title=f"{name} barrier")
    SystemFactory(name=f"{name} ward")
    StrategicPriorityFactory(name=f"{name} priority")
    ResourceFactory(name=f"{name} hours")
    MembershipFactory(team=team, user=UserFactory(name=f"{name} Lind"))
    return team


def test_everything_with_the_word_in_it_is_found_by_kind():
    one_of_each("Discharge")
    one_of_each("Theatre")
    assert found(UserFactory(), "discharge") == {
        "Teams": ["Discharge team"],
        "Systems": ["Discharge ward"],
        "Measures": ["Discharge measure"],
        "PDSA cycles": ["Discharge cycle"],
        "Change ideas": ["Discharge idea"],
        "Shared resources": ["Discharge hours"],
        "Barriers": ["Discharge barrier"],
        "People": ["Discharge Lind"],
        "Strategic priorities": ["Discharge priority"],
    }


def test_a_cycle_that_is_decided_says_how():
    CycleFactory(title="Discharge sheet", step="act", decision="adapt", decided_on=dt.date(2024, 3, 9))
    CycleFactory(title="Discharge board", step="do")
    [cycles] = search(UserFactory(), "discharge")
    shown = {find.title: find.badge for find in cycles.finds}
    assert "Adapted" in shown["Discharge sheet"]
    assert "Do" in shown["Discharge board"]


def test_an_outsider_finds_only_what_belongs_to_their_teams():
    mine, partner = one_of_each("Discharge one"), OutsiderFactory(name="Joan")
    MembershipFactory(team=mine, user=partner)
    one_of_each("Discharge two")
    assert found(partner, "discharge") == {
        "Teams": ["Discharge one team"],
        "Measures": ["Discharge one measure"],
        "PDSA cycles": ["Discharge one cycle"],
        "Change ideas": ["Discharge one idea"],
        "Barriers": ["Discharge one barrier"],
        "People": ["Discharge one Lind"],
    }


def test_an_outsider_without_a_team_finds_nothing():
    one_of_each("Discharge")
    assert found(OutsiderFactory(), "discharge") == {}


def test_every_word_must_be_there_wherever_it_stands():
    TeamFactory(name="Home before noon", system=SystemFactory(name="Larch ward"))
    TeamFactory(name="Home visits", system=SystemFactory(name="Oak ward"))
    assert found(UserFactory(), "larch home")["Teams"] == ["Home before noon"]


def test_what_begins_with_the_word_comes_first():
    for name in ("A better ward round", "Ward round", "Rounds"):
        TeamFactory(name=name)
    assert found(UserFactory(), "ward")["Teams"][:2] == ["Ward round", "A better ward round"]


@pytest.mark.parametrize("text", ["", " ", "a", "%", "_", "'", "\\"])
def test_too_little_to_go_by_finds_nothing_and_breaks_nothing(text):
    TeamFactory()
    assert found(UserFactory(), text) == {}


@pytest.mark.parametrize("text", ["%%", "__", "'; DROP TABLE teams_team; --", "\\\\", "100%"])
def test_marks_are_taken_as_they_stand(text):
    TeamFactory(name="Ward")
    assert "Teams" not in found(UserFactory(), text)


@pytest.mark.parametrize("count", [1, 3])
def test_search_asks_one_query_for_any_number_of_finds(count, django_assert_num_queries):
    for number in range(count):
        one_of_each(f"Discharge {number}")
    user = UserFactory()
    with django_assert_num_queries(1 + 1):  # and the person's standing
        search(user, "discharge")


def test_more_than_a_handful_leads_to_the_whole_list():
    for number in range(9):
        TeamFactory(name=f"Ward {number}")
    (group,) = (group for group in search(UserFactory(), "ward") if group.key == "team")
    assert (len(group.finds), group.more_url) == (8, f"{reverse('teams:teams')}?q=ward")


def test_the_box_answers_with_the_results_alone_when_htmx_asks(client):
    TeamFactory(name="Home before noon")
    client.force_login(UserFactory())
    page = client.get(reverse("oversight:search"), {"q": "noon"}, headers={"HX-Request": "true"})
    assert page.content.decode().strip().startswith('<div id="search-results"')
    assert "Home before noon" in page.content.decode()
    assert "<html" in client.get(reverse("oversight:search"), {"q": "noon"}).content.decode()


def test_a_clinician_reads_clinical_words_over_the_finds():
    one_of_each("Discharge")
    assert "Small tests" in found(UserFactory(words="clinical"), "discharge")
