"""Pages of people, invitations and roles."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from redesign.lib.history import history_page, kind_called
from teams.actions.invitations import invite, token_of, withdraw
from teams.enums import Role, TeamRole
from teams.models import Invitation, RoleGrant, User
from teams.permissions.standing import standing
from teams.queries.invitations import InvitationsAsked, invitations_page
from tests.factories.people import PASSWORD, UserFactory, person_with
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client) -> User:
    person = person_with(Role.ADMINISTRATOR, user__name="Joanna Pryce")
    client.force_login(person)
    return person


def test_unknown_filters_are_ignored_politely(client, administrator):
    page = client.get(reverse("teams:people"), {"role": "wizard", "sort": "shoe", "page": "-3", "system": "x"})
    assert page.status_code == 200
    assert "Joanna Pryce" in page.content.decode()


def test_the_list_answers_with_its_table_alone_when_htmx_asks(client, administrator):
    page = client.get(reverse("teams:people"), headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<div id="person-table"')


def test_a_stale_edit_comes_back_with_both_texts(client, administrator):
    person = UserFactory(name="Amara Okafor")
    url = reverse("teams:person-edit", args=[person.pk])
    fields = {"email": person.email, "job_title": "", "discipline": person.discipline}
    assert client.post(url, {**fields, "version": 1, "name": "Amara"}).status_code == 302
    stale = client.post(url, {**fields, "version": 1, "name": "A. Okafor"})
    shown = stale.content.decode()
    assert "Somebody saved a newer version while you were typing" in shown
    assert "A. Okafor" in shown
    assert client.post(url, {**fields, "version": 2, "name": "A. Okafor"}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.version) == ("A. Okafor", 3)


def test_closing_an_account_asks_first_and_names_the_teams_that_lose_their_lead(client, administrator):
    lead = member_of(TeamFactory(name="Home before noon"), TeamRole.LEAD)
    url = reverse("teams:person-deactivate", args=[lead.pk])
    assert "They lead Home before noon" in client.get(url).content.decode()
    client.post(url, {"why": "Left"})
    lead.refresh_from_db()
    assert not lead.is_active


def test_the_reason_for_opening_an_account_again_stands_in_its_history(client, administrator):
    person = UserFactory(is_active=False)
    client.post(reverse("teams:person-reactivate", args=[person.pk]), {"why": "Back from leave."})
    assert history_page(kind_called("person"), person.pk).rows[0].why == "Back from leave."


def invited(name, **fields):
    invitation = invite(by=UserFactory(name="Joanna"), email=f"{name.lower()}@example.org", name=name)
    Invitation.objects.filter(pk=invitation.pk).update(**fields)
    return invitation


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Old", "Kofi", "Amara"]),
        ({"sort": "name"}, ["Amara", "Kofi", "Old"]),
        ({"q": "kofi@"}, ["Kofi"]),
        ({"state": "old"}, ["Old"]),
        ({"state": "accepted"}, ["Here"]),
        ({"state": "withdrawn"}, ["Unwanted"]),
        ({"state": "all", "sort": "-name"}, ["Unwanted", "Old", "Kofi", "Here", "Amara"]),
        ({"state": "shoe", "sort": "shoe", "page": "-3"}, ["Old", "Kofi", "Amara"]),
        ({"q": "nobody"}, []),
    ],
)
def test_invitations_are_found_and_sorted_by_address(client, administrator, asked, found):
    now = timezone.now()
    invited("Amara"), invited("Kofi")
    invited("Old", expires_at=now - dt.timedelta(days=1))
    invited("Here", accepted_at=now), invited("Unwanted", withdrawn_at=now)
    answer = client.get(reverse("teams:invitations"), asked, headers={"HX-Request": "true"})
    assert [row.name for row in answer.context["rows"]] == found
    assert answer.content.decode().count("Send again") == sum(name in ("Amara", "Kofi", "Old") for name in found)


@pytest.mark.parametrize("count", [1, 3])
def test_invitations_ask_the_same_queries_for_any_number(count, django_assert_num_queries):
    reader = person_with(Role.ADMINISTRATOR)
    standing(reader)
    for number in range(count):
        invite(by=UserFactory(), email=f"{number}@example.org", name="Kofi", team=TeamFactory())
    with django_assert_num_queries(2):
        assert len(invitations_page(reader, InvitationsAsked()).rows) == count


def test_the_last_administrator_is_told_so_on_the_page(client, administrator):
    grant = RoleGrant.objects.get(user=administrator)
    page = client.post(reverse("teams:role-revoke", args=[grant.pk]), {"why": ""})
    assert "Joanna Pryce is the last administrator" in page.content.decode()
    assert RoleGrant.objects.filter(pk=grant.pk).exists()


def test_a_role_is_granted_and_taken_away(client, administrator):
    person = UserFactory()
    client.post(reverse("teams:roles", args=[person.pk]), {"role": "oversight", "why": "Joins the group"})
    grant = RoleGrant.objects.get(user=person)
    assert (grant.role, grant.granted_by) == (Role.OVERSIGHT, administrator)
    client.post(reverse("teams:role-revoke", args=[grant.pk]), {"why": ""})
    assert not RoleGrant.objects.filter(user=person).exists()


INVITATION = {"email": "new@example.org", "name": "Kofi Mensah", "discipline": "nurse", "team_role": "member"}


def test_a_lead_invites_to_their_own_team_alone(client):
    own, other = TeamFactory(), TeamFactory()
    client.force_login(member_of(own, TeamRole.LEAD))
    refused = client.post(reverse("teams:invite"), {**INVITATION, "team": other.pk})
    assert (refused.status_code, Invitation.objects.count()) == (200, 0)
    assert client.post(reverse("teams:invite"), {**INVITATION, "team": ""}).status_code == 200
    unsaid = client.post(reverse("teams:invite"), {**INVITATION, "team": own.pk, "discipline": ""})
    assert list(unsaid.context["form"].errors) == ["discipline"]
    assert client.post(reverse("teams:invite"), {**INVITATION, "team": own.pk}).status_code == 302
    assert Invitation.objects.get().team == own


def test_an_invitation_leads_in(client):
    invitation = invite(by=UserFactory(), email="new@example.org", name="Kofi Mensah")
    url = reverse("teams:invitation", args=[token_of(invitation)])
    assert "Kofi Mensah" in client.get(url).content.decode()
    weak = client.post(url, {"name": "Kofi Mensah", "password": "short"})
    assert "too short" in weak.content.decode()
    assert client.post(url, {"name": "Kofi Mensah", "password": PASSWORD}).url == "/"
    assert client.get("/").status_code == 200


def test_a_used_or_withdrawn_link_says_why(client):
    invitation = invite(by=UserFactory(), email="new@example.org", name="Kofi Mensah")
    withdraw(invitation=invitation)
    page = client.get(reverse("teams:invitation", args=[token_of(invitation)]))
    assert (page.status_code, "was withdrawn" in page.content.decode()) == (410, True)
    assert client.get(reverse("teams:invitation", args=["guess"])).status_code == 404


def test_an_import_is_tried_first_and_sent_only_when_sure(client, administrator):
    file = SimpleUploadedFile("people.csv", b"Name,Email\nKofi Mensah,kofi@example.org\n")
    tried = client.post(reverse("teams:people-import"), {"file": file})
    assert (tried.context["count"], Invitation.objects.count()) == (1, 0)
    sent = client.post(reverse("teams:people-import"), {"pasted": tried.context["again"], "sure": "yes"})
    assert (sent.status_code, Invitation.objects.get().email) == (302, "kofi@example.org")


def test_an_import_with_one_bad_row_invites_nobody(client, administrator):
    text = "Name,Email\nKofi Mensah,kofi@example.org\nNobody,\n"
    page = client.post(reverse("teams:people-import"), {"pasted": text, "sure": "yes"})
    assert "Everybody needs an address" in page.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"%PDF-1.7", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_refused_in_words(client, administrator, content):
    page = client.post(reverse("teams:people-import"), {"file": SimpleUploadedFile("people.xlsx", content)})
    assert page.status_code == 200
    assert page.context["form"].errors


@pytest.mark.parametrize(("host", "told"), [("", True), ("smtp.example.org", False)])
def test_who_invites_is_told_where_no_letter_leaves_the_machine(client, settings, host, told):
    settings.EMAIL_HOST = host
    client.force_login(person_with(Role.ADMINISTRATOR))
    page = client.get(reverse("teams:invitations")).content.decode()
    assert ("E-mails do not leave this machine yet" in page) == told
