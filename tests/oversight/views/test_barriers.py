import pytest
from django.urls import reverse

from oversight.actions.barriers import answer_barrier, own_barrier
from oversight.models import Barrier
from teams.enums import Discipline
from tests.factories.barriers import hospital, raised
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory


@pytest.fixture
def place(db):
    return hospital()


def page_of(client, user, barrier):
    client.force_login(user)
    return client.get(reverse("oversight:barrier", args=[barrier.pk]))


def test_a_barrier_is_raised_with_its_title_alone(client, place):
    client.force_login(place.lead)
    url = reverse("oversight:barrier-raise", args=[place.team.pk])
    form = client.get(url).context["form"]
    proposed = {"kind": "other", "description": "", "reply_by": "", "addressed_to": form["addressed_to"].initial}
    response = client.post(url, {**proposed, "title": "Pharmacy closes early"})
    barrier = Barrier.objects.get()
    assert response.url == reverse("oversight:barrier", args=[barrier.pk])
    assert (barrier.title, barrier.addressed_to, barrier.raised_by) == ("Pharmacy closes early", place.meso, place.lead)
    assert (barrier.reply_by - barrier.created_at.date()).days == 14


def test_the_form_offers_the_teams_own_line_from_the_bottom_up(client, place):
    SystemFactory(name="Surgery", parent=place.macro)
    client.force_login(place.lead)
    field = client.get(reverse("oversight:barrier-raise", args=[place.team.pk])).context["form"].fields["addressed_to"]
    assert [label for _, label in field.choices] == [
        "Ward 7 · Microsystem",
        "Medicine · Mesosystem",
        "St Brigid's · Macrosystem",
    ]


def test_a_refused_barrier_comes_back_with_what_was_typed(client, place):
    raised(place, title="Pharmacy closes early")
    client.force_login(place.lead)
    response = client.post(
        reverse("oversight:barrier-raise", args=[place.team.pk]),
        {"title": "Pharmacy closes early", "kind": "policy", "description": "Kept.", "addressed_to": place.meso.pk},
    )
    assert response.status_code == 200
    assert response.context["form"].errors == {
        "title": ["The team has raised this already, and it waits for its answer."]
    }
    assert "Kept." in response.content.decode()


def test_the_dialog_is_sent_on_to_the_barriers_page(client, place):
    client.force_login(place.lead)
    response = client.post(
        reverse("oversight:barrier-raise", args=[place.team.pk]),
        {"title": "Pharmacy closes early", "kind": "other", "addressed_to": place.meso.pk},
        headers={"HX-Request": "true"},
    )
    assert response["HX-Redirect"] == reverse("oversight:barrier", args=[Barrier.objects.get().pk])


def test_the_leader_who_is_asked_finds_the_answer_form_on_the_page(client, place):
    barrier = raised(place)
    assert page_of(client, place.division_leader, barrier).context["answering"] is not None
    assert page_of(client, place.ward_leader, barrier).context["answering"] is None
    client.force_login(place.division_leader)
    client.post(reverse("oversight:barrier-answer", args=[barrier.pk]), {"version": 1, "answer": "From Monday."})
    barrier.refresh_from_db()
    assert barrier.answer == "From Monday."


def test_the_lead_sees_the_answer_and_what_may_follow(client, place):
    barrier = raised(place)
    answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="From Monday.")
    response = page_of(client, place.lead, barrier)
    assert "From Monday." in response.content.decode()
    assert {name for name, may in response.context["may"].items() if may} == {"escalate", "remove", "withdraw"}


def test_the_way_up_shows_where_it_was_where_it_stands_and_what_is_above(client, place):
    barrier = raised(place)
    stages = page_of(client, place.lead, barrier).context["page"].stages
    assert [(stage.title, stage.state) for stage in stages] == [
        ("Ward 7", "done"),
        ("Medicine", "current"),
        ("St Brigid's", "next"),
    ]
    assert stages[0].note == "Microsystem · the team's own"
    assert stages[1].note == "Mesosystem · reply due in 14 days"


def test_two_edits_at_once_come_back_side_by_side(client, place):
    barrier = raised(place)
    own_barrier(barrier=barrier, version=1, by=place.division_leader, owner=place.division_leader)
    client.force_login(place.lead)
    url = reverse("oversight:barrier-edit", args=[barrier.pk])
    mine = {"title": "Mine", "kind": "other", "description": "", "reply_by": barrier.reply_by.isoformat(), "version": 1}
    response = client.post(url, mine)
    assert "Somebody else saved a newer version" in response.content.decode()
    assert response.context["form"]["version"].value() == "2"
    client.post(url, {**mine, "version": 2})
    barrier.refresh_from_db()
    assert barrier.title == "Mine"


def test_a_member_of_staff_reads_every_barrier_and_changes_none(client, place):
    barrier = raised(place)
    response = page_of(client, UserFactory(), barrier)
    assert not any(response.context["may"].values())


def test_a_partner_reads_the_barriers_of_their_own_team_only(client, place):
    partner = OutsiderFactory()
    barrier = raised(place)
    assert page_of(client, partner, barrier).status_code == 403
    assert client.get(reverse("oversight:barriers")).context["rows"] == []
    MembershipFactory(team=place.team, user=partner, discipline=Discipline.PATIENT_PARTNER)
    assert page_of(client, partner, barrier).status_code == 200
    assert len(client.get(reverse("oversight:barriers")).context["rows"]) == 1


@pytest.fixture
def many(place):
    """Barriers at each level, in each state."""
    return {
        "ward": raised(place, to=place.ward, title="Ward"),
        "late": raised(place, title="Late", days=-3),
        "top": raised(place, to=place.macro, title="Top", days=40, by=place.ward_leader),
        "answered": answered(place, raised(place, title="Answered")),
    }


def answered(place, barrier):
    answer_barrier(barrier=barrier, version=1, by=place.division_leader, answer="Yes.")
    return barrier


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Late", "Ward", "Top"]),
        ("state=any", ["Late", "Ward", "Answered", "Top"]),
        ("state=overdue", ["Late"]),
        ("state=answered", ["Answered"]),
        ("q=war", ["Ward"]),
        ("level=macro", ["Top"]),
        ("sort=-title", ["Ward", "Top", "Late"]),
        ("sort=nonsense&state=nonsense&system=999999&page=77", ["Late", "Ward", "Top"]),
    ],
)
def test_the_list_is_found_and_sorted_by_url(client, place, many, query, titles):
    client.force_login(place.executive)
    response = client.get(reverse("oversight:barriers") + f"?{query}")
    assert [row.title for row in response.context["rows"]] == titles


def test_a_system_stands_for_all_below_it(client, place, many):
    client.force_login(place.lead)
    found = {}
    for system in (place.macro, place.meso, place.ward):
        response = client.get(reverse("oversight:barriers") + f"?system={system.pk}")
        found[system.name] = [row.title for row in response.context["rows"]]
    assert found == {"St Brigid's": ["Late", "Ward", "Top"], "Medicine": ["Late", "Ward"], "Ward 7": ["Ward"]}


def test_each_person_finds_those_that_are_theirs_to_answer(client, place, many):
    found = {}
    for person in (place.ward_leader, place.division_leader, place.executive, place.lead):
        client.force_login(person)
        response = client.get(reverse("oversight:barriers") + "?whose=answer")
        found[person] = [row.title for row in response.context["rows"]]
    assert found == {
        place.ward_leader: ["Ward"],
        place.division_leader: ["Late", "Ward"],
        place.executive: ["Top"],
        place.lead: [],
    }


def test_each_person_finds_those_they_raised(client, place, many):
    client.force_login(place.ward_leader)
    response = client.get(reverse("oversight:barriers") + "?whose=mine")
    assert [row.title for row in response.context["rows"]] == ["Top"]


def test_five_open_barriers_or_more_are_sorted_by_what_they_are_about(client, place):
    kinds = ["policy", "policy", "policy", "other", "money"]
    client.force_login(place.lead)
    for number, kind in enumerate(kinds):
        assert client.get(reverse("oversight:barriers")).context["about"] is None
        raised(place, title=f"Barrier {number}", kind=kind)
    page = client.get(reverse("oversight:barriers"))
    about = page.context["about"]
    assert [(row.category, row.count) for row in about.rows] == [("Policy or rule", "3"), ("Money", "1"), ("Something else", "1")]  # fmt: skip
    assert "What they are about" in page.content.decode()
    fragment = client.get(reverse("oversight:barriers"), headers={"HX-Request": "true"})
    assert fragment.context["about"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number(client, place, django_assert_num_queries, count):
    for number in range(count):
        raised(place, title=f"Barrier {number}")
    client.force_login(place.lead)
    client.get(reverse("oversight:barriers"))
    with django_assert_num_queries(7):  # session, person, standing, systems, count, rows, what they are about
        client.get(reverse("oversight:barriers"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_barriers_page_asks_the_same_queries_for_any_number_of_steps(client, place, django_assert_num_queries, count):
    barrier = raised(place)
    for version in range(1, count + 1):
        own_barrier(barrier=barrier, version=version, by=place.division_leader, owner=place.ward_leader)
    client.force_login(place.lead)
    client.get(reverse("oversight:barrier", args=[barrier.pk]))
    with django_assert_num_queries(7):  # session, person, barrier, standing, steps, the way up, who is asked
        client.get(reverse("oversight:barrier", args=[barrier.pk]))
