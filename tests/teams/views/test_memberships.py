import pytest
from django.urls import reverse

from redesign.lib.dates import today
from teams.enums import Role, TeamRole
from teams.models import Membership
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.teams import MembershipFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"teams:{name}", args=args)


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon")


@pytest.fixture
def lead(client, team):
    person = member_of(team, TeamRole.LEAD, user__name="Amara Okafor")
    client.force_login(person)
    return person


@pytest.mark.parametrize("count", [1, 3])
def test_the_people_of_a_team_come_in_the_same_queries(client, team, count, django_assert_num_queries):
    client.force_login(UserFactory())
    for _ in range(count):
        MembershipFactory(team=team)
        MembershipFactory(team=team, left_on=today())
    with django_assert_num_queries(6):  # session, person, standing, team, members, what they lack
        client.get(at("members", team.pk))


def test_a_lead_adds_somebody_by_name(client, team, lead):
    UserFactory(name="Tomasz Nowak")
    typed = {"user": "tomasz nowak", "role": "member", "joined_on": today()}
    answer = client.post(at("member-add", team.pk), typed, follow=True)
    assert "Tomasz Nowak is in the team." in answer.content.decode()


def test_a_patient_partner_is_found_too(client, team, lead):
    partner = OutsiderFactory()
    suggested = f"{partner.name} · {partner.email}"
    client.post(at("member-add", team.pk), {"user": suggested, "role": "member", "joined_on": today()})
    assert team.memberships.get(user=partner).discipline == "patient_partner"


def test_somebody_who_is_in_the_team_already_is_refused_at_the_day(client, team, lead):
    member = MembershipFactory(team=team)
    typed = {"user": member.user.email, "role": "member", "joined_on": today()}
    form = client.post(at("member-add", team.pk), typed).context["form"]
    assert form.errors == {"joined_on": [f"{member.user.name} is in the team on these days already."]}


def test_the_oversight_group_gives_a_team_another_lead(client, team, lead):
    client.force_login(person_with(Role.OVERSIGHT))
    other = MembershipFactory(team=team)
    address = at("member-edit", other.pk)
    opened = {"role": "lead", "discipline": "nurse", "saw": "member nurse"}
    client.post(address, opened)
    assert Membership.objects.get(pk=other.pk).role == "member"
    client.post(address, {**opened, "hand_over": "on"})
    assert dict(team.memberships.values_list("user", "role")) == {lead.pk: "co_lead", other.user_id: "lead"}


def test_what_two_people_change_of_a_member_at_once_is_not_lost(client, team, lead):
    other = MembershipFactory(team=team, user__name="Tomasz Nowak")
    opened = client.get(at("member-edit", other.pk)).context["form"].initial
    Membership.objects.filter(pk=other.pk).update(role="coach")
    page = client.post(at("member-edit", other.pk), {**opened, "discipline": "porter"})
    assert page.context["form"].non_field_errors() == [
        "Somebody changed this while you were at it: Tomasz Nowak is coach, nurse now. Nothing of yours is lost: save "
        "again to replace it."
    ]
    assert Membership.objects.get(pk=other.pk).discipline == "nurse"
    again = page.context["form"].data.dict()
    assert client.post(at("member-edit", other.pk), {**again, "role": "coach"}).status_code == 302
    other.refresh_from_db()
    assert (other.role, other.discipline) == ("coach", "porter")


def test_a_member_leaves(client, team, lead):
    member = MembershipFactory(team=team)
    client.post(at("member-leave", member.pk), {"left_on": today()})
    page = client.get(at("members", team.pk))
    assert [row.pk for row in page.context["members"].past] == [member.pk]


def test_the_last_lead_is_told_to_hand_over_first(client, team, lead):
    page = client.post(at("member-leave", team.memberships.get().pk), {"left_on": today()}).content.decode()
    assert "Amara Okafor leads the team: make somebody else its lead first." in page


def test_suggestions_keep_a_partner_s_address_to_themselves(client, lead):
    OutsiderFactory(name="Elin Partner", email="elin@private.example")
    assert (
        client.get(at("person-options"), {"user": "elin"}).content
        == b'<option value="Elin Partner">Patient partner</option>'
    )
    assert client.get(at("person-options"), {"user": "private.example"}).content == b""


def test_suggestions_begin_with_two_letters(client, lead):
    assert client.get(at("person-options"), {"user": "A"}).content == b""
    assert client.get(at("person-options")).content == b""
    assert client.get(at("person-options"), {"user": "a\x00\x00"}).content == b""
