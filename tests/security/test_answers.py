"""What every answer carries: the policy of DESIGN, word for word, and nothing that a shared device could keep."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from measures.models import Point
from teams.enums import Role, TeamRole
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import PASSWORD, UserFactory, person_with
from tests.factories.teams import TeamFactory, member_of

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
pytestmark = pytest.mark.django_db


def policy(response) -> set[str]:
    return set(response["Content-Security-Policy"].split("; "))


@pytest.fixture
def nurse(client):
    nurse = UserFactory()
    client.force_login(nurse)
    return nurse


@pytest.mark.parametrize("address", ["/", "/teams/", "/me/", "/nothing/here/", "/people/import/", "/healthz"])
def test_every_answer_carries_the_policy_and_is_not_kept(client, nurse, address):
    response = client.get(address)
    assert policy(response) == POLICY
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert response["Referrer-Policy"] == "same-origin"


def test_a_page_that_broke_carries_the_policy_too(monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())
    monkeypatch.setattr("oversight.views.home.home_of", lambda _: 1 / 0)
    response = client.get("/")
    assert (response.status_code, policy(response)) == (500, POLICY)


def test_a_form_from_elsewhere_is_refused_with_the_policy():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    response = client.post(reverse("teams:theme"), {"theme": "dark"})
    assert (response.status_code, policy(response)) == (403, POLICY)


def test_more_pasted_than_a_page_takes_is_answered_in_words(client):
    client.force_login(person_with(Role.ADMINISTRATOR))
    response = client.post(reverse("teams:people-import"), {"pasted": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert (response.status_code, policy(response)) == (400, POLICY)
    assert "better sent as a file" in response.content.decode()


def test_who_signs_out_leaves_nothing_to_go_back_to(client, nurse):
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


def test_signing_in_gives_the_session_another_key(client):
    client.get(reverse("account_login"))
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    UserFactory(email="nurse@example.org")
    client.post(reverse("account_login"), {"login": "nurse@example.org", "password": PASSWORD})
    assert client.session.session_key not in ("", None, before)


@pytest.mark.parametrize(
    "next_", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client, next_):
    UserFactory(email="nurse@example.org")
    sent = {"login": "nurse@example.org", "password": PASSWORD, "next": next_}
    assert client.post(reverse("account_login"), sent)["Location"] == "/"


def test_changing_the_theme_leads_nowhere_else(client, nurse):
    response = client.post(reverse("teams:theme"), {"theme": "dark"}, headers={"Referer": "https://evil.example/"})
    assert response["Location"] == "/"


def test_the_present_password_cannot_be_tried_out_at_an_open_session(client, nurse):
    cache.clear()
    sent = {"old_password": "guess", "new_password1": "another long one", "new_password2": "another long one"}
    answers = [client.post(reverse("teams:password"), sent) for _ in range(6)]
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 200, 429]
    assert "Too many attempts" in answers[-1].content.decode() and policy(answers[-1]) == POLICY


def test_guessing_passwords_is_slowed_down_and_tells_nothing_of_who_is_here(client):
    cache.clear()
    UserFactory(email="nurse@example.org")
    told = []
    for address in ("nurse@example.org", "nobody@example.org"):
        pages = [client.post(reverse("account_login"), {"login": address, "password": "guess"}) for _ in range(6)]
        told.append([str(page.context["form"].errors.as_data()) for page in pages if page.context])
        cache.clear()
    assert told[0] == told[1]
    assert "Too many failed login attempts" in told[0][-1]


def test_a_whole_shift_signs_in_from_one_network_address_within_a_minute(client):
    cache.clear()
    nurses = UserFactory.create_batch(40)
    for number, nurse in enumerate(nurses):
        if number % 2:  # mistyped, then mended
            client.post(reverse("account_login"), {"login": nurse.email, "password": "guess"})
        answer = client.post(reverse("account_login"), {"login": nurse.email, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        client.post(reverse("account_logout"))


def test_asking_for_a_new_password_tells_nothing_of_who_is_here(client):
    cache.clear()
    UserFactory(email="nurse@example.org")
    answers = [
        client.post(reverse("account_reset_password"), {"email": address})
        for address in ("nurse@example.org", "nobody@example.org")
    ]
    assert [(each.status_code, each["Location"]) for each in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2


# -- Files and figures --------------------------------------------------------------------------------------------


@override_settings(MAX_UPLOAD_BYTES=100_000)
def test_no_more_of_a_file_is_written_down_than_may_be_taken_in(client):
    team = TeamFactory()
    client.force_login(member_of(team, TeamRole.LEAD))
    measure = MeasureFactory(team=team, system=team.system)
    file = SimpleUploadedFile("much.csv", b"2026-01-01,1\n" * 400_000)
    response = client.post(reverse("measures:import-new", args=[measure.pk]), {"file": file})
    assert "The file is larger than" in response.content.decode()
    assert response.context["form"].files["file"].size < 300_000


def test_mending_the_note_of_a_point_leaves_its_figure_to_the_last_digit(client):
    team = TeamFactory()
    client.force_login(member_of(team, TeamRole.LEAD))
    measure = MeasureFactory(team=team, system=team.system, chart="run")
    point = PointFactory(measure=measure, value=1234567.891)
    page = client.get(reverse("measures:point-edit", args=[point.pk]))
    assert 'value="1234567.891"' in page.content.decode()
    sent = {
        "do": "correct",
        "value": page.context["correct"]["value"].value(),
        "version": 1,
        "why": "A note",
        "note": "x",
    }
    assert client.post(reverse("measures:point-edit", args=[point.pk]), sent).status_code == 302
    assert Point.objects.get(pk=point.pk).value == 1234567.891
