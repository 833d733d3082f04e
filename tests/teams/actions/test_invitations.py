"""Invitations: one link, one use, some days."""

import datetime as dt
import threading

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from redesign.lib.refusals import Refusal
from teams.actions.invitations import accept, find, hash_of, invite, invite_all, send_again, token_of, why_not, withdraw
from teams.actions.jobs import run
from teams.enums import Discipline, TeamRole, TeamState
from teams.models import Invitation, Job, Membership, User
from tests.factories.people import PASSWORD, OutsiderFactory, UserFactory
from tests.factories.teams import MembershipFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def invited(**fields) -> Invitation:
    return invite(**{"by": UserFactory(name="Rosa Lind"), "email": "new@example.org", "name": "Kofi Mensah", **fields})


def test_only_the_hash_of_the_link_is_kept():
    invitation = invited()
    token = token_of(invitation)
    assert invitation.token_hash == hash_of(token)
    assert token not in repr(list(Invitation.objects.values())) + repr(list(Job.objects.values()))


def test_the_link_comes_by_e_mail(settings):
    settings.SITE_URL = "https://improve.example.org"
    invitation = invited(team=TeamFactory(name="Home before noon"))
    run(Job.objects.get().pk)
    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"]
    assert letter.subject.startswith("Rosa Lind invites you to")
    assert f"https://improve.example.org/welcome/{token_of(invitation)}/" in letter.body
    assert "Home before noon" in letter.body


def test_a_mail_server_that_is_down_breaks_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    invited()
    job = Job.objects.get()
    run(job.pk)
    job.refresh_from_db()
    assert (job.done_at, job.attempts) == (None, 1)
    assert "refused" in job.error.lower()


def test_accepting_makes_the_account_and_joins_the_team():
    team = TeamFactory()
    invitation = invited(team=team, team_role=TeamRole.MEMBER, discipline=Discipline.NURSE, job_title="Staff nurse")
    person = accept(token=token_of(invitation), name="Kofi A. Mensah", password=PASSWORD)
    assert (person.name, person.email, person.job_title) == ("Kofi A. Mensah", "new@example.org", "Staff nurse")
    assert person.check_password(PASSWORD)
    membership = Membership.objects.get(user=person)
    assert (membership.team, membership.role, membership.discipline) == (team, TeamRole.MEMBER, Discipline.NURSE)


def test_a_link_works_once():
    token = token_of(invited())
    accept(token=token, name="Kofi", password=PASSWORD)
    with pytest.raises(Refusal, match="has been used"):
        accept(token=token, name="Kofi", password=PASSWORD)
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_link_works_for_some_days():
    invitation = invited()
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    invitation.refresh_from_db()
    assert "too old" in why_not(invitation)


def test_a_withdrawn_link_is_worthless():
    invitation = invited()
    withdraw(invitation=invitation)
    with pytest.raises(Refusal, match="withdrawn"):
        accept(token=token_of(invitation), name="Kofi", password=PASSWORD)


def test_sending_again_makes_the_old_link_worthless():
    invitation = invited()
    old = token_of(invitation)
    send_again(invitation=invitation)
    invitation.refresh_from_db()
    assert find(old) is None
    assert find(token_of(invitation)) == invitation


def test_a_guessed_link_leads_nowhere():
    with pytest.raises(Refusal, match="does not lead anywhere"):
        accept(token="guess", name="Kofi", password=PASSWORD)


def test_a_weak_password_leaves_the_invitation_open():
    invitation = invited()
    with pytest.raises(Refusal) as refused:
        accept(token=token_of(invitation), name="Kofi Mensah", password="kofi mensah")
    assert refused.value.field == "password"
    assert why_not(invitation) == ""


def test_who_is_here_is_not_invited():
    UserFactory(email="new@example.org")
    with pytest.raises(Refusal) as refused:
        invited(email="New@example.org")
    assert refused.value.field == "email"


def test_an_open_invitation_is_not_doubled():
    invited()
    with pytest.raises(Refusal, match="open invitation already"):
        invited()


def test_a_patient_partner_is_an_outsider_and_needs_a_team():
    with pytest.raises(Refusal) as refused:
        invited(discipline=Discipline.PATIENT_PARTNER)
    assert refused.value.field == "team"
    assert invited(discipline=Discipline.PATIENT_PARTNER, team=TeamFactory()).is_outsider


def test_a_second_lead_becomes_a_co_lead():
    team = TeamFactory()
    member_of(team, TeamRole.LEAD)
    person = accept(token=token_of(invited(team=team, team_role=TeamRole.LEAD)), name="Kofi", password=PASSWORD)
    assert person.memberships.get().role == TeamRole.CO_LEAD


def test_a_team_that_was_closed_meanwhile_stays_closed():
    team = TeamFactory()
    token = token_of(invited(team=team))
    team.state = TeamState.CLOSED
    team.save()
    assert not accept(token=token, name="Kofi", password=PASSWORD).memberships.exists()


def test_a_list_is_invited_as_a_whole_or_not_at_all():
    here = UserFactory()
    people = [{"email": "a@example.org", "name": "A", "team_id": None}, {"email": here.email, "name": "B"}]
    with pytest.raises(Refusal):
        invite_all(by=here, people=people)
    assert (Invitation.objects.count(), Job.objects.count()) == (0, 0)


def test_a_partner_who_leads_a_team_brings_in_nobody_who_sees_the_whole_organisation():
    team = TeamFactory()
    partner = MembershipFactory(team=team, user=OutsiderFactory(), role=TeamRole.LEAD).user
    with pytest.raises(Refusal) as refused:
        invite(by=partner, email="new@example.org", name="New", team=team)
    assert refused.value.field == "is_outsider"
    assert invite(by=partner, email="new@example.org", name="New", team=team, is_outsider=True).is_outsider


def test_a_partner_is_not_invited_as_a_coach():
    with pytest.raises(Refusal, match="somebody who works here"):
        invite(by=None, email="new@example.org", name="New", team=TeamFactory(), is_outsider=True, team_role="coach")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_the_link_at_once_one_gets_in():
    token = token_of(invited())
    together, refused = threading.Barrier(2), []

    def begin(name: str) -> None:
        together.wait(timeout=10)
        try:
            accept(token=token, name=name, password=PASSWORD)
        except Refusal as no:
            refused.append(no.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin, args=[name]) for name in ("Kofi", "Not Kofi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (len(refused), User.objects.filter(email="new@example.org").count()) == (1, 1)
