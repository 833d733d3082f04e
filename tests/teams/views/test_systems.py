import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from teams.enums import Level, Role
from teams.models import System
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return SystemFactory(name="The Trust", level=Level.MACRO)


@pytest.fixture
def ward(trust):
    return SystemFactory(name="Ward 7", parent=trust)


@pytest.fixture
def administrator(client):
    person = person_with(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def test_everybody_who_works_here_walks_the_tree(client, ward):
    client.force_login(UserFactory())
    page = client.get(reverse("teams:systems")).content.decode()
    assert f'href="{reverse("teams:system", args=[ward.pk])}"' in page
    assert "New system" not in page


def test_htmx_gets_the_tree_alone(client, ward):
    client.force_login(UserFactory())
    page = client.get(reverse("teams:systems"), {"q": "ward", "level": "nonsense"}, headers={"HX-Request": "true"})
    assert page.content.decode().lstrip().startswith('<div id="system-tree">')


def test_an_empty_tree_says_what_to_do_first(client, administrator):
    assert "Add the organisation" in client.get(reverse("teams:systems")).content.decode()


def test_an_outsider_is_told_why_the_tree_is_not_theirs(client, ward):
    client.force_login(OutsiderFactory())
    answer = client.get(reverse("teams:systems"))
    assert (answer.status_code, "You see the teams that you belong to" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_systems_page_asks_the_same_queries_for_any_number_of_teams(client, ward, count, django_assert_num_queries):
    client.force_login(UserFactory())
    TeamFactory.create_batch(count, system=ward)
    with django_assert_num_queries(11):  # session, person, standing, system, page 7
        assert client.get(reverse("teams:system", args=[ward.pk])).status_code == 200


def test_an_administrator_adds_a_system_below_another(client, administrator, trust):
    address = f"{reverse('teams:system-new')}?parent={trust.pk}"
    assert client.get(address).context["form"].initial == {"parent": trust, "level": Level.MESO}
    client.post(address, {"name": "Medicine", "parent": trust.pk, "level": "meso"})
    assert System.objects.get(name="Medicine").parent == trust


def test_a_refused_system_keeps_what_was_typed(client, administrator, ward):
    answer = client.post(reverse("teams:system-new"), {"name": "Division", "parent": ward.pk, "level": "meso"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Division"' in page
    assert "A mesosystem cannot stand below a microsystem such as Ward 7." in page


def test_a_leader_describes_their_system_but_not_its_level(client, ward):
    client.force_login(person_with(Role.SYSTEM_LEADER, system=ward))
    address = reverse("teams:system-edit", args=[ward.pk])
    assert "level" not in client.get(address).context["form"].fields
    client.post(address, {"version": 1, "name": "Ward 7", "purpose": "Care of older people."})
    ward.refresh_from_db()
    assert ward.purpose == "Care of older people."


def test_a_stale_description_comes_back_beside_what_is_saved(client, administrator, ward):
    address = reverse("teams:system-edit", args=[ward.pk])
    typed = {"version": 1, "name": "Ward 7", "level": "micro", "purpose": "Mine."}
    client.post(address, {**typed, "purpose": "Theirs."})
    page = client.post(address, typed)
    assert "Theirs." in page.content.decode()
    assert page.context["form"]["version"].value() == "2"
    client.post(address, {**typed, "version": 2})
    ward.refresh_from_db()
    assert ward.purpose == "Mine."


def test_a_system_is_moved_and_closed_and_opened(client, administrator, trust, ward):
    medicine = SystemFactory(name="Medicine", level=Level.MESO, parent=trust)
    client.post(reverse("teams:system-move", args=[ward.pk]), {"to": medicine.pk})
    client.post(reverse("teams:system-close", args=[ward.pk]), {"why": "Merged."})
    ward.refresh_from_db()
    assert (ward.parent, ward.closed_on is None) == (medicine, False)
    client.post(reverse("teams:system-close", args=[ward.pk]), {"why": "Winter beds."})
    ward.refresh_from_db()
    assert ward.closed_on is None


def test_the_reason_for_closing_is_in_the_history(client, administrator, ward):
    client.post(reverse("teams:system-close", args=[ward.pk]), {"why": "Merged with Ward 8."})
    event = ward.events.order_by("-pgh_id").first()
    assert (event.pgh_context.metadata["reason"], event.pgh_context.metadata["user"]) == (
        "Merged with Ward 8.",
        administrator.pk,
    )


def test_suggestions_name_people_with_their_address(client):
    client.force_login(UserFactory())
    UserFactory(name="Amara Okafor", email="amara@example.org", job_title="Matron")
    page = client.get(reverse("teams:person-options"), {"lead": "amar"}).content.decode()
    assert page == '<option value="Amara Okafor · amara@example.org">Matron</option>'


def test_a_file_is_tried_first_and_taken_when_one_is_sure(client, administrator, trust):
    file = SimpleUploadedFile("tree.csv", b"Name;Level;Part of\nMedicine;meso;The Trust\nWard 7;micro;Medicine\n")
    tried = client.post(reverse("teams:system-import"), {"file": file})
    assert "2 new, 0 described anew" in tried.content.decode()
    assert System.objects.count() == 1
    client.post(reverse("teams:system-import"), {"pasted": tried.context["again"], "sure": "yes"})
    assert System.objects.get(name="Ward 7").parent.name == "Medicine"


def test_a_file_with_a_bad_row_says_which_and_nothing_is_taken(client, administrator, trust):
    pasted = "Name\tLevel\tPart of\nMedicine\tmeso\tThe Trust\nWard 7\tmicro\tNowhere\n"
    for sure in ("", "yes"):
        page = client.post(reverse("teams:system-import"), {"pasted": pasted, "sure": sure}).content.decode()
        assert "No system is called “Nowhere”" in page
    assert System.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "holds", "told"),
    [
        ("tree.xlsx", b"%PDF-1.7 ...", "This is a PDF"),
        ("tree.csv", b"", "empty"),
        ("tree.csv", b"Ward,Parent\nA,B\n", "There is no column “Level”"),
    ],
)
def test_a_file_that_is_not_what_is_asked_for_is_refused_with_the_reason(client, administrator, name, holds, told):
    page = client.post(reverse("teams:system-import"), {"file": SimpleUploadedFile(name, holds)}).content.decode()
    assert told in page


def test_what_keeps_a_system_open_is_said_before_it_is_asked_for(client, administrator, trust, ward):
    client.force_login(administrator)
    team = TeamFactory(system=ward)
    page = client.get(reverse("teams:system-close", args=[ward.pk])).content.decode()
    assert f"{team.name} is still at home here" in page
    assert "Close it" not in page
    assert (
        "stands at the top of the tree" in client.get(reverse("teams:system-close", args=[trust.pk])).content.decode()
    )
