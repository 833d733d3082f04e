"""The group rates a team: all criteria at once, with why, and which strategic priorities it serves."""

import pytest
from django.urls import reverse

from oversight.models import Rating, TeamSummary
from teams.enums import Role, TeamState
from tests.factories.oversight import CriterionFactory, StrategicPriorityFactory
from tests.factories.people import person_with
from tests.factories.ratings import RatingFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(client):
    client.force_login(person_with(Role.OVERSIGHT, user__name="The chair"))
    return client


def url(team) -> str:
    return reverse("oversight:team-rating", args=[team.pk])


def sent(page, **changes) -> dict:
    """What the browser sends: the form as it was shown, with some answers changed."""
    form = page.context["form"]
    shown = {bound.name: bound.value() for bound in form if bound.value() not in (None, [])}
    return {**shown, **changes}


def ratings(team) -> list[tuple]:
    return list(Rating.objects.filter(team=team).order_by("criterion").values_list("criterion__name", "value", "why"))


def test_all_criteria_are_answered_at_once(chair):
    team, home = TeamFactory(name="Home by noon"), StrategicPriorityFactory(weight=2)
    gain, ease = CriterionFactory(name="Gain", weight=6), CriterionFactory(name="Ease", weight=2)
    answers = {
        f"value-{gain.pk}": "4",
        f"why-{gain.pk}": "Beds free by noon.",
        f"value-{ease.pk}": "",
        "serves": [home.pk],
    }
    answer = chair.post(url(team), sent(chair.get(url(team)), **answers), follow=True)
    assert ratings(team) == [("Gain", 4, "Beds free by noon.")]
    assert list(team.strategic_priorities.all()) == [home]
    assert TeamSummary.objects.get(team=team).priority == pytest.approx(100 * (6 * 4 + 2 * 5) / 40)
    assert "Home by noon has a priority score of 85 and stands 1st." in answer.content.decode()


def test_a_rating_can_be_changed_and_taken_back(chair):
    criterion = CriterionFactory()
    team = RatingFactory(criterion=criterion, value=2, why="Small.").team
    page = chair.get(url(team))
    chair.post(url(team), sent(page, **{f"value-{criterion.pk}": "5"}))
    assert ratings(team) == [(criterion.name, 5, "Small.")]
    chair.post(url(team), sent(chair.get(url(team)), **{f"value-{criterion.pk}": ""}))
    assert ratings(team) == []
    assert TeamSummary.objects.get(team=team).priority is None


def test_only_what_differs_is_written(chair):
    kept, changed = RatingFactory(value=2), None
    changed = RatingFactory(team=kept.team, value=3)
    before = kept.updated_at
    page = chair.get(url(kept.team))
    chair.post(url(kept.team), sent(page, **{f"value-{changed.criterion_id}": "4"}))
    kept.refresh_from_db()
    changed.refresh_from_db()
    assert (kept.updated_at, kept.rated_by, changed.value, changed.rated_by.name) == (before, None, 4, "The chair")


@pytest.mark.parametrize("value", ["6", "-1", "many", "2.5"])
def test_a_rating_is_0_to_5_or_not_yet(chair, value):
    criterion, team = CriterionFactory(), TeamFactory()
    answer = chair.post(url(team), sent(chair.get(url(team)), **{f"value-{criterion.pk}": value}))
    assert f"value-{criterion.pk}" in answer.context["form"].errors
    assert ratings(team) == []


def test_a_rating_made_meanwhile_is_shown_beside_what_was_typed_and_not_overwritten(chair):
    criterion, team = CriterionFactory(), TeamFactory()
    opened = chair.get(url(team))
    RatingFactory(team=team, criterion=criterion, value=1, why="Costly.", rated_by=person_with(Role.OVERSIGHT))
    answers = sent(opened, **{f"value-{criterion.pk}": "5"})
    answer = chair.post(url(team), answers)
    page = answer.content.decode()
    assert "Somebody else rated this team" in page
    assert "Saved now: 1 by" in page
    assert ratings(team) == [(criterion.name, 1, "Costly.")]
    chair.post(url(team), {**answers, "saw": answer.context["form"]["saw"].value()})
    assert ratings(team) == [(criterion.name, 5, "")]


def test_a_closed_team_is_not_rated(chair):
    criterion, team = CriterionFactory(), TeamFactory(state=TeamState.CLOSED, name="Old team")
    answer = chair.post(url(team), sent(chair.get(url(team)), **{f"value-{criterion.pk}": "3"}))
    assert "Old team is closed: its ratings stay as they are." in answer.content.decode()


def test_a_retired_priority_that_the_team_served_stays_on_record(chair):
    team, old = TeamFactory(), StrategicPriorityFactory(retired=True)
    old.teams.add(team)
    CriterionFactory()
    chair.post(url(team), sent(chair.get(url(team))))
    assert list(team.strategic_priorities.all()) == [old]


def test_the_page_says_where_the_team_stands_and_why(chair):
    rating = RatingFactory(value=4, criterion__name="Gain")
    chair.post(url(rating.team), sent(chair.get(url(rating.team))))
    page = chair.get(url(rating.team)).content.decode()
    assert "1st of all teams" in page
    assert "4 of 5" in page


def test_without_criteria_it_says_what_to_do_first(chair):
    assert "Write the first criterion" in chair.get(url(TeamFactory())).content.decode()
