import pytest
from django.db import IntegrityError

from redesign.lib.constraints import constraints_in_words
from redesign.lib.refusals import Refusal
from teams.models import System, Team
from tests.factories.oversight import CriterionFactory, ResourceFactory, StrategicPriorityFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


def test_a_broken_constraint_is_a_sentence_at_its_field_and_the_transaction_goes_on():
    team = TeamFactory()
    with (
        pytest.raises(Refusal) as refused,
        constraints_in_words(Team, {"team_name_is_unique_in_its_system": "name"}),
    ):
        Team.objects.create(name=team.name, system=team.system, problem="Again.")
    assert (refused.value.sentence, refused.value.field) == ("This system has a team of this name already.", "name")
    assert Team.objects.count() == 1


def test_the_caller_may_word_it():
    team = TeamFactory()
    with (
        pytest.raises(Refusal, match="Taken"),
        constraints_in_words(Team, team_name_is_unique_in_its_system="Taken."),
    ):
        Team.objects.create(name=team.name, system=team.system, problem="Again.")


def test_an_error_of_another_table_is_raised_as_it_is():
    system = SystemFactory()
    with pytest.raises(IntegrityError), constraints_in_words(Team):
        System.objects.create(name=system.name, parent=None)


@pytest.mark.parametrize(
    ("factory", "sentence"),
    [
        (ResourceFactory, "There is a resource of this name already."),
        (CriterionFactory, "There is a criterion of this name already."),
        (StrategicPriorityFactory, "There is a strategic priority of this name already."),
    ],
)
def test_a_column_that_is_unique_by_itself_speaks_too_however_fast_the_second_one_was(factory, sentence):
    row = factory()
    twin = factory.build(name=row.name)
    with pytest.raises(Refusal) as refused, constraints_in_words(type(row)):
        twin.save()
    assert (refused.value.sentence, refused.value.field) == (sentence, "name")
