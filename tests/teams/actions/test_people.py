"""People's accounts: describing, closing, opening, and the last administrator."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse

from redesign.lib.dates import today
from redesign.lib.refusals import Refusal, StaleEdit
from teams.actions.people import change_password, deactivate, describe_oneself, describe_person, reactivate
from teams.actions.roles import grant_role, revoke_role
from teams.enums import Discipline, Role
from teams.models import Membership, RoleGrant, User
from tests.factories.people import PASSWORD, OutsiderFactory, RoleGrantFactory, UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_newer_version_refuses_an_older_edit():
    person = UserFactory()
    describe_oneself(person=person, version=1, name="Amara Okafor")
    with pytest.raises(StaleEdit) as stale:
        describe_oneself(person=person, version=1, name="A. Okafor")
    assert (stale.value.current.name, stale.value.current.version) == ("Amara Okafor", 2)


def test_nobody_gives_themselves_another_address():
    with pytest.raises(TypeError):
        describe_oneself(person=UserFactory(), version=1, email="else@example.org")


def test_a_new_address_takes_the_old_ones_place_for_signing_in():
    person = UserFactory(email="old@example.org")
    EmailAddress.objects.create(user=person, email="old@example.org", primary=True, verified=True)
    describe_person(person=person, version=1, email=" New@Example.org ")
    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert not EmailAddress.objects.filter(user=person).exists()


def test_two_people_never_share_an_address():
    UserFactory(email="taken@example.org")
    with pytest.raises(Refusal) as refused:
        describe_person(person=UserFactory(), version=1, email="TAKEN@example.org")
    assert (refused.value.field, refused.value.sentence) == (
        "email",
        "Somebody with this e-mail address is here already.",
    )


def test_who_holds_a_role_does_not_become_an_outsider():
    person = person_with(Role.ANALYST)
    with pytest.raises(Refusal) as refused:
        describe_person(person=person, version=1, is_outsider=True)
    assert refused.value.field == "is_outsider"


def test_who_coaches_a_team_does_not_become_an_outsider():
    person = MembershipFactory(role="coach").user
    with pytest.raises(Refusal, match="Coaches and internal support work here") as refused:
        describe_person(person=person, version=1, is_outsider=True)
    assert refused.value.field == "is_outsider"
    Membership.objects.update(left_on=today())
    assert describe_person(person=person, version=1, is_outsider=True).is_outsider


def test_a_patient_partner_is_an_outsider():
    with pytest.raises(Refusal) as refused:
        describe_person(person=UserFactory(), version=1, discipline=Discipline.PATIENT_PARTNER)
    assert refused.value.field == "is_outsider"


def test_nobody_makes_themselves_a_patient_partner():
    nurse, partner = UserFactory(), OutsiderFactory(discipline=Discipline.OTHER)
    with pytest.raises(Refusal, match="only an administrator makes you one") as refused:
        describe_oneself(person=nurse, version=1, discipline=Discipline.FAMILY_PARTNER)
    assert refused.value.field == "discipline"
    changed = describe_oneself(person=partner, version=1, discipline=Discipline.FAMILY_PARTNER)
    assert changed.discipline == Discipline.FAMILY_PARTNER


def test_closing_an_account_ends_every_session_at_once_and_opening_it_revives_none(client):
    administrator, person = person_with(Role.ADMINISTRATOR), UserFactory()
    client.force_login(person)
    assert client.get(reverse("teams:account")).status_code == 200
    deactivate(person=person, by=administrator)
    assert client.get(reverse("teams:account")).status_code == 302
    reactivate(person=person)
    assert client.get(reverse("teams:account")).status_code == 302


def test_nobody_signs_in_to_a_closed_account(client):
    person = UserFactory(is_active=False)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_other_sessions(client):
    person = UserFactory()
    client.force_login(person)
    change_password(person=person, password="seven quiet otters swim")
    assert client.get(reverse("teams:account")).status_code == 302


def test_a_weak_password_is_refused_in_words():
    with pytest.raises(Refusal) as refused:
        change_password(person=UserFactory(), password="password12")
    assert "too common" in refused.value.sentence


def test_nobody_closes_their_own_account():
    administrator = person_with(Role.ADMINISTRATOR)
    person_with(Role.ADMINISTRATOR)
    with pytest.raises(Refusal):
        deactivate(person=administrator, by=administrator)


def test_the_last_administrator_cannot_be_closed():
    last, other = person_with(Role.ADMINISTRATOR), UserFactory()
    with pytest.raises(Refusal, match="last administrator"):
        deactivate(person=last, by=other)
    assert User.objects.get(pk=last.pk).is_active


def test_an_administrator_whose_account_is_closed_does_not_count():
    last = RoleGrantFactory(role=Role.ADMINISTRATOR)
    RoleGrantFactory(role=Role.ADMINISTRATOR, user__is_active=False)
    with pytest.raises(Refusal, match="last administrator"):
        revoke_role(grant=last)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_do_not_both_succeed():
    grants = [RoleGrantFactory(role=Role.ADMINISTRATOR), RoleGrantFactory(role=Role.ADMINISTRATOR)]
    together, said = threading.Barrier(2), []

    def close(person: User, by: User) -> None:
        together.wait(timeout=10)
        try:
            deactivate(person=person, by=by)
        except Refusal as refused:
            said.append(refused.sentence)
        finally:
            connection.close()

    one, two = grants[0].user, grants[1].user
    threads = [threading.Thread(target=close, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(said) == 1
    assert User.objects.filter(is_active=True, role_grants__role=Role.ADMINISTRATOR).count() == 1


def test_a_role_is_granted_once():
    person = person_with(Role.ANALYST)
    with pytest.raises(Refusal) as refused:
        grant_role(person=person, role=Role.ANALYST, system=None, by=person_with(Role.ADMINISTRATOR))
    assert (refused.value.field, refused.value.sentence) == ("role", "This person has this role already.")


def test_a_system_leader_needs_a_system_and_others_have_none():
    administrator, person, system = person_with(Role.ADMINISTRATOR), UserFactory(), SystemFactory()
    with pytest.raises(Refusal) as refused:
        grant_role(person=person, role=Role.SYSTEM_LEADER, system=None, by=administrator)
    assert refused.value.field == "system"
    assert grant_role(person=person, role=Role.ANALYST, system=system, by=administrator).system is None


def test_a_partner_gets_no_role():
    with pytest.raises(Refusal, match="work here"):
        grant_role(person=OutsiderFactory(), role=Role.ANALYST, system=None, by=person_with(Role.ADMINISTRATOR))


def test_grants_and_losses_of_roles_are_in_the_history_with_their_reason():
    administrator, person = person_with(Role.ADMINISTRATOR), UserFactory()
    grant = grant_role(person=person, role=Role.ANALYST, system=None, by=administrator, why="New post")
    revoke_role(grant=grant, why="Moved on")
    events = RoleGrant.pgh_event_models["insert"].objects.filter(pgh_obj_id=grant.pk).order_by("pgh_id")
    assert [(event.pgh_label, event.pgh_context.metadata["reason"]) for event in events] == [
        ("insert", "New post"),
        ("delete", "Moved on"),
    ]
