"""A television shows one wall by an address of its own: without anybody signed in, and nothing but the wall."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.actions.summaries import refresh
from oversight.models import Screen
from teams.enums import Role
from tests.factories.measures import MeasureFactory, PointFactory
from tests.factories.people import UserFactory, person_with
from tests.factories.teams import SystemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    measure = MeasureFactory(name="Falls", system=SystemFactory(name="Larch Ward"), team=None)
    PointFactory(measure=measure, value=3)
    refresh([measure.pk])
    return measure.system


@pytest.fixture
def admin(client):
    client.force_login(person_with(Role.ADMINISTRATOR))
    return client


def make(client, system, name="Corridor") -> str:
    """The address of a new screen, as its maker is shown it."""
    page = client.post(reverse("oversight:screens", args=[system.pk]), {"name": name}).content.decode()
    return re.search(r"/walls/screen/[\w-]{43}/", page).group()


def test_a_television_shows_its_wall_with_nobody_signed_in(admin, client, ward):
    address = make(admin, ward)
    client.logout()
    answer = client.get(address)
    page = answer.content.decode()
    assert (answer.status_code, "Larch Ward" in page, "Falls" in page) == (200, True, True)
    assert f'data-wall-url="{address}tiles/"' in page
    assert "Leave the wall" not in page
    assert "no-store" in answer["Cache-Control"]


def test_it_asks_for_news_and_hears_nothing_while_nothing_changed(admin, client, ward):
    address = make(admin, ward)
    client.logout()
    version = client.get(address).context["wall"].version
    assert client.get(f"{address}tiles/", {"version": version}).status_code == 204
    PointFactory(measure=ward.measures.get(), value=9)
    refresh([ward.measures.get().pk])
    assert "Falls" in client.get(f"{address}tiles/", {"version": version}).content.decode()


def test_its_address_is_shown_once_and_never_stored(admin, ward):
    address = make(admin, ward)
    token = address.split("/")[-2]
    assert token not in repr(Screen.objects.values().get())
    assert token not in admin.get(reverse("oversight:screens", args=[ward.pk])).content.decode()


def test_an_ended_screen_opens_nothing(admin, client, ward):
    address = make(admin, ward)
    admin.post(reverse("oversight:screen-end", args=[Screen.objects.get().pk]))
    client.logout()
    assert [client.get(f"{address}{more}").status_code for more in ("", "tiles/")] == [404, 404]


@pytest.mark.parametrize("token", ["a", "x" * 43, "x" * 5000, "%00", "é"])
def test_an_address_that_nobody_made_opens_nothing(client, token):
    assert client.get(f"/walls/screen/{token}/").status_code == 404


def test_the_address_of_one_wall_opens_no_other_page(admin, client, ward):
    make(admin, ward)
    client.logout()
    assert client.get(reverse("oversight:wall", args=[ward.pk])).status_code == 302
    assert "/account/login/" in client.get(reverse("measures:measures"))["Location"]


def test_a_name_is_taken_once_a_wall_and_comes_back_with_what_was_typed(admin, ward):
    make(admin, ward)
    answer = admin.post(reverse("oversight:screens", args=[ward.pk]), {"name": "corridor"})
    assert "There is a screen called corridor already" in answer.context["form"].errors["name"][0]
    assert (answer.context["form"]["name"].value(), Screen.objects.count()) == ("corridor", 1)


def test_its_leaders_read_when_it_was_last_seen(admin, client, ward):
    address = make(admin, ward)
    page = reverse("oversight:screens", args=[ward.pk])
    assert "never yet" in admin.get(page).content.decode()
    client.get(address)
    assert timezone.now() - Screen.objects.get().last_seen_at < timezone.timedelta(minutes=1)
    assert "today" in admin.get(page).content.decode()


def test_only_those_who_arrange_the_wall_make_and_end_its_screens(client, ward):
    screen = Screen.objects.create(system=ward, name="Corridor", token_hash="0" * 64)
    client.force_login(UserFactory())
    assert client.post(reverse("oversight:screens", args=[ward.pk]), {"name": "Mine"}).status_code == 403
    assert client.post(reverse("oversight:screen-end", args=[screen.pk])).status_code == 403
    assert Screen.objects.count() == 1


def test_asking_for_news_costs_two_queries_once_the_screen_was_seen(admin, client, ward, django_assert_num_queries):
    address = make(admin, ward)
    client.logout()
    version = client.get(address).context["wall"].version
    with django_assert_num_queries(2):
        client.get(f"{address}tiles/", {"version": version})
