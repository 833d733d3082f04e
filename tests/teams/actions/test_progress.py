import datetime as dt
from decimal import Decimal

import pytest

from redesign.lib.dates import today
from redesign.lib.refusals import Refusal
from teams.actions.progress import score_progress
from teams.enums import TeamState
from teams.models import ProgressScore
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


def test_a_score_is_given_for_a_day():
    coach = UserFactory()
    scored = score_progress(team=TeamFactory(), score=Decimal("2.5"), by=coach, note="Tests run weekly.")
    assert (scored.score, scored.scored_on, scored.scored_by) == (Decimal("2.5"), today(), coach)


def test_a_second_score_of_the_day_takes_the_place_of_the_first():
    team, coach = TeamFactory(), UserFactory()
    score_progress(team=team, score=Decimal("2.5"), by=coach)
    score_progress(team=team, score=Decimal("3.0"), by=coach)
    score_progress(team=team, score=Decimal("2.0"), by=coach, scored_on=today() - dt.timedelta(days=30))
    assert list(ProgressScore.objects.values_list("score", flat=True)) == [Decimal("3.0"), Decimal("2.0")]


@pytest.mark.parametrize("score", ["0", "2.2", "5.5"])
def test_a_score_is_on_the_scale(score):
    with pytest.raises(Refusal) as refused:
        score_progress(team=TeamFactory(), score=Decimal(score), by=UserFactory())
    assert refused.value.field == "score"


def test_a_score_is_not_given_ahead_nor_to_a_team_that_rests():
    with pytest.raises(Refusal, match="today or a day before"):
        score_progress(team=TeamFactory(), score=Decimal(3), by=UserFactory(), scored_on=today() + dt.timedelta(days=1))
    with pytest.raises(Refusal, match="is paused"):
        score_progress(team=TeamFactory(state=TeamState.PAUSED), score=Decimal(3), by=UserFactory())
