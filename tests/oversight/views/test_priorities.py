"""Strategic priorities and criteria are made, weighed and retired by the group; each change ranks all teams anew."""

import datetime as dt

import pytest
from django.urls import reverse

from oversight.actions.summaries import rebuild
from oversight.models import Criterion, StrategicPriority, TeamSummary
from teams.enums import Role
from tests.factories.oversight import CriterionFactory, StrategicPriorityFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.ratings import RatingFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db
PAGE = "/oversight/priorities/"


@pytest.fixture
def chair(client):
    client.force_login(person_with(Role.OVERSIGHT))
    return client


def scores() -> list[float]:
    return [round(score, 1) for score in TeamSummary.objects.order_by("team").values_list("priority", flat=True)]


def test_a_strategic_priority_is_made_with_its_weight_and_dates(chair):
    owner = UserFactory(name="Ada Obi")
    sent = {"name": "Home first", "weight": "5", "starts_on": "2026-01-01", "ends_on": "", "owner": owner.email}
    assert chair.post(reverse("oversight:priority-new"), sent).status_code == 302
    made = StrategicPriority.objects.get()
    assert (made.name, made.weight, made.owner, made.ends_on) == ("Home first", 5, owner, None)
    page = chair.get(PAGE).content.decode()
    assert "Home first" in page
    assert "Ada Obi" in page


def test_a_priority_that_ends_before_it_starts_is_refused_at_its_field(chair):
    sent = {"name": "Home first", "weight": "5", "starts_on": "2026-01-01", "ends_on": "2025-01-01"}
    answer = chair.post(reverse("oversight:priority-new"), sent)
    assert answer.context["form"].errors["ends_on"] == ["A strategic priority must end after it starts."]


def test_a_name_that_is_taken_is_refused_at_its_field(chair):
    CriterionFactory(name="Gain")
    answer = chair.post(reverse("oversight:criterion-new"), {"name": "gain", "question": "How much?", "weight": "3"})
    assert answer.context["form"].errors["name"] == ["There is a criterion of this name already."]


def test_weighing_a_criterion_anew_ranks_all_teams_anew(chair):
    gain, ease = CriterionFactory(weight=1), CriterionFactory(weight=1, name="Ease", question="How easy?")
    team = RatingFactory(criterion=gain, value=5).team
    RatingFactory(criterion=ease, team=team, value=0)
    rebuild()
    assert scores() == [50.0]
    sent = {"name": "Ease", "question": "How easy is it?", "weight": "4", "version": "1"}
    assert chair.post(reverse("oversight:criterion-edit", args=[ease.pk]), sent).status_code == 302
    assert scores() == [20.0]


def test_an_edit_of_an_old_version_shows_both_texts_and_keeps_what_was_typed(chair):
    priority = StrategicPriorityFactory(name="Home first")
    url = reverse("oversight:priority-edit", args=[priority.pk])
    sent = {"name": "Home soon", "weight": "3", "starts_on": "2026-01-01", "version": "1"}
    chair.post(url, sent)
    answer = chair.post(url, {**sent, "name": "Home at once"})
    page = answer.content.decode()
    assert "Home soon" in page
    assert "Home at once" in page
    assert StrategicPriority.objects.get().name == "Home soon"
    chair.post(url, {**sent, "name": "Home at once", "version": answer.context["form"]["version"].value()})
    assert StrategicPriority.objects.get().name == "Home at once"


def test_whoever_changes_a_weight_reads_which_teams_changed_places(chair):
    gain, ease = CriterionFactory(weight=5), CriterionFactory(weight=1, name="Ease", question="How easy?")
    for name, ratings in {"Ward 4": (5, 0), "Theatres": (3, 5)}.items():
        team = TeamFactory(name=name)
        for criterion, value in zip((gain, ease), ratings, strict=True):
            RatingFactory(criterion=criterion, team=team, value=value)
    rebuild()
    url = reverse("oversight:criterion-edit", args=[ease.pk])
    sent = {"name": "Ease", "question": "How easy?", "version": "1"}
    page = chair.post(url, {**sent, "weight": "10"}, follow=True).content.decode()
    assert "2 teams changed places: Theatres from 2nd to 1st, Ward 4 from 1st to 2nd." in page
    page = chair.post(url, {**sent, "version": "2", "weight": "9"}, follow=True).content.decode()
    assert "Every team keeps its place." in page


def test_a_retired_priority_counts_no_longer_and_can_come_back(chair):
    priority = StrategicPriorityFactory(weight=3)
    team = RatingFactory(criterion=CriterionFactory(weight=3), value=2).team
    priority.teams.add(team)
    rebuild()
    assert scores() == [70.0]
    url = reverse("oversight:priority-retire", args=[priority.pk])
    assert "Retire" in chair.get(url).content.decode()
    chair.post(url)
    assert scores() == [40.0]
    assert "Bring back" in chair.get(PAGE).content.decode()
    chair.post(url)
    assert scores() == [70.0]


def test_a_retired_criterion_keeps_its_ratings(chair):
    rating = RatingFactory(value=5)
    rebuild()
    url = reverse("oversight:criterion-retire", args=[rating.criterion_id])
    chair.post(url)
    assert TeamSummary.objects.get(team=rating.team).priority is None
    chair.post(url)
    assert scores() == [100.0]
    assert not Criterion.objects.get().retired


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    client.force_login(UserFactory())
    for _ in range(count):
        StrategicPriorityFactory(owner=UserFactory()).teams.add(TeamFactory())
        CriterionFactory()
        StrategicPriorityFactory(ends_on=dt.date(2024, 3, 1))
    client.get(PAGE)
    with django_assert_num_queries(5):  # session, person, standing, priorities, criteria
        client.get(PAGE)


def test_the_weightiest_come_first(chair):
    for name, weight in (("Light", 1), ("Heavy", 5), ("Middling", 3)):
        StrategicPriorityFactory(name=name, weight=weight)
        CriterionFactory(name=name, weight=weight)
    page = chair.get(PAGE).context["page"]
    assert [row.name for row in page.priorities] == ["Heavy", "Middling", "Light"]
    assert [row.name for row in page.criteria] == ["Heavy", "Middling", "Light"]


def test_who_may_not_set_them_reads_them_without_buttons(client):
    client.force_login(UserFactory())
    CriterionFactory(name="Gain")
    page = client.get(PAGE).content.decode()
    assert "Gain" in page
    assert "Retire" not in page
    assert "The oversight group names what the organisation wants most" in page


def test_an_empty_page_says_what_to_do_first(chair):
    page = chair.get(PAGE).content.decode()
    assert "No strategic priorities yet" in page
    assert "No criteria yet" in page
