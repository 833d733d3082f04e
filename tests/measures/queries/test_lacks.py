import pytest

from measures.enums import MeasureStatus, MeasureType
from measures.queries.lacks import measures_lacking
from tests.factories.measures import MeasureFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("has", "lacks"),
    [
        ([], ["measure"]),
        ([MeasureType.PROCESS], ["outcome", "balancing"]),
        ([MeasureType.OUTCOME], ["balancing"]),
        ([MeasureType.OUTCOME, MeasureType.BALANCING], []),
    ],
)
def test_a_team_is_told_which_measures_it_lacks(has, lacks):
    team = TeamFactory()
    for kind in has:
        MeasureFactory(team=team, type=kind)
    assert [lack.key for lack in measures_lacking(team)] == lacks


def test_retired_measures_do_not_count(django_assert_num_queries):
    team = TeamFactory()
    MeasureFactory(team=team, type=MeasureType.OUTCOME, status=MeasureStatus.RETIRED)
    with django_assert_num_queries(1):
        assert [lack.key for lack in measures_lacking(team)] == ["measure"]
