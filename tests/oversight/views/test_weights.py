"""Other weights are tried before they are saved: what would move is shown, and saved as a whole or not at all."""

import pytest
from django.urls import reverse

from oversight.actions.summaries import rebuild
from oversight.models import Criterion, StrategicPriority, TeamSummary
from oversight.queries.weights import seen
from teams.enums import Role
from tests.factories.oversight import CriterionFactory, StrategicPriorityFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.ratings import RatingFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db
PAGE = "/oversight/priorities/weights/"


@pytest.fixture
def chair(client):
    client.force_login(person_with(Role.OVERSIGHT))
    return client


@pytest.fixture
def lines():
    """Ward 4 leads by its gain, Theatres follow by their ease; Theatres serve the strategic priority."""
    gain, ease = CriterionFactory(weight=6, name="Gain"), CriterionFactory(weight=2, name="Ease")
    home = StrategicPriorityFactory(weight=1, name="Home first")
    for name, ratings in {"Ward 4": (5, 1), "Theatres": (3, 5)}.items():
        team = TeamFactory(name=name)
        for criterion, value in zip((gain, ease), ratings, strict=True):
            RatingFactory(criterion=criterion, team=team, value=value)
        if name == "Theatres":
            home.teams.add(team)
    rebuild()
    return gain, ease, home


def said(answer) -> list[tuple]:
    return [(row.team, row.then, row.now, row.score) for row in answer.context["tried"].rows]


def test_without_other_weights_it_shows_the_order_as_it_stands(chair, lines):
    answer = chair.get(PAGE)
    assert said(answer) == [("Theatres", "1st", "1st", "73"), ("Ward 4", "2nd", "2nd", "71")]
    assert "Choose another weight" in answer.content.decode()
    assert "Save these weights" not in answer.content.decode()


def test_other_weights_show_who_would_move_and_nothing_is_saved(chair, lines):
    gain, _ease, _home = lines
    answer = chair.get(PAGE, {f"criterion-{gain.pk}": "10"})
    assert said(answer) == [("Ward 4", "1st", "2nd", "71 → 80"), ("Theatres", "2nd", "1st", "73 → 69")]
    assert (
        answer.context["tried"].sentence
        == "2 teams would change places: Ward 4 from 2nd to 1st, Theatres from 1st to 2nd."
    )
    assert list(Criterion.objects.order_by("pk").values_list("weight", flat=True)) == [6, 2]
    assert list(TeamSummary.objects.order_by("place").values_list("team__name", flat=True)) == ["Theatres", "Ward 4"]


def test_what_is_tried_is_what_is_ranked_once_it_is_saved(chair, lines):
    gain, ease, home = lines
    weights = {f"criterion-{gain.pk}": "9", f"criterion-{ease.pk}": "3", f"priority-{home.pk}": "5"}
    tried = said(chair.get(PAGE, weights))
    answer = chair.post(reverse("oversight:weights-save"), {**weights, "saw": seen()}, follow=True)
    assert "Saved." in answer.content.decode()
    assert [Criterion.objects.get(pk=gain.pk).weight, StrategicPriority.objects.get().weight] == [9, 5]
    saved = TeamSummary.objects.order_by("place").values_list("team__name", "priority")
    assert [(team, f"{score:.0f}") for team, score in saved] == [(row[0], row[3].split(" → ")[-1]) for row in tried]


@pytest.mark.parametrize("sent", ["0", "11", "-1", "many", "", "1e9", "3\x00"])
def test_a_weight_that_makes_no_sense_is_taken_as_it_is_saved(chair, lines, sent):
    answer = chair.get(PAGE, {f"criterion-{lines[0].pk}": sent, "criterion-999999": "3"})
    assert (answer.status_code, answer.context["tried"].changed) == (200, False)


def test_weights_tried_against_an_order_that_has_changed_since_are_not_saved(chair, lines):
    gain, ease, _home = lines
    saw = seen()
    chair.post(
        reverse("oversight:criterion-edit", args=[ease.pk]),
        {"name": "Ease", "question": "How easy?", "weight": "8", "version": "1"},
    )
    answer = chair.post(reverse("oversight:weights-save"), {f"criterion-{gain.pk}": "10", "saw": saw}, follow=True)
    assert "Nothing was saved" in answer.content.decode()
    assert f"criterion-{gain.pk}=10" in answer.redirect_chain[0][0]
    assert Criterion.objects.get(pk=gain.pk).weight == 6


def test_everybody_who_works_here_may_try_and_only_the_group_saves(client, lines):
    client.force_login(UserFactory())
    answer = client.get(PAGE, {f"criterion-{lines[0].pk}": "10"})
    assert (answer.status_code, "Save these weights" in answer.content.decode()) == (200, False)
    assert client.post(reverse("oversight:weights-save"), {"saw": seen()}).status_code == 403


def test_a_change_of_a_weight_is_in_the_history_of_its_line_and_of_no_other(chair, lines):
    gain, ease, _home = lines
    chair.post(reverse("oversight:weights-save"), {f"criterion-{gain.pk}": "10", "saw": seen()})
    assert [Criterion.objects.get(pk=each.pk).version for each in (gain, ease)] == [2, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_queries_for_any_number_of_teams(chair, count, django_assert_num_queries):
    criterion = CriterionFactory()
    for _ in range(count):
        RatingFactory(criterion=criterion, team=TeamFactory())
    rebuild()
    with django_assert_num_queries(11):
        chair.get(PAGE)


def test_before_anything_is_rated_it_says_what_to_do(chair):
    assert "Nothing to weigh yet" in chair.get(PAGE).content.decode()
    CriterionFactory()
    assert "No team is rated yet" in chair.get(PAGE).content.decode()
