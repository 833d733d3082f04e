from functools import partial

import pytest

from redesign.lib.dates import today
from redesign.lib.refusals import Refusal, StaleEdit
from teams.actions.systems import (
    close_system,
    describe_system,
    make_system,
    move_system,
    open_system_for_work,
    reopen_system,
)
from teams.enums import Level, TeamState
from teams.models import System
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory
from tests.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return SystemFactory(name="The Trust", level=Level.MACRO)


@pytest.fixture
def medicine(trust):
    return SystemFactory(name="Medicine", level=Level.MESO, parent=trust)


@pytest.fixture
def ward(medicine):
    return SystemFactory(name="Ward 7", parent=medicine)


def sentence(refused) -> tuple[str, str | None]:
    return refused.value.sentence, refused.value.field


def test_a_system_is_made_under_its_parent(medicine):
    ward = make_system(name="  Ward 9 ", level=Level.MICRO, parent=medicine, kind="Ward", purpose="Acute medicine.")
    assert (ward.name, ward.parent, ward.purpose) == ("Ward 9", medicine, "Acute medicine.")


def test_only_a_macrosystem_stands_at_the_top():
    assert make_system(name="The Trust", level=Level.MACRO, parent=None).parent is None
    with pytest.raises(Refusal) as refused:
        make_system(name="Ward", level=Level.MICRO, parent=None)
    assert sentence(refused) == (
        "Only a macrosystem stands at the top of the tree: choose the system it is part of.",
        "level",
    )


def test_a_higher_level_does_not_stand_below_a_lower_one(ward):
    with pytest.raises(Refusal) as refused:
        make_system(name="Division", level=Level.MESO, parent=ward)
    assert sentence(refused) == ("A mesosystem cannot stand below a microsystem such as Ward 7.", "level")


def test_the_same_level_may_stand_below_itself(ward):
    assert make_system(name="Bay 1", level=Level.MICRO, parent=ward).parent == ward


def test_nothing_is_made_in_a_closed_system(medicine):
    System.objects.filter(pk=medicine.pk).update(closed_on=today())
    with pytest.raises(Refusal, match=r"Medicine is closed: choose a system that is open"):
        make_system(name="Ward 9", level=Level.MICRO, parent=medicine)


def test_a_name_is_used_once_among_siblings(ward, medicine):
    with pytest.raises(Refusal) as refused:
        make_system(name="Ward 7", level=Level.MICRO, parent=medicine)
    assert sentence(refused) == ("There is a system of this name here already.", "name")


def test_only_a_microsystem_is_a_supporting_one(trust):
    with pytest.raises(Refusal) as refused:
        make_system(name="Pharmacy", level=Level.MESO, parent=trust, supporting=True)
    assert sentence(refused) == ("Only a microsystem can be a supporting one.", "supporting")


def test_a_system_is_described_and_renamed(ward):
    described = describe_system(system=ward, version=1, name="Ward 7 South", purpose="Care of older people.")
    assert (described.name, described.purpose, described.version) == ("Ward 7 South", "Care of older people.", 2)


def test_a_description_that_was_opened_earlier_is_refused(ward):
    describe_system(system=ward, version=1, purpose="First.")
    with pytest.raises(StaleEdit) as refused:
        describe_system(system=ward, version=1, purpose="Second.")
    assert refused.value.current.purpose == "First."
    ward.refresh_from_db()
    assert ward.purpose == "First."


def test_a_level_is_not_lowered_below_that_of_the_systems_in_it(trust, medicine):
    SystemFactory(name="Cardiology", level=Level.MESO, parent=medicine)
    with pytest.raises(Refusal, match="of a higher level than this"):
        describe_system(system=medicine, version=1, level=Level.MICRO)


def test_a_system_moves_with_all_below_it(trust, medicine, ward):
    surgery = SystemFactory(name="Surgery", level=Level.MESO, parent=trust)
    move_system(system=ward, to=surgery)
    assert [row.name for row in System.objects.descendants(surgery)] == ["Ward 7"]


def test_a_system_does_not_move_below_itself(trust, medicine):
    cardiology = SystemFactory(name="Cardiology", level=Level.MESO, parent=medicine)
    for to in (medicine, cardiology):
        with pytest.raises(Refusal) as refused:
            move_system(system=medicine, to=to)
        assert sentence(refused) == (f"Medicine cannot stand below itself: {to.name} is part of it.", "to")


def test_a_system_does_not_move_below_a_lower_level_or_a_closed_one(trust, medicine, ward):
    with pytest.raises(Refusal, match="A mesosystem cannot stand below a microsystem such as"):
        move_system(system=medicine, to=SystemFactory(name="Clinic", parent=trust))
    shut = SystemFactory(level=Level.MESO, parent=trust, closed_on=today())
    with pytest.raises(Refusal, match="is closed"):
        move_system(system=ward, to=shut)


def test_two_of_one_name_do_not_meet_by_moving(trust, medicine, ward):
    surgery = SystemFactory(level=Level.MESO, parent=trust)
    SystemFactory(name="Ward 7", parent=surgery)
    with pytest.raises(Refusal) as refused:
        move_system(system=ward, to=surgery)
    assert sentence(refused) == ("There is a system of this name here already.", "to")


def test_an_empty_system_closes_and_opens_again(ward):
    assert close_system(system=ward, why="Merged with Ward 8.").closed_on == today()
    assert reopen_system(system=ward, why="Winter beds.").closed_on is None


def test_a_system_with_open_ones_below_does_not_close(medicine, ward):
    with pytest.raises(Refusal) as refused:
        close_system(system=medicine)
    assert refused.value.sentence == "Ward 7 below it is still open: close or move it first."


def test_a_system_with_teams_at_work_does_not_close(ward):
    for name in ("Beds", "Falls", "Meals", "Sleep"):
        TeamFactory(name=name, system=ward)
    with pytest.raises(
        Refusal, match=r"^Beds, Falls and 2 more are still at home here: the oversight group closes them"
    ):
        close_system(system=ward)


def test_a_system_closes_once_its_teams_are_closed(ward):
    TeamFactory(system=ward, state=TeamState.CLOSED)
    assert close_system(system=ward).closed_on == today()


def test_the_top_of_the_tree_does_not_close(trust):
    with pytest.raises(Refusal, match="stands at the top of the tree"):
        close_system(system=trust)


def test_a_system_opens_again_only_under_an_open_one(medicine, ward):
    close_system(system=ward)
    close_system(system=medicine)
    with pytest.raises(Refusal, match=r"Medicine is closed"):
        reopen_system(system=ward)


def test_nothing_begins_in_a_closed_system(ward):
    close_system(system=ward)
    with pytest.raises(Refusal) as refused:
        open_system_for_work(ward)
    assert refused.value.field == "system"


@pytest.mark.django_db(transaction=True)
def test_two_systems_that_move_below_one_another_at_once_make_no_circle():
    trust = SystemFactory(level=Level.MACRO)
    one, two = SystemFactory.create_batch(2, level=Level.MESO, parent=trust)
    outcomes = at_once(partial(move_system, system=one, to=two), partial(move_system, system=two, to=one))
    assert sum(isinstance(each, Refusal) for each in outcomes) == 1
    assert System.objects.descendants(trust).count() == 2
