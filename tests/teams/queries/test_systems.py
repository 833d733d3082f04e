import pytest

from redesign.lib.dates import today
from teams.enums import Level, TeamState
from teams.queries.systems import TreeFilter, system_page, trail_of, tree
from tests.factories.people import UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    trust = SystemFactory(name="The Trust", kind="", level=Level.MACRO)
    medicine = SystemFactory(name="Medicine", kind="", level=Level.MESO, parent=trust)
    SystemFactory(name="Pharmacy", kind="Department", parent=trust, supporting=True)
    SystemFactory(name="Old clinic", parent=medicine, closed_on=today())
    return SystemFactory(name="Ward 7", parent=medicine)


def outline(nodes):
    return [(node.title, node.count, outline(node.children)) for node in nodes]


def test_the_tree_counts_the_teams_in_each_system_and_below(ward):
    TeamFactory.create_batch(2, system=ward)
    TeamFactory(system=ward.parent)
    TeamFactory(system=ward, state=TeamState.CLOSED)
    assert outline(tree().nodes) == [
        ("The Trust", "3 teams", [("Medicine", "3 teams", [("Ward 7", "2 teams", [])]), ("Pharmacy", "", [])])
    ]


def test_the_tree_shows_closed_systems_when_asked(ward):
    shown = tree(TreeFilter(closed=True))
    assert (shown.shown, shown.everything) == (5, 5)
    assert [child.title for child in shown.nodes[0].children[0].children] == ["Old clinic", "Ward 7"]


def test_what_is_found_in_the_tree_stands_under_the_faint_way_to_it(ward):
    found = tree(TreeFilter(text="ward"))
    assert outline(found.nodes) == [("The Trust", "", [("Medicine", "", [("Ward 7", "", [])])])]
    assert (found.nodes[0].faint, found.nodes[0].children[0].children[0].faint, found.shown) == (True, False, 1)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"level": "meso"}, ["Medicine"]),
        ({"supporting": True}, ["Pharmacy"]),
        ({"text": "DEPARTMENT"}, ["Pharmacy"]),
        ({"text": "nothing like it"}, []),
    ],
)
def test_the_tree_is_filtered(ward, asked, names):
    def wanted(nodes):
        return [name for node in nodes for name in ([] if node.faint else [node.title]) + wanted(node.children)]

    assert wanted(tree(TreeFilter(**asked)).nodes) == names


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_asks_two_queries_for_any_number_of_systems(ward, count, django_assert_num_queries):
    for _ in range(count):
        TeamFactory(system=SystemFactory(parent=ward.parent))
    with django_assert_num_queries(2):
        tree()


def test_the_trail_leads_from_the_top(ward, django_assert_num_queries):
    with django_assert_num_queries(1):
        trail = trail_of(ward, "Here")
    assert [crumb.title for crumb in trail] == ["The Trust", "Medicine", "Ward 7", "Here"]
    assert [crumb.url for crumb in trail_of(ward, linked=False)] == ["", "", ""]


def test_a_systems_page_shows_its_teams_those_below_and_those_that_touch_it(ward):
    here, below = TeamFactory(name="Here", system=ward.parent), TeamFactory(name="Below", system=ward)
    touching = TeamFactory(name="Touching")
    touching.also_touches.add(ward, ward.parent)
    here.also_touches.add(ward)
    TeamFactory(system=below.system, state=TeamState.CLOSED)
    page = system_page(ward.parent)
    assert [row.name for row in page.teams] == ["Below", "Here"]
    assert [row.name for row in page.touching] == ["Touching"]
    assert page.closed_teams == 1
    assert [node.title for node in page.below] == ["Old clinic", "Ward 7"]


def test_a_systems_page_names_its_leaders_and_staff(ward):
    person_with("system_leader", system=ward.parent, user__name="Grace Mensah")
    UserFactory(name="Tomasz Nowak", works_in=ward)
    page = system_page(ward.parent)
    assert "Grace Mensah" in page.leaders[0]
    assert ("Tomasz Nowak" in page.staff[0], page.staff_count) == (True, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_systems_page_asks_the_same_queries_for_any_number_of_rows(ward, count, django_assert_num_queries):
    for _ in range(count):
        TeamFactory(system=ward).also_touches.add(ward.parent)
        TeamFactory().also_touches.add(ward)
        UserFactory(works_in=ward)
        person_with("system_leader", system=ward)
        SystemFactory(parent=ward)
    with django_assert_num_queries(7):
        system_page(ward)
